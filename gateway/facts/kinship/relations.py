"""Family relations (GB/T 4761-2008) as data: what includes, excludes and answers what.

A code says what somebody is to somebody else. Must never hold a rule of the decision table, only
what the table looks up (domain.md, kinship, "Includes" and "Excludes").
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final


class Line(Enum):
    """The kinds of relation that the table treats alike; in-laws can only be derived."""

    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    SIBLING = "sibling"
    GRANDCHILD = "grandchild"
    GRANDPARENT = "grandparent"
    PARENT_IN_LAW = "parent_in_law"
    CHILD_IN_LAW = "child_in_law"
    SIBLING_IN_LAW = "sibling_in_law"


def _codes(*parts: str) -> frozenset[str]:
    """Read single codes and ranges ("21-26")."""
    found: set[str] = set()
    for part in parts:
        first, _, last = part.partition("-")
        found.update(str(n).zfill(2) for n in range(int(first), int(last or first) + 1))
    return frozenset(found)


KNOWN: Final = _codes("01-02", "10-12", "20-97", "99")
"""Every code of the standard; 98 is unused."""
NOT_ASKABLE: Final = _codes("01", "02", "99")
"""Self, head of the household and not kin are no relations to somebody (K1)."""

SONS: Final = _codes("20-26")
DAUGHTERS: Final = _codes("30-36")
PARENTS: Final = _codes("50-52")
BIRTH_LINE: Final = SONS | DAUGHTERS | PARENTS
"""Claims that rest on a birth, or on an adoption that counts as one (K4, K5)."""
ADOPTIVE: Final = _codes("27", "37", "57", "58")
"""Step and adoptive relations; only an adoption is ever registered (K3)."""

INCLUDES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "10": _codes("11", "12"),
        "20": _codes("21-26", "29"),
        "30": _codes("31-36", "39"),
        "40": _codes("41-44"),
        "50": _codes("51", "52"),
        "60": _codes("61-64"),
        "70": _codes("71", "73", "75", "77"),
    }
)
"""A claim is met by itself and by these; never by 28, 38, 45-48, 53-56, 65-69 and the like."""

_GROUPS: Final[Mapping[Line, frozenset[str]]] = MappingProxyType(
    {
        Line.SPOUSE: _codes("10-12"),
        Line.CHILD: SONS | DAUGHTERS | _codes("27", "37"),
        Line.PARENT: PARENTS | _codes("57", "58"),
        Line.SIBLING: _codes("70", "71", "73", "75", "77"),
        Line.GRANDCHILD: _codes("40-44"),
        Line.GRANDPARENT: _codes("60-64"),
        Line.PARENT_IN_LAW: _codes("53-56"),
        Line.CHILD_IN_LAW: _codes("28", "38"),
        Line.SIBLING_IN_LAW: _codes("72", "74", "76", "78"),
    }
)
_RESIDUAL: Final[Mapping[Line, frozenset[str]]] = MappingProxyType(
    {
        Line.CHILD: _codes("29", "39"),
        Line.PARENT: _codes("59"),
        Line.SIBLING: _codes("79"),
        Line.GRANDCHILD: _codes("49"),
        Line.GRANDPARENT: _codes("69"),
    }
)
"""Residual codes are near their line (K8), and exclude nothing."""

EXCLUSIVE: Final = frozenset(
    {
        Line.SPOUSE,
        Line.CHILD,
        Line.PARENT,
        Line.SIBLING,
        Line.GRANDCHILD,
        Line.GRANDPARENT,
    }
)
"""Only between these groups does one relation exclude another."""
DERIVABLE: Final = frozenset(
    {
        Line.SIBLING,
        Line.GRANDCHILD,
        Line.GRANDPARENT,
        Line.PARENT_IN_LAW,
        Line.CHILD_IN_LAW,
        Line.SIBLING_IN_LAW,
    }
)
"""What follows from two or three steps that departments hold (K7)."""


def line_of(code: str) -> Line | None:
    """The line that a code belongs to; None for residual codes and for remoter kin."""
    return next((line for line, codes in _GROUPS.items() if code in codes), None)


def family_of(code: str) -> Line | None:
    """The line that a code belongs to or is a residual code of."""
    return line_of(code) or next((ln for ln, codes in _RESIDUAL.items() if code in codes), None)


def meets(claimed: str, held: str) -> bool:
    """Whether a held relation is the claimed one, or one that the claim includes."""
    return held == claimed or held in INCLUDES.get(claimed, frozenset())


def excludes(claimed: str, held: Line) -> bool:
    """Whether two persons of whom the one is held to be in that line cannot be what is claimed."""
    line = line_of(claimed)
    return line in EXCLUSIVE and held in EXCLUSIVE and line is not held
