"""The claim of marriage, its plan, and what the definition declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jsonschema
import pytest

from gateway.domain.evidence import Evidence
from gateway.domain.question import (
    CIVIL_AFFAIRS,
    COURTS,
    DEATH,
    DECLARATIONS,
    FAMILY_JUDGMENTS,
    HEALTH,
    MARITAL_EVENTS,
    PERSON,
    PUBLIC_SECURITY,
    UNNATURAL_DEATH,
    Question,
)
from gateway.facts.marriage import fact
from gateway.facts.marriage.claim import STATUSES
from tests.facts.builders import SPOUSE, STRANGER, SUBJECT, inquire, person_json, problems_of
from tests.facts.marriage_builders import AGAIN, WEDDING, ask_marriage, in_force, two_in_force
from tests.facts.register_builders import Registers, married

if TYPE_CHECKING:
    from gateway.domain.fact import JsonValue


def test_exactly_one_of_spouse_and_status() -> None:
    """Neither or both is refused, each with its pointer and reason."""
    both: dict[str, JsonValue] = {"spouse": person_json(SPOUSE), "status": "20"}
    assert {("/claim/status", "only_one_allowed")} == problems_of(fact, both)
    assert {("/claim/spouse", "one_of_required")} == problems_of(fact, {})


def test_status_90_is_known_but_cannot_be_verified() -> None:
    """Not stated is nothing that a register could confirm."""
    assert {("/claim/status", "code_not_askable")} == problems_of(fact, {"status": "90"})


@pytest.mark.parametrize("status", ["", "24", "2", "99"])
def test_unknown_status(status: str) -> None:
    """Only codes of GB/T 2261.2."""
    assert {("/claim/status", "unknown_code")} == problems_of(fact, {"status": status})


def test_everything_else_that_is_wrong_is_named() -> None:
    """Wrong types, unknown fields, the subject named as her own spouse."""
    assert {("/claim/status", "wrong_type"), ("/claim/wife", "unknown_field")} == problems_of(
        fact, {"status": 20, "wife": "x"}
    )
    assert {("/claim/spouse", "same_person")} == problems_of(fact, {"spouse": person_json(SUBJECT)})


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_is_read_back(status: str) -> None:
    """What `canonical` writes, `read_claim` reads."""
    claim = fact.read_claim({"status": status}, SUBJECT)
    assert (claim, ()) == (fact.read_claim(claim.canonical(), SUBJECT), claim.others)


def test_a_spouse_is_read_and_named() -> None:
    """The spouse is the one other person of the claim; nothing of her is shown by `repr`."""
    claim = fact.read_claim({"spouse": person_json(SPOUSE)}, SUBJECT)
    assert (SPOUSE,) == claim.others
    assert SPOUSE.number not in repr(claim)


def test_schema_and_example_agree_with_the_reading() -> None:
    """The interface document describes what is read."""
    validator = jsonschema.Draft202012Validator(dict(fact.claim_schema))
    assert validator.is_valid(fact.claim_example)
    assert () == fact.read_claim(fact.claim_example, SUBJECT).others
    assert not validator.is_valid({"spouse": person_json(SPOUSE), "status": "20"})
    assert not validator.is_valid({"status": "90"})


def test_reasons_are_declared_once_and_neutral_ones_too() -> None:
    """Every code once; what an ⓘ reason is told as is a declared code itself."""
    codes = [reason.code for reason in fact.reasons]
    assert sorted(set(codes)) == sorted(codes)
    assert set() == {reason.told_as for reason in fact.reasons if reason.told_as} - set(codes)


def test_the_first_round_for_a_spouse() -> None:
    """Only what lies between the two, and what their declarations say of both."""
    asked = fact.next_round(inquire(fact, {"spouse": person_json(SPOUSE)}), Evidence())
    assert asked is not None
    assert {
        Question(CIVIL_AFFAIRS, MARITAL_EVENTS, SUBJECT, other=SPOUSE),
        *(Question(COURTS, FAMILY_JUDGMENTS, person) for person in (SUBJECT, SPOUSE)),
        *(Question(COURTS, DECLARATIONS, person) for person in (SUBJECT, SPOUSE)),
        *(Question(PUBLIC_SECURITY, PERSON, person) for person in (SUBJECT, SPOUSE)),
    } == set(asked.questions)
    assert () == asked.persons


def test_deaths_are_asked_only_if_a_marriage_is_in_force() -> None:
    """Death is asked only if the timeline says in force."""
    deaths = {(HEALTH, DEATH), (PUBLIC_SECURITY, UNNATURAL_DEATH)}
    claims: list[dict[str, JsonValue]] = [{"spouse": person_json(SPOUSE)}, {"status": "20"}]
    for claim in claims:
        lasting = ask_marriage(claim, in_force().answer).questions
        nothing = ask_marriage(claim, Registers().answer).questions
        assert deaths <= {(q.department, q.operation) for q in lasting}
        assert set() == deaths & {(q.department, q.operation) for q in nothing}


@pytest.mark.parametrize("status", ["10", "40"])
def test_no_death_is_asked_where_it_could_change_nothing(status: str) -> None:
    """A marriage that lasts and one that a death ended contradict these alike."""
    questions = ask_marriage({"status": status}, in_force().answer).questions
    assert HEALTH not in {question.department for question in questions}


def test_never_married_asks_about_nobody_else() -> None:
    """Any marriage on record answers it; with whom is nobody's business."""
    carried = ask_marriage({"status": "10"}, in_force().answer)
    assert {SUBJECT} == {question.about for question in carried.questions}


def test_nothing_more_is_asked_while_the_courts_are_silent() -> None:
    """What would be learned could not be told."""
    carried = ask_marriage({"status": "20"}, in_force().without(COURTS))
    assert 1 == len(carried.rounds)


def test_a_second_marriage_is_looked_into_before_a_conflict_is_told() -> None:
    """Whoever the register reveals is asked about, and gets an entry of her own."""
    carried = ask_marriage({"spouse": person_json(SPOUSE)}, two_in_force().answer)
    assert [(), (), (STRANGER,)] == [asked.persons for asked in carried.rounds]
    assert {(HEALTH, DEATH), (COURTS, DECLARATIONS), (COURTS, FAMILY_JUDGMENTS)} <= {
        (q.department, q.operation) for q in carried.questions if q.about == STRANGER
    }


def test_two_spellings_of_a_partner_are_one_person() -> None:
    """A partner whom two registers spell differently is asked about once, under one spelling."""
    spelt = SPOUSE.__class__(SPOUSE.number, "王  秀英")
    registers = Registers(civil=[married(WEDDING, SUBJECT, SPOUSE), married(AGAIN, SUBJECT, spelt)])
    carried = ask_marriage({"status": "20"}, registers.answer)
    assert 1 == len(carried.rounds[-1].persons)
