"""Totals of surveys: each is the sum of its rows, and every row counts once in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.survey import FiledSurvey, Survey, SurveyCall, Unit, UnitKind
from gateway.policy.survey_form import read_survey
from gateway.policy.survey_record import overview_json
from gateway.policy.survey_totals import (
    Counts,
    Reported,
    count,
    count_by,
    overview,
    paper_of,
    rows_of,
)
from tests.policy.builders import the_catalogue
from tests.policy.survey_builders import (
    BUREAU,
    HOSPITAL,
    SCHOOL,
    YEAR,
    a_form,
    a_row,
    a_survey,
    filed,
    surveys,
)

SUMMED = [field.name for field in fields(Counts) if field.name != "units"]
KEYS: dict[str, Callable[[Reported], object]] = {
    "paper": lambda one: paper_of(one.row),
    "kind": lambda one: one.row.demanded_at,
    "superior": lambda one: one.filed.survey.unit.superior,
    "unit": lambda one: one.filed.survey.unit.code,
}


def kept(found: list[Survey]) -> tuple[FiledSurvey, ...]:
    """These surveys, submitted."""
    return tuple(filed(survey, number) for number, survey in enumerate(found))


def school(*rows: dict[str, object], **changes: object) -> Survey:
    """A school's survey."""
    unit = {"code": SCHOOL, "name": "示例小学", "kind": "school", "superior": "示例区教委"}
    form = a_form(*rows, unit=unit, **changes)
    return read_survey(form, the_catalogue(), YEAR)


@given(st.lists(surveys(), max_size=4), st.sampled_from(sorted(KEYS)))
def test_parts_add_up_to_the_whole(found: list[Survey], key: str) -> None:
    """By whichever key, the totals of the groups sum to that of all rows."""
    rows = rows_of(kept(found))
    groups = count_by(rows, KEYS[key]).values()
    total = count(rows)
    for name in SUMMED:
        assert getattr(total, name) == sum(getattr(group, name) for group in groups)


@given(st.lists(surveys(), max_size=4))
def test_totals_equal_the_rows(found: list[Survey]) -> None:
    """Rows and papers a year are those of the surveys, and a basis is cited or it is not."""
    rows = [row for survey in found for row in survey.rows]
    total = count(rows_of(kept(found)))
    assert (len(rows), sum(row.per_year for row in rows)) == (total.rows, total.per_year)
    cited = sum(row.basis is not None for row in rows)
    assert (len(rows), len(rows)) == (
        total.without_basis + cited,
        total.outside_retained + sum(row.is_retained for row in rows),
    )


@given(st.lists(surveys(), max_size=4))
def test_an_overview_loses_no_row(found: list[Survey]) -> None:
    """By paper, by kind, by both and by superior body: every row is there."""
    seen = overview("2026", None, kept(found), ())
    total = sum(len(survey.rows) for survey in found)
    crossed = [c for kinds in seen.by_paper_and_kind.values() for c in kinds.values()]
    sums = [
        sum(counts.rows for counts in group)
        for group in (
            seen.by_paper.values(),
            seen.by_kind.values(),
            seen.by_superior.values(),
            crossed,
        )
    ]
    assert [total] * 4 == sums


def test_hospitals_and_schools_stand_apart() -> None:
    """What a system reports of its hospitals counts with what hospitals report themselves."""
    bureau = {"code": BUREAU, "name": "示例区卫健委", "kind": "other"}
    rows = (a_row(demanded_at="hospital", per_year=10), a_row(per_year=1, number=11))
    system = read_survey(a_form(*rows, unit=bureau, covers="system"), the_catalogue(), YEAR)
    seen = overview("2026", None, kept([a_survey(), school(), system]), ())
    assert (1210, 1200, 1) == (
        seen.by_kind[UnitKind.HOSPITAL].per_year,
        seen.by_kind[UnitKind.SCHOOL].per_year,
        seen.by_kind[UnitKind.OTHER].per_year,
    )


def test_who_has_not_filed() -> None:
    """Everybody on the round's list who has no valid submission, with the mark of its kind."""
    units = (
        Unit(HOSPITAL, "示例医院", UnitKind.HOSPITAL),
        Unit(SCHOOL, "示例小学", UnitKind.SCHOOL),
    )
    call = SurveyCall("2026", date(2026, 12, 30), units)
    seen = overview("2026", call, kept([a_survey()]), ())
    assert [(SCHOOL, UnitKind.SCHOOL)] == [(unit.code, unit.kind) for unit in seen.missing]
    assert () == overview("2026", None, (), ()).missing


@pytest.mark.parametrize(
    ("superior", "named", "twice"),
    [("示例区教委", None, [1]), (None, "示例小学", [1]), ("另一个部门", None, [])],
    ids=["by its superior", "by its name", "neither"],
)
def test_what_may_count_twice_is_said(
    superior: str | None, named: str | None, twice: list[int]
) -> None:
    """A unit that files, and whose superior files for the system, may count twice."""
    bureau = {"code": BUREAU, "name": "示例区教委", "kind": "other"}
    row = a_row(demanded_at="school", demanded_by=named)
    system = read_survey(a_form(row, unit=bureau, covers="system"), the_catalogue(), YEAR)
    unit = {"code": SCHOOL, "name": "示例小学", "kind": "school"}
    if superior:
        unit["superior"] = superior
    own = read_survey(a_form(unit=unit), the_catalogue(), YEAR)
    seen = overview("2026", None, kept([system, own]), ())
    assert twice == [int(one.survey_id[4:], 16) for one in seen.covered_twice]


def test_spellings_are_one() -> None:
    """Names that differ in width, spaces and punctuation only are counted together."""
    row = a_row(listed=None, number=None, paper="居民好评证明书")
    wide = a_row(listed=None, number=None, paper="居民 好评证明书。")
    first = a_survey(row, unit={**a_form()["unit"], "superior": "示例区教委（局）"})
    unit = {"code": SCHOOL, "name": "示例小学", "kind": "school", "superior": "示例区教委(局)"}
    other = read_survey(a_form(wide, unit=unit), the_catalogue(), YEAR)
    seen = overview("2026", None, kept([first, other]), ())
    assert [("居民好评证明书", 2)] == [(p.name, counts.rows) for p, counts in seen.by_paper.items()]
    assert [("示例区教委（局）", 2)] == [
        (n, counts.units) for n, counts in seen.by_superior.items()
    ]


def test_the_overview_in_words() -> None:
    """The paper demanded most comes first; what lacks a basis is listed with its unit."""
    survey = a_survey(a_row(per_year=3), a_row(number=11, per_year=5, basis="《某条例》"))
    keeping = school(a_row(number=11, proposal="keep", basis="《某条例》", per_year=1))
    told = overview_json(overview("2026", None, kept([survey, keeping]), ()), the_catalogue())
    papers = [(paper["number"], paper["per_year"]) for paper in told["by_paper"]]  # type: ignore[union-attr,call-overload,index]
    assert [(11, 6), (1, 3)] == papers
    assert [1] == [row["number"] for row in told["without_basis"]]  # type: ignore[union-attr,call-overload,index]
    assert ["示例小学"] == [row["unit"]["name"] for row in told["negative_kept"]]  # type: ignore[union-attr,call-overload,index]
