"""Reasons that more than one fact gives, with the sentences that people read.

Must never hold a sentence that names a department, a cause or another person.
"""

from __future__ import annotations

from typing import Final

from gateway.domain.finding import Reason
from gateway.domain.text import Text

NAME_MISMATCH: Final = Reason(
    "name_mismatch",
    Text(
        "有登记机关以另一姓名（或仅相近的姓名）登记了该号码。",
        "A register holds this number under another name, or only a similar one.",
    ),
)
NUMBER_SHARED: Final = Reason(
    "number_shared",
    Text("该号码在登记中对应两个人。", "The register holds two people under this number."),
)
FORMER_IDENTITY: Final = Reason(
    "former_identity",
    Text(
        "系以此人的曾用名或旧号码相符。",
        "The match is by a former name or a former number of this person.",
    ),
)
NAME_VARIANT: Final = Reason(
    "name_variant",
    Text(
        "姓名仅在间隔号、全半角或空格上有差异，视为一致。",
        "The name differs in separator, width or spacing only, which counts as a match.",
    ),
)
NUMBER_GIVEN_AS_15: Final = Reason(
    "number_given_as_15",
    Text(
        "提供的是 15 位旧号码，已换算为 18 位后核验。",
        "A 15-digit number was given; it was converted to 18 characters for the comparison.",
    ),
)
DEPARTMENT_SILENT: Final = Reason(
    "department_silent",
    Text(
        "有必须核验的登记机关未能答复，不能得出结论；这不表示“没有”或“不一致”。",
        "A register that must be heard did not answer, so nothing can be concluded. "
        "This is neither a no nor a mismatch.",
    ),
)
DEPARTMENT_LATE: Final = Reason(
    "department_late",
    Text(
        "有登记机关将稍后答复，结果待反馈。",
        "A register has promised to answer later; the outcome is pending.",
    ),
)
# "Consulted departments never block" (domain.md G3) would let an outage alone decide between two
# statements. So the statement is made as the tables say, but never without this qualification:
# it is added wherever a consulted department was not heard whose answer could have changed the
# outcome. What rests on a required department needs no such reason: it is `unavailable`.
CONSULTED_NOT_HEARD: Final = Reason(
    "consulted_not_heard",
    Text(
        "另有一处可资参考的登记未能查询，其答复可能改变本结果。",
        "A further register that is also consulted could not be heard; its answer could have "
        "changed this outcome.",
    ),
)
RECORDS_DISAGREE: Final = Reason(
    "records_disagree",
    Text("登记之间相互不一致。", "The registers disagree with each other."),
)
RELATION_NOT_SPECIFIC: Final = Reason(
    "relation_not_specific",
    Text(
        "登记不足以判定所称的具体关系。",
        "What is on record does not settle the relation that was claimed.",
    ),
)
SIGN_OF_LIFE_AFTER_DEATH: Final = Reason(
    "sign_of_life_after_death",
    Text(
        "有死亡登记，但其后又有生存迹象。",
        "There is a record of death, and a sign of life dated after it.",
    ),
)
DOCUMENT_NOT_COMPARABLE: Final = Reason(
    "document_not_comparable",
    Text(
        "登记使用的是另一种证件，无法与所提供的证件比对。",
        "The record names another kind of document, which cannot be compared with the one given.",
    ),
)

SHARED: Final = (
    NAME_MISMATCH,
    NUMBER_SHARED,
    FORMER_IDENTITY,
    NAME_VARIANT,
    NUMBER_GIVEN_AS_15,
    DEPARTMENT_SILENT,
    DEPARTMENT_LATE,
)
"""What every fact may give, whatever its table says (domain.md G1 to G8)."""
