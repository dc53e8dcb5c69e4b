"""The data of working days: what ships, and what is refused with which words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gateway.errors import SettingsRefused
from gateway.storage.working_day_files import load_working_days, years_at_a_glance

CONTRACTS = Path(__file__).parents[2] / "contracts"
HEAD = """
title = { zh = "节假日", en = "Holidays" }
[unlisted]
source = "law"
days = ["01-01"]
"""
YEAR = """
[[years]]
year = 2026
source = "notice"
certainty = "read"
holidays = ["2026-01-01/2026-01-03", "2026-05-01/2026-05-05"]
working_weekends = ["2026-01-04", "2026-05-09"]
"""


def own(tmp_path: Path, text: str) -> Path:
    """A file of an operator's own."""
    path = tmp_path / "days.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(tmp_path: Path, text: str) -> str:
    """What is said about a wrong file."""
    with pytest.raises(SettingsRefused) as refused:
        load_working_days(CONTRACTS, own(tmp_path, text))
    return str(refused.value)


def test_what_ships() -> None:
    """Four announced years, four provisional ones, and as many working days as were counted.

    In 2025 there are 248 of them and in 2026 there are 248: 365 days less 104 weekend days and 13
    days of the law (two of them on weekends that are made up for, in both years).
    """
    days = load_working_days(CONTRACTS)
    provisional = [year for year in days.years if days.is_provisional(year)]
    assert [2027, 2028, 2029, 2030] == provisional
    counted = years_at_a_glance(days)
    assert (248, 248) == (counted[2025], counted[2026])


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_weekends_are_worked_for_weekdays_that_are_not(year: int) -> None:
    """The notice moves days, it gives none away: the days off are the law's own 11 or 13.

    Days of the law that fall on a weekend are made up for, so that the number of weekdays off, less
    the weekends worked, is the law's number in every year.
    """
    known = load_working_days(CONTRACTS).years[year]
    weekdays_off = sum(day.weekday() < 5 for day in known.holidays)
    law = 11 if year < 2025 else 13
    assert law == weekdays_off - len(known.worked_weekends)


def test_an_own_file_replaces_the_bundled_one(tmp_path: Path) -> None:
    """What it does not hold is not known, whatever ships."""
    days = load_working_days(CONTRACTS, own(tmp_path, HEAD + YEAR))
    assert [2026] == list(days.years)
    assert (False, True) == (days.is_working(date(2026, 5, 5)), days.is_working(date(2026, 5, 9)))
    assert days.is_working(date(2026, 10, 1))
    assert days.is_provisional(2025)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"2026-01-04"', '"2026-01-05"', "year 2026: worked weekend 2026-01-05 is a weekday"),
        ('"2026-01-04"', '"2026-05-09"', "year 2026: day 2026-05-09 occurs twice"),
        ('"2026-01-04"', '"2026-01-03"', "2026-01-03 is a holiday and a worked weekend"),
        ('"2026-01-04"', '"2025-01-04"', "year 2026: day 2025-01-04 is of another year"),
        ("2026-01-01/", "2025-12-31/", "year 2026: day 2025-12-31 is of another year"),
        ("2026-01-01/", "2026-01-04/", "period 2026-01-04/2026-01-03 ends before it begins"),
        ("2026-05-01/", "2026-01-03/", "day 2026-01-03 occurs twice"),
        ("2026-05-01/", "2026-02-30/", "day 2026-02-30 is no date"),
        ("2026-01-01/", "20260101/", "day 20260101 is no date"),
        ("2026-01-01/2026-01-03", "2026-01-01", "period 2026-01-01 is not first/last"),
        ('holidays = ["2026-01-01/2026-01-03", "2026-05-01/2026-05-05"]', "", "no holidays"),
        ('certainty = "read"', "", "certainty is missing"),
        ('certainty = "read"', "provisional = true\ncertainty = 'read'", "unknown field certainty"),
        ('source = "notice"', "", "source is missing"),
        ("year = 2026", "year = 0", "is not a year"),
        ("year = 2026", 'year = "2026"', "must be of type int"),
        ("working_weekends", "worked_weekends", "unknown field worked_weekends"),
        ('["01-01"]', '["01-01", "01-01"]', "unlisted: day 01-01 occurs twice"),
        ('["01-01"]', '["02-30"]', "unlisted: day 02-30 is no month and day"),
        ('["01-01"]', '["1-1"]', "unlisted: day 1-1 is no month and day"),
    ],
)
def test_a_wrong_file(tmp_path: Path, old: str, new: str, told: str) -> None:
    """Each mistake is named with the file and the entry that holds it."""
    text = HEAD + YEAR
    assert old in text
    said = refusal(tmp_path, text.replace(old, new, 1))
    assert said.startswith("days.toml: ")
    assert told in said


def test_a_year_that_occurs_twice(tmp_path: Path) -> None:
    """Two entries for one year are a mistake, even if they say the same."""
    assert "year 2026: occurs twice" in refusal(tmp_path, HEAD + YEAR + YEAR)


def test_no_file(tmp_path: Path) -> None:
    """A file that is not there is named."""
    with pytest.raises(SettingsRefused, match=r"nowhere\.toml: cannot be read"):
        load_working_days(CONTRACTS, tmp_path / "nowhere.toml")
