"""What people write in their own words: names to group by, and personal numbers to turn away.

Must never repair what was written: a text that seems to hold somebody's number is given back to
whoever wrote it. A person's name cannot be told from an office's, and is not looked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Final

LOOKS_LIKE_IDENTITY: Final = "looks_like_identity_number"
LOOKS_LIKE_PHONE: Final = "looks_like_phone_number"

# Everything that people put between the digits of one number.
_BETWEEN: Final = r"[\s.\-‐‑–—_·/]{0,3}"
_RUN: Final = re.compile(rf"(?<![0-9])[0-9](?:{_BETWEEN}[0-9])*(?:{_BETWEEN}[Xx])?(?![0-9])")
_GROUP: Final = re.compile(r"[0-9]*[Xx]|[0-9]+")
_MOST_GROUPS: Final = 5  # area, year, month, day, order; more of them are a list of numbers
_BARE: Final = re.compile(r"[0-9]{15,}|[0-9]{17}[Xx]")
_MOBILE: Final = re.compile(r"(?:(?:00)?86)?1[3-9][0-9]{9}")
_LANDLINE: Final = re.compile(
    r"(?<![0-9])0[1-9][0-9]{1,2}[)\s-]{0,3}[2-9][0-9]{2,3}[\s-]?[0-9]{4}(?![0-9])"
)


def fold(name: str) -> str:
    """A name as groups are made by it: letters and digits only, in one width and case."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def personal_number_in(text: str) -> str | None:
    """The reason why a text is given back, or None.

    An identity number has 18 characters or 15 digits (GB 11643); any other run of 15 digits or more
    is taken for one as well. Phone numbers are mobile ones, and fixed ones with their area code.
    """
    plain = "".join(
        c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf"
    )
    if _BARE.search(plain):
        return LOOKS_LIKE_IDENTITY
    numbers = [number for run in _RUN.findall(plain) for number in _numbers(run)]
    if any(map(is_like_identity, numbers)):
        return LOOKS_LIKE_IDENTITY
    if any(_MOBILE.fullmatch(number.rstrip("Xx")) for number in numbers) or _LANDLINE.search(plain):
        return LOOKS_LIKE_PHONE
    return None


def _numbers(run: str) -> Iterator[str]:
    """A run as one number, and what neighbours in it make: another number may stand beside one."""
    groups = _GROUP.findall(run)
    yield "".join(groups)
    for first in range(len(groups)):
        for count in range(1, _MOST_GROUPS + 1):
            yield "".join(groups[first : first + count])


def is_like_identity(run: str) -> bool:
    """Tell whether digits of such a number's length hold a day of birth where it has one.

    Two dates side by side have as many digits as an old number, and a credit code as a new one.
    """
    if len(run) == 18:
        return _is_day(run[6:14])
    return len(run) == 15 and run.isdigit() and _is_day("19" + run[6:12])


def _is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= 1850
    except ValueError:
        return False
