"""Which code a derived relation has, by sex and birth dates as registers hold them.

Pure. Must never take sex or birth date from an identity number: a derived relation needs them as
held (domain.md, "Derivations"); None, or the general code, where they are not.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from gateway.facts.kinship.archive import FATHER, MOTHER
from gateway.facts.kinship.inverses import FEMALE, MALE
from gateway.facts.kinship.traits import births_between, held_sex

if TYPE_CHECKING:
    from gateway.domain.person import Person
    from gateway.facts.kinship.archive import Archive, Tie

LINE_OF_DESCENT: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("61", "62", "41", "42"), FATHER),
        **dict.fromkeys(("63", "64", "43", "44"), MOTHER),
    }
)
"""Through which parent of the younger one a specific code runs."""
SPOUSE_OF_SIBLING: Final[Mapping[str, str]] = MappingProxyType(
    {"71": "72", "73": "74", "75": "76", "77": "78"}
)
_GRANDPARENT: Final = {
    (MALE, MALE): "61",
    (MALE, FEMALE): "62",
    (FEMALE, MALE): "63",
    (FEMALE, FEMALE): "64",
}
_GRANDCHILD: Final = {
    (MALE, MALE): "41",
    (MALE, FEMALE): "42",
    (FEMALE, MALE): "43",
    (FEMALE, FEMALE): "44",
}
_PARENT_IN_LAW: Final = {
    (MALE, MALE): "53",
    (MALE, FEMALE): "54",
    (FEMALE, MALE): "55",
    (FEMALE, FEMALE): "56",
}
_SIBLING: Final = {
    (MALE, True): "71",
    (MALE, False): "73",
    (FEMALE, True): "75",
    (FEMALE, False): "77",
}


def of_sibling(archive: Archive, one: Person, other: Person) -> str:
    """What `other` is to `one`; the general code for twins and where dates overlap."""
    own, others = births_between(archive, one), births_between(archive, other)
    sex = held_sex(archive, other)
    if sex is None or own is None or others is None:
        return "70"
    if others[1] < own[0]:
        return _SIBLING[sex, True]
    return _SIBLING[sex, False] if own[1] < others[0] else "70"


def of_grandparent(archive: Archive, first: Tie, second: Tie, grandparent: Person) -> str:
    """By the sex of the parent in between and of the grandparent."""
    between = first.sex or held_sex(archive, first.parent)
    sex = second.sex or held_sex(archive, grandparent)
    if between is None or sex is None:
        return "60"
    return _GRANDPARENT[between, sex]


def of_grandchild(archive: Archive, first: Tie, grandchild: Person) -> str:
    """By the sex of the parent in between and of the grandchild."""
    between, sex = first.sex or held_sex(archive, first.parent), held_sex(archive, grandchild)
    if between is None or sex is None:
        return "40"
    return _GRANDCHILD[between, sex]


def of_parent_in_law(archive: Archive, spouse: Person, tie: Tie, parent: Person) -> str | None:
    """By the sex of the spouse and of the parent; there is no general code."""
    between, sex = held_sex(archive, spouse), tie.sex or held_sex(archive, parent)
    return None if between is None or sex is None else _PARENT_IN_LAW[between, sex]


def of_child_in_law(archive: Archive, child_in_law: Person) -> str | None:
    """Son-in-law or daughter-in-law."""
    sex = held_sex(archive, child_in_law)
    return None if sex is None else {MALE: "28", FEMALE: "38"}[sex]
