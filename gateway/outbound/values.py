"""What departments write, as the house writes it: numbers, names, days, codes.

Strict: a value that is not exactly what the contract says is LinkFailed, never a guess.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final, TypeVar

from gateway.domain.evidence import Cause
from gateway.domain.identity_number import IdentityNumber, NumberRefused
from gateway.domain.names import NameRefused, PersonName
from gateway.domain.person import Person
from gateway.ports.source import LinkFailed

if TYPE_CHECKING:
    from collections.abc import Mapping

_Meaning = TypeVar("_Meaning")

COMPACT_DAY: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
"""yyyyMMdd"""
HYPHENATED_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
"""yyyy-MM-dd"""


def utc_now() -> datetime:
    """The wall clock, where nobody passes another."""
    return datetime.now(UTC)


def read_day(text: str, form: re.Pattern[str]) -> date:
    """The day in a text of that form, whose three groups are year, month and day."""
    matched = form.fullmatch(text)
    try:
        day = date(*map(int, matched.groups())) if matched else None
    except ValueError:
        day = None
    if day is None:
        raise LinkFailed(Cause.MALFORMED)
    return day


def read_number(text: str) -> str:
    """An identity number of 15 or 18 characters in its 18-character form (domain.md §3)."""
    try:
        number = IdentityNumber.parse(text).value
    except NumberRefused:
        number = None
    if number is None:
        raise LinkFailed(Cause.MALFORMED)
    return number


def read_name(text: str) -> str:
    """A name exactly as the register spells it."""
    try:
        name = PersonName.parse(text).value
    except NameRefused:
        name = None
    if name is None:
        raise LinkFailed(Cause.MALFORMED)
    return name


def read_person(number: str | None, name: str | None) -> Person | None:
    """Another person of a record; None unless the register holds the number.

    A name alone identifies nobody. A number without a name has the empty one, which matches none.
    """
    called = read_name(name) if name else ""
    return Person(read_number(number), called) if number else None


def known(table: Mapping[str, _Meaning], code: str) -> _Meaning:
    """What a code means. Raises LinkFailed(UNKNOWN_CODE): an unknown code is never guessed."""
    if code not in table:
        raise LinkFailed(Cause.UNKNOWN_CODE)
    return table[code]
