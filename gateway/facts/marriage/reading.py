"""What both registers say about somebody's marriages, brought together from all answers.

Pure. Must never drop an event in silence: what has no partner, no proven effect or another name is
kept apart, for the table to heed (domain.md, marriage; G2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from gateway.domain.person import Person
from gateway.domain.question import (
    CIVIL_AFFAIRS,
    COURTS,
    FAMILY_JUDGMENTS,
    MARITAL_EVENTS,
    Question,
)
from gateway.domain.records import MaritalEvent, MaritalKind
from gateway.facts.marriage.deaths import Life, life_of
from gateway.facts.marriage.people import Attribution, People, matched_by
from gateway.facts.marriage.timeline import Couple, Event, Happening, Key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gateway.facts.hearing import Found, Hearing

HAPPENING_OF: Final[Mapping[MaritalKind, Happening]] = {
    MaritalKind.REGISTRATION: Happening.REGISTRATION,
    MaritalKind.DIVORCE: Happening.DIVORCE,
    MaritalKind.COURT_DIVORCE: Happening.DIVORCE,
    MaritalKind.ANNULMENT: Happening.ANNULMENT,
    MaritalKind.NOT_RESUMED: Happening.NOT_RESUMED,
}
"""What is an event. A re-issued certificate is none."""

UNRECORDED: Final = "unrecorded"
"""Stands for the kind of document of a partner whom the register does not name."""


@dataclass(frozen=True, slots=True)
class Loose:
    """An event of somebody with a partner whom the register does not name."""

    owner: Key
    kind: Happening
    on: date


@dataclass(frozen=True, slots=True)
class Unproven:
    """An event whose effect is not proven: for it, its department counts as silent."""

    department: str
    couple: Couple
    kind: Happening


@dataclass(frozen=True, slots=True, repr=False)
class Register:
    """All that is known of the marriages of the persons concerned, on one hearing.

    `knows_all_of` are the persons about whose marriages civil affairs answered in full. `partners`
    are those whom a register has revealed. `matched_by` says by what a couple was matched.
    """

    events: frozenset[Event]
    loose: tuple[Loose, ...]
    unproven: frozenset[Unproven]
    mismatches: frozenset[Couple]
    matched_by: Mapping[Couple, tuple[str, ...]]
    lives: Mapping[Key, Life]
    partners: Mapping[Key, Person]
    knows_all_of: frozenset[Key]

    def partners_of(self, key: Key) -> tuple[Key, ...]:
        """Everybody with whom the person is known to have had an event, in a fixed order."""
        couples = {event.couple for event in self.events if key in event.couple}
        return tuple(sorted(other for couple in couples for other in couple - {key}))


def couple_of(one: Key, other: Key) -> Couple:
    """The couple of two persons; the order makes no difference."""
    return frozenset((one, other))


def unrecorded_partner(owner: Key) -> Key:
    """Stands for whoever it was."""
    return (UNRECORDED, owner[1])


def is_unrecorded(couple: Couple) -> bool:
    """Whether the register does not name one of the two."""
    return any(kind == UNRECORDED for kind, _number in couple)


def file_questions(person: Person) -> tuple[Question, Question]:
    """The two files that hold a person's marital events."""
    return (
        Question(CIVIL_AFFAIRS, MARITAL_EVENTS, person),
        Question(COURTS, FAMILY_JUDGMENTS, person),
    )


def pair_question(one: Person, other: Person) -> Question:
    """The two-sided call: only what lies between the two."""
    return Question(CIVIL_AFFAIRS, MARITAL_EVENTS, one, other=other)


def read_register(hearing: Hearing, people: People) -> Register:
    """Read the files of the named persons and of every partner whom these reveal."""
    first = _Reading(people)
    named = tuple(people.named.values())
    first.take(hearing, named)
    revealed = tuple(first.revealed[key] for key in sorted(first.revealed))
    second = _Reading(people)
    second.take(hearing, (*named, *revealed))
    return second.register(hearing, (*named, *revealed))


class _Reading:
    """Takes events one by one; nothing depends on their order."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._events: set[Event] = set()
        self._loose: set[Loose] = set()
        self._unproven: set[Unproven] = set()
        self._mismatches: set[Couple] = set()
        self._matched_by: dict[Couple, set[str]] = {}
        self.revealed: dict[Key, Person] = {}

    def take(self, hearing: Hearing, persons: tuple[Person, ...]) -> None:
        """Take every event in the files of these persons."""
        questions = [question for person in persons for question in file_questions(person)]
        questions += _pair_questions(persons)
        for question in questions:
            reasons = matched_by(hearing, question)
            for found in hearing.records(question, MaritalEvent):
                if found.record.kind in HAPPENING_OF:
                    self._take(found, reasons)

    def register(self, hearing: Hearing, persons: tuple[Person, ...]) -> Register:
        """Everything taken."""
        heard = (p for p in persons if hearing.is_heard(file_questions(p)[0]))
        return Register(
            events=frozenset(self._events),
            loose=tuple(sorted(self._loose, key=_place_of_loose)),
            unproven=frozenset(self._unproven),
            mismatches=frozenset(self._mismatches),
            matched_by={c: tuple(sorted(codes)) for c, codes in self._matched_by.items()},
            lives={person.key: life_of(hearing, person) for person in persons},
            partners=dict(self.revealed),
            knows_all_of=frozenset(person.key for person in heard),
        )

    def _take(self, found: Found[MaritalEvent], by: tuple[str, ...]) -> None:
        event, kind = found.record, HAPPENING_OF[found.record.kind]
        one = self._people.attribute(event.spouse)
        other = self._people.attribute(event.partner) if event.partner is not None else None
        if other is not None and other.key == one.key:
            other = None  # Nobody is married to herself: it is not on record with whom.
        couple = couple_of(one.key, other.key if other else unrecorded_partner(one.key))
        if one.is_mismatch or (other is not None and other.is_mismatch):
            self._mismatches.add(couple)
            return
        self._reveal(event.spouse, one)
        if other is not None and event.partner is not None:
            self._reveal(event.partner, other)
        if event.on is None:
            self._unproven.add(Unproven(found.department, couple, kind))
        elif other is None:
            self._loose.add(Loose(one.key, kind, event.on))
        else:
            self._events.add(Event(couple, kind, event.on))
        reasons = (*by, *one.reasons, *(other.reasons if other else ()))
        self._matched_by.setdefault(couple, set()).update(reasons)

    def _reveal(self, held: Person, attribution: Attribution) -> None:
        """Remember a partner by name; of several spellings, the same one every time."""
        id_type, number = key = attribution.key
        if key in self._people.named:
            return
        person = Person(number, held.name, id_type)
        known = self.revealed.get(key)
        self.revealed[key] = person if known is None else min(person, known, key=_spelling)


def _pair_questions(persons: tuple[Person, ...]) -> Iterable[Question]:
    return (pair_question(a, b) for a in persons for b in persons if a is not b)


def _spelling(person: Person) -> str:
    return person.name


def _place_of_loose(event: Loose) -> tuple[Key, date, int]:
    return (event.owner, event.on, event.kind.value)
