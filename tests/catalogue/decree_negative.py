"""附件1 of the decree, typed from its text: papers that a committee no longer issues.

Must never be derived from the catalogue's files, which the tests lay beside it.
"""

from __future__ import annotations

from typing import Final

from tests.catalogue.printed import PrintedNegative

NEGATIVE: Final = {
    1: PrintedNegative(
        name="亲属关系证明",
        routes="sharing own_documents other_authority",
        sharing="公安、民政、卫生健康等",
        documents="居民户口簿、结婚证、《出生医学证明》等",
        lost=True,
        issuers="公安派出所",
        exceptions="不动产登记、公证办理",
        older="亲属关系证明（夫妻关系证明、其他近亲属关系证明）",
    ),
    2: PrintedNegative(
        name="居民身份信息证明（户籍证明）",
        routes="sharing own_documents",
        sharing="公安",
        documents="居民户口簿、居民身份证、出入境证件等",
        lost=True,
        older="户口注销证明、入户证明（迁户证明）、分户证明",
    ),
    3: PrintedNegative(
        name="户口登记项目内容变更申请证明",
        routes="other_authority",
        issuers="公安部门",
        older="同一人证明（曾用名、别名证明）",
    ),
    4: PrintedNegative(name="居民养犬证明", routes="own_documents", documents="证明材料"),
    5: PrintedNegative(
        name="无犯罪记录证明",
        routes="other_authority",
        issuers="公安部门、国家安全部门、司法行政部门",
    ),
    6: PrintedNegative(
        name="社区戒毒社区康复人员情况证明（表现证明）",
        routes="other_authority",
        issuers="街道（乡镇）社区戒毒社区康复机构",
    ),
    7: PrintedNegative(
        name="人员失踪证明",
        routes="court",
        issuers="基层人民法院",
        older="失踪证明（查无此人、无法联系证明）",
    ),
    8: PrintedNegative(
        name="婚姻状况证明（婚姻关系证明、分居证明）",
        routes="sharing own_documents",
        sharing="民政、人民法院",
        documents="结婚证、离婚证、人民法院生效裁判文书或离婚证明书、配偶死亡证明等",
        lost=True,
        exceptions="婚姻登记档案丢失、收养",
    ),
    9: PrintedNegative(
        name="出生证明",
        routes="own_documents",
        documents="《出生医学证明》、居民户口簿、居民身份证、出入境证件等",
        lost=True,
        older="医疗保健机构外出生婴儿出生证明、婴儿出生上户证明、出生医学证原始材料证明",
    ),
    10: PrintedNegative(
        name="健在证明", routes="sharing", sharing="卫生健康", older="老年人健在证明"
    ),
    # The decree names no paper that residents bring; these are what its issuers issue.
    11: PrintedNegative(
        name="死亡证明",
        routes="sharing other_authority court",
        sharing="卫生健康、公安、人民法院",
        documents="《居民死亡医学证明（推断）书》、非正常死亡证明、宣告死亡",
        issuers="负责救治或正常死亡调查的医疗卫生机构、公安部门、人民法院",
        older="死亡证明（离退休人员死亡证明、在家死亡证明）",
    ),
    12: PrintedNegative(
        name="疾病状况证明（急诊证明、意外伤害证明）",
        routes="other_authority own_documents",
        documents="就医记录等",
        issuers="具备医学鉴定资质的医疗卫生机构",
    ),
    13: PrintedNegative(
        name="残疾状况证明",
        routes="other_authority",
        issuers="户籍所在地区级卫生行政机构和残联指定的具备评残资格的医疗卫生机构",
    ),
    14: PrintedNegative(
        name="婚育状况证明（生育状况证明）",
        routes="sharing own_documents",
        sharing="卫生健康",
        documents="《出生医学证明》、居民户口簿等",
        lost=True,
        exceptions="收养",
        older="有无非婚生育证明",
    ),
    15: PrintedNegative(
        name="居民就业状况证明",
        routes="own_documents other_authority",
        documents="终止解除劳动关系证明、个体工商户（私营企业主）停业证明等",
        issuers="公共就业服务机构",
        older="灵活就业或未就业证明、公租房申请人就业和收入证明、无业证明（未就业证明）",
    ),
    16: PrintedNegative(
        name="居民个人档案证明",
        routes="sharing own_documents",
        sharing="居民个人档案保管单位",
        documents="真实、合法、充分的有关证明材料",
        exceptions="国家另有规定",
    ),
    17: PrintedNegative(
        name=(
            "居民财产证明（经济状况证明、收入证明、偿还能力证明、房产证明、银行存款证明、"
            "投资情况证明、车辆所有权证明等）"
        ),
        routes="sharing own_documents",
        sharing=(
            "财政、税务、人力资源社会保障、房地产管理、自然资源、银保监、证监、市场监管、公安等"
        ),
        documents="不动产权属证书、银行存款凭证、有价证券、保险合同、车辆行驶证等",
        lost=True,
        exceptions="法律援助",
        older=(
            "廉租房申请人信息核实证明、公租房申请人就业和收入证明、经济适用房申请人信息证明、"
            "贫苦证明（经济困难证明、困难家庭证明）、无房证明、收入证明（低收入证明、无固定收入证明）、"
            "房屋产权证关系证明（房屋产权证明）、未享受福利房证明"
        ),
    ),
    18: PrintedNegative(
        name="遗产继承权证明",
        routes="sharing own_documents settlement",
        sharing="民政、卫生健康等",
        documents="结婚证、离婚证、居民户口簿、《出生医学证明》等",
        lost=True,
        older="社会养老保险人员丧葬补助继承人关系证明",
    ),
    19: PrintedNegative(
        name=(
            "市场主体住所证明（经营场所证明、同意住宅改变为经营性用房证明、"
            "社区经营性用房无扰民证明）"
        ),
        routes="own_documents",
        documents="经营场所的不动产权属证明文件、有效租赁合同、证明材料等",
    ),
    20: PrintedNegative(
        name="证件遗失证明",
        routes="other_authority",
        lost=True,
        issuers="业务归口管理部门或者经办单位、业务归口管理部门或者经办单位",
        older="结（离）婚证遗失补办证明",
    ),
    21: PrintedNegative(
        name="社区服刑人员居住地证明",
        routes="own_documents",
        documents="个人现有证照",
        cancelled_as=4,
    ),
    22: PrintedNegative("社区服刑人员劳动证明", "no_legal_basis", cancelled_as=16),
    23: PrintedNegative("住房补贴申请人信息证明", "no_legal_basis", cancelled_as=9),
    24: PrintedNegative("门牌证明（门牌号变更证明）", "no_legal_basis", cancelled_as=15),
    25: PrintedNegative("养老金异地认证证明", "no_legal_basis", cancelled_as=18),
    26: PrintedNegative("异地就医医保证明", "no_legal_basis", cancelled_as=23),
    27: PrintedNegative("居住证明（暂住证明）", "no_legal_basis", cancelled_as=24),
    28: PrintedNegative("进城务工人员证明", "no_legal_basis", cancelled_as=31),
    29: PrintedNegative("学生社会实践证明", "no_legal_basis", cancelled_as=32),
    30: PrintedNegative("家庭基本情况证明", "no_legal_basis", cancelled_as=33),
}

LOSABLE: Final = (
    "居民身份证、居民户口簿、出入境证件、结婚证、离婚证、老年人优待证、残疾人证、残疾军人证、"
    "车辆行驶证、《出生医学证明》、《居民死亡医学证明（推断）书》、学历学位证书、银行卡、存折、保险合同、"
    "邮政汇款单、邮政包裹单、电卡、天然气卡"
)
"""What no. 20 lists as replaced without a paper from a committee."""
