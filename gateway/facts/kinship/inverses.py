"""What the head of a household is to a member, from what the member is to the head.

Household books hold one direction only. Must never say more than follows: where the code turns on
the sex of the head and that is not held, only what covers both is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gateway.facts.kinship.relations import DAUGHTERS, SONS

MALE: Final = "1"
FEMALE: Final = "2"

_Answer = tuple[str | None, str | None, str | None]
"""If the head is male, if female, and if her sex is not held."""

_FROM_CHILD: Final[_Answer] = ("51", "52", "50")
_FROM_PARENT: Final[_Answer] = ("20", "30", None)

_INVERSES: Final[Mapping[str, _Answer]] = MappingProxyType(
    {
        "10": ("11", "12", "10"),
        "11": ("12", "12", "12"),
        "12": ("11", "11", "11"),
        **dict.fromkeys((*sorted(SONS | DAUGHTERS), "29", "39"), _FROM_CHILD),
        "27": ("57", "58", None),
        "37": ("57", "58", None),
        "28": ("55", "56", None),
        "38": ("53", "54", None),
        "40": ("60", "60", "60"),
        "41": ("61", "62", "60"),
        "42": ("61", "62", "60"),
        "43": ("63", "64", "60"),
        "44": ("63", "64", "60"),
        "45": ("65", "65", "65"),
        "46": ("65", "65", "65"),
        "50": _FROM_PARENT,
        "51": _FROM_PARENT,
        "52": _FROM_PARENT,
        "53": ("38", "38", "38"),
        "54": ("38", "38", "38"),
        "55": ("28", "28", "28"),
        "56": ("28", "28", "28"),
        "57": ("27", "37", None),
        "58": ("27", "37", None),
        "60": ("40", "40", "40"),
        "61": ("41", "42", "40"),
        "62": ("41", "42", "40"),
        "63": ("43", "44", "40"),
        "64": ("43", "44", "40"),
        "65": ("46", "45", None),
        "66": ("47", "48", None),
        "67": ("47", "48", None),
        "70": ("70", "70", "70"),
        "71": ("73", "77", "70"),
        "73": ("71", "75", "70"),
        "75": ("73", "77", "70"),
        "77": ("71", "75", "70"),
        "81": ("93", "94", None),
        "83": ("93", "94", None),
        "90": ("93", "94", None),
        "85": ("95", "96", None),
        "88": ("95", "96", None),
        "93": (None, "90", None),
        "94": (None, "90", None),
        "95": ("85", "88", None),
        "96": ("85", "88", None),
        "91": ("91", "91", "91"),
        "92": ("92", "92", "92"),
        "97": ("97", "97", "97"),
    }
)


def inverse_of(code: str, sex: str | None) -> tuple[str | None, str | None]:
    """What the head is to the member, and a code of the same line if that needs her sex.

    `sex` is the head's (GB/T 2261.1). The first is None where nothing that precise follows, and
    both are where the standard has no code for it.
    """
    male, female, either = _INVERSES.get(code, (None, None, None))
    precise = {MALE: male, FEMALE: female}.get(sex or "", either)
    return precise, male or female
