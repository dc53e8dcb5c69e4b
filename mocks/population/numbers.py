"""Identity numbers after GB 11643-1999, as the mock registers make and compare them.

Must never be used by the gateway: its own reading of the standard is tested against this one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
CENTENARIANS = frozenset({"996", "997", "998", "999"})


class NumberError(ValueError):
    """A number cannot be one; the text does not repeat it."""


def complete(first17: str) -> str:
    """Append the check character to the first 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True))
    return first17 + CHECKS[total % 11]


def canonical(number: str) -> str:
    """The 18-character form under which registers compare; other texts are left as they are.

    A 15-digit number was issued to people born 19yy; serials 996 to 999 mark those born 18yy.
    """
    if len(number) == 15 and number.isascii() and number.isdigit():
        century = "18" if number[12:] in CENTENARIANS else "19"
        return complete(number[:6] + century + number[6:])
    return number


def shorten(number: str) -> str:
    """The 15-digit form of a number of somebody born 19yy."""
    if number[6:8] != "19":
        raise NumberError("only people born in the twentieth century had 15-digit numbers")
    return number[:6] + number[8:17]


def birth_date(number: str) -> date:
    """The birth date in a number of either form; raises NumberError if it is not a valid number."""
    full = canonical(number)
    if len(full) != 18 or not (full[:17].isascii() and full[:17].isdigit()):
        raise NumberError("neither 18 characters nor 15 digits")
    if complete(full[:17]) != full:
        raise NumberError("wrong check character")
    try:
        return date(int(full[6:10]), int(full[10:12]), int(full[12:14]))
    except ValueError:
        raise NumberError("no such birth date") from None


def sex_of(number: str) -> str:
    """The sex in a number, GB/T 2261.1: an odd serial is a man's."""
    return "1" if int(canonical(number)[16]) % 2 else "2"


@dataclass(slots=True)
class Issuer:
    """Issues numbers in the order asked, none of them twice."""

    used: set[str] = field(default_factory=set)

    def issue(self, area: str, born_on: date, sex: str) -> str:
        """A new number for that area (six digits), birth date and sex ("1" or "2")."""
        for serial in range(1 if sex == "1" else 2, 996, 2):
            number = complete(f"{area}{born_on:%Y%m%d}{serial:03d}")
            if number not in self.used:
                self.used.add(number)
                return number
        raise NumberError("no serial is left for that area and day")
