"""The words of the pages on which improper demands are reported and followed, in both languages.

Must never ask for anything about a person, and never promise what compliance will find.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gateway.domain.demand import DemandState
from gateway.domain.text import Text

WORDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "title": Text("反映违规索要证明", "Report an improper demand"),
        "site": Text("证明事项查询", "Which paper, and what instead"),
        "lead": Text(
            "办事单位仍要您到村（社区）开证明？在这里反映，由监督部门核实、纠正。",
            "Does an office still send you to a committee for a paper? Report it here; compliance"
            " looks into it and has it corrected.",
        ),
        "nothing_personal": Text(
            "不需要登录。请不要填写任何人的姓名、证件号码或者电话。",
            "No login. Enter nobody's name, identity number or phone.",
        ),
        "skip": Text("跳到主要内容", "Skip to the content"),
        "languages": Text("语言", "Language"),
        "catalogue": Text("查一查这份证明能不能要", "Look up whether the paper may be demanded"),
        "required": Text("（必填）", " (required)"),
        "optional": Text("（选填）", " (optional)"),
        "reporter": Text("您是", "You are"),
        "resident": Text("办事群众", "a resident"),
        "clerk": Text("工作人员", "a clerk"),
        "paper": Text("要您开的证明叫什么", "What the paper is called"),
        "paper_hint": Text(
            "照办事单位的说法写，例如：健在证明。两份清单上没有的也可以反映。",
            "As the office calls it, for example: 健在证明. A paper on neither list is taken too.",
        ),
        "chosen": Text("证明", "The paper"),
        "other_paper": Text("反映另一份证明", "Report another paper"),
        "office": Text("哪个单位索要", "Which office demanded it"),
        "office_hint": Text(
            "写单位名称，例如：某区养老保险经办中心；不要写工作人员的姓名。",
            "The office's name, not that of anybody who works there.",
        ),
        "code": Text("统一社会信用代码", "Its unified social credit code"),
        "code_hint": Text("知道的话填写，18 位。", "If you know it: 18 characters."),
        "superior": Text("它的主管部门", "Its superior body"),
        "when": Text("哪一天", "On which day"),
        "area": Text("行政区划", "District"),
        "area_hint": Text(
            "名称或者六位代码，例如：重庆市、500000；不知道就只写下面的地点。",
            "Its name or six-digit code, such as 500000; or only the place below.",
        ),
        "place": Text("地点", "Place"),
        "place_hint": Text(
            "例如：政务服务中心二楼3号窗口。", "For example: service centre, desk 3."
        ),
        "said": Text("怎么说的", "What was said"),
        "said_hint": Text(
            "用来做什么、不开会怎样；最多 {} 字。",
            "What it was for, and what would happen without it; {} characters at most.",
        ),
        "send": Text("提交", "Send"),
        "errors": Text(
            "有 {} 处需要修改，已填的内容都还在。", "{} to be changed; nothing is lost."
        ),
        "too_many": Text(
            "提交过于频繁，请在 {} 后再点一次按钮，已填的内容都还在。",
            "Too much was sent in for now. Press the button again in {}; nothing is lost.",
        ),
        "kept_title": Text("已经收到", "Received"),
        "kept_lead": Text(
            "请记下或者打印这个编号，以后凭它查询；它只显示这一次，也不要告诉别人。",
            "Write this number down or print the page: it opens what becomes of your report, is"
            " shown only now, and should be told to nobody.",
        ),
        "number": Text("查询编号", "Number to follow"),
        "due": Text("办理期限", "To be dealt with by"),
        "received_on": Text("收到日期", "Received on"),
        "understood": Text("登记的证明", "Paper, as registered"),
        "lawful": Text(
            "这份证明在保留清单上，村（社区）仍可出具。下列情形下可以索要；仍按您的反映登记，由监督部门核实。",
            "This paper is on the retained list: a committee may still issue it. In the following"
            " cases it may be asked for; your report is kept all the same.",
        ),
        "exceptions": Text("清单写明了例外情形：", "The list names exceptions:"),
        "not_lawful": Text("这份证明在负面清单上。", "This paper is on the negative list. "),
        "neither": Text(
            "两份清单上都没有叫这个名称的证明：没有法律法规依据的，一律不得索要。",
            "Neither list has a paper of this name: without a basis in law nobody may demand it.",
        ),
        "several": Text(
            "清单上不止一项证明包括这个名称：",
            "More than one paper on the lists goes by this name:",
        ),
        "similar": Text("您说的是不是：", "Did you mean: "),
        "what_instead": Text("看看改用什么办法", "See what to do instead"),
        "again": Text("再反映一件", "Report another"),
        "follow": Text("查询处理情况", "See what became of a report"),
        "follow_hint": Text(
            "提交后得到的编号，20 位。", "The number you were given, 20 characters."
        ),
        "follow_send": Text("查询", "Look up"),
        "wrong_number": Text(
            "没有这个编号。请对照打印件或者记录再输入一次。",
            "There is no such number. Compare it with what you wrote down or printed.",
        ),
        "state": Text("处理情况", "State"),
        "office_told": Text("被反映的单位", "The office"),
        "note": Text("监督部门的说明", "Compliance says"),
        "disposed_on": Text("处理日期", "Dealt with on"),
        "overdue": Text("已超过期限，监督部门能看到。", "It is overdue, and compliance sees that."),
        "law": Text(
            "依据：渝北区“社区万能章”治理专项行动实施方案（公开曝光、强制纠正）。",
            "Basis: the action plan of Yubei District (public exposure, enforced correction).",
        ),
        "colon": Text("：", ": "),
        "negative": Text("负面清单第 {} 项", "Negative list no. {}"),
        "retained": Text("保留清单第 {} 项", "Retained list no. {}"),
    }
)

STATES: Final[Mapping[DemandState, Text]] = MappingProxyType(
    {
        DemandState.RECEIVED: Text("已收到，正在核实", "received, being looked into"),
        DemandState.REFERRED: Text("已转交主管部门", "referred to the superior body"),
        DemandState.CORRECTED: Text("已纠正", "corrected"),
        DemandState.UNFOUNDED: Text("经核实不属于违规索要", "found to be no improper demand"),
    }
)
"""What a state is called for whoever reported it."""
