"""Rows K8 to K11, and the general rules: less specific, excluding, silent, nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.domain.outcome import Outcome
from gateway.domain.question import CIVIL_AFFAIRS, HEALTH, PUBLIC_SECURITY
from gateway.facts.kinship import fact
from gateway.facts.kinship.archive import birth_questions, household_question
from gateway.facts.kinship.relations import ADOPTIVE, KNOWN, NOT_ASKABLE, Line, line_of
from tests.facts.builders import (
    FATHER,
    MOTHER,
    RENUMBERED,
    STRANGER,
    SUBJECT,
    entry,
    late,
)
from tests.facts.kinship_builders import (
    DAUGHTER,
    SON,
    YOUNGER_BROTHER,
    adoption,
    bare,
    birth,
    family,
    household,
    in_one_book,
    kinship,
    relation,
)
from tests.facts.register_builders import Registers, carry_out, held_under_another_name

SPECIFIC_CHILDREN = ("21", "22", "23", "24", "25", "26", "31", "32", "33", "34", "35", "36")
ASKABLE = sorted(KNOWN - NOT_ASKABLE)
NOT_SPOUSES = [code for code in ASKABLE if code not in ("10", "11", "12")]


@pytest.mark.parametrize("code", SPECIFIC_CHILDREN)
def test_k8_only_the_general_relation_is_held(code: str) -> None:
    """A birth record does not tell the order of birth."""
    relative = SON if code.startswith("2") else DAUGHTER
    part = relation(kinship(SUBJECT, relative, code), family().answer)
    assert (Outcome.AMBIGUOUS, "K8", ("relation_not_specific",)) == (
        part.outcome,
        part.row,
        part.reasons,
    )


@pytest.mark.parametrize(
    ("claimed", "held"), [("22", "20"), ("21", "22"), ("71", "70"), ("41", "40")]
)
def test_k8_from_a_household_book(claimed: str, held: str) -> None:
    """Less specific, or specific in another way: birth order excludes nothing."""
    part = relation(kinship(SUBJECT, STRANGER, claimed), in_one_book(held).answer)
    assert (Outcome.AMBIGUOUS, "K8") == (part.outcome, part.row)


@pytest.mark.parametrize("claimed", ["20", "30", "51"])
def test_k8_the_other_sex_excludes_nothing(claimed: str) -> None:
    """Exclusion is between groups only."""
    relative = {"20": DAUGHTER, "30": SON, "51": MOTHER}[claimed]
    part = relation(kinship(SUBJECT, relative, claimed), family().answer)
    assert (Outcome.AMBIGUOUS, "K8") == (part.outcome, part.row)


def test_k8_not_while_somebody_is_silent_who_may_hold_it() -> None:
    """That only something less specific is held is known once everybody has answered."""
    part = relation(kinship(SUBJECT, SON, "22"), family().without(PUBLIC_SECURITY))
    assert (Outcome.UNAVAILABLE, "K10", (PUBLIC_SECURITY,)) == (
        part.outcome,
        part.row,
        part.silent,
    )


EXCLUDED_BY_A_PARENT = [
    code
    for code in NOT_SPOUSES
    if line_of(code) in (Line.CHILD, Line.SIBLING, Line.GRANDCHILD, Line.GRANDPARENT)
]


@pytest.mark.parametrize("code", EXCLUDED_BY_A_PARENT)
def test_k9_a_recorded_parent_is_nothing_else(code: str) -> None:
    """Parent excludes child, sibling, grandparent and grandchild."""
    registers = family()
    registers.adoptions = [adoption(SUBJECT, MOTHER)] if code in ADOPTIVE else []
    part = relation(kinship(SUBJECT, MOTHER, code), registers.answer)
    assert (Outcome.CONTRADICTED, "K9", ("relation_differs",)) == (
        part.outcome,
        part.row,
        part.reasons,
    )


@pytest.mark.parametrize("code", ["29", "39", "49", "69", "79", "80", "85", "91", "97", "28", "53"])
def test_k9_residual_codes_and_remoter_kin_exclude_nothing(code: str) -> None:
    """Nor are they excluded."""
    part = relation(kinship(SUBJECT, MOTHER, code), family().answer)
    assert Outcome.NO_RECORD == part.outcome


@pytest.mark.parametrize("held", ["20", "50", "70", "60", "12", "40"])
def test_k9_a_household_entry_alone_never_excludes(held: str) -> None:
    """It is self-declared, and relative to the head."""
    claimed = "50" if held != "50" else "20"
    part = relation(kinship(SUBJECT, STRANGER, claimed), in_one_book(held).answer)
    assert (Outcome.NO_RECORD, "K11") == (part.outcome, part.row)


def test_k9_not_by_a_tie_that_an_adoption_has_ended() -> None:
    """The birth mother of somebody adopted by others is no parent any more."""
    registers = family()
    registers.adoptions.append(adoption(SUBJECT, STRANGER))
    part = relation(kinship(SUBJECT, MOTHER, "70"), registers.answer)
    assert Outcome.CONTRADICTED is not part.outcome


def test_k9_needs_civil_affairs() -> None:
    """An adoption could have ended the tie that excludes."""
    part = relation(kinship(SUBJECT, MOTHER, "70"), family().without(CIVIL_AFFAIRS))
    assert (Outcome.UNAVAILABLE, "K10") == (part.outcome, part.row)


@pytest.mark.parametrize("department", [PUBLIC_SECURITY, HEALTH, CIVIL_AFFAIRS])
@pytest.mark.parametrize("code", ["20", "22", "50", "51", "70", "71", "40", "61"])
def test_k10_a_required_department_silent(code: str, department: str) -> None:
    """Nothing held, somebody silent: unavailable, naming it."""
    part = relation(kinship(SUBJECT, STRANGER, code), bare().without(department))
    assert (Outcome.UNAVAILABLE, "K10", (department,)) == (part.outcome, part.row, part.silent)


def test_k10_a_promise_leaves_it_pending() -> None:
    """A promise outranks a silence."""
    (by_health, _by_register) = birth_questions(SON)
    answer = bare().but({by_health: late()})
    assert Outcome.PENDING == relation(kinship(SUBJECT, SON, "20"), answer).outcome


@pytest.mark.parametrize("code", NOT_SPOUSES)
def test_k11_nothing_held(code: str) -> None:
    """No record, with the sentence that this is no proof of the contrary."""
    part = relation(kinship(SUBJECT, YOUNGER_BROTHER, code, derive=True), bare().answer)
    assert (Outcome.NO_RECORD, "K11", ("no_kinship_record",)) == (
        part.outcome,
        part.row,
        part.reasons,
    )
    (text,) = (reason.text.zh for reason in fact.reasons if reason.code == "no_kinship_record")
    assert "查无记录不等于没有该关系" in text


def test_k11_says_the_same_of_a_derivation_that_is_not_authorised() -> None:
    """Neither sentence may be read as a no."""
    texts = [r.text.zh for r in fact.reasons if r.code == "derivation_not_authorised"]
    assert ["查无记录不等于没有该关系" in text for text in texts] == [True]


def test_g8_under_a_former_number() -> None:
    """Health knows the subject under the number she had before."""
    registers = bare()
    registers.entries[SUBJECT] = entry(sex="1", former_numbers=(RENUMBERED.number,))
    registers.births[RENUMBERED] = [replace(birth(SUBJECT, FATHER, MOTHER), child=RENUMBERED)]
    carried = carry_out(fact, kinship(SUBJECT, MOTHER, "52"), registers.answer)
    part = carried.finding.parts["relation"]
    assert (Outcome.CONFIRMED, ("former_identity",), 2) == (
        part.outcome,
        part.reasons,
        len(carried.rounds),
    )


def test_g8_a_parent_recorded_under_a_former_number() -> None:
    """Public security knows that both numbers are hers."""
    registers = bare()
    registers.entries[SUBJECT] = entry(sex="1", former_numbers=(RENUMBERED.number,))
    registers.births[SON] = [birth(SON, RENUMBERED, None)]
    part = relation(kinship(SUBJECT, SON, "20"), registers.answer)
    assert (Outcome.CONFIRMED, ("former_identity",)) == (part.outcome, part.reasons)


def test_g2_the_parent_has_another_name_in_the_record() -> None:
    """The number alone is no match."""
    registers = bare()
    registers.births[SON] = [birth(SON, replace(SUBJECT, name="陈建华"), None)]
    part = relation(kinship(SUBJECT, SON, "20"), registers.answer)
    assert (Outcome.AMBIGUOUS, "G2", ("name_mismatch",)) == (part.outcome, part.row, part.reasons)


def test_g2_a_member_of_the_household_has_another_name() -> None:
    """Neither does the book count then."""
    registers = bare()
    registers.households.append(household(SUBJECT, (replace(SON, name="陈志高"), "20")))
    part = relation(kinship(SUBJECT, SON, "20"), registers.answer)
    assert (Outcome.AMBIGUOUS, "G2", ("name_mismatch",)) == (part.outcome, part.row, part.reasons)


def test_g2_a_department_that_holds_another_name_does_not_decide_alone() -> None:
    """Held by health: what the household register calls her changes nothing."""
    registers = family()
    registers.instead[household_question(SON)] = held_under_another_name()
    assert "K5" == relation(kinship(SUBJECT, SON, "20"), registers.answer).row
    answer = Registers().but({household_question(STRANGER): held_under_another_name()})
    part = relation(kinship(SUBJECT, STRANGER, "80"), answer)
    assert (Outcome.AMBIGUOUS, ("name_mismatch",)) == (part.outcome, part.reasons)


def test_g2_a_mere_spelling_matches_with_a_reason() -> None:
    """Spacing differences."""
    registers = bare()
    registers.births[SON] = [birth(SON, replace(SUBJECT, name="陈 建国"), None)]
    part = relation(kinship(SUBJECT, SON, "20"), registers.answer)
    assert (Outcome.CONFIRMED, ("name_variant",)) == (part.outcome, part.reasons)
