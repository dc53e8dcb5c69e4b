"""The words of the catalogue's pages, in both languages.

Must never say that nobody issues a paper: the lists bind village and neighbourhood committees only.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gateway.domain.text import Text

WORDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "title": Text(
            "这份证明还要找村（社区）开吗？",
            "Is this paper still to come from a committee?",
        ),
        "short_title": Text("证明事项查询", "Which paper, and what instead"),
        "lead": Text(
            "有人要您找村（社区）开证明？查一查：能不能要，不能要的怎么办。",
            "Were you sent to a village or neighbourhood committee for a paper? Look up whether it"
            " may be demanded, and what to do instead.",
        ),
        "skip": Text("跳到主要内容", "Skip to the content"),
        "languages": Text("语言", "Language"),
        "search_area": Text("查询证明", "Search for a paper"),
        "search": Text(
            "证明名称、编号或者要求证明的单位",
            "Name or number of the paper, or who demands it",
        ),
        "hint": Text(
            "例如：健在、同一人证明、8、民政。请不要输入姓名或者证件号码。",
            "For example: alive, marriage, 8, civil affairs. Enter nobody's name or number.",
        ),
        "submit": Text("查询", "Search"),
        "negative_list": Text("村（社区）不再出具的 {} 项", "{} that a committee no longer issues"),
        "retained_list": Text("村（社区）仍可出具的 {} 项", "{} that a committee may still issue"),
        "negative_verdict": Text("村（社区）不出具", "Not from a committee"),
        "retained_verdict": Text(
            "村（社区）可以出具，仅限下列情形",
            "From a committee, but only as follows",
        ),
        "negative_number": Text("负面清单第 {} 项", "Negative list no. {}"),
        "retained_number": Text("保留清单第 {} 项", "Retained list no. {}"),
        "found_by": Text("您查到的名称：", "Found by the name: "),
        "also": Text("也叫：", "Also called: "),
        "instead": Text("怎么办", "What instead"),
        "check": Text("办事部门自己核对", "The office checks itself"),
        "check_with": Text(
            "由办事部门通过信息共享向{}核对。",
            "By sharing: the office checks with {}.",
        ),
        "not_yet": Text(
            "本网关尚未接入这项核对，由办事部门按自己的程序查询。",
            "This gateway cannot check it yet; the office inquires by its own procedure.",
        ),
        "bring": Text("您可以带", "You can bring"),
        "lost": Text("遗失怎么办", "When it is lost"),
        "elsewhere": Text("可以找谁", "Who else issues or decides"),
        "settle": Text("协商、调解、诉讼", "Agreement, mediation, court"),
        "settle_how": Text(
            "先协商；协商不成的，由人民调解委员会调解，或者向人民法院起诉。",
            "Agree first; failing that, a people's mediation committee mediates, or a people's"
            " court decides.",
        ),
        "exceptions": Text("例外", "Exceptions"),
        "no_basis": Text("没有法律法规依据", "No legal basis"),
        "demanded_by": Text("谁可以要求", "Who may demand it"),
        "used_for": Text("只用于", "Only for"),
        "signed_by": Text("谁来签", "Who signs"),
        "limits": Text("限制", "Limits"),
        "report": Text("还要您开这份证明？反映一下", "Do they still demand it? Report it"),
        "steps": Text("办理步骤", "Step by step"),
        "further": Text("还可以核对", "Further departments, and why"),
        "older": Text("已并入的旧项目", "Older items that it covers"),
        "older_note": Text("渝府办发〔2018〕56号清单中的名称", "as the list of 2018 called them"),
        "cancelled": Text("2018年《取消清单》第 {} 项", "No. {} of the items cancelled in 2018"),
        "still_needed": Text("现阶段仍需要这份证明的", "If it is still needed for now"),
        "conditions": Text("条件：", "On condition that:"),
        "basis": Text("依据（原文所列）", "Basis, as printed"),
        "since": Text("依据后来的变化", "What has become of it since"),
        "serves": Text("对应的例外", "Exception to"),
        "back": Text("返回查询", "Back to the search"),
        "neither": Text("没有查到", "Nothing found"),
        "neither_lead": Text(
            "没有找到叫这个名称的证明。请换个说法再查，或者看下面的全部清单；两份清单确实都没有的，适用这条规定。",
            "No paper of that name was found. Try another word, or look through the lists below;"
            " if it really is on neither, this is the rule.",
        ),
        "too_long": Text(
            "查询内容太长，请缩短到 {} 个字以内。",
            "That is too long to search for: {} characters at most.",
        ),
        "found": Text("查到 {} 项", "{} found"),
        "colon": Text("：", ": "),
        "comma": Text("、", ", "),
        "and_others": Text("等", " and others"),
        "and_the_like": Text("等", " and the like"),
        "stop": Text("。", "."),
        "law": Text(
            "本页用自己的话转述渝北区“社区万能章”治理专项行动实施方案的两份清单，以文件原文为准。",
            "This page retells the two lists of the action plan of Yubei District in its own words;"
            " the document itself is the law.",
        ),
        "digest": Text("清单版本：", "Version of the lists: "),
    }
)

CERTAINTIES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "read": Text("已核对", "checked"),
        "weak": Text("来源较弱，待核对", "from a weak source, to be checked"),
        "memory": Text("未核对，仅供参考", "not checked, for orientation only"),
    }
)
"""How surely a change of a basis is known (the marks of domain.md)."""
