"""What must hold for marriage on any registers whatever (promises 3 and 4)."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from hypothesis import given
from hypothesis import strategies as st

from gateway.domain import question as ask
from gateway.domain.records import (
    CancelledBecause,
    Declaration,
    DeclarationKind,
    MaritalEvent,
    MaritalKind,
    SignKind,
    SignOfLife,
)
from gateway.facts.marriage import fact
from tests.facts import silence_properties as check
from tests.facts.builders import (
    FATHER,
    RENUMBERED,
    SPOUSE,
    STRANGER,
    SUBJECT,
    TODAY,
    answered,
    entry,
    inquire,
    late,
    person_json,
    silent,
)
from tests.facts.register_builders import Answer, Registers, certificate, held_under_another_name

if TYPE_CHECKING:
    from gateway.domain.evidence import Reply
    from gateway.domain.fact import Inquiry, JsonValue
    from gateway.domain.person import Person
    from gateway.domain.question import Question

PEOPLE: Final = (SUBJECT, SPOUSE, STRANGER, FATHER)
SOME_PEOPLE: Final = st.sets(st.sampled_from(PEOPLE), max_size=2)
DAYS: Final = st.integers(1, 8).map(lambda n: TODAY - timedelta(days=400 * n))
OPERATIONS: Final = (
    ask.MARITAL_EVENTS,
    ask.FAMILY_JUDGMENTS,
    ask.DECLARATIONS,
    ask.DEATH,
    ask.UNNATURAL_DEATH,
    ask.PERSON,
)
ODD_REPLIES: Final[tuple[Reply, ...]] = (silent(), late(), held_under_another_name())
CLAIMS: Final[dict[str, dict[str, JsonValue]]] = {
    "spouse": {"spouse": person_json(SPOUSE)},
    **{status: {"status": status} for status in ("10", "20", "21", "22", "23", "30", "40")},
}


PAIRS: Final[tuple[tuple[Person, Person | None], ...]] = (
    (SUBJECT, SPOUSE),
    (SUBJECT, SPOUSE),
    (SPOUSE, SUBJECT),
    (SUBJECT, STRANGER),
    (SPOUSE, FATHER),
    (RENUMBERED, SPOUSE),
    (SUBJECT, None),
)


@st.composite
def events(draw: st.DrawFn, *kinds: MaritalKind) -> list[MaritalEvent]:
    """Events of few people on few days, so that they meet; now and then one is not proven."""
    one = st.builds(
        lambda kind, on, pair: MaritalEvent(kind, on, *pair),
        st.sampled_from(kinds),
        DAYS,
        st.sampled_from(PAIRS),
    )
    found = draw(st.lists(one, max_size=4))
    if found and draw(st.sampled_from(range(8))) == 7:
        found[0] = replace(found[0], on=None)
    return found


def declarations() -> st.SearchStrategy[list[Declaration]]:
    """Declarations of death, revoked or not."""
    one = st.builds(
        lambda on, since, unwilling: Declaration(
            DeclarationKind.DEATH, on, None if since is None else on + since, unwilling
        ),
        DAYS,
        st.none() | st.just(timedelta(days=400)),
        st.none() | st.booleans(),
    )
    return st.lists(one, max_size=1)


def entries() -> st.SearchStrategy[Reply]:
    """What public security holds of a person."""
    dead = DAYS.map(
        lambda on: answered(
            entry(in_force=False, cancelled_because=CancelledBecause.DEATH, cancelled_on=on)
        )
    )
    signs = DAYS.map(lambda on: answered(entry(), SignOfLife(SignKind.DOCUMENT_ISSUED, on)))
    known = st.just(answered(entry(former_numbers=(RENUMBERED.number,))))
    return st.one_of(st.just(answered(entry())), dead, signs, known)


@st.composite
def registers(draw: st.DrawFn) -> Answer:
    """Consistent registers, and a few odd replies."""
    held = Registers(
        civil=draw(events(*[MaritalKind.REGISTRATION] * 4, *MaritalKind)),
        court=draw(st.just([]) | events(MaritalKind.COURT_DIVORCE, MaritalKind.ANNULMENT)),
        declared={person: draw(declarations()) for person in PEOPLE[:3]},
        deaths={p: certificate(draw(DAYS)) for p in draw(st.just(set()) | SOME_PEOPLE)},
    )
    odd = draw(
        st.just({})
        | st.dictionaries(
            st.tuples(st.sampled_from(OPERATIONS), st.sampled_from(PEOPLE)),
            st.sampled_from(ODD_REPLIES),
            max_size=2,
        )
    )
    register = {person: draw(entries()) for person in PEOPLE}
    return partial(_answer, held, odd, register)


def _answer(
    held: Registers,
    odd: dict[tuple[str, Person], Reply],
    register: dict[Person, Reply],
    question: Question,
) -> Reply:
    reply = odd.get((question.operation, question.about))
    if reply is not None:
        return reply
    if question.operation == ask.PERSON:
        return register.get(question.about, answered())
    return held.answer(question)


CLAIM = st.sampled_from(sorted(CLAIMS))


def about(claim: str) -> Inquiry:
    """The inquiry of a claim by its name."""
    return inquire(fact, CLAIMS[claim])


@given(CLAIM, registers(), st.sampled_from(fact.required))
def test_a_required_silence_never_turns_a_statement(
    claim: str, answer: Answer, department: str
) -> None:
    """Neither into its opposite nor into `no_record`."""
    check.assert_silence_of_the_required(
        fact, about(claim), answer, lambda q: q.department == department
    )


@given(CLAIM, registers(), st.sampled_from(OPERATIONS[:3]), st.sampled_from(PEOPLE))
def test_nor_does_the_silence_of_one_question(
    claim: str, answer: Answer, operation: str, person: Person
) -> None:
    """A department may answer one question and fail another."""
    check.assert_silence_of_the_required(
        fact, about(claim), answer, lambda q: (q.operation, q.about) == (operation, person)
    )


@given(CLAIM, registers(), st.sampled_from(fact.consulted), st.none() | st.sampled_from(PEOPLE))
def test_a_consulted_silence_turns_one_only_with_a_reason(
    claim: str, answer: Answer, department: str, person: Person | None
) -> None:
    """Consulted departments never block, but what they could have changed is qualified."""
    check.assert_silence_of_the_consulted(
        fact,
        about(claim),
        answer,
        lambda q: q.department == department and person in (None, q.about),
        {"spouse_death_not_checked", "consulted_not_heard"},
    )


@given(CLAIM, registers(), st.randoms(use_true_random=False))
def test_order_makes_no_difference(claim: str, answer: Answer, shuffled: random.Random) -> None:
    """The same evidence in any order is decided alike."""
    check.assert_order(fact, about(claim), answer, shuffled)


@given(CLAIM, registers())
def test_no_record_needs_every_required_department(claim: str, answer: Answer) -> None:
    """Civil affairs, the courts, and public security for former identities (G4, G8)."""
    required = (ask.CIVIL_AFFAIRS, ask.COURTS)
    check.assert_no_record(fact, about(claim), answer, required)


@given(CLAIM, registers(), st.integers(0, 2**20))
def test_any_part_of_the_evidence_is_decided(claim: str, answer: Answer, mask: int) -> None:
    """Whatever was lost on the way counts as silence."""
    check.assert_any_part_of_the_evidence(
        fact, about(claim), answer, lambda n: bool(mask >> (n % 20) & 1)
    )


@given(CLAIM, registers())
def test_the_plan_ends_and_never_repeats(claim: str, answer: Answer) -> None:
    """At most four rounds."""
    check.assert_plan(fact, about(claim), answer)


@given(CLAIM, registers())
def test_nobody_else_is_named(claim: str, answer: Answer) -> None:
    """Partners whom a register reveals get an entry, and are in no finding."""
    named = (SUBJECT, RENUMBERED) if claim != "spouse" else (SUBJECT, RENUMBERED, SPOUSE)
    check.assert_nobody_in_between_is_named(fact, about(claim), answer, named)
