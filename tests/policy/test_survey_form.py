"""A survey's form: everything that is wrong is named by row and field, and nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.api.forms.content_reasons import CONTENT_REASONS
from gateway.domain.survey import Coverage, Proposal, Survey, UnitKind
from gateway.errors import ContentRefused
from gateway.policy.catalogue_search import is_listed, listed_names
from gateway.policy.survey_form import MOST_ROWS, Filer, read_survey, survey_from_json, survey_json
from gateway.policy.survey_words import SURVEY_WORDS, problem_text
from tests.policy.builders import a_number, the_catalogue
from tests.policy.survey_builders import (
    HOSPITAL,
    SCHOOL,
    YEAR,
    a_form,
    a_row,
    a_survey,
    nothing_demanded,
    surveys,
)


def _nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    keys = st.sampled_from(("listed", "number", "matter", "kind", "code", "per_year", "x"))
    return st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3)


def wrong(form: dict[str, Any], filer: Filer | None = None) -> list[tuple[str, str]]:
    """The problems of a form."""
    with pytest.raises(ContentRefused) as refused:
        read_survey(form, the_catalogue(), YEAR, filer)
    return [(problem.pointer, problem.reason) for problem in refused.value.problems]


def test_a_whole_survey() -> None:
    """Every field is kept; what may be left out has its default."""
    survey = a_survey(a_row(basis="《医疗机构管理条例》", remarks="夜间急诊"), covers=None)
    (row,) = survey.rows
    assert (HOSPITAL, UnitKind.HOSPITAL, Coverage.OWN) == (
        survey.unit.code,
        survey.unit.kind,
        survey.covers,
    )
    assert ("《医疗机构管理条例》", "夜间急诊", UnitKind.HOSPITAL, Proposal.SHARING) == (
        row.basis,
        row.remarks,
        row.demanded_at,
        row.proposal,
    )


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        ({"listed": None, "number": None}, "paper", "certificate_or_paper"),
        ({"paper": "另一个名字"}, "paper", "certificate_or_paper"),
        ({"listed": None}, "listed", "missing_field"),
        ({"number": None}, "number", "missing_field"),
        ({"number": 31}, "number", "unknown_certificate"),
        ({"listed": "retained", "number": 8}, "number", "unknown_certificate"),
        ({"listed": "grey"}, "listed", "unknown_value"),
        ({"listed": None, "number": None, "paper": "收入证明"}, "paper", "paper_is_listed"),
        ({"listed": None, "number": None, "paper": "亲属关系"}, "paper", "paper_is_listed"),
        ({"listed": None, "number": None, "paper": "Kinship"}, "paper", "paper_is_listed"),
        ({"matter": None}, "matter", "missing_field"),
        ({"matter": " "}, "matter", "blank"),
        ({"matter": "长" * 201}, "matter", "text_too_long"),
        ({"matter": "甲\u202e乙"}, "matter", "text_characters"),
        ({"matter": "甲\n乙"}, "matter", "text_characters"),
        ({"per_year": -1}, "per_year", "out_of_range"),
        ({"per_year": "12"}, "per_year", "wrong_type"),
        ({"per_year": True}, "per_year", "wrong_type"),
        ({"per_year": 1.5}, "per_year", "wrong_type"),
        ({"proposal": "whatever"}, "proposal", "unknown_value"),
        ({"proposal": "keep"}, "basis", "keep_needs_basis"),
        ({"basis": 7}, "basis", "wrong_type"),
        ({"demanded_at": "school"}, "demanded_at", "not_covered"),
        ({"demanded_by": "示例小学"}, "demanded_by", "not_covered"),
        ({"remarks": f"办事人{a_number()}"}, "remarks", "personal_data"),
        ({"remarks": "请联系13912345678"}, "remarks", "personal_data"),
        ({"basis": "someone@example.cn"}, "basis", "personal_data"),
        ({"whim": 1}, "whim", "unknown_field"),
    ],
)
def test_what_is_wrong_in_a_row(row: dict[str, Any], field: str, reason: str) -> None:
    """Row and field are named, and nothing else."""
    assert [(f"/rows/1/{field}", reason)] == wrong(a_form(a_row(matter="一"), a_row(**row)))


@pytest.mark.parametrize(
    ("change", "pointer", "reason"),
    [
        ({"period": "26"}, "/period", "period_malformed"),
        ({"period": "2026-13"}, "/period", "period_malformed"),
        ({"period": "2026-H3"}, "/period", "period_malformed"),
        ({"period": "2024"}, "/period", "period_out_of_range"),
        ({"period": "2028-Q1"}, "/period", "period_out_of_range"),
        ({"contact_role": "张三13912345678"}, "/contact_role", "personal_data"),
        ({"contact_role": None}, "/contact_role", "missing_field"),
        ({"covers": "country"}, "/covers", "unknown_value"),
        ({"rows": []}, "/rows", "rows_or_nothing_demanded"),
        ({"nothing_demanded": True}, "/nothing_demanded", "rows_or_nothing_demanded"),
        ({"nothing_demanded": "yes"}, "/nothing_demanded", "wrong_type"),
        ({"rows": {}}, "/rows", "wrong_type"),
        ({"rows": [a_row()] * (MOST_ROWS + 1)}, "/rows", "too_many"),
        ({"rows": [a_row(), a_row()]}, "/rows/1", "row_repeated"),
        ({"unit": 1}, "/unit", "wrong_type"),
        ({"whim": 1}, "/whim", "unknown_field"),
    ],
)
def test_what_is_wrong_around_the_rows(change: dict[str, Any], pointer: str, reason: str) -> None:
    """The field is named."""
    assert (pointer, reason) in wrong(a_form(**change))


@pytest.mark.parametrize(
    ("unit", "pointer", "reason"),
    [
        ({"code": "12500112EXAMPLE011"}, "/unit/code", "code_malformed"),
        ({"code": None}, "/unit/code", "missing_field"),
        ({"name": None}, "/unit/name", "missing_field"),
        ({"kind": None}, "/unit/kind", "missing_field"),
        ({"kind": "bank"}, "/unit/kind", "unknown_value"),
        ({"superior": ""}, "/unit/superior", "blank"),
    ],
)
def test_what_is_wrong_with_the_unit(unit: dict[str, Any], pointer: str, reason: str) -> None:
    """The unit's own fields are named."""
    form = a_form()
    form["unit"] = {n: v for n, v in (form["unit"] | unit).items() if v is not None}
    assert [(pointer, reason)] == wrong(form)


def test_everything_wrong_is_told_at_once() -> None:
    """Every row may have two mistakes, and every one is told."""
    bad = [a_row(number=99, matter=f"事项{n}", per_year=-1) for n in range(MOST_ROWS)]
    assert 2 * MOST_ROWS == len(wrong(a_form(*bad)))


def test_a_registered_unit_files_under_its_own_name() -> None:
    """Code and name may be left out, the registered name holds, and no other code passes."""
    filer = Filer(HOSPITAL, "登记的名称")
    form = a_form(unit={"kind": "hospital"})
    assert filer == Filer(*_code_and_name(read_survey(form, the_catalogue(), YEAR, filer)))
    named = a_form()
    assert "登记的名称" == read_survey(named, the_catalogue(), YEAR, filer).unit.name
    other = Filer(SCHOOL, "示例小学")
    assert [("/unit/code", "not_this_unit")] == wrong(named, other)


def _code_and_name(survey: Survey) -> tuple[str, str]:
    return survey.unit.code, survey.unit.name


def test_a_system_may_report_its_units() -> None:
    """A survey of a system names the kind of unit and the unit for each row."""
    rows = [a_row(demanded_at="school", demanded_by=name) for name in ("示例一小", "示例二小")]
    survey = a_survey(*rows, covers="system")
    assert ["示例一小", "示例二小"] == [row.demanded_by for row in survey.rows]


def test_nothing_to_report_is_said() -> None:
    """A unit that demands nothing files that (零报告); an empty survey by mistake is none."""
    survey = read_survey(nothing_demanded(), the_catalogue(), YEAR)
    assert ((), True) == (survey.rows, survey_json(survey)["nothing_demanded"])


def test_null_is_the_same_as_absent() -> None:
    """JSON's word for nothing leaves a field out."""
    assert a_survey(a_row()) == read_survey(
        a_form({**a_row(), "paper": None, "remarks": None}), the_catalogue(), YEAR
    )


@given(surveys())
def test_what_is_kept_can_be_read_back(survey: Survey) -> None:
    """The canonical form reads back as the same survey, checked anew or not."""
    form = survey_json(survey)
    assert survey == survey_from_json(form)
    assert survey == read_survey(form, the_catalogue(), YEAR)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), _nested))
def test_whatever_is_sent_is_read_or_refused(raw: object) -> None:
    """No input but a form is taken, and none breaks the reader."""
    with pytest.raises(ContentRefused):
        read_survey({"rows": raw, "unit": raw, "period": raw}, the_catalogue(), YEAR)


def test_every_reason_has_words() -> None:
    """Each reason has a sentence in both languages, and is among those that the interface lists."""
    assert set() == SURVEY_WORDS.keys() - CONTENT_REASONS.keys()
    assert all(problem_text(code).zh != code != problem_text(code).en for code in SURVEY_WORDS)


def test_names_are_looked_for_as_the_search_finds_them() -> None:
    """Whatever the catalogue calls a paper must be given by its number; other words need not."""
    catalogue = the_catalogue()
    names = listed_names(catalogue)
    texts = [paper.name for paper in catalogue.negative.values()]
    texts += [paper.name for paper in catalogue.retained.values()]
    own = [name for text in texts for name in (text.zh, text.en)]
    others = ["证明", "certificate", "居民好评证明书", "5", ""]
    assert [True] * len(own) == [is_listed(names, name) for name in own]
    assert [False] * len(others) == [is_listed(names, name) for name in others]
