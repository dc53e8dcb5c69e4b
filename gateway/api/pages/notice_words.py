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

RECEIPT: Final = Text("核验回执", "Verification receipt")
NOT_VERIFIED: Final = Text("未能核验告知单", "Notice of what could not be verified")
STATEMENTS: Final = frozenset({Outcome.CONFIRMED, Outcome.CONTRADICTED})

WORDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "number": Text("核验编号", "Verification"),
        "asked": Text("核验了什么", "What was asked"),
        "requester": Text("需求部门", "Requester"),
        "matter": Text("事项", "Matter"),
        "case": Text("办件编号", "Case"),
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
        "papers": Text("可以直接提供：", "Papers accepted instead: "),
        "and_others": Text("等", " and the like"),
        "issuers": Text("其他出具单位：", "Others who issue a paper of their own:"),
        "retained": Text("保留的证明可以办理：", "A retained certificate applies: "),
        "committee": Text("确需村（社区）出具的", "If the committee's paper is still needed"),
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

NOT_MEANT: Final = (
    Text(
        "结果只说明核验当时有关登记的情况，不说明现在仍然如此。",
        "The outcome says what the registers held when asked, not what is true now.",
    ),
    Text(
        "结果只用于本事项、本办件，不得用于其他用途。",
        "It serves this matter and this case, and nothing else.",
    ),
)
NOT_A_NO: Final = Text(
    "没有得到“一致”的结果，不等于所述不实，不得仅据此作出对居民不利的决定。",
    "Not confirmed does not mean false; nothing may be held against the resident for that alone.",
)

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
