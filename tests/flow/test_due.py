"""Due dates in working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.flow.due import SATURDAY, working_days_after


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        (date(2026, 11, 24), 1, date(2026, 11, 25)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 11, 24), 10, date(2026, 12, 8)),
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
    ],
    ids=["tomorrow", "over-a-weekend", "from-a-saturday", "two-weeks", "none"],
)
def test_days_are_counted_monday_to_friday(day: date, count: int, due: date) -> None:
    """The day itself does not count; Saturdays and Sundays do not either."""
    assert due == working_days_after(day, count)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_exactly_so_many_working_days_lie_between(day: date, count: int) -> None:
    """The due date is a working day, and the last of exactly `count`."""
    due = working_days_after(day, count)
    between = (day + timedelta(days=n) for n in range(1, (due - day).days + 1))
    assert due.weekday() < SATURDAY
    assert count == sum(one.weekday() < SATURDAY for one in between)
