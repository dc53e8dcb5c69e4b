"""The columns of the table that surveys are exported to: names, Chinese headings, words for codes.

Must never hand a spreadsheet a cell that it would run as a formula.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.policy import survey_words as words

if TYPE_CHECKING:
    from collections.abc import Mapping

YES, NO = "yes", "no"

OF_THE_UNIT: Final[Mapping[str, str]] = {
    "unit_code": "统一社会信用代码",
    "unit_name": "单位名称",
    "unit_kind": "单位类别",
    "superior": "上级主管部门",
    "period": "填报期间",
    "covers": "填报范围",
    "contact_role": "联系岗位",
    "summary": "总结",
    "nothing_demanded": "零报告",
}
OF_THE_ROW: Final[Mapping[str, str]] = {
    "listed": "清单",
    "number": "清单编号",
    "paper": "证明名称（两份清单都没有的）",
    "matter": "办理事项",
    "basis": "索要依据",
    "per_year": "每年份数",
    "proposal": "改进建议",
    "demanded_at": "索要单位类别",
    "demanded_by": "索要单位",
    "remarks": "备注",
}
TOLD: Final[Mapping[str, str]] = {
    "official_name": "清单所列名称",
    "decree_says": "实施方案要求",
    "survey_id": "填报编号",
    "state": "状态",
    "submitted_at": "报送时间",
    "signed_by": "签字人职务",
    "signed_on": "签字日期",
    "digest": "内容摘要",
}
"""What an export tells beside the content; importing passes it over."""

COLUMNS: Final[Mapping[str, str]] = {**OF_THE_UNIT, **OF_THE_ROW, **TOLD}
BY_HEADING: Final = {**{name: name for name in COLUMNS}, **{zh: n for n, zh in COLUMNS.items()}}
_RISKY: Final = frozenset("=+-@\t\r\n＝＋－＠")
_GUARD: Final = "'"
CODED: Final[Mapping[str, Mapping[str, str]]] = {
    name: {word: code.value for code, text in table.items() for word in (text.zh, text.en)}
    for name, table in (
        ("unit_kind", words.UNIT_KINDS),
        ("demanded_at", words.UNIT_KINDS),
        ("covers", words.COVERAGES),
        ("proposal", words.PROPOSALS),
    )
} | {
    "listed": {"负面清单": "negative", "保留清单": "retained"},
    "nothing_demanded": {"是": YES, "否": NO},
}


def guarded(cell: str) -> str:
    """A cell that no spreadsheet runs."""
    risky = cell[:1] in _RISKY or cell.startswith(_GUARD)
    return _GUARD + cell if cell and risky else cell


def unguarded(cell: str) -> str:
    """The cell without its guard, if it has one."""
    is_guarded = cell.startswith(_GUARD) and (cell[1:2] in _RISKY or cell[1:2] == _GUARD)
    return cell[1:] if is_guarded and len(cell) > 1 else cell
