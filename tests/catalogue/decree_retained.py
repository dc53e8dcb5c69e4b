"""附件2 of the decree, typed from its text: papers that a committee may still issue.

Must never be derived from the catalogue's files, which the tests lay beside it.
"""

from __future__ import annotations

from typing import Final

from tests.catalogue.printed import PrintedRetained

_OPINIONS: Final = (
    "《关于改进和规范基层群众性自治组织出具证明工作的指导意见》"
    "（民发〔2020〕20号）附件第{}项例外规定"
)
_CERTIFIED: Final = "村（居）民委员会提供证明"
_SIGNED: Final = "村（居）民委员会签署意见"

RETAINED: Final = {
    1: PrintedRetained(
        name="国内公民办理收养证明",
        demanded_by="民政部门",
        used_for=("国内公民收养登记", "婚姻状况和抚养教育被收养人的能力等情况"),
        basis=(
            "《中国公民收养子女登记办法》第五条",
            "《国务院关于修改部分行政法规的决定》（国务院令第709号）",
        ),
        signed_by=_CERTIFIED,
        limits=("收养登记",),
        kept_from=2,
        # Two of the six exceptions in 民发〔2020〕20号, says the note below the list.
        exception_to=(8, 14),
    ),
    2: PrintedRetained(
        name="农村土地承包经营权办理变更事项证明",
        demanded_by="农业部门",
        used_for=("农村土地承包经营权证", "变更"),
        basis=(
            "《中华人民共和国农村土地承包经营权证管理办法》第七条、第十四条",
            "《重庆市实施〈中华人民共和国农村土地承包法〉办法》第五十条",
        ),
        signed_by="农村土地发包人签署意见",
        limits=("发包人签署",),
        kept_from=6,
    ),
    3: PrintedRetained(
        name="乡村建设规划许可村民委员会书面意见",
        demanded_by="城乡规划主管部门、乡（镇）政府、街道办事处",
        used_for=("申请人为本集体经济组织成员", "本集体经济组织用地范围内申请住宅建设"),
        basis=(
            "《重庆市城乡规划条例》第四十八条、四十九条",
            "《重庆市农村村民住宅规划建设管理暂行办法》第七条",
        ),
        signed_by=_SIGNED,
        limits=("住宅建设",),
        kept_from=8,
    ),
    4: PrintedRetained(
        name="政治考核证明",
        demanded_by="征兵办公室",
        used_for=("对体格检查合格的应征公民进行政治审查",),
        basis=("《征兵工作条例》第二条", "《征兵政治考核工作规定》第二十条"),
        signed_by="村（居）民委员会调查走访人员签署意见",
        limits=("调查走访人员签署",),
        kept_from=10,
    ),
    5: PrintedRetained(
        name="办理不动产登记、公证、税务业务的亲属关系证明",
        demanded_by="司法部门、税务部门",
        used_for=("继承遗产", "买卖房屋", "保险理赔", "出国旅游探亲留学", "等公证事项"),
        basis=(
            "《公证法》第十一条",
            "《财务部国家税务总局关于土地增值税一些具体问题规定的通知》（财税字〔1995〕48号）",
            (
                "《重庆市地方税务局关于土地增值税若干政策执行问题的公告》"
                "（重庆市地方税务局公告2014年第9号）"
            ),
            _OPINIONS.format(1),
        ),
        signed_by=_CERTIFIED,
        limits=("仅用于不动产登记和公证办理", "税务业务"),
        exception_to=(1,),
    ),
    6: PrintedRetained(
        name="婚姻登记档案丢失的婚姻状况证明",
        demanded_by="民政部门",
        used_for=("婚姻登记档案丢失时，出具婚姻情况证明",),
        basis=(_OPINIONS.format(8),),
        signed_by=_CERTIFIED,
        limits=("仅用于婚姻登记档案丢失的情况",),
        exception_to=(8,),
    ),
    7: PrintedRetained(
        name="申请法律援助的经济状况证明",
        demanded_by="司法部门",
        used_for=("证明当事人家庭经济状况符合法律援助经济困难条件",),
        basis=("《重庆市法律援助条例》第二十六条、第十七条", _OPINIONS.format(17)),
        signed_by=_SIGNED,
        limits=("仅用于申请人住所地或者经常居住地的乡镇人民政府、街道办事处不能明确", "参考"),
        exception_to=(17,),
    ),
}
