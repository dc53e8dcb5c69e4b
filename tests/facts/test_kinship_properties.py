"""What must hold for kinship on any registers whatever (promises 3 and 4)."""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING, Final

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
from tests.facts.kinship_builders import kinship, sex_of
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

PEOPLE: Final = (SUBJECT, SPOUSE, MOTHER, FATHER, STRANGER)
RELATIVE: Final = SPOUSE
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
INQUIRIES: Final = st.builds(
    lambda code, derive, at_death: kinship(
        SUBJECT, RELATIVE, code, derive=derive, at_death=at_death
    ),
    st.sampled_from(sorted(KNOWN - NOT_ASKABLE)),
    st.sampled_from((True, True, False)),
    st.booleans(),
)
DEPARTMENTS: Final = st.sampled_from(REQUIRED)


def births() -> st.SearchStrategy[dict[Person, BirthRecord]]:
    """Who is whose child, with few people, so that steps meet."""
    parents = st.none() | SOMEBODY | st.just(RENUMBERED)
    one = st.builds(lambda m, f: BirthRecord(None, m, f), parents, parents)
    return st.dictionaries(st.sampled_from((*PEOPLE, RENUMBERED)), one, max_size=4)


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
    """Consistent registers of a small town, and a few odd replies."""
    couples = draw(st.lists(st.tuples(SOMEBODY, SOMEBODY), max_size=2))
    dead = draw(st.one_of(st.just(set()), st.sets(SOMEBODY, max_size=2)))
    ends = draw(st.lists(st.tuples(SOMEBODY, SOMEBODY), max_size=1))
    held = Registers(
        civil=[married(days_ago(4000), *couple) for couple in couples],
        court=[court_divorce(days_ago(900), *couple) for couple in ends],
        deaths={p: certificate(days_ago(draw(st.sampled_from((300, 800))))) for p in dead},
        births={child: [record] for child, record in draw(births()).items()},
        registered_births=draw(births()),
        adoptions=draw(adoptions()),
        households=draw(households()),
        entries={
            p: entry(
                sex=draw(st.sampled_from((sex_of(p), sex_of(p), None))),
                born_on=draw(st.sampled_from((days_ago(9000), days_ago(20000)))),
                former_numbers=(RENUMBERED.number,) if p is SUBJECT else (),
            )
            for p in PEOPLE
        },
    )
    odd = draw(
        st.dictionaries(
            st.tuples(st.sampled_from(OPERATIONS), SOMEBODY),
            st.sampled_from(ODD_REPLIES),
            max_size=2,
        )
    )
    return partial(_answer, held, odd)


def _answer(held: Registers, odd: dict[tuple[str, Person], Reply], question: Question) -> Reply:
    return odd.get((question.operation, question.about)) or held.answer(question)


@given(INQUIRIES, registers(), DEPARTMENTS)
def test_a_silence_never_turns_a_statement(
    inquiry: Inquiry, answer: Answer, department: str
) -> None:
    """Neither into its opposite nor into `no_record`; the courts' neither."""
    check.assert_silence_of_the_required(
        fact, inquiry, answer, lambda q: q.department == department
    )


@given(INQUIRIES, registers(), st.sampled_from(OPERATIONS), SOMEBODY)
def test_nor_does_the_silence_of_one_question(
    inquiry: Inquiry, answer: Answer, operation: str, person: Person
) -> None:
    """A department may answer one question and fail another."""
    check.assert_silence_of_the_required(
        fact, inquiry, answer, lambda q: (q.operation, q.about) == (operation, person)
    )


@given(INQUIRIES, registers(), st.randoms(use_true_random=False))
def test_order_makes_no_difference(
    inquiry: Inquiry, answer: Answer, shuffled: random.Random
) -> None:
    """The same evidence in any order is decided alike."""
    check.assert_order(fact, inquiry, answer, shuffled)


@given(INQUIRIES, registers())
def test_no_record_needs_everybody_who_was_asked(inquiry: Inquiry, answer: Answer) -> None:
    """G4."""
    check.assert_no_record(fact, inquiry, answer, REQUIRED)


@given(INQUIRIES, registers(), st.integers(0, 2**20))
def test_any_part_of_the_evidence_is_decided(inquiry: Inquiry, answer: Answer, mask: int) -> None:
    """Whatever was lost on the way counts as silence."""
    check.assert_any_part_of_the_evidence(
        fact, inquiry, answer, lambda n: bool(mask >> (n % 20) & 1)
    )


@given(INQUIRIES, registers())
def test_the_plan_ends_and_never_repeats(inquiry: Inquiry, answer: Answer) -> None:
    """At most four rounds."""
    check.assert_plan(fact, inquiry, answer)


@given(INQUIRIES, registers())
def test_nobody_in_between_is_named(inquiry: Inquiry, answer: Answer) -> None:
    """People in between get an entry through their round, and are in no finding."""
    named = (SUBJECT, RENUMBERED, RELATIVE)
    check.assert_nobody_in_between_is_named(fact, inquiry, answer, named)


@given(INQUIRIES, registers())
def test_only_what_is_derived_hides_its_records(inquiry: Inquiry, answer: Answer) -> None:
    """An empty list of its own would tell an adoption from a birth."""
    (part,) = carry_out(fact, inquiry, answer).finding.parts.values()
    if part.outcome is Outcome.CONFIRMED:
        assert (part.row != "K7") == part.neutral
        assert part.rests_on


@given(INQUIRIES, registers())
def test_an_adoption_is_told_by_nothing_but_its_own_reason(
    inquiry: Inquiry, answer: Answer
) -> None:
    """Where the tie was ended by an adoption, only the sealed detail says so."""
    (part,) = carry_out(fact, inquiry, answer).finding.parts.values()
    if part.row == "K4":
        assert Outcome.AMBIGUOUS is part.outcome
        assert part.reasons in (("adopted",), ("relation_not_specific",))
        assert () == part.silent
