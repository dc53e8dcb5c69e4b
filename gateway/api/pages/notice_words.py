"""The words of the printable notice, in both languages.

Must never promise more than the outcome says, and never name a department.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gateway.domain.finding import RecordKind
from gateway.domain.outcome import Outcome
from gateway.domain.text import Text

NOT_VERIFIED: Final = Text("未能核验告知单", "Notice of what could not be verified")
TITLES: Final[Mapping[Outcome, Text]] = MappingProxyType(
    {
        Outcome.CONFIRMED: Text("核验回执", "Verification receipt"),
        Outcome.CONTRADICTED: Text("核验不一致告知单", "Notice of what did not agree"),
        Outcome.PENDING: Text("核验待反馈说明", "Verification still to come"),
    }
)
"""For whatever is not here: `NOT_VERIFIED`."""

WORDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "number": Text("核验编号", "Verification"),
        "asked": Text("核验了什么", "What was asked"),
        "requester": Text("需求部门", "Requester"),
        "matter": Text("事项", "Matter"),
        "case": Text("办件编号", "Case"),
        "paper_asked": Text("要核验的证明", "Paper asked for"),
        "paper_replaced": Text("事项替代的证明", "Paper that the matter replaces"),
        "negative_number": Text("负面清单第 {} 项", "negative list no. {}"),
        "retained_number": Text("保留清单第 {} 项", "retained list no. {}"),
        "is_part": Text(
            "本页只是这一证明所需核验中的一项；整份证明另有一张告知单。",
            "This page is about one part of the paper; there is one notice for the whole.",
        ),
        "at_death": Text("按被核验人死亡时的情况判断", "judged at the subject's death"),
        "fact": Text("核验事实", "Fact"),
        "asked_at": Text("核验时间（北京时间）", "Asked at (Beijing time)"),
        "outcome": Text("核验结果", "Outcome"),
        "due_on": Text("最迟反馈日期：", "An answer is due on"),
        "provisional": Text(
            "（暂定：途经年份的节假日安排尚未公布）",
            "(provisional: holidays on the way are not announced yet)",
        ),
        "rests_on": Text("依据的登记类别（数据日期）：", "Kinds of record (as of): "),
        "not_meant": Text("请注意", "What this does not mean"),
        "steps": Text("现在可以怎么办", "What can be done now"),
        "accept": Text("办事部门现在应当怎么办", "What the office must do and accept now"),
        "papers": Text("可以直接提供：", "Papers accepted instead: "),
        "and_others": Text("等", " and the like"),
        "issuers": Text("其他出具单位：", "Others who issue a paper of their own:"),
        "retained": Text("保留的证明可以办理：", "A retained certificate applies: "),
        "committee": Text("村（社区）能否出具", "May a committee certify?"),
        "committee_may": Text(
            "确需村（社区）出具的，可以依下列条件据实出具：",
            "If a committee's paper is still needed, it may certify truthfully on these"
            " conditions:",
        ),
        "committee_may_not": Text(
            "村（社区）不出具这一证明，办事部门不得要求居民去开具。",
            "A committee does not issue this paper, and the office must not send the resident to"
            " one.",
        ),
        "signed_by": Text("由谁出具：", "Signed by: "),
        "code": Text("核对真伪", "Check that this paper is genuine"),
        "code_how": Text(
            "扫描二维码，或者打开下列网址并输入代码。签名在您的设备上核对，内容不发送给任何人；断网也能核对。",
            "Scan the code, or open this address and enter the code. The signature is checked on"
            " your own device and nothing is sent to anybody; it works offline too.",
        ),
        "code_says": Text(
            "代码里没有姓名、证件号码和办件编号；要核对是否本人，输入姓名和证件号码后四位即可。",
            "The code holds no name, number or case. To check whose paper it is, enter the name and"
            " the last four characters of the number.",
        ),
        "code_drawn": Text("告知单的二维码", "QR code of the notice"),
        "code_text": Text("代码", "Code"),
        "good_until": Text("有效期至（北京时间）：", "Good until (Beijing time): "),
        "lists": Text("清单版本", "Version of the lists"),
        "unsigned_pending": Text(
            "还有部门没有反馈，本页没有签名；全部反馈后可以重新打印。",
            "A department has still to answer, so this page is not signed; print it again when all"
            " have answered.",
        ),
        "check": Text(
            "本页由核验网关生成，内容以签名回执为准；回执可以离线验证。",
            "This page was made by the verification gateway. The signed receipt is what counts; it"
            " can be checked offline.",
        ),
        "intent": Text("审计记录（询问）", "Audit entry (intent)"),
        "disclosure": Text("审计记录（答复）", "Audit entry (disclosure)"),
        "issuer": Text("签发者", "Issuer"),
        "colon": Text("：", ": "),
        "comma": Text("、", ", "),
        "stop": Text("。", "."),
    }
)

_NOT_MEANT: Final = (
    Text(
        "结果只说明核验当时有关登记的情况，不说明现在仍然如此。",
        "The outcome says what the registers held when asked, not what is true now.",
    ),
    Text(
        "结果只用于本事项、本办件，不得用于其他用途。",
        "It serves this matter and this case, and nothing else.",
    ),
)
_NOT_A_NO: Final = Text(
    "没有得到“一致”的结果，不等于所述不实，不得仅据此作出对居民不利的决定。",
    "Not confirmed does not mean false; nothing may be held against the resident for that alone.",
)


def not_meant(outcome: Outcome) -> tuple[Text, ...]:
    """What the outcome must not be taken for; whatever is no statement is no "no" either."""
    is_statement = outcome in (Outcome.CONFIRMED, Outcome.CONTRADICTED)
    return _NOT_MEANT if is_statement else (*_NOT_MEANT, _NOT_A_NO)


LABELS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "subject": Text("被核验人", "Subject"),
        "relative": Text("另一人", "Relative"),
        "spouse": Text("配偶", "Spouse"),
        "mother": Text("母亲", "Mother"),
        "father": Text("父亲", "Father"),
        "child": Text("子女", "Child"),
        "relation": Text("关系", "Relation"),
        "status": Text("状况", "Status"),
        "former_name": Text("曾用名", "Former name"),
        "certificate_number": Text("证件编号", "Certificate number"),
        "born_on": Text("出生日期", "Born on"),
        "died_on": Text("死亡日期", "Died on"),
        "max_age_days": Text("记录最长天数", "Oldest record in days"),
        "identity": Text("身份信息", "Identity"),
        "kinship": Text("亲属关系", "Kinship"),
        "marriage": Text("婚姻状况", "Marriage"),
        "birth": Text("出生", "Birth"),
        "childbirth": Text("生育", "Childbirth"),
        "alive": Text("健在", "Alive"),
        "death": Text("死亡", "Death"),
    }
)
"""Fields of claims and parts of outcomes; a new fact's own are shown as they are called."""

VALUES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "registered": Text("户籍在册", "registered"),
        "deregistered": Text("户籍已注销", "deregistered"),
    }
)
"""Claimed values that are words of ours and not of a code table."""

RECORDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        RecordKind.CIVIL_REGISTER.value: Text("人口登记", "civil register"),
        RecordKind.HOUSEHOLD_REGISTER.value: Text("户籍登记", "household register"),
        RecordKind.BIRTH_RECORD.value: Text("出生登记", "birth record"),
        RecordKind.DEATH_RECORD.value: Text("死亡登记", "death record"),
        RecordKind.MARITAL_RECORD.value: Text("婚姻登记", "marital record"),
        RecordKind.KINSHIP_RECORD.value: Text("亲属关系登记", "kinship record"),
        RecordKind.SIGN_OF_LIFE.value: Text("生存迹象", "sign of life"),
    }
)
