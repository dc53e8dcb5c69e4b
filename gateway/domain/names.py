"""Names of persons: what counts as a name, and when two spellings are the same name.

Never folds one ideograph into another: no compatibility normalisation, no simplified for
traditional. Rare, private-use and supplementary-plane characters are what people are really
called (GB 18030-2022), so they are compared as they are. Never shows a name in an exception or
in ``repr``.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal, Self

NameReason = Literal["name_empty", "name_length", "name_characters"]

LONGEST_NAME: Final = 100
"""Characters (code points) a name may have."""

_INTERPUNCT: Final = "\u00b7"
# Separators of minority names as registers and keyboards write them. The full stop is one of
# them because its full-width form is (U+FF0E).
_INTERPUNCTS: Final = "\u002e\u00b7\u0387\u2022\u2024\u2027\u2219\u22c5\u2e31\u30fb\uff0e\uff65"
_SPACES: Final = (
    "\u0020\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u202f\u205f\u3000"
)
_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLDING: Final[dict[int, int | str | None]] = {
    **_FULL_WIDTH,
    **dict.fromkeys(map(ord, _INTERPUNCTS), _INTERPUNCT),
    **dict.fromkeys(map(ord, _SPACES), None),
}
# A direction mark would let a printed notice show another name than the one compared.
_DIRECTION_MARKS: Final = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_REFUSED_CATEGORIES: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})


class NameMatch(Enum):
    """How a name given compares with the name a department holds (domain.md G2)."""

    EXACT = "exact"
    VARIANT = "variant"
    DIFFERENT = "different"


class NameRefused(ValueError):
    """A text cannot be a person's name; tells the reason and never the text."""

    def __init__(self, reason: NameReason) -> None:
        super().__init__(reason)
        self.reason: NameReason = reason


@dataclass(frozen=True, slots=True, repr=False)
class PersonName:
    """A name exactly as it was given; use ``compare_names`` to compare it with another."""

    value: str

    def __post_init__(self) -> None:
        """Hold the promise that every name inside the house can be stored and printed."""
        if len(self.value) > LONGEST_NAME:
            raise NameRefused("name_length")
        if any(not _belongs_in_a_name(character) for character in self.value):
            raise NameRefused("name_characters")
        if not fold_name(self.value).strip(_INTERPUNCT):
            raise NameRefused("name_empty")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a name of 1 to 100 characters.

        Refuses a text of nothing but separators, control characters, direction marks and lone
        surrogates. Raises NameRefused.
        """
        return cls(text)

    def __repr__(self) -> str:
        """Keep the name out of logs, tracebacks and test output."""
        return "PersonName(…)"


def fold_name(text: str) -> str:
    """Drop spaces, narrow full-width forms and write every interpunct as U+00B7 (domain.md §3)."""
    return text.translate(_FOLDING)


def compare_names(given: str, held: str) -> NameMatch:
    """Compare exactly first, then folded (domain.md §3).

    A name without any letter matches nothing, so that a department's empty field is no match.
    """
    if not fold_name(held).strip(_INTERPUNCT):
        return NameMatch.DIFFERENT
    if given == held:
        return NameMatch.EXACT
    return NameMatch.VARIANT if fold_name(given) == fold_name(held) else NameMatch.DIFFERENT


def _belongs_in_a_name(character: str) -> bool:
    refused = unicodedata.category(character) in _REFUSED_CATEGORIES
    return not refused and character not in _DIRECTION_MARKS
