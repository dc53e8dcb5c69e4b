"""Registers for the tests of marriage and kinship: what departments hold, and a plan carried out.

Answers questions from what it was given, as the departments' contracts say; must never decide
anything that a table under test decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from gateway.domain import question as ask
from gateway.domain.evidence import Answered, Cause, Evidence, Failed, Holding, Item, Reply
from gateway.domain.records import (
    Adoption,
    BirthRecord,
    DeathKind,
    DeathRecord,
    Declaration,
    HouseholdMember,
    MaritalEvent,
    MaritalKind,
    PopulationEntry,
    Record,
)
from tests.facts.builders import AS_OF, answered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from gateway.domain.fact import Fact, Inquiry
    from gateway.domain.finding import Finding
    from gateway.domain.person import Person
    from gateway.domain.question import Question, Round

MOST_ROUNDS: Final = 4
Answer = Callable[["Question"], Reply]


def event(
    kind: MaritalKind, on: date | None, spouse: Person, partner: Person | None
) -> MaritalEvent:
    """A marital event of a person with a partner."""
    return MaritalEvent(kind, on, spouse, partner)


def married(on: date | None, one: Person, other: Person | None) -> MaritalEvent:
    """A registration."""
    return event(MaritalKind.REGISTRATION, on, one, other)


def divorced(on: date | None, one: Person, other: Person | None) -> MaritalEvent:
    """A divorce, registered or by a court as the list says that holds it."""
    return event(MaritalKind.DIVORCE, on, one, other)


def annulled(on: date | None, one: Person, other: Person | None) -> MaritalEvent:
    """An annulment."""
    return event(MaritalKind.ANNULMENT, on, one, other)


def certificate(on: date | None) -> DeathRecord:
    """A medical certificate of death."""
    return DeathRecord(DeathKind.MEDICAL_CERTIFICATE, on)


@dataclass(slots=True)
class Registers:
    """What the four departments hold. A question about anybody else is answered: not held."""

    civil: list[MaritalEvent] = field(default_factory=list)
    court: list[MaritalEvent] = field(default_factory=list)
    declared: dict[Person, list[Declaration]] = field(default_factory=dict)
    deaths: dict[Person, DeathRecord] = field(default_factory=dict)
    unnatural: dict[Person, DeathRecord] = field(default_factory=dict)
    entries: dict[Person, PopulationEntry] = field(default_factory=dict)
    births: dict[Person, list[BirthRecord]] = field(default_factory=dict)
    registered_births: dict[Person, BirthRecord] = field(default_factory=dict)
    adoptions: list[Adoption] = field(default_factory=list)
    households: list[list[HouseholdMember]] = field(default_factory=list)
    instead: dict[Question, Reply] = field(default_factory=dict)
    as_of: dict[str, date] = field(default_factory=dict)

    def answer(self, question: Question) -> Reply:
        """What the department answers."""
        if question in self.instead:
            return self.instead[question]
        holds: Mapping[str, Callable[[Question], Iterable[Record]]] = {
            ask.MARITAL_EVENTS: lambda q: _seen_by(q, self.civil),
            ask.FAMILY_JUDGMENTS: lambda q: _seen_by(q, self.court),
            ask.DECLARATIONS: lambda q: self.declared.get(q.about, ()),
            ask.DEATH: lambda q: _one(self.deaths.get(q.about)),
            ask.UNNATURAL_DEATH: lambda q: _one(self.unnatural.get(q.about)),
            ask.PERSON: lambda q: _one(self.entries.get(q.about)),
            ask.BIRTH_BY_CHILD: lambda q: self.births.get(q.about, ()),
            ask.BIRTH_REGISTRATION: lambda q: _one(self.registered_births.get(q.about)),
            ask.ADOPTIONS: lambda q: [a for a in self.adoptions if _takes_part(q.about, a)],
            ask.HOUSEHOLD: lambda q: [
                m for h in self.households if _lives_in(q.about, h) for m in h
            ],
        }
        records = holds[question.operation](question)
        return answered(*records, as_of=self.as_of.get(question.department, AS_OF))

    def without(self, *departments: str, cause: Cause = Cause.TIMEOUT) -> Answer:
        """The same registers with whole departments silent."""
        return lambda q: Failed(cause) if q.department in departments else self.answer(q)

    def but(self, replies: Mapping[Question, Reply]) -> Answer:
        """The same registers with other replies to these questions."""
        return lambda q: replies.get(q) or self.answer(q)


def court_divorce(on: date | None, one: Person, other: Person | None) -> MaritalEvent:
    """A judgment or mediation."""
    return event(MaritalKind.COURT_DIVORCE, on, one, other)


@dataclass(frozen=True, slots=True)
class Carried:
    """A plan carried out: the evidence, the rounds, and the finding."""

    evidence: Evidence
    rounds: tuple[Round, ...]
    finding: Finding

    @property
    def questions(self) -> list[Question]:
        """Every question in the order it was put."""
        return [question for asked in self.rounds for question in asked.questions]


def carry_out(fact: Fact, inquiry: Inquiry, answer: Answer) -> Carried:
    """Put round after round and decide. A plan that goes on for ever fails here."""
    evidence, rounds = Evidence(), list[ask.Round]()
    while (asked := fact.next_round(inquiry, evidence)) is not None:
        assert len(rounds) < MOST_ROUNDS, "the plan does not end after four rounds"
        rounds.append(asked)
        evidence = evidence.plus(tuple(Item(q, answer(q)) for q in asked.questions))
    return Carried(evidence, tuple(rounds), fact.decide(inquiry, evidence))


def _one(record: Record | None) -> tuple[Record, ...]:
    return () if record is None else (record,)


def _seen_by(question: Question, events: Iterable[MaritalEvent]) -> list[MaritalEvent]:
    """The events of the person asked (with the other, if two are asked), from her side."""
    found = [_from_the_side_of(question.about, held) for held in events]
    return [
        held
        for held in found
        if held is not None and (question.other is None or _is(question.other, held.partner))
    ]


def _from_the_side_of(person: Person, held: MaritalEvent) -> MaritalEvent | None:
    if _is(person, held.spouse):
        return held
    if held.partner is not None and _is(person, held.partner):
        return replace(held, spouse=held.partner, partner=held.spouse)
    return None


def _is(person: Person, other: Person | None) -> bool:
    return other is not None and person.number == other.number


def _takes_part(person: Person, adoption: Adoption) -> bool:
    return any(_is(person, other) for other in (adoption.adopted, *adoption.adopters))


def _lives_in(person: Person, household: Iterable[HouseholdMember]) -> bool:
    return any(_is(person, member.member) for member in household)


def held_under_another_name() -> Answered:
    """What a department answers that holds the number under another name."""
    return answered(holding=Holding.NAME_MISMATCH)
