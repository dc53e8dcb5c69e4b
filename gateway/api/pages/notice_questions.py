"""The questions on a notice: what was asked of whom and when, and what came of it, in words.

Persons are named, with all but the end of their numbers hidden. Must never hold more of an outcome
than the answer does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from gateway.api.outcomes import OF_THE_PATH, TITLES
from gateway.api.pages import notice_words as words
from gateway.domain.codes import CodeTable
from gateway.domain.fact import Fact
from gateway.domain.identity_number import IdentityNumber
from gateway.domain.outcome import Outcome
from gateway.domain.person import RESIDENT_IDENTITY, Person
from gateway.domain.text import Text
from gateway.flow.answer import AT_DEATH
from gateway.flow.parts import Parts
from gateway.ports.commands import StoredVerification
from gateway.ports.machine import SHANGHAI
from gateway.signing.notices import SHOWN_OF_NUMBER

SUBJECT: Final = "subject"
Line = tuple[Text | str, Text | str]


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """A verification of the caller's own, with its answer or what is told while it is pending."""

    stored: StoredVerification
    body: Mapping[str, Any]

    @property
    def outcome(self) -> Outcome:
        """What came of it."""
        return Outcome(self.body["outcome"])

    @property
    def request(self) -> Mapping[str, Any]:
        """What was asked; empty once it was erased."""
        return self.stored.request or {}


@dataclass(frozen=True, slots=True, repr=False)
class Question:
    """One fact on the page. `claim` holds persons first, then what is claimed of them.

    `asked_at` is empty if it was asked when the one before was.
    """

    verification_id: str
    fact: Text
    claim: tuple[Line, ...]
    asked_at: str
    outcome: Text
    parts: tuple[Line, ...]
    reasons: tuple[Text | str, ...]
    rests_on: tuple[Line, ...]
    judged_at_death: bool
    intent: str
    disclosure: str | None


def questions(parts: Parts, told: Sequence[Asked]) -> tuple[Question, ...]:
    """Each in words; what one says as an earlier one did, it leaves out: who, and when."""
    found: list[Question] = []
    for one in told:
        said = {line for earlier in found for line in earlier.claim}
        times = {earlier.asked_at for earlier in found}
        made = _question(parts, one)
        claim = tuple(line for line in made.claim if line not in said)
        asked_at = "" if made.asked_at in times else made.asked_at
        found.append(replace(made, claim=claim, asked_at=asked_at))
    return tuple(found)


def _question(parts: Parts, told: Asked) -> Question:
    stored, body, fact = told.stored, told.body, parts.facts[told.stored.fact]
    return Question(
        verification_id=stored.verification_id,
        fact=fact.title,
        claim=tuple(_claim(parts, told)),
        asked_at=in_beijing(stored.asked_at),
        outcome=TITLES[told.outcome],
        parts=tuple((label(n, fact), TITLES[Outcome(o)]) for n, o in body["parts"].items()),
        reasons=tuple(_reason(fact, code) for code in body["reasons"]),
        rests_on=tuple((_kind(r["record"], fact), r["as_of"]) for r in body["rests_on"]),
        judged_at_death=body.get("judged_at") == AT_DEATH,
        intent=body["audit"]["intent"],
        disclosure=body["audit"]["disclosure"],
    )


def persons_of(told: Asked) -> dict[str, Person]:
    """Who is named in it, by role; nobody once the request was erased.

    A number that was given with 15 digits is the one of 18: people check with the card they hold.
    """
    if not told.request:
        return {}
    named = {SUBJECT: told.request["subject"], **told.request["claim"]}
    return {role: _person(one) for role, one in named.items() if isinstance(one, Mapping)}


def _person(form: Mapping[str, Any]) -> Person:
    number, id_type = str(form["id_number"]), str(form["id_type"])
    if id_type == RESIDENT_IDENTITY:
        number = IdentityNumber.parse(number).value
    return Person(number, str(form["name"]), id_type)


def _claim(parts: Parts, told: Asked) -> Iterator[Line]:
    persons, fact = persons_of(told), parts.facts[told.stored.fact]
    for role, person in persons.items():
        yield label(role, fact), _shown(person)
    for name, value in told.request.get("claim", {}).items():
        if name not in persons:
            yield label(name, fact), _value(_table(parts, told.stored.fact, name), str(value))


def _table(parts: Parts, fact: str, field: str) -> CodeTable | None:
    tables = {
        ("kinship", "relation"): parts.codes.family_relation,
        ("marriage", "status"): parts.codes.marital_status,
    }
    return tables.get((fact, field))


def _value(table: CodeTable | None, text: str) -> Text | str:
    if table is not None and text in table:
        return table.name_of(text)
    return words.VALUES.get(text, text)


def _shown(person: Person) -> str:
    hidden = max(0, len(person.number) - SHOWN_OF_NUMBER)
    return f"{person.name} {'*' * hidden}{person.number[hidden:]}"


def label(name: str, fact: Fact) -> Text | str:
    """What people call a field of a claim or a part of an outcome."""
    return {**_own_words(fact), **words.LABELS}.get(name, name)


def _kind(name: str, fact: Fact) -> Text | str:
    """What people call a kind of record."""
    return {**_own_words(fact), **words.RECORDS}.get(name, name)


def _own_words(fact: Fact) -> Mapping[str, Text]:
    """The words that a fact brings for what is its own (`gateway.domain.fact.BringsWords`)."""
    brought: Mapping[str, Text] = getattr(fact, "words", {})
    return brought


def _reason(fact: Fact, code: str) -> Text | str:
    found = {reason.code: reason.text for reason in fact.reasons}
    return found.get(code) or OF_THE_PATH.get(code) or code


def in_beijing(moment: datetime) -> str:
    """A moment as people there read it."""
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
