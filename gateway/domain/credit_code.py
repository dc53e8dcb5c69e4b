"""The unified social credit code, by which every organisation is known.

A public code: it may be shown, logged and put into URLs. This module never decides what an
organisation may do; a prefix is a hint, and the registered requester kind decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, Self

CodeReason = Literal["code_length", "code_characters", "code_check_character"]

_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_FORM: Final = re.compile(f"[{_ALPHABET}]{{18}}")


class CreditCodeRefused(ValueError):
    """A text is no unified social credit code; tells the reason."""

    def __init__(self, reason: CodeReason) -> None:
        super().__init__(reason)
        self.reason: CodeReason = reason


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A well-formed unified social credit code (GB 32100-2015; domain.md §3)."""

    value: str

    def __post_init__(self) -> None:
        """Hold the promise that no ill-formed code exists inside the house."""
        if len(self.value) != 18:
            raise CreditCodeRefused("code_length")
        if not _FORM.fullmatch(self.value):
            raise CreditCodeRefused("code_characters")
        if self.value[17] != check_character(self.value):
            raise CreditCodeRefused("code_check_character")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a code of 18 digits and capital letters without I, O, Z, S, V.

        Lower-case letters and surrounding spaces are refused. Raises CreditCodeRefused.
        """
        return cls(text)

    def kind(self, prefixes: Mapping[str, str]) -> str:
        """Name the organisation's kind by its two-character prefix, ``other`` if not listed.

        The prefixes are data (code table ``organisation_kinds``): domain.md §3 has not confirmed
        them, so an operator must be able to correct them.
        """
        return prefixes.get(self.value[:2], "other")

    def __str__(self) -> str:
        """Show the code: it is public."""
        return self.value


def check_character(body: str) -> str:
    """Compute the 18th character from the first 17, which must be of the code's alphabet."""
    total = sum(
        _ALPHABET.index(character) * weight
        for character, weight in zip(body[:17], _WEIGHTS, strict=True)
    )
    return _ALPHABET[-total % 31]
