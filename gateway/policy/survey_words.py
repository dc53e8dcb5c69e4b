"""What is wrong with a survey, what is worth a remark in it, and its words, in both languages.

Must never hold a sentence with room for a value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.domain.survey import Coverage, Proposal, SurveyState, UnitKind
from gateway.domain.text import Text
from gateway.policy.problem_words import PROBLEM_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXT_TOO_LONG: Final = "text_too_long"
TEXT_CHARACTERS: Final = "text_characters"
PERSONAL: Final = "personal_data"
PERIOD_MALFORMED: Final = "period_malformed"
PERIOD_OUT_OF_RANGE: Final = "period_out_of_range"
PAPER_OR_NUMBER: Final = "certificate_or_paper"
IS_LISTED: Final = "paper_is_listed"
KEEP_NEEDS_BASIS: Final = "keep_needs_basis"
NOT_COVERED: Final = "not_covered"
ROWS_OR_NOTHING: Final = "rows_or_nothing_demanded"
ROW_REPEATED: Final = "row_repeated"
CODE_MALFORMED: Final = "code_malformed"
CSV_MALFORMED: Final = "csv_malformed"

SURVEY_PROBLEMS: Final[Mapping[str, Text]] = {
    TEXT_TOO_LONG: Text("内容过长。", "The text is too long."),
    TEXT_CHARACTERS: Text(
        "含有换行、控制字符或者方向标记。",
        "The text has line breaks, control characters or direction marks.",
    ),
    PERSONAL: Text(
        "疑似含有个人信息（证件号码、电话号码或者电子邮箱）；摸排表不收集个人信息。",
        "It seems to hold personal data (an identity, telephone or e-mail number): a survey"
        " takes none.",
    ),
    PERIOD_MALFORMED: Text(
        "填报期间写作 2026、2026-H1、2026-Q4 或者 2026-11。",
        "A period is written 2026, 2026-H1, 2026-Q4 or 2026-11.",
    ),
    PERIOD_OUT_OF_RANGE: Text(
        "填报期间只能是上一年、本年或者下一年之内。",
        "The period must lie within last year, this year or the next.",
    ),
    PAPER_OR_NUMBER: Text(
        "须填写清单及编号，或者（两份清单都没有的）证明名称，二者取一。",
        "Either list and number, or the name of a paper on neither list: exactly one of the two.",
    ),
    IS_LISTED: Text(
        "这一证明在清单之内：改填清单及编号。",
        "This paper is on a list: give the list and its number instead.",
    ),
    KEEP_NEEDS_BASIS: Text(
        "建议保留的，须写明法律法规依据。", "To propose keeping it, cite the law or regulation."
    ),
    NOT_COVERED: Text(
        "只有涵盖本行业系统的摸排表可以填写所属单位。",
        "Only a survey that covers the system may name units of it.",
    ),
    ROWS_OR_NOTHING: Text(
        "须逐项填报，或者声明没有索要任何证明（零报告），二者取一。",
        "Either give rows, or declare that nothing is demanded: exactly one of the two.",
    ),
    ROW_REPEATED: Text(
        "同一证明、同一事项、同一单位重复填报。",
        "The same paper for the same matter at the same unit is reported twice.",
    ),
    CODE_MALFORMED: Text(
        "统一社会信用代码不正确。", "The unified social credit code is ill-formed."
    ),
    "not_this_unit": Text("写的是另一个单位。", "It names another unit."),
    "unit_differs": Text(
        "同一单位、同一期间的各行，单位信息须一致。",
        "All lines of one unit and period must repeat the same data of the unit.",
    ),
    CSV_MALFORMED: Text("不是合法的 CSV 文件。", "It is not well-formed CSV."),
    "too_many_cells": Text("该行的单元格多于表头。", "The line has more cells than the headings."),
}
"""What only a survey can have wrong; everything else is said by `PROBLEM_WORDS`."""

SURVEY_WORDS: Final[Mapping[str, Text]] = {
    **{
        code: PROBLEM_WORDS[code]
        for code in (
            "missing_field",
            "unknown_field",
            "wrong_type",
            "blank",
            "too_many",
            "unknown_value",
            "out_of_range",
            "date_malformed",
            "unknown_certificate",
        )
    },
    **SURVEY_PROBLEMS,
}
"""Every reason that reading a survey gives, with its sentence."""

NEGATIVE_DEMANDED: Final = "negative_demanded"
NEGATIVE_KEPT: Final = "negative_kept"
UNLISTED_KEPT: Final = "unlisted_kept"
RETAINED_ALLOWED: Final = "retained_within_limits"
RETAINED_BASIS: Final = "retained_basis_differs"
WITHOUT_BASIS: Final = "without_basis"
NOT_SHARED_YET: Final = "not_shared_yet"

REMARKS: Final[Mapping[str, Text]] = {
    NEGATIVE_DEMANDED: Text("列入负面清单：", "On the negative list:"),
    NEGATIVE_KEPT: Text(
        "建议保留负面清单内的证明，与实施方案二（三）“坚决清除”的要求不一致，须上报审查。",
        "It proposes to keep a paper of the negative list: the decree, part 2 (3), wants these"
        " removed; to be examined.",
    ),
    UNLISTED_KEPT: Text(
        "建议保留两份清单都没有的证明：村（社区）一律不再出具，仅在实施方案二（三）所列条件下据实提供。",
        "It proposes to keep a paper on neither list: committees no longer issue those, but for"
        " the conditions of the decree, part 2 (3).",
    ),
    RETAINED_ALLOWED: Text(
        "列入保留清单，仅限以下用途：", "On the retained list, only within these limits:"
    ),
    RETAINED_BASIS: Text(
        "所列依据不是保留清单载明的依据，须核对。",
        "The basis given is not one that the retained list prints; to be checked.",
    ),
    WITHOUT_BASIS: Text(
        "没有法律法规依据。", "It is demanded without any law or regulation cited."
    ),
    NOT_SHARED_YET: Text(
        "建议信息共享核查，但该项目前不能通过网关核验。",
        "It proposes verification by sharing, which the gateway does not offer for it yet.",
    ),
}
"""Remarks on rows: none of them keeps a survey from being filed."""

UNIT_KINDS: Final[Mapping[UnitKind, Text]] = {
    UnitKind.HOSPITAL: Text("医院", "hospital"),
    UnitKind.SCHOOL: Text("学校", "school"),
    UnitKind.OTHER: Text("其他单位", "other unit"),
}
COVERAGES: Final[Mapping[Coverage, Text]] = {
    Coverage.OWN: Text("本单位", "this unit"),
    Coverage.SYSTEM: Text("本单位及本行业系统", "this unit and its system"),
}
PROPOSALS: Final[Mapping[Proposal, Text]] = {
    Proposal.SHARING: Text("信息共享核查", "verify by sharing"),
    Proposal.OWN_DOCUMENTS: Text("由本人提供已有证件材料", "the holder's own papers"),
    Proposal.COMMITMENT: Text("告知承诺", "written commitment"),
    Proposal.CANCEL: Text("取消", "cancel"),
    Proposal.KEEP: Text("依法保留", "keep, with its legal basis"),
}
STATES: Final[Mapping[SurveyState, Text]] = {
    SurveyState.DRAFT: Text("草稿（尚未报送）", "draft, not submitted yet"),
    SurveyState.SUBMITTED: Text("已报送", "submitted"),
    SurveyState.SUPERSEDED: Text("已被后一次报送取代", "superseded by a later one"),
}


def problem_text(reason: str) -> Text:
    """What a reason code of a survey means; the code itself where nobody wrote a sentence."""
    return SURVEY_WORDS.get(reason) or PROBLEM_WORDS.get(reason) or Text(reason, reason)
