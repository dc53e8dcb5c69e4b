"""What must hold for kinship on any registers whatever (promises 3 and 4)."""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from hypothesis import given
from hypothesis import strategies as st

from gateway.domain import question as ask
from gateway.domain.evidence import Holding
from gateway.domain.outcome import Outcome
from gateway.domain.records import Adoption, BirthRecord, HouseholdMember
from gateway.facts.kinship import fact
from gateway.facts.kinship.relations import KNOWN, NOT_ASKABLE
from tests.facts import silence_properties as check
from tests.facts.builders import (
    FATHER,
    MOTHER,
    RENUMBERED,
    SPOUSE,
    STRANGER,
    SUBJECT,
    answered,
    days_ago,
    entry,
    late,
    silent,
)
from tests.facts.kinship_builders import (
    ELDER_BROTHER,
    RELATIVE_BY_CODE,
    SON,
    SONS_SON,
    family,
    kinship,
)
from tests.facts.register_builders import (
    Answer,
    Registers,
    carry_out,
    certificate,
    court_divorce,
    held_under_another_name,
    married,
)

if TYPE_CHECKING:
    from gateway.domain.evidence import Reply
    from gateway.domain.fact import Inquiry
    from gateway.domain.person import Person
    from gateway.domain.question import Question

PEOPLE: Final = (SUBJECT, SPOUSE, MOTHER, FATHER, STRANGER, ELDER_BROTHER, SON, SONS_SON)
REQUIRED: Final = (ask.PUBLIC_SECURITY, ask.HEALTH, ask.CIVIL_AFFAIRS, ask.COURTS)
OPERATIONS: Final = (
    ask.PERSON,
    ask.HOUSEHOLD,
    ask.BIRTH_BY_CHILD,
    ask.BIRTH_REGISTRATION,
    ask.ADOPTIONS,
    ask.MARITAL_EVENTS,
    ask.FAMILY_JUDGMENTS,
    ask.DECLARATIONS,
    ask.DEATH,
)
ODD_REPLIES: Final[tuple[Reply, ...]] = (
    silent(),
    late(),
    held_under_another_name(),
    answered(holding=Holding.SHARED),
)
SOMEBODY: Final = st.sampled_from(PEOPLE)
DAYS: Final = st.sampled_from((days_ago(300), days_ago(800)))
ThingT = TypeVar("ThingT")
DEPARTMENTS: Final = st.sampled_from(REQUIRED)


@st.composite
def inquiries(draw: st.DrawFn) -> Inquiry:
    """Mostly true claims of this family, some about any two people and any code."""
    code = draw(st.sampled_from(sorted(RELATIVE_BY_CODE)))
    pair = RELATIVE_BY_CODE[code]
    if draw(st.integers(0, 3)) == 0:
        pair = draw(st.tuples(SOMEBODY, SOMEBODY).filter(lambda two: two[0] is not two[1]))
        code = draw(st.sampled_from(sorted(KNOWN - NOT_ASKABLE)))
    derive = draw(st.sampled_from((True, True, False)))
    return kinship(*pair, code, derive=derive, at_death=draw(st.booleans()))


def households() -> st.SearchStrategy[list[list[HouseholdMember]]]:
    """Books with a head and one more."""
    codes = st.sampled_from(("10", "12", "20", "22", "27", "30", "40", "51", "52", "70", "71"))
    one = st.builds(
        lambda head, other, code: [
            HouseholdMember("h", head, "02"),
            HouseholdMember("h", other, code),
        ],
        SOMEBODY,
        SOMEBODY,
        codes,
    )
    return st.lists(one, max_size=1)


def adoptions() -> st.SearchStrategy[list[Adoption]]:
    """Adoptions in force, some by a step-parent."""
    one = st.builds(
        lambda child, adopter, kept: Adoption(child, (adopter,), days_ago(3000), kept_parent=kept),
        SOMEBODY,
        SOMEBODY,
        st.none() | SOMEBODY,
    )
    return st.one_of(st.just([]), st.just([]), st.lists(one, max_size=1))


@st.composite
def registers(draw: st.DrawFn) -> Answer:
    """The registers of a family in which something was changed, and a few odd replies."""
    held = family()
    pairs = st.tuples(SOMEBODY, SOMEBODY)
    held.civil += [married(draw(DAYS), *p) for p in draw(_few(pairs))]
    held.court += [court_divorce(draw(DAYS), *p) for p in draw(_few(pairs))]
    held.deaths = {p: certificate(draw(DAYS)) for p in draw(_few(SOMEBODY))}
    held.registered_births = {
        child: BirthRecord(None, *parents)
        for child, parents in draw(_few(st.tuples(SOMEBODY, pairs)))
    }
    for child in draw(_few(SOMEBODY)):
        held.births.pop(child, None)
    for person in draw(_few(SOMEBODY)):
        held.entries[person] = entry(former_numbers=(RENUMBERED.number,))
        held.births[RENUMBERED] = held.births.get(person, [])
    held.adoptions, held.households = draw(adoptions()), draw(households())
    odd = draw(_few(st.tuples(st.sampled_from(OPERATIONS), SOMEBODY, st.sampled_from(ODD_REPLIES))))
    return partial(_answer, held, {(operation, person): r for operation, person, r in odd})


def _few(what: st.SearchStrategy[ThingT]) -> st.SearchStrategy[list[ThingT]]:
    """Mostly nothing: what is left alone must still be told."""
    return st.one_of(st.just([]), st.just([]), st.lists(what, max_size=2))


def _answer(held: Registers, odd: dict[tuple[str, Person], Reply], question: Question) -> Reply:
    return odd.get((question.operation, question.about)) or held.answer(question)


@given(inquiries(), registers(), DEPARTMENTS)
def test_a_silence_never_turns_a_statement(
    inquiry: Inquiry, answer: Answer, department: str
) -> None:
    """Neither into its opposite nor into `no_record`; the courts' neither."""
    check.assert_silence_of_the_required(
        fact, inquiry, answer, lambda q: q.department == department
    )


@given(inquiries(), registers(), st.sampled_from(OPERATIONS), SOMEBODY)
def test_nor_does_the_silence_of_one_question(
    inquiry: Inquiry, answer: Answer, operation: str, person: Person
) -> None:
    """A department may answer one question and fail another."""
    check.assert_silence_of_the_required(
        fact, inquiry, answer, lambda q: (q.operation, q.about) == (operation, person)
    )


@given(inquiries(), registers(), st.randoms(use_true_random=False))
def test_order_makes_no_difference(
    inquiry: Inquiry, answer: Answer, shuffled: random.Random
) -> None:
    """The same evidence in any order is decided alike."""
    check.assert_order(fact, inquiry, answer, shuffled)


@given(inquiries(), registers())
def test_no_record_needs_everybody_who_was_asked(inquiry: Inquiry, answer: Answer) -> None:
    """G4."""
    check.assert_no_record(fact, inquiry, answer, REQUIRED)


@given(inquiries(), registers(), st.integers(0, 2**20))
def test_any_part_of_the_evidence_is_decided(inquiry: Inquiry, answer: Answer, mask: int) -> None:
    """Whatever was lost on the way counts as silence."""
    check.assert_any_part_of_the_evidence(
        fact, inquiry, answer, lambda n: bool(mask >> (n % 20) & 1)
    )


@given(inquiries(), registers())
def test_the_plan_ends_and_never_repeats(inquiry: Inquiry, answer: Answer) -> None:
    """At most four rounds."""
    check.assert_plan(fact, inquiry, answer)


@given(inquiries(), registers())
def test_nobody_in_between_is_named(inquiry: Inquiry, answer: Answer) -> None:
    """People in between get an entry through their round, and are in no finding."""
    named = (inquiry.subject, RENUMBERED, *inquiry.claim.others)
    check.assert_nobody_in_between_is_named(fact, inquiry, answer, named)


@given(inquiries(), registers())
def test_only_what_is_derived_hides_its_records(inquiry: Inquiry, answer: Answer) -> None:
    """An empty list of its own would tell an adoption from a birth."""
    (part,) = carry_out(fact, inquiry, answer).finding.parts.values()
    if part.outcome is Outcome.CONFIRMED:
        assert (part.row != "K7") == part.neutral
        assert part.rests_on


@given(inquiries(), registers())
def test_an_adoption_is_told_by_nothing_but_its_own_reason(
    inquiry: Inquiry, answer: Answer
) -> None:
    """Where the tie was ended by an adoption, only the sealed detail says so."""
    (part,) = carry_out(fact, inquiry, answer).finding.parts.values()
    if part.row == "K4":
        assert Outcome.AMBIGUOUS is part.outcome
        assert part.reasons in (("adopted",), ("relation_not_specific",))
        assert () == part.silent
