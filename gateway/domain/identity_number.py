"""The citizen identity number: its form, its check digit and what may be read from it.

Never shows the number: not in an exception, not in ``repr``; whoever needs it asks for ``.value``.
Never judges by area code (districts are abolished, numbers stay for life) and never by today's
date, for which it would need a clock.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, Self

NumberReason = Literal[
    "number_length", "number_characters", "number_birth_date", "number_check_digit"
]

CENTENARY_SERIALS: Final[frozenset[str]] = frozenset({"996", "997", "998", "999"})
"""Serials that mark a 15-digit number of somebody born in the 1800s (domain.md §3, unconfirmed:
an operator corrects it in the code tables and hands the corrected set to ``parse``)."""

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS: Final = "10X98765432"
_NEW_FORM: Final = re.compile(r"[0-9]{17}[0-9X]")
_OLD_FORM: Final = re.compile(r"[0-9]{15}")


class NumberRefused(ValueError):
    """A text is no identity number; tells the reason and never the text."""

    def __init__(self, reason: NumberReason) -> None:
        super().__init__(reason)
        self.reason: NumberReason = reason


@dataclass(frozen=True, slots=True, repr=False)
class IdentityNumber:
    """A well-formed identity number in its 18-character form (GB 11643-1999; domain.md §3).

    Two numbers are equal if their 18-character forms are, however they were given.
    """

    value: str
    given_as_15: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        """Hold the promise that no other form of number exists inside the house."""
        if len(self.value) != 18:
            raise NumberRefused("number_length")
        if not _NEW_FORM.fullmatch(self.value):
            raise NumberRefused("number_characters")
        _birth_date(self.value)
        if self.value[17] != _check_digit(self.value):
            raise NumberRefused("number_check_digit")

    @classmethod
    def parse(cls, text: str, *, centenary: Collection[str] = CENTENARY_SERIALS) -> Self:
        """Read a number of 18 characters, or of 15 digits from an archive (domain.md §3).

        A lower-case ``x`` is accepted; surrounding spaces and full-width digits are not.
        Raises NumberRefused.
        """
        if len(text) == 15:
            return cls(_lengthen(text, centenary), given_as_15=True)
        return cls(text.replace("x", "X"))

    @property
    def area(self) -> str:
        """The six digits of the place of first registration; says nothing about today."""
        return self.value[:6]

    @property
    def born_on(self) -> date:
        """The birth date as the number states it."""
        return _birth_date(self.value)

    @property
    def sex(self) -> Literal["male", "female"]:
        """The sex as the number states it: an odd serial is male."""
        return "male" if int(self.value[16]) % 2 else "female"

    def __repr__(self) -> str:
        """Keep the number out of logs, tracebacks and test output."""
        return "IdentityNumber(…)"


def _lengthen(text: str, centenary: Collection[str]) -> str:
    """Turn 15 digits into 18 characters: insert the century, append the check digit."""
    if not _OLD_FORM.fullmatch(text):
        raise NumberRefused("number_characters")
    century = "18" if text[12:] in centenary else "19"
    body = text[:6] + century + text[6:]
    return body + _check_digit(body)


def _birth_date(value: str) -> date:
    try:
        return date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        # The cause is cut off, so that no traceback carries parts of the number.
        raise NumberRefused("number_birth_date") from None


def _check_digit(value: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(value[:17], _WEIGHTS, strict=True))
    return _CHECK_DIGITS[total % 11]
