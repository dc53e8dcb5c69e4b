"""How a claimed value compares with what a register holds, for each part of `birth`.

Must never call two people different because their documents are of different kinds, nor the same
because their names are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Final

from gateway.domain.names import NameMatch, compare_names
from gateway.domain.person import Person
from gateway.facts.birth.claim import BORN_ON, CERTIFICATE_NUMBER, FATHER, MOTHER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from gateway.domain.records import BirthRecord
    from gateway.facts.hearing import Found

Value = str | date | Person


class Verdict(Enum):
    """What a register says to a claimed value, over all its records of the birth."""

    HOLDS_NONE = "holds_none"
    MATCHES = "matches"
    DIFFERS = "differs"
    OTHER_NAME = "other_name"  # the parent's number under another name (G2)
    OTHER_DOCUMENT = "other_document"  # the parent is recorded with another kind of document
    SEVERAL = "several"  # several records that do not say the same of it


@dataclass(frozen=True, slots=True)
class Comparison:
    """The verdict, whether a name matched as a variant, and the data dates of what was compared."""

    verdict: Verdict
    variant: bool = False
    dates: tuple[date, ...] = ()


_VALUES: Final[Mapping[str, Callable[[BirthRecord], Value | None]]] = {
    CERTIFICATE_NUMBER: lambda record: record.certificate_number,
    BORN_ON: lambda record: record.born_on,
    MOTHER: lambda record: record.mother,
    FATHER: lambda record: record.father,
}


def compare(part: str, claimed: Value, births: Iterable[Found[BirthRecord]]) -> Comparison:
    """Compare one part with every record that holds a value for it."""
    held = [
        (value, found.as_of)
        for found in births
        if (value := _VALUES[part](found.record)) is not None
    ]
    verdicts = {_compare_value(claimed, value) for value, _ in held}
    if not verdicts:
        return Comparison(Verdict.HOLDS_NONE)
    verdict = verdicts.pop() if len(verdicts) == 1 else Verdict.SEVERAL
    variant = any(_is_variant(claimed, value) for value, _ in held)
    dates = tuple(as_of for _, as_of in held)
    return Comparison(verdict, variant and verdict is Verdict.MATCHES, dates)


def _compare_value(claimed: Value, held: Value) -> Verdict:
    if isinstance(claimed, Person) and isinstance(held, Person):
        return _compare_person(claimed, held)
    return Verdict.MATCHES if claimed == held else Verdict.DIFFERS


def _compare_person(claimed: Person, held: Person) -> Verdict:
    if claimed.id_type != held.id_type:
        return Verdict.OTHER_DOCUMENT
    if not claimed.is_same_as(held):
        return Verdict.DIFFERS
    if compare_names(claimed.name, held.name) is NameMatch.DIFFERENT:
        return Verdict.OTHER_NAME
    return Verdict.MATCHES


def _is_variant(claimed: Value, held: Value) -> bool:
    if not (isinstance(claimed, Person) and isinstance(held, Person)):
        return False
    return compare_names(claimed.name, held.name) is NameMatch.VARIANT
