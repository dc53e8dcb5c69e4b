"""Rows K1 and K3 to K6: what departments hold directly of the two."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from gateway.domain.finding import RecordKind
from gateway.domain.outcome import Outcome
from gateway.domain.question import CIVIL_AFFAIRS, PUBLIC_SECURITY
from gateway.facts.kinship import fact
from gateway.facts.kinship.archive import adoption_question
from gateway.facts.kinship.relations import ADOPTIVE, INCLUDES, KNOWN, NOT_ASKABLE
from tests.facts.builders import (
    FATHER,
    MOTHER,
    STRANGER,
    SUBJECT,
    TODAY,
    person_json,
    problems_of,
)
from tests.facts.kinship_builders import (
    DAUGHTER,
    SON,
    adoption,
    ask_code,
    bare,
    birth,
    family,
    household,
    in_one_book,
    kinship,
    relation,
)
from tests.facts.register_builders import held_under_another_name

if TYPE_CHECKING:
    from gateway.domain.fact import JsonValue
    from gateway.domain.person import Person

BY_BIRTH = ("20", "30", "50", "51", "52")
ASKABLE = sorted(KNOWN - NOT_ASKABLE)
NOT_SPOUSES = [code for code in ASKABLE if code not in ("10", "11", "12")]
FROM_THE_BOOK = [code for code in NOT_SPOUSES if code not in ADOPTIVE]


@pytest.mark.parametrize("code", sorted(NOT_ASKABLE))
def test_k1_codes_that_are_no_relation_to_somebody(code: str) -> None:
    """Self, head and not kin."""
    claim: dict[str, JsonValue] = {"relative": person_json(MOTHER), "relation": code}
    assert {("/claim/relation", "code_not_askable")} == problems_of(fact, claim)


@pytest.mark.parametrize("code", ["", "00", "03", "13", "98", "1", "100"])
def test_k1_unknown_codes(code: str) -> None:
    """98 is unused, 03 belongs to old household books."""
    claim: dict[str, JsonValue] = {"relative": person_json(MOTHER), "relation": code}
    assert {("/claim/relation", "unknown_code")} == problems_of(fact, claim)


@pytest.mark.parametrize("code", ["27", "37", "57", "58"])
def test_k3_an_adoption_in_force(code: str) -> None:
    """Confirmed, in either direction."""
    child, parent = {
        "27": (SON, SUBJECT),
        "37": (DAUGHTER, SUBJECT),
        "57": (SUBJECT, FATHER),
        "58": (SUBJECT, MOTHER),
    }[code]
    registers = bare()
    registers.adoptions.append(adoption(child, parent))
    relative = child if parent is SUBJECT else parent
    part = relation(kinship(SUBJECT, relative, code), registers.answer)
    assert (Outcome.CONFIRMED, "K3") == (part.outcome, part.row)


@pytest.mark.parametrize("code", sorted(ADOPTIVE))
def test_k3_only_a_household_entry(code: str) -> None:
    """It may be a step relation, which no register holds."""
    part = relation(kinship(SUBJECT, STRANGER, code), in_one_book(code).answer)
    assert (Outcome.AMBIGUOUS, "K3", ("relation_not_specific",)) == (
        part.outcome,
        part.row,
        part.reasons,
    )


@pytest.mark.parametrize("code", sorted(ADOPTIVE))
def test_k3_nothing_at_all(code: str) -> None:
    """No record; and unavailable while the adoption register is silent, household book or not."""
    part = relation(kinship(SUBJECT, STRANGER, code), bare().answer)
    assert (Outcome.NO_RECORD, "K11") == (part.outcome, part.row)
    for registers in (bare(), in_one_book(code)):
        part = relation(kinship(SUBJECT, STRANGER, code), registers.without(CIVIL_AFFAIRS))
        assert (Outcome.UNAVAILABLE, "K10") == (part.outcome, part.row)


def test_k3_a_dissolved_adoption_is_none() -> None:
    """On the day of its end it has ended; a later one has not."""
    registers = bare()
    for dissolved_on, row in ((TODAY, "K11"), (TODAY + timedelta(days=1), "K3")):
        registers.adoptions = [replace(adoption(SON, SUBJECT), dissolved_on=dissolved_on)]
        assert row == relation(kinship(SUBJECT, SON, "27"), registers.answer).row


@pytest.mark.parametrize("code", BY_BIRTH)
@pytest.mark.parametrize("recorded", [True, False], ids=["on record", "nothing on record"])
def test_k4_adopted_by_others(code: str, recorded: bool) -> None:
    """The tie to birth kin has ended; told like a relation that is merely not specific."""
    inquiry = kinship(*_pair(code), code)
    registers = family() if recorded else bare()
    child = SUBJECT if code.startswith("5") else _pair(code)[1]
    registers.adoptions.append(adoption(child, STRANGER))
    part = relation(inquiry, registers.answer)
    assert (Outcome.AMBIGUOUS, "K4", ("adopted",)) == (part.outcome, part.row, part.reasons)


def _pair(code: str) -> tuple[Person, Person]:
    relative = {"20": SON, "30": DAUGHTER, "50": MOTHER, "51": FATHER, "52": MOTHER}[code]
    return SUBJECT, relative


def test_k4_is_told_as_a_relation_that_is_not_specific() -> None:
    """The requester must not learn of the adoption (CC 1110)."""
    (reason,) = (reason for reason in fact.reasons if reason.code == "adopted")
    assert "relation_not_specific" == reason.told_as


def test_k4_a_step_parents_adoption_keeps_the_married_parents_tie() -> None:
    """And ends the other's."""
    registers = family()
    registers.adoptions.append(adoption(SUBJECT, STRANGER, kept=MOTHER))
    assert ["K5", "K4"] == [
        relation(kinship(SUBJECT, MOTHER, "52"), registers.answer).row,
        relation(kinship(SUBJECT, FATHER, "51"), registers.answer).row,
    ]


def test_k4_a_veiled_adoption_looks_the_same() -> None:
    """Held under another name: adopted children are renamed, so it cannot be excluded."""
    registers = family()
    registers.instead[adoption_question(SON)] = held_under_another_name()
    part = relation(kinship(SUBJECT, SON, "20"), registers.answer)
    assert (Outcome.AMBIGUOUS, "K4", ("relation_not_specific",)) == (
        part.outcome,
        part.row,
        part.reasons,
    )


@pytest.mark.parametrize("code", BY_BIRTH)
def test_k5_held_by_health(code: str) -> None:
    """A birth record in force."""
    part = ask_code(code, family().answer).finding.parts["relation"]
    assert (Outcome.CONFIRMED, "K5", (), True) == (
        part.outcome,
        part.row,
        part.reasons,
        part.neutral,
    )
    assert [RecordKind.BIRTH_RECORD] == [rest.record for rest in part.rests_on]


@pytest.mark.parametrize("code", BY_BIRTH)
def test_k5_whoever_else_is_silent_but_civil_affairs_heard(code: str) -> None:
    """One holder suffices; an adoption by others must be excluded."""
    answer = family().without(PUBLIC_SECURITY)
    assert "K5" == ask_code(code, answer).finding.parts["relation"].row
    part = ask_code(code, family().without(CIVIL_AFFAIRS)).finding.parts["relation"]
    assert (Outcome.UNAVAILABLE, "K10", (CIVIL_AFFAIRS,)) == (
        part.outcome,
        part.row,
        part.silent,
    )


@pytest.mark.parametrize("code", BY_BIRTH)
def test_k5_held_by_an_adoption_looks_like_a_household_entry(code: str) -> None:
    """Adoptive kin count as kin, and nothing tells that they are adoptive."""
    subject, relative = _pair(code)
    adopted, book = bare(), bare()
    child, parent = (relative, SUBJECT) if code in ("20", "30") else (SUBJECT, relative)
    adopted.adoptions.append(adoption(child, parent))
    book.households.append(household(SUBJECT, (relative, code)))
    by_adoption = relation(kinship(subject, relative, code), adopted.answer)
    by_book = relation(kinship(subject, relative, code), book.answer)
    assert by_book == by_adoption
    assert (Outcome.CONFIRMED, "K5", True) == (
        by_adoption.outcome,
        by_adoption.row,
        by_adoption.neutral,
    )


@pytest.mark.parametrize("code", FROM_THE_BOOK)
def test_k5_held_by_a_household_book(code: str) -> None:
    """The book of a head says what a member is to her: every code but the adoptive ones."""
    part = relation(kinship(SUBJECT, STRANGER, code), in_one_book(code).answer)
    assert (Outcome.CONFIRMED, "K5") == (part.outcome, part.row)


@pytest.mark.parametrize(
    ("claimed", "held"),
    [
        (claimed, held)
        for claimed, codes in INCLUDES.items()
        if claimed != "10"
        for held in sorted(codes)
    ],
)
def test_k5_an_included_relation_meets_the_claim(claimed: str, held: str) -> None:
    """A general claim is met by each of its specific ones."""
    part = relation(kinship(SUBJECT, STRANGER, claimed), in_one_book(held).answer)
    assert (Outcome.CONFIRMED, "K5") == (part.outcome, part.row)


@pytest.mark.parametrize(
    ("claimed", "held"),
    [
        ("20", "28"), ("30", "38"), ("40", "45"), ("40", "47"), ("40", "49"), ("50", "53"),
        ("50", "56"), ("50", "59"), ("60", "65"), ("60", "66"), ("60", "69"), ("70", "72"),
        ("70", "78"), ("70", "79"), ("20", "27"), ("30", "37"), ("50", "57"), ("40", "80"),
    ],
)  # fmt: skip
def test_k5_is_never_met_by_what_the_claim_does_not_include(claimed: str, held: str) -> None:
    """In-laws, remoter kin, residual codes, and adoptive kin by a household entry alone."""
    part = relation(kinship(SUBJECT, STRANGER, claimed), in_one_book(held).answer)
    assert Outcome.CONFIRMED is not part.outcome


@pytest.mark.parametrize("historic", [False, True])
def test_k5_now_or_in_former_times(historic: bool) -> None:
    """Households of the past count too."""
    registers = bare()
    book = household(SUBJECT, (SON, "20"))
    registers.households.append([replace(member, historic=historic) for member in book])
    assert "K5" == relation(kinship(SUBJECT, SON, "20"), registers.answer).row


def test_k5_the_replaced_certificate_does_not_count() -> None:
    """Its successor does, which names another father."""
    registers = bare()
    registers.births[SUBJECT] = [
        replace(birth(SUBJECT, FATHER, MOTHER), replaced_by="E500000999"),
        birth(SUBJECT, STRANGER, MOTHER),
    ]
    assert ["K11", "K5"] == [
        relation(kinship(SUBJECT, FATHER, "51"), registers.answer).row,
        relation(kinship(SUBJECT, STRANGER, "51"), registers.answer).row,
    ]


def test_k6_one_holds_it_and_another_an_excluding_one() -> None:
    """Health: a son; public security's registration of the birth: the father."""
    registers = family()
    registers.registered_births[SUBJECT] = birth(SUBJECT, SON, None)
    part = relation(kinship(SUBJECT, SON, "20"), registers.answer)
    assert (Outcome.CONFLICT, "K6", ("records_disagree",)) == (
        part.outcome,
        part.row,
        part.reasons,
    )


def test_k6_what_is_excluded_by_a_birth_not_yet_checked_is_no_confirmation() -> None:
    """Siblings by the book, mother and child by a birth record, civil affairs silent."""
    registers = bare()
    registers.births[SUBJECT] = [birth(SUBJECT, STRANGER, None)]
    registers.households.append(household(SUBJECT, (STRANGER, "70")))
    part = relation(kinship(SUBJECT, STRANGER, "70"), registers.without(CIVIL_AFFAIRS))
    assert Outcome.CONFLICT == part.outcome
