"""The data of working days, read and checked: the bundled file or an operator's own.

Never repairs anything: a day in the wrong year or a weekday among the weekends stops the start,
because every due date after it would silently be another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import MAXYEAR, MINYEAR, date, timedelta
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Final

from gateway.domain.codes import Certainty
from gateway.domain.working_days import SATURDAY, WorkingDays, WorkingYear
from gateway.storage.toml_files import Entry, read_toml

BUNDLED: Final = "codes/working_days.toml"
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH_AND_DAY: Final = re.compile(r"([0-9]{2})-([0-9]{2})")
_LEAP_YEAR: Final = 2024


def load_working_days(root: Traversable, own: Path | None = None) -> WorkingDays:
    """Read an operator's own file, or else the one below ``root``, the folder that holds ``codes``.

    An own file replaces the bundled one as a whole. Raises SettingsRefused, naming file and entry.
    """
    if own is not None:
        return _read(read_toml(own.parent, own.name))
    return _read(read_toml(root, BUNDLED))


def _read(file: Entry) -> WorkingDays:
    file.both("title")
    unlisted = file.table("unlisted")
    fixed = _fixed_holidays(unlisted)
    entries = file.tables("years")
    file.close()
    years: dict[int, WorkingYear] = {}
    for entry in entries:
        number = entry.whole("year")
        entry.rename(f"year {number}")
        if number in years:
            raise entry.refused("occurs twice")
        if not MINYEAR <= number <= MAXYEAR:
            raise entry.refused("is not a year")
        years[number] = _year(entry, number)
    return WorkingDays(MappingProxyType(years), fixed)


def _fixed_holidays(entry: Entry) -> frozenset[tuple[int, int]]:
    entry.text("source")
    found: set[tuple[int, int]] = set()
    for text in entry.texts("days"):
        pair = _month_and_day(entry, text)
        if pair in found:
            raise entry.refused(f"day {text} occurs twice")
        found.add(pair)
    entry.close()
    return frozenset(found)


def _month_and_day(entry: Entry, text: str) -> tuple[int, int]:
    match = _MONTH_AND_DAY.fullmatch(text)
    try:
        day = date(_LEAP_YEAR, int(match[1]), int(match[2])) if match else None
    except ValueError:
        day = None
    if day is None:
        raise entry.refused(f"day {text} is no month and day (01-31)")
    return day.month, day.day


def _year(entry: Entry, number: int) -> WorkingYear:
    entry.text("source")
    provisional = entry.flag("provisional")
    if not provisional:
        entry.choice("certainty", Certainty)
    holidays = frozenset(_once(entry, _days_of_periods(entry, number)))
    weekends = frozenset(_once(entry, _worked_weekends(entry, number)))
    if not holidays:
        raise entry.refused("holds no holidays")
    for day in sorted(holidays & weekends):
        raise entry.refused(f"day {day} is a holiday and a worked weekend")
    entry.close()
    return WorkingYear(holidays, weekends, provisional)


def _days_of_periods(entry: Entry, number: int) -> Iterator[date]:
    for text in entry.texts("holidays"):
        first, slash, last = text.partition("/")
        if not slash:
            raise entry.refused(f"period {text} is not first/last")
        day, end = _day(entry, first, number), _day(entry, last, number)
        if end < day:
            raise entry.refused(f"period {text} ends before it begins")
        yield from (day + timedelta(days=n) for n in range((end - day).days + 1))


def _worked_weekends(entry: Entry, number: int) -> Iterator[date]:
    for text in entry.texts("working_weekends"):
        day = _day(entry, text, number)
        if day.weekday() < SATURDAY:
            raise entry.refused(f"worked weekend {text} is a weekday")
        yield day


def _day(entry: Entry, text: str, number: int) -> date:
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise entry.refused(f"day {text} is no date (2026-01-31)")
    if day.year != number:
        raise entry.refused(f"day {text} is of another year")
    return day


def _once(entry: Entry, days: Iterator[date]) -> Iterator[date]:
    found: set[date] = set()
    for day in days:
        if day in found:
            raise entry.refused(f"day {day} occurs twice")
        found.add(day)
        yield day


def years_at_a_glance(days: WorkingDays) -> Mapping[int, int]:
    """How many working days each known year has, by year."""
    return {number: _count(days, number) for number in sorted(days.years)}


def _count(days: WorkingDays, number: int) -> int:
    first = date(number, 1, 1)
    length = (date(number, 12, 31) - first).days + 1
    return sum(days.is_working(first + timedelta(days=n)) for n in range(length))
