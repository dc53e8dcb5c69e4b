"""Working days: counted by hand around holidays, and properties that hold for every year."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.working_days import DueDate, WorkingDays, WorkingYear
from gateway.storage.working_day_files import load_working_days

BUNDLED = load_working_days(Path(__file__).parents[2] / "contracts")
ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(2026, 11, 24), 10, date(2026, 12, 8)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        # Saturday the 14th is worked before the festival, Saturday the 28th after it:
        # Fri 13, Sat 14 | Tue 24, Wed 25, Thu 26, Fri 27, Sat 28 | Mon 2 March.
        (date(2026, 2, 12), 1, date(2026, 2, 13)),
        (date(2026, 2, 12), 2, date(2026, 2, 14)),
        (date(2026, 2, 12), 3, date(2026, 2, 24)),
        (date(2026, 2, 12), 7, date(2026, 2, 28)),
        (date(2026, 2, 12), 8, date(2026, 3, 2)),
        # From within the festival the first working day is its morrow.
        (date(2026, 2, 17), 1, date(2026, 2, 24)),
        # Sunday 20 September is worked for the National Day; the week ends with Mid-Autumn.
        (date(2026, 9, 19), 1, date(2026, 9, 20)),
        (date(2026, 9, 24), 4, date(2026, 10, 8)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        # 2025: National Day and Mid-Autumn together, Sunday 28 September and Saturday 11 October.
        (date(2025, 9, 27), 1, date(2025, 9, 28)),
        (date(2025, 9, 30), 3, date(2025, 10, 11)),
    ],
)
def test_by_hand(day: date, count: int, due: date) -> None:
    """Holidays are not counted, worked weekends are; the day itself never is."""
    assert DueDate(due, provisional=False) == BUNDLED.after(day, count)


@pytest.mark.parametrize(
    ("day", "count", "provisional"),
    [
        (date(2026, 12, 30), 1, False),
        (date(2026, 12, 31), 1, True),
        (date(2026, 12, 18), 10, True),
        (date(2040, 5, 5), 3, True),
        (date(1999, 5, 5), 3, True),
        (date(2040, 5, 5), 0, False),
    ],
)
def test_what_is_counted_over_unannounced_years(day: date, count: int, provisional: bool) -> None:
    """A date is provisional if a day on the way to it is of a year that is not announced."""
    assert provisional is BUNDLED.after(day, count).provisional


def test_an_unlisted_year_keeps_the_fixed_days_of_the_law() -> None:
    """Weekends and the days with a date of their own are not worked, everything else is."""
    first = date(2041, 1, 1)
    year = [first + timedelta(days=n) for n in range(365)]
    closed = [day for day in year if day.weekday() < 5 and not BUNDLED.is_working(day)]
    may = [date(2041, 5, 1), date(2041, 5, 2)]
    october = [date(2041, 10, day) for day in (1, 2, 3)]
    assert [first, *may, *october] == closed
    assert not any(BUNDLED.is_working(day) for day in year if day.weekday() >= 5)


@pytest.mark.parametrize("count", [1, 10, 10_000])
def test_the_end_of_time(count: int) -> None:
    """Where dates end, so does the counting; nothing is raised."""
    assert date.max == BUNDLED.after(date.max - ONE_DAY, count).on


def test_nothing_known_at_all() -> None:
    """Without any data it is Monday to Friday, provisionally."""
    nothing = WorkingDays({}, frozenset())
    assert DueDate(date(2026, 2, 16), provisional=True) == nothing.after(date(2026, 2, 13), 1)


def test_a_year_without_a_working_day() -> None:
    """An operator who closes a whole year moves what is due into the next one."""
    days = frozenset(date(2031, 1, 1) + timedelta(days=n) for n in range(365))
    closed = WorkingDays({2031: WorkingYear(days, frozenset(), provisional=False)}, frozenset())
    assert date(2032, 1, 1) == closed.after(date(2030, 12, 31), 1).on


DAYS = st.dates()
COUNTS = st.integers(1, 60)


@given(DAYS, COUNTS)
def test_it_is_the_last_of_exactly_so_many(day: date, count: int) -> None:
    """A due date is a working day, and there are exactly `count` up to it; in any year."""
    due = BUNDLED.after(day, count).on
    between = (day + timedelta(days=n) for n in range(1, (due - day).days + 1))
    counted = sum(BUNDLED.is_working(one) for one in between)
    assert due == date.max or (BUNDLED.is_working(due) and count == counted)


@given(DAYS, COUNTS)
def test_later_is_never_sooner(day: date, count: int) -> None:
    """A later start never gives an earlier date, and one more working day a later one."""
    due = BUNDLED.after(day, count).on
    assert due <= BUNDLED.after(day, count + 1).on
    assert day == date.max or due <= BUNDLED.after(day + ONE_DAY, count).on


@given(DAYS, COUNTS)
def test_the_mark_tells_exactly_the_unannounced_years(day: date, count: int) -> None:
    """Provisional if and only if a year from the first counted day to the last is."""
    due = BUNDLED.after(day, count)
    first = day if day == date.max else day + ONE_DAY
    years = range(first.year, due.on.year + 1) if due.on > day else ()
    assert any(BUNDLED.is_provisional(year) for year in years) == due.provisional
