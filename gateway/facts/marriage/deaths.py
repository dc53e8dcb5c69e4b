"""What is on record about a person's death, as far as it ends a marriage.

Pure. Reads the same picture as the fact `death`, so that a revoked declaration takes the same
things away (CC 50). Must never take silence for life.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gateway.domain.question import (
    COURTS,
    DEATH,
    DECLARATIONS,
    HEALTH,
    PERSON,
    PUBLIC_SECURITY,
    UNNATURAL_DEATH,
    Question,
)
from gateway.domain.records import Declaration, DeclarationKind
from gateway.facts.death.picture import picture_of

if TYPE_CHECKING:
    from gateway.domain.person import Person
    from gateway.facts.hearing import Hearing


@dataclass(frozen=True, slots=True)
class Passing:
    """A recorded death. `stated` are the dates of death that registers state, oldest first.

    `bound` is a day by which she was dead where no date is stated; None if not even that is on
    record. `doubtful`: a sign of life is dated after it.
    """

    stated: tuple[date, ...]
    bound: date | None
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Life:
    """A person's recorded death, and the declarations of death about her."""

    passing: Passing | None
    declared: tuple[Declaration, ...]


def death_questions(person: Person) -> tuple[Question, ...]:
    """Who is asked whether a spouse has died; consulted (domain.md, marriage)."""
    return (
        Question(PUBLIC_SECURITY, PERSON, person),
        Question(PUBLIC_SECURITY, UNNATURAL_DEATH, person),
        Question(HEALTH, DEATH, person),
    )


def declaration_question(person: Person) -> Question:
    """Declarations of death and their revocations; the courts are required."""
    return Question(COURTS, DECLARATIONS, person)


def life_of(hearing: Hearing, person: Person) -> Life:
    """Read everything heard about one person's death."""
    found = hearing.records(declaration_question(person), Declaration)
    of_death = {f.record for f in found if f.record.kind is DeclarationKind.DEATH}
    return Life(_passing(hearing, person), tuple(sorted(of_death, key=_place_in_time)))


def _passing(hearing: Hearing, person: Person) -> Passing | None:
    """The death itself; a declaration has a day of its own and is no part of it."""
    picture = picture_of(person, hearing)
    proofs = [proof for proof in picture.proofs if proof.legal is None]
    if not proofs:
        return None
    stated = sorted({proof.stated for proof in proofs if proof.stated is not None})
    bounds = [proof.bound for proof in proofs if proof.bound is not None]
    earliest = min((*stated, *bounds), default=None)
    doubtful = earliest is not None and picture.shows_life_after(earliest)
    return Passing(tuple(stated), max(bounds, default=None), doubtful)


def _place_in_time(declaration: Declaration) -> tuple[date, date, str]:
    until = declaration.revoked_on or date.max
    return (declaration.judged_on, until, str(declaration.not_resumed))
