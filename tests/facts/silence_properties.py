"""What silence, order and repetition may never do, checked for one claim on some registers."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Final

from gateway.domain.evidence import Answered, Cause, Evidence, Failed
from gateway.domain.outcome import Outcome
from tests.facts.builders import reason_codes
from tests.facts.register_builders import Answer, carry_out

if TYPE_CHECKING:
    from gateway.domain.fact import Fact, Inquiry
    from gateway.domain.finding import Finding
    from gateway.domain.person import Person
    from gateway.domain.question import Question

OPPOSITES: Final = {
    Outcome.CONFIRMED: {Outcome.CONTRADICTED, Outcome.NO_RECORD},
    Outcome.CONTRADICTED: {Outcome.CONFIRMED, Outcome.NO_RECORD},
}


def silenced(answer: Answer, chosen: Callable[[Question], bool]) -> Answer:
    """The same registers with some questions failing."""
    return lambda q: Failed(Cause.TIMEOUT) if chosen(q) else answer(q)


def assert_silence_of_the_required(
    fact: Fact, inquiry: Inquiry, answer: Answer, chosen: Callable[[Question], bool]
) -> None:
    """A required silence never turns a statement into its opposite nor into `no_record`."""
    before = carry_out(fact, inquiry, answer).finding
    after = carry_out(fact, inquiry, silenced(answer, chosen)).finding
    assert after.outcome not in OPPOSITES.get(before.outcome, set()), _rows(before, after)


def assert_silence_of_the_consulted(
    fact: Fact,
    inquiry: Inquiry,
    answer: Answer,
    chosen: Callable[[Question], bool],
    qualifiers: Collection[str],
) -> None:
    """A consulted silence does so only with a reason that says so."""
    before = carry_out(fact, inquiry, answer).finding
    after = carry_out(fact, inquiry, silenced(answer, chosen)).finding
    if after.outcome in OPPOSITES.get(before.outcome, set()):
        assert set(qualifiers) & set(after.reasons), _rows(before, after)


def assert_order(fact: Fact, inquiry: Inquiry, answer: Answer, shuffled: random.Random) -> None:
    """The order of evidence, and of the records in an answer, makes no difference."""
    carried = carry_out(fact, inquiry, answer)
    items = list(carried.evidence.items)
    shuffled.shuffle(items)
    assert carried.finding == fact.decide(inquiry, Evidence(tuple(items)))


def assert_no_record(
    fact: Fact, inquiry: Inquiry, answer: Answer, required: Collection[str]
) -> None:
    """No `no_record` while a required department is silent on anything it was asked."""
    carried = carry_out(fact, inquiry, answer)
    if carried.finding.outcome is Outcome.NO_RECORD:
        unheard = {
            item.question.department
            for item in carried.evidence.items
            if not isinstance(item.reply, Answered)
        }
        assert set() == unheard & set(required)


def assert_any_part_of_the_evidence(
    fact: Fact, inquiry: Inquiry, answer: Answer, kept: Callable[[int], bool]
) -> None:
    """Any part of the evidence is decided, with declared reasons; only silence names anybody."""
    evidence = carry_out(fact, inquiry, answer).evidence
    partial = Evidence(tuple(item for n, item in enumerate(evidence.items) if kept(n)))
    finding = fact.decide(inquiry, partial)
    fact.next_round(inquiry, partial)
    assert set() == set(finding.reasons) - reason_codes(fact)
    for part in finding.parts.values():
        assert (part.outcome in (Outcome.UNAVAILABLE, Outcome.PENDING)) == bool(part.silent)
        assert part.outcome is Outcome.CONFIRMED or part.reasons


def assert_plan(fact: Fact, inquiry: Inquiry, answer: Answer) -> None:
    """The plan ends within four rounds, and never repeats a question."""
    carried = carry_out(fact, inquiry, answer)
    assert len(carried.questions) == len(set(carried.questions))
    assert [] == [asked for asked in carried.rounds if not asked.questions]


def assert_nobody_in_between_is_named(
    fact: Fact, inquiry: Inquiry, answer: Answer, named: Collection[Person]
) -> None:
    """Whoever a register revealed is in the round that asks about her, and in no finding."""
    carried = carry_out(fact, inquiry, answer)
    known = {person.number for person in named}
    for asked in carried.rounds:
        about = {q.about for q in asked.questions} | {q.other for q in asked.questions if q.other}
        assert {p.number for p in about} - known <= {p.number for p in asked.persons}
    told = _everything_in(carried.finding)
    strangers = {p for asked in carried.rounds for p in asked.persons}
    assert [] == [1 for person in strangers if person.number in told or person.name in told]


def _everything_in(finding: Finding) -> str:
    return " ".join([*finding.reasons, *map(repr, finding.parts.values())])


def _rows(before: Finding, after: Finding) -> str:
    rows = [[part.row for part in finding.parts.values()] for finding in (before, after)]
    return f"{rows[0]} became {rows[1]}"
