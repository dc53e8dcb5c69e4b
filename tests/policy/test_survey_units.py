"""The units of a round: read whole from a table, or not at all."""

from __future__ import annotations

import pytest

from gateway.domain.survey import UnitKind
from gateway.errors import ContentRefused
from gateway.policy.survey_units import read_units
from tests.policy.survey_builders import HOSPITAL, SCHOOL

HEADINGS = "unit_code,unit_name,unit_kind,superior\n"
CHINESE = "\ufeff统一社会信用代码,单位名称,单位类别,上级主管部门,电话\n"


def wrong(text: str) -> list[tuple[str, str]]:
    """What is wrong with a table."""
    with pytest.raises(ContentRefused) as refused:
        read_units(text)
    return [(problem.pointer, problem.reason) for problem in refused.value.problems]


def test_units_with_their_marks() -> None:
    """Kinds are read by code or in Chinese; blank lines and other columns are passed over."""
    text = f"{CHINESE}{HOSPITAL},示例医院,医院,示例区卫健委,1\n\n{SCHOOL},示例小学,school,,\n"
    assert [
        (HOSPITAL, UnitKind.HOSPITAL, "示例区卫健委"),
        (SCHOOL, UnitKind.SCHOOL, None),
    ] == [(unit.code, unit.kind, unit.superior) for unit in read_units(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(f"/1/{n}", "missing_field") for n in HEADINGS.strip().split(",")]),
        (HEADINGS, [("/1", "empty")]),
        (f"{HEADINGS}12,示例医院,医院,\n", [("/2/code", "code_malformed")]),
        (f"{HEADINGS}{SCHOOL},,学校,\n", [("/2/name", "missing_field")]),
        (f"{HEADINGS}{SCHOOL},一小,工厂,\n", [("/2/kind", "unknown_value")]),
        (f"{HEADINGS}{SCHOOL},一小,学校,\n{SCHOOL},一小,学校,\n", [("/3/code", "duplicate")]),
        (f'{HEADINGS}{SCHOOL},"一小\n', [("/2", "csv_malformed")]),
    ],
    ids=["nothing", "no units", "code", "name", "kind", "twice", "quotation"],
)
def test_what_is_wrong_is_named(text: str, expected: list[tuple[str, str]]) -> None:
    """Line and field are told."""
    assert expected == wrong(text)
