"""What the registers hold of parents and children, child by child.

Pure. Must never take a tie for one that an adoption by others has ended (CC 1111), nor treat a tie
as sound before civil affairs was heard on the child (domain.md K4, K5).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from gateway.domain.person import Person
from gateway.domain.question import (
    ADOPTIONS,
    BIRTH_BY_CHILD,
    BIRTH_REGISTRATION,
    CIVIL_AFFAIRS,
    HEALTH,
    HOUSEHOLD,
    PUBLIC_SECURITY,
    Question,
)
from gateway.domain.records import Adoption, BirthRecord
from gateway.facts.kinship.inverses import FEMALE, MALE
from gateway.facts.marriage.people import People, key_of, matched_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.facts.hearing import Found, Hearing
    from gateway.facts.marriage.timeline import Key

FATHER: Final = "father"
MOTHER: Final = "mother"
_SEX_OF_ROLE: Final = {FATHER: MALE, MOTHER: FEMALE}


@dataclass(frozen=True, slots=True)
class Tie:
    """A parent of a child as one register holds it. `role` is None for an adopter."""

    parent: Person
    role: str | None
    by_adoption: bool
    as_of: date
    reasons: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """Who the parent is."""
        return self.parent.key

    @property
    def sex(self) -> str | None:
        """The parent's sex as far as the record itself tells it."""
        return None if self.role is None else _SEX_OF_ROLE[self.role]


@dataclass(frozen=True, slots=True)
class Parentage:
    """The parents of one child. Every tie is in exactly one of the first three.

    `sound`: in force. `ended`: to birth kin, by an adoption by others. `unchecked`: civil affairs
    was not heard on the child. `mismatch`: a tie to somebody named, under another name (G2).
    `veiled`: civil affairs holds the child under another name, so that an adoption cannot be
    excluded; adopted children are renamed.
    """

    sound: tuple[Tie, ...]
    ended: tuple[Tie, ...]
    unchecked: tuple[Tie, ...]
    mismatch: bool
    veiled: bool


def household_question(person: Person) -> Question:
    """The households somebody is or was in."""
    return Question(PUBLIC_SECURITY, HOUSEHOLD, person)


def birth_questions(child: Person) -> tuple[Question, ...]:
    """Who holds a child's parents by birth."""
    return (
        Question(HEALTH, BIRTH_BY_CHILD, child),
        Question(PUBLIC_SECURITY, BIRTH_REGISTRATION, child),
    )


def adoption_question(person: Person) -> Question:
    """Adoptions in which a person adopted or was adopted."""
    return Question(CIVIL_AFFAIRS, ADOPTIONS, person)


@dataclass(frozen=True, slots=True)
class Archive:
    """One hearing, read for kinship."""

    hearing: Hearing
    people: People
    today: date

    @classmethod
    def of(cls, hearing: Hearing, today: date, *named: Person) -> Archive:
        """Read the hearing."""
        return cls(hearing, People.of(hearing.evidence, *named), today)

    def parentage(self, child: Person) -> Parentage:
        """The parents of a child, by birth and by adoption."""
        adoptions = self._adoptions_of(child)
        found = [*self._by_birth(child), *self._by_adoption(adoptions)]
        ties = [tie for tie, is_mismatch in found if not is_mismatch]
        heard = self.hearing.is_heard(adoption_question(child))
        veiled = bool(self.hearing.unresolved((adoption_question(child),)))
        ended = [tie for tie in ties if self._is_ended(tie, adoptions, veiled=veiled)]
        sound = [tie for tie in ties if tie not in ended]
        return Parentage(
            sound=tuple(sound) if heard else (),
            ended=tuple(ended) if heard else (),
            unchecked=() if heard else tuple(ties),
            mismatch=any(is_mismatch for _tie, is_mismatch in found),
            veiled=veiled,
        )

    def is_adopted_away(self, child: Person, parent: Person) -> bool:
        """An adoption by others in force ends the tie to the parent, whoever recorded it (K4)."""
        if self.hearing.unresolved((adoption_question(child),)):
            return True
        adoptions = [found.record for found in self._adoptions_of(child)]
        by_parent = any(self._is_adopter(adoption, parent.key) for adoption in adoptions)
        return not by_parent and any(self._ends_tie_to(a, parent.key) for a in adoptions)

    def is_about(self, record: BirthRecord, child: Person) -> bool:
        """A certificate in force that is made out for this child, as far as it names one."""
        if record.voided or record.replaced_by is not None:
            return False
        return record.child is None or self.key(record.child) == self.key(child)

    def key(self, person: Person) -> Key:
        """Who somebody is, whatever number of hers a register uses."""
        number = key_of(person)
        return self.people.aliases.get(number, number)

    def _by_birth(self, child: Person) -> Iterator[tuple[Tie, bool]]:
        for question in birth_questions(child):
            reasons = matched_by(self.hearing, question)
            for found in self.hearing.records(question, BirthRecord):
                if self.is_about(found.record, child):
                    yield from self._parents_in(found, reasons)

    def _parents_in(
        self, found: Found[BirthRecord], reasons: tuple[str, ...]
    ) -> Iterator[tuple[Tie, bool]]:
        for parent, role in ((found.record.mother, MOTHER), (found.record.father, FATHER)):
            if parent is not None:
                yield self._tie(parent, role, found.as_of, reasons)

    def _by_adoption(self, adoptions: list[Found[Adoption]]) -> Iterator[tuple[Tie, bool]]:
        for found in adoptions:
            for adopter in found.record.adopters:
                yield self._tie(adopter, None, found.as_of, by_adoption=True)

    def _tie(
        self,
        held: Person,
        role: str | None,
        as_of: date,
        reasons: tuple[str, ...] = (),
        *,
        by_adoption: bool = False,
    ) -> tuple[Tie, bool]:
        """A tie, and whether the name speaks against it; one person for one number.

        How an adopted child or an adopter was matched is not told: it could show the adoption.
        """
        attribution = self.people.attribute(held)
        id_type, number = attribution.key
        parent = self.people.named.get(attribution.key, Person(number, held.name, id_type))
        told = () if by_adoption else (*reasons, *attribution.reasons)
        return Tie(parent, role, by_adoption, as_of, told), attribution.is_mismatch

    def _adoptions_of(self, child: Person) -> list[Found[Adoption]]:
        """Adoptions of the child in force today."""
        return [
            found
            for found in self.hearing.records(adoption_question(child), Adoption)
            if self.key(found.record.adopted) == self.key(child)
            and found.record.registered_on <= self.today
            and (found.record.dissolved_on is None or found.record.dissolved_on > self.today)
        ]

    def _is_ended(self, tie: Tie, adoptions: list[Found[Adoption]], *, veiled: bool) -> bool:
        if tie.by_adoption:
            return False
        return veiled or any(self._ends_tie_to(found.record, tie.key) for found in adoptions)

    def _ends_tie_to(self, adoption: Adoption, parent: Key) -> bool:
        """Not to an adopter, nor to the parent whom the step-parent is married to (K4)."""
        kept = adoption.kept_parent
        if kept is not None and self.key(kept) == parent:
            return False
        return not self._is_adopter(adoption, parent)

    def _is_adopter(self, adoption: Adoption, parent: Key) -> bool:
        return any(self.key(adopter) == parent for adopter in adoption.adopters)
