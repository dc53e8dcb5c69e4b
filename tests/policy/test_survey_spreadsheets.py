"""Tables of surveys as the usual spreadsheet programs write them."""

from __future__ import annotations

import pytest

from gateway.domain.survey import Survey
from gateway.errors import ContentRefused
from gateway.policy.survey_csv import from_csv, headings
from gateway.policy.survey_form import read_survey
from tests.policy.builders import the_catalogue
from tests.policy.survey_builders import SCHOOL, YEAR

UNIT = f"{SCHOOL},示例小学,学校,示例区教委,2026,本单位,德育处,,否"
MERGED = UNIT.count(",") * ","


def a_table(*lines: str) -> str:
    """A table with Chinese headings."""
    return "\r\n".join((headings(chinese=True).strip(), *lines))


def a_line(unit: str = UNIT, number: str = "29", per_year: str = "300") -> str:
    """A line of it."""
    return f"{unit},负面清单,{number},,评优,,{per_year},取消,,,"


def read(text: str) -> list[Survey]:
    """The surveys of a table."""
    return [read_survey(one.raw, the_catalogue(), YEAR) for one in from_csv(text)]


@pytest.mark.parametrize("mark", [";", "\t"], ids=["semicolon", "tab"])
def test_other_marks_between_cells(mark: str) -> None:
    """A table without commas in its first line has its cells between semicolons or tabs."""
    text = a_table(a_line())
    assert read(text) == read(text.replace(",", mark))


def test_empty_cells_at_the_end() -> None:
    """Cells where nothing is written are nothing, beside the headings and beside the lines."""
    text = a_table(a_line())
    assert read(text) == read(text.replace("\r\n", ",,,\r\n") + ",,")
    assert read(text) == read(text + ",,")


def test_merged_cells_of_the_unit() -> None:
    """Lines without any data of the unit belong to the unit of the line above."""
    other = UNIT.replace("2026", "2025")
    rows = (a_line(), a_line(MERGED, "28"), a_line(other), a_line(MERGED, "27"))
    assert [("2026", [29, 28]), ("2025", [29, 27])] == [
        (
            survey.period,
            [row.certificate.number for row in survey.rows if row.certificate is not None],
        )
        for survey in read(a_table(*rows))
    ]
    with pytest.raises(ContentRefused, match="/unit/code: missing_field"):
        read(a_table(a_line(MERGED)))


@pytest.mark.parametrize(
    ("written", "meant"),
    [("300", 300), ('"1,200"', 1200), ('"1,234,567"', 1234567), ("300.0", 300), ("1200.00", 1200)],
)
def test_whole_numbers(written: str, meant: int) -> None:
    """A number is what it is, with a mark between its thousands or noughts behind its point."""
    (survey,) = read(a_table(a_line(per_year=written)))
    assert meant == survey.rows[0].per_year


@pytest.mark.parametrize("written", ["1.000", '"1,2"', "1.5", "约300", '"12,00"', "1e3", "-1"])
def test_numbers_that_may_mean_two_things(written: str) -> None:
    """What may be a thousand or one, or is not whole, is given back."""
    with pytest.raises(ContentRefused, match="/rows/0/per_year: wrong_type"):
        read(a_table(a_line(per_year=written)))
