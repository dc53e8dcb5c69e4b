"""Working days (工作日) of mainland China: Monday to Friday but for holidays, and worked weekends.

Which days those are is data that an operator can correct. Must never raise for any day or year: a
year that nobody has announced follows a provisional rule, and what was counted with it says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SATURDAY = 5
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DueDate:
    """The day by which something is due.

    `provisional`: on the way to it lies a day of a year whose holidays are not announced yet, so
    that the number of working days until then may turn out to be another.
    """

    on: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class WorkingYear:
    """One year's days that are not what their weekday says. `provisional`: not announced yet."""

    holidays: frozenset[date]
    worked_weekends: frozenset[date]
    provisional: bool


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The years that are known, and the holidays of every other year as months and days.

    A year that is not known is provisional: its weekends and `fixed_holidays` are not worked.
    """

    years: Mapping[int, WorkingYear]
    fixed_holidays: frozenset[tuple[int, int]]

    def is_working(self, day: date) -> bool:
        """Whether departments work on that day, as far as is known."""
        year = self.years.get(day.year)
        if year is None:
            return day.weekday() < SATURDAY and (day.month, day.day) not in self.fixed_holidays
        if day.weekday() < SATURDAY:
            return day not in year.holidays
        return day in year.worked_weekends

    def is_provisional(self, year: int) -> bool:
        """Whether nobody has announced that year's holidays yet, as far as is known."""
        known = self.years.get(year)
        return known is None or known.provisional

    def after(self, day: date, count: int) -> DueDate:
        """The `count`-th working day after `day`, which itself does not count.

        For a count of 0 or less it is the day itself. Time ends with the last day that a date can
        hold: there it is that day.
        """
        due, left, provisional = day, count, False
        while left > 0 and due < date.max:
            due += _ONE_DAY
            provisional = provisional or self.is_provisional(due.year)
            left -= self.is_working(due)
        return DueDate(due, provisional)
