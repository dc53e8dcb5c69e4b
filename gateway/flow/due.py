"""When a late answer is due, in working days."""

from __future__ import annotations

from datetime import date, timedelta

SATURDAY = 5


def working_days_after(day: date, count: int) -> date:
    """The date `count` working days after `day`, counting Monday to Friday.

    Public holidays are not known here yet, so the date can only be too early, never too late for
    the resident: an overdue answer is asked for, not lost.
    """
    due = day
    while count > 0:
        due += timedelta(days=1)
        if due.weekday() < SATURDAY:
            count -= 1
    return due
