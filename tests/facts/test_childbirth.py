"""Childbirth, row by row (domain.md, childbirth)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest

from gateway.domain.finding import RecordKind, RestsOn
from gateway.domain.outcome import Outcome
from gateway.domain.person import Person
from gateway.domain.question import BIRTH_BY_CHILD, BIRTH_BY_MOTHER, HEALTH, Question
from gateway.domain.records import BirthRecord
from gateway.facts.childbirth import fact
from gateway.facts.former_identity import ask_person
from tests.facts.builders import (
    AS_OF,
    MOTHER,
    SPOUSE,
    STRANGER,
    SUBJECT,
    answered,
    entry,
    evidence_of,
    inquire,
    late,
    mismatch,
    number_of,
    person_json,
    problems_of,
    silent,
)
from tests.facts.register_builders import carry_out

if TYPE_CHECKING:
    from gateway.domain.evidence import Reply
    from gateway.domain.fact import JsonValue
    from gateway.domain.finding import PartFinding

CHILD: Final = Person(number_of(date(1985, 5, 5), 3), "陈小军")
WOMAN: Final = SPOUSE
MAN: Final = SUBJECT
BY_CHILD: Final = Question(HEALTH, BIRTH_BY_CHILD, CHILD)
BY_MOTHER: Final = Question(HEALTH, BIRTH_BY_MOTHER, WOMAN)
BIRTH: Final = BirthRecord(date(1985, 5, 5), WOMAN, MAN, CHILD, "E500000123")
NAMED: Final[dict[str, JsonValue]] = {"child": person_json(CHILD)}


def _part(
    subject: Person, claim: dict[str, JsonValue], reply: Reply, person: Reply | None = None
) -> PartFinding:
    """What comes of health's one reply; public security holds the subject unless said."""
    question = BY_CHILD if claim else Question(HEALTH, BIRTH_BY_MOTHER, subject)
    evidence = evidence_of({question: reply, ask_person(subject): person or answered(entry())})
    (part,) = fact.decide(inquire(fact, claim, subject=subject), evidence).parts.values()
    return part


def test_c1_at_least_one_child_of_a_woman() -> None:
    """A certificate that names her as the mother confirms that there is a child."""
    part = _part(WOMAN, {}, answered(BIRTH))
    assert (Outcome.CONFIRMED, "C1", ()) == (part.outcome, part.row, part.reasons)
    assert (RestsOn(RecordKind.BIRTH_RECORD, AS_OF),) == part.rests_on


@pytest.mark.parametrize("subject", [WOMAN, MAN], ids=["mother", "father"])
def test_c1_a_named_child(subject: Person) -> None:
    """The child's own certificate names mother and father alike."""
    part = _part(subject, NAMED, answered(BIRTH))
    assert (Outcome.CONFIRMED, ()) == (part.outcome, part.reasons)


def test_c1_variant_of_the_name() -> None:
    """The parent's name may differ in spacing."""
    spaced = replace(BIRTH, mother=replace(WOMAN, name="王 秀英"))
    part = _part(WOMAN, NAMED, answered(spaced))
    assert (Outcome.CONFIRMED, ("name_variant",)) == (part.outcome, part.reasons)


def test_c1_under_a_former_name() -> None:
    """The certificate may name her as she was called then (G8)."""
    then = replace(BIRTH, mother=replace(WOMAN, name="王小英"))
    known = answered(entry(former_names=("王小英",)))
    part = _part(WOMAN, NAMED, answered(then), known)
    assert (Outcome.CONFIRMED, ("former_identity",)) == (part.outcome, part.reasons)


def test_c1_searched_again_under_a_former_number() -> None:
    """Health is asked again under a former number if it holds nothing under the present one."""
    old = replace(WOMAN, number=number_of(date(1960, 7, 6), 2))
    replies = {
        ask_person(WOMAN): answered(entry(former_numbers=(old.number,))),
        replace(BY_MOTHER, about=old): answered(replace(BIRTH, mother=old)),
    }
    carried = carry_out(fact, inquire(fact, subject=WOMAN), lambda q: replies.get(q, answered()))
    assert [1, 1] == [sum(q.department == HEALTH for q in r.questions) for r in carried.rounds]
    assert (Outcome.CONFIRMED, ("former_identity",)) == (
        carried.finding.outcome,
        carried.finding.reasons,
    )


@pytest.mark.parametrize("claim", [{}, NAMED], ids=["any", "named"])
def test_c2_none(claim: dict[str, JsonValue]) -> None:
    """Nothing held is no record, never a contradiction."""
    part = _part(WOMAN, claim, answered())
    assert (Outcome.NO_RECORD, "C2", ("no_birth_record",)) == (
        part.outcome,
        part.row,
        part.reasons,
    )


def test_c2_child_of_others() -> None:
    """A child whose certificate names others is not recorded to the subject: no more is said."""
    others = replace(BIRTH, mother=MOTHER, father=STRANGER)
    part = _part(WOMAN, NAMED, answered(others))
    assert (Outcome.NO_RECORD, ("no_birth_record",)) == (part.outcome, part.reasons)


@pytest.mark.parametrize(
    "record",
    [replace(BIRTH, replaced_by="E500000999"), replace(BIRTH, voided=True)],
    ids=["replaced", "voided"],
)
def test_c2_certificate_no_longer_valid(record: BirthRecord) -> None:
    """A replaced or voided certificate proves nothing by itself."""
    assert Outcome.NO_RECORD is _part(WOMAN, {}, answered(record)).outcome


def test_g1_a_man_without_a_named_child_is_not_asked_about() -> None:
    """No look-up by the father exists: silence, with the way out, and health hears nothing."""
    carried = carry_out(fact, inquire(fact, subject=MAN), lambda _: answered(entry()))
    (part,) = carried.finding.parts.values()
    assert [] == [q for q in carried.questions if q.department == HEALTH]
    assert (Outcome.UNAVAILABLE, (HEALTH,)) == (part.outcome, part.silent)
    assert ("department_silent", "not_searchable_by_father") == part.reasons


def test_g1_a_passport_does_not_tell_a_man_from_a_woman() -> None:
    """Nothing held for a mother of that passport may be because the holder is a father."""
    holder = Person("E12345678", "王秀英", "passport")
    held = replace(BIRTH, mother=holder)
    assert Outcome.CONFIRMED is _part(holder, {}, answered(held)).outcome
    assert Outcome.UNAVAILABLE is _part(holder, {}, answered()).outcome


def test_g2_the_number_under_another_name() -> None:
    """The subject's number under another name does not decide."""
    other = replace(BIRTH, mother=replace(WOMAN, name="李秀英"))
    for part in (_part(WOMAN, NAMED, answered(other)), _part(WOMAN, {}, mismatch())):
        assert (Outcome.AMBIGUOUS, ("name_mismatch",)) == (part.outcome, part.reasons)


def test_g2_a_parent_with_another_document() -> None:
    """A parent recorded with a passport cannot be told from the subject."""
    abroad = Person("E12345678", "王秀英", "passport")
    part = _part(WOMAN, NAMED, answered(replace(BIRTH, mother=abroad)))
    assert (Outcome.AMBIGUOUS, ("document_not_comparable",)) == (part.outcome, part.reasons)


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [(silent(), Outcome.UNAVAILABLE), (late(), Outcome.PENDING)],
    ids=["silent", "late"],
)
def test_g3_health_unheard(reply: Reply, outcome: Outcome) -> None:
    """Nothing is concluded without health."""
    part = _part(WOMAN, {}, reply)
    assert (outcome, (HEALTH,)) == (part.outcome, part.silent)


def test_g8_no_record_waits_for_public_security() -> None:
    """Without the former names and numbers nothing can be said to be missing."""
    assert Outcome.UNAVAILABLE is _part(WOMAN, {}, answered(), silent()).outcome
    assert Outcome.CONFIRMED is _part(WOMAN, {}, answered(BIRTH), silent()).outcome


@pytest.mark.parametrize(
    ("claim", "problem"),
    [
        ({"child": person_json(WOMAN)}, ("/claim/child", "same_person")),
        ({"child": {**person_json(CHILD), "age": "3"}}, ("/claim/child/age", "unknown_field")),
        ({"children": "1"}, ("/claim/children", "unknown_field")),
    ],
    ids=["oneself", "unknown-field-of-child", "unknown-field"],
)
def test_refused_claims(claim: dict[str, JsonValue], problem: tuple[str, str]) -> None:
    """A child is somebody else, and nothing but a child is claimed."""
    assert {problem} == problems_of(fact, claim, WOMAN)


def test_canonical_claims() -> None:
    """A claim is read back from its canonical form, and shows nothing of the child."""
    for claim in ({}, NAMED):
        read = fact.read_claim(claim, WOMAN)
        assert read == fact.read_claim(read.canonical(), WOMAN)
        assert CHILD.name not in repr(read)
