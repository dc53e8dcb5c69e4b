"""What the evidence shows of a person's death and life, before any table is applied.

Applies what domain.md puts first: a revoked declaration of death (CC 50) removes itself and what
rests on it. A declaration that somebody is *missing* proves nothing here. Must never know a cause.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway.domain.question import CIVIL_AFFAIRS, COURTS
from gateway.domain.records import (
    CancellationBasis,
    CancelledBecause,
    DeathKind,
    DeathRecord,
    Declaration,
    DeclarationKind,
    PopulationEntry,
    SignOfLife,
)
from gateway.facts.death.questions import (
    ask_all,
    ask_declarations,
    ask_health,
    ask_public_security,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gateway.domain.person import Person
    from gateway.facts.hearing import Found, Hearing


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of positive evidence, as of the department's data date.

    `stated` is a stated date of death; `bound` a day by which the person was dead (cremation,
    deregistration); `legal` the date of a declaration. `hangs_on_courts`: a deregistration that
    rests on a declaration or on no stated basis, so that a revocation would remove it.
    """

    department: str
    as_of: date
    stated: date | None = None
    bound: date | None = None
    legal: date | None = None
    hangs_on_courts: bool = False

    @property
    def dates(self) -> tuple[date, ...]:
        """Every date it bears."""
        return tuple(day for day in (self.stated, self.bound, self.legal) if day is not None)


@dataclass(frozen=True, slots=True)
class Picture:
    """Proofs of death, the days of signs of life, and whether a declaration was revoked.

    `may_be_undone`: every proof hangs on a declaration whose revocation nobody could look up.
    `too_weak`: nothing but a cremation, and neither health nor public security heard (D2).
    """

    proofs: tuple[Proof, ...]
    signs: tuple[date, ...]
    revoked: bool
    may_be_undone: bool
    too_weak: bool

    @property
    def departments(self) -> frozenset[str]:
        """Who gave positive evidence."""
        return frozenset(proof.department for proof in self.proofs)

    @property
    def is_contradicted_by_life(self) -> bool:
        """A sign of life dated after the earliest date of the positive evidence (D1)."""
        earliest = min((day for proof in self.proofs for day in proof.dates), default=None)
        return earliest is not None and self.shows_life_after(earliest)

    @property
    def proves_death(self) -> bool:
        """Whether row D3 is reached: positive evidence that neither D1 nor D2 stops."""
        return bool(self.proofs) and not self.is_contradicted_by_life and not self.too_weak

    def shows_life_after(self, day: date) -> bool:
        """Whether a sign of life is dated after that day; strictly, by day."""
        return any(sign > day for sign in self.signs)

    def shows_life_within(self, days: int, today: date) -> bool:
        """Whether a sign of life is at most so many days old; one lying ahead proves nothing."""
        return any(0 <= (today - sign).days <= days for sign in self.signs)


def picture_of(person: Person, hearing: Hearing) -> Picture:
    """Collect proofs and signs about a person, after removing what a revocation removes."""
    declarations = [
        found
        for found in hearing.records(ask_declarations(person), Declaration)
        if found.record.kind is DeclarationKind.DEATH
    ]
    revoked = [found.record for found in declarations if found.record.revoked_on is not None]
    proofs = (
        *_certificates_and_cremations(person, hearing),
        *_deregistrations(person, hearing, revoked),
        *(
            Proof(COURTS, found.as_of, legal=found.record.judged_on)
            for found in declarations
            if found.record.revoked_on is None
        ),
    )
    returned = [day for declaration in revoked if (day := declaration.revoked_on) is not None]
    return Picture(
        proofs=proofs,
        signs=tuple(sorted([*_signs(person, hearing), *returned])),
        revoked=bool(revoked),
        may_be_undone=_may_be_undone(proofs, person, hearing),
        too_weak=_is_too_weak(proofs, person, hearing),
    )


def _certificates_and_cremations(person: Person, hearing: Hearing) -> Iterable[Proof]:
    for question in ask_all(person):
        for found in hearing.records(question, DeathRecord):
            death = found.record
            if death.kind is DeathKind.CREMATION:
                yield Proof(found.department, found.as_of, bound=death.on)
            else:
                yield Proof(found.department, found.as_of, stated=death.on)


def _deregistrations(
    person: Person, hearing: Hearing, revoked: Iterable[Declaration]
) -> Iterable[Proof]:
    for question in ask_public_security(person):
        for found in hearing.records(question, PopulationEntry):
            entry = found.record
            if entry.in_force or entry.cancelled_because is not CancelledBecause.DEATH:
                continue
            if not _is_removed(entry, revoked):
                yield _deregistration(found)


def _deregistration(found: Found[PopulationEntry]) -> Proof:
    entry = found.record
    return Proof(
        found.department,
        found.as_of,
        stated=entry.died_on,
        bound=entry.cancelled_on,
        hangs_on_courts=_hangs_on_courts(entry),
    )


def _hangs_on_courts(entry: PopulationEntry) -> bool:
    return entry.cancellation_basis is not CancellationBasis.MEDICAL


def _is_removed(entry: PopulationEntry, revoked: Iterable[Declaration]) -> bool:
    """Whether a revocation removes the deregistration (domain.md, death, first step).

    It must rest on the declaration or on no stated basis, and not be earlier than it. One without
    a date is not shown to be earlier: nobody is held dead on it after a court took her death back.
    """
    if not _hangs_on_courts(entry):
        return False
    day = entry.cancelled_on
    return any(day is None or day >= declaration.judged_on for declaration in revoked)


def _signs(person: Person, hearing: Hearing) -> Iterable[date]:
    for question in ask_all(person):
        for found in hearing.records(question, SignOfLife):
            yield found.record.on


def _may_be_undone(proofs: tuple[Proof, ...], person: Person, hearing: Hearing) -> bool:
    if hearing.is_heard(ask_declarations(person)):
        return False
    return bool(proofs) and all(proof.hangs_on_courts for proof in proofs)


def _is_too_weak(proofs: tuple[Proof, ...], person: Person, hearing: Hearing) -> bool:
    """D2. A department counts as heard if all that it could tell of a death was answered."""
    if {proof.department for proof in proofs} != {CIVIL_AFFAIRS}:
        return False
    certificates = ask_health(person)[0]
    return not hearing.is_heard(certificates) and not hearing.is_heard(*ask_public_security(person))
