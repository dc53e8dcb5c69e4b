"""Builders for the tests of the facts: people with valid numbers, answers, evidence, inquiries.

All people are invented. Must never decide anything that a table under test decides.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import pytest

from gateway.domain.evidence import Answered, Cause, Evidence, Failed, Holding, Item, Late, Reply
from gateway.domain.fact import Inquiry, Terms
from gateway.domain.person import Person
from gateway.domain.records import PopulationEntry
from gateway.errors import ContentRefused, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gateway.domain.fact import Fact, JsonValue
    from gateway.domain.question import Question
    from gateway.domain.records import Record

TODAY: Final = date(2026, 11, 20)
AS_OF: Final = date(2026, 11, 19)
"""The data date of every answer that does not say otherwise."""


def days_ago(count: int) -> date:
    """The civil date so many days before TODAY."""
    return TODAY - timedelta(days=count)


def number_of(born_on: date, serial: int, area: str = "500112") -> str:
    """A valid identity number (GB 11643-1999); an odd serial is male."""
    body = f"{area}{born_on:%Y%m%d}{serial:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def old_form(person: Person) -> str:
    """The 15-digit form of the number of somebody born 19yy."""
    return person.number[:6] + person.number[8:17]


SUBJECT: Final = Person(number_of(date(1958, 3, 12), 1), "陈建国")
SPOUSE: Final = Person(number_of(date(1960, 7, 5), 2), "王秀英")
MOTHER: Final = Person(number_of(date(1934, 1, 20), 4), "李桂芳")
FATHER: Final = Person(number_of(date(1931, 9, 2), 3), "陈德明")
STRANGER: Final = Person(number_of(date(1970, 5, 6), 7), "赵无关")
RENAMED: Final = replace(SUBJECT, name="陈建设")
"""The subject under her former name."""
RENUMBERED: Final = replace(SUBJECT, number=number_of(date(1958, 3, 21), 1))
"""The subject under her former number, whose birth date was since corrected."""


def person_json(person: Person) -> dict[str, JsonValue]:
    """A person as a claim names her."""
    return {"id_number": person.number, "name": person.name}


def answered(
    *records: Record, holding: Holding | None = None, as_of: date = AS_OF, variant: bool = False
) -> Answered:
    """An answer: held if there are records, not held if not, unless said otherwise."""
    by_records = Holding.HELD if records else Holding.NOT_HELD
    return Answered(holding or by_records, records, as_of, variant)


def mismatch() -> Answered:
    """The department holds the number under another name."""
    return answered(holding=Holding.NAME_MISMATCH)


def silent(cause: Cause = Cause.TIMEOUT) -> Failed:
    """A failure of any cause."""
    return Failed(cause)


def late() -> Late:
    """A promise to answer later."""
    return Late("20261120500112000001")


def entry(**fields: object) -> PopulationEntry:
    """An entry of the population register; in force unless said otherwise."""
    return replace(PopulationEntry(in_force=True, born_on=date(1958, 3, 12)), **fields)  # type: ignore[arg-type]


def evidence_of(replies: Mapping[Question, Reply]) -> Evidence:
    """Evidence that holds exactly these replies."""
    return Evidence(tuple(Item(question, reply) for question, reply in replies.items()))


def silence_on(evidence: Evidence, questions: Iterable[Question]) -> Evidence:
    """The same evidence with the replies to these questions failed."""
    return evidence.plus(tuple(Item(question, silent()) for question in questions))


def silence_of(evidence: Evidence, department: str) -> Evidence:
    """The same evidence with one department silent on everything."""
    return silence_on(
        evidence,
        (item.question for item in evidence.items if item.question.department == department),
    )


def inquire(
    fact: Fact,
    claim: Mapping[str, JsonValue] | None = None,
    *,
    subject: Person = SUBJECT,
    terms: Terms | None = None,
) -> Inquiry:
    """An inquiry with the claim read by the fact itself."""
    return Inquiry(subject, fact.read_claim(claim or {}, subject), terms or Terms(today=TODAY))


def problems_of(
    fact: Fact, claim: Mapping[str, JsonValue], subject: Person = SUBJECT
) -> set[tuple[str, str]]:
    """Pointer and reason of everything that is wrong with a claim."""
    with pytest.raises(ContentRefused) as refused:
        fact.read_claim(claim, subject)
    return {_pair(problem) for problem in refused.value.problems}


def reason_codes(fact: Fact) -> set[str]:
    """The codes that a fact declares."""
    return {reason.code for reason in fact.reasons}


def _pair(problem: Problem) -> tuple[str, str]:
    return (problem.pointer, problem.reason)
