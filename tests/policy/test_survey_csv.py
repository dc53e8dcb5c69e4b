"""The table of surveys: what is exported can be imported again, and no cell is a formula."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.survey import Survey
from gateway.errors import ContentRefused
from gateway.policy.survey_columns import COLUMNS, guarded, unguarded
from gateway.policy.survey_csv import Drafted, from_csv, headings, to_csv
from gateway.policy.survey_form import read_survey
from tests.policy.builders import the_catalogue
from tests.policy.survey_builders import (
    SCHOOL,
    YEAR,
    a_form,
    a_row,
    a_survey,
    filed,
    nothing_demanded,
    surveys,
    texts,
)

FORMULA = frozenset("=+-@\t\r\n")


def read(drafted: Drafted) -> Survey:
    """A drafted survey, read without anything being registered."""
    return read_survey(drafted.raw, the_catalogue(), YEAR)


def table(*found: Survey, chinese: bool = False) -> str:
    """The export of these surveys."""
    numbered = (filed(survey, number) for number, survey in enumerate(found))
    return to_csv(numbered, the_catalogue(), chinese=chinese)


def cells(text: str) -> list[list[str]]:
    """The cells of a table, as a spreadsheet reads them."""
    return list(csv.reader(io.StringIO(text, newline="")))


def wrong(text: str) -> list[tuple[str, str]]:
    """What is wrong with a table itself."""
    with pytest.raises(ContentRefused) as refused:
        from_csv(text)
    return [(problem.pointer, problem.reason) for problem in refused.value.problems]


@given(surveys(), st.booleans(), st.booleans())
def test_an_export_is_imported_as_it_was(survey: Survey, chinese: bool, marked: bool) -> None:
    """Whatever was filed comes back, with either headings, with or without the encoding's mark."""
    text = ("\ufeff" if marked else "") + table(survey, chinese=chinese)
    assert (survey,) == tuple(map(read, from_csv(text)))


@given(surveys())
def test_no_cell_is_a_formula(survey: Survey) -> None:
    """No cell begins with what a spreadsheet would run, in any width."""
    begun = {cell[:1] for line in cells(table(survey)) for cell in line}
    assert set() == begun & {*FORMULA, *"＝＋－＠"}


@given(texts(20) | st.sampled_from(["'", "''", "'=", "=", "'a", "''=x", ""]))
def test_guarding_can_be_undone(cell: str) -> None:
    """The guard is taken away again, whatever the cell begins with."""
    assert cell == unguarded(guarded(cell))


def test_several_units_in_one_table() -> None:
    """Each unit and period is a survey, in the order of their first lines."""
    hospital = a_survey(a_row(), a_row(number=11))
    school = read_survey(
        nothing_demanded(unit={"code": SCHOOL, "name": "示例小学", "kind": "school"}),
        the_catalogue(),
        YEAR,
    )
    later = a_survey(period="2026-H1")
    assert (hospital, school, later) == tuple(map(read, from_csv(table(hospital, school, later))))


def test_what_a_clerk_writes() -> None:
    """Chinese headings and words, blank lines and spaces, a table without what exports add."""
    row = ",否,负面清单,29,,评优,,300,取消,,,"
    text = "\r\n".join(
        (
            headings(chinese=True).strip(),
            "",
            f"{SCHOOL}, 示例小学 ,学校,示例区教委,2026,本单位,德育处,{row}",
            ",,,,,,,,,,,,,,,,,,",
        )
    )
    (survey,) = map(read, from_csv(text))
    assert ("示例小学", 29, 300) == (
        survey.unit.name,
        survey.rows[0].certificate and survey.rows[0].certificate.number,
        survey.rows[0].per_year,
    )


def test_places_in_the_file_are_told() -> None:
    """A problem of row two is found in the line of the file where it stands, by its column."""
    survey = a_survey(a_row(), a_row(number=11))
    (drafted,) = from_csv(table(survey).replace("\r\n", "\r\n\r\n"))
    places = ("/rows/1/basis", "/rows/0", "/unit/code", "/unit/superior", "/period")
    assert [
        "line 5, basis",
        "line 3, row",
        "line 3, unit_code",
        "line 3, superior",
        "line 3, period",
    ] == [drafted.place_of(place) for place in places]


def test_what_is_wrong_with_a_table() -> None:
    """Headings that are unknown, missing or doubled, lines that are too long, broken quotation."""
    good = table(a_survey())
    assert [("/1", "missing_field")] == wrong("")
    assert ("/1/0", "unknown_field") in wrong(good.replace("unit_code", "code", 1))
    assert [("/1/unit_code", "missing_field")] == wrong(good.replace("unit_code", "digest", 1))
    assert [("/1", "duplicate")] == wrong(good.replace("survey_id", "digest", 1))
    assert [("/2", "too_many_cells")] == wrong(good.rstrip() + ",one more")
    assert [("/3", "csv_malformed")] == wrong(good + 'x,"y')


def test_lines_of_a_unit_agree_about_it() -> None:
    """Two lines that tell different things of one unit are refused: nobody guesses which holds."""
    lines = table(a_survey(a_row(), a_row(number=11))).splitlines()
    lines[2] = lines[2].replace("医务科", "院办")
    assert [("/3/contact_role", "unit_differs")] == wrong("\r\n".join(lines))


def test_an_empty_table_to_fill_in() -> None:
    """The template has the columns of what a unit reports, and nothing else."""
    assert [[*COLUMNS][:19]] == cells(headings())
    assert () == from_csv(headings())


def test_the_decree_is_beside_each_row() -> None:
    """Whoever reads the table sees the list's own name and what the decree says."""
    told = cells(table(a_survey(a_row(proposal="keep", basis="《某条例》"))))
    (line,) = [dict(zip(told[0], line, strict=True)) for line in told[1:]]
    assert "亲属关系证明" == line["official_name"]
    assert "坚决清除" in line["decree_says"]
    assert the_catalogue().negative[1].instead.zh in line["decree_says"]


def test_a_form_and_its_table_say_the_same() -> None:
    """Numbers that are none stay what they were, to be refused by the reader with their place."""
    text = table(a_survey()).replace(",1200,", ",1 200,")
    (drafted,) = from_csv(text)
    with pytest.raises(ContentRefused, match="/rows/0/per_year: wrong_type"):
        read(drafted)
    assert a_form()["period"] == drafted.raw["period"]
