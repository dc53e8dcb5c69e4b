"""The relations as data, the claim, and what the definition declares."""

from __future__ import annotations

import tomllib
from pathlib import Path

import jsonschema
import pytest

from gateway.domain.question import HEALTH, PUBLIC_SECURITY
from gateway.facts.kinship import fact
from gateway.facts.kinship.inverses import FEMALE, MALE, inverse_of
from gateway.facts.kinship.relations import (
    ADOPTIVE,
    BIRTH_LINE,
    DERIVABLE,
    EXCLUSIVE,
    INCLUDES,
    KNOWN,
    NOT_ASKABLE,
    Line,
    excludes,
    family_of,
    line_of,
    meets,
)
from tests.facts.builders import STRANGER, SUBJECT, entry, person_json, problems_of
from tests.facts.kinship_builders import bare, household, kinship, relation
from tests.facts.register_builders import carry_out

TABLE = Path(__file__).parents[2] / "contracts" / "codes" / "family_relation.toml"
RESIDUAL = ("29", "39", "49", "59", "69", "79")
ASKABLE = sorted(KNOWN - NOT_ASKABLE)


def test_the_codes_are_those_of_the_code_table() -> None:
    """Every code of GB/T 4761, and no other."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    assert {entry["code"] for entry in table["codes"]} == KNOWN


def test_a_general_code_includes_its_own_kind_only() -> None:
    """As domain.md lists them."""
    assert {
        "10": "11 12",
        "20": "21 22 23 24 25 26 29",
        "30": "31 32 33 34 35 36 39",
        "40": "41 42 43 44",
        "50": "51 52",
        "60": "61 62 63 64",
        "70": "71 73 75 77",
    } == {claimed: " ".join(sorted(codes)) for claimed, codes in INCLUDES.items()}


@pytest.mark.parametrize("code", ASKABLE)
def test_every_code_meets_itself(code: str) -> None:
    """A claim is met by itself."""
    assert meets(code, code)


def test_the_birth_line_is_what_an_adoption_can_end() -> None:
    """Sons, daughters, parents."""
    assert "20 21 22 23 24 25 26 30 31 32 33 34 35 36 50 51 52" == " ".join(sorted(BIRTH_LINE))
    assert set() == BIRTH_LINE & ADOPTIVE


@pytest.mark.parametrize("held", Line)
@pytest.mark.parametrize("claimed", ["10", "22", "27", "41", "51", "57", "63", "75"])
def test_groups_exclude_each_other(claimed: str, held: Line) -> None:
    """Spouse, child, grandchild, parent, grandparent, sibling; nobody excludes her own group."""
    expected = held in EXCLUSIVE and held is not line_of(claimed)
    assert expected == excludes(claimed, held)


@pytest.mark.parametrize("claimed", [*RESIDUAL, "28", "53", "72", "80", "85", "91", "97"])
def test_residual_codes_in_laws_and_remoter_kin_exclude_nothing(claimed: str) -> None:
    """And nothing excludes them."""
    assert [] == [held for held in Line if excludes(claimed, held)]


def test_residual_codes_are_near_their_line_without_belonging_to_it() -> None:
    """So that K8 sees them and K9 does not."""
    assert [None] * 6 == [line_of(code) for code in RESIDUAL]
    assert [
        Line.CHILD,
        Line.CHILD,
        Line.GRANDCHILD,
        Line.PARENT,
        Line.GRANDPARENT,
        Line.SIBLING,
    ] == [family_of(code) for code in RESIDUAL]


def test_what_can_be_derived() -> None:
    """Siblings, two generations, and in-laws; no residual code, no remoter kin."""
    derivable = sorted(code for code in ASKABLE if line_of(code) in DERIVABLE)
    assert (
        "28 38 40 41 42 43 44 53 54 55 56 60 61 62 63 64 70 71 72 73 74 75 76 77 78"
    ) == " ".join(derivable)


@pytest.mark.parametrize(
    ("code", "if_male", "if_female", "if_unknown"),
    [
        ("11", "12", "12", "12"), ("10", "11", "12", "10"), ("22", "51", "52", "50"),
        ("34", "51", "52", "50"), ("52", "20", "30", None), ("27", "57", "58", None),
        ("58", "27", "37", None), ("28", "55", "56", None), ("38", "53", "54", None),
        ("42", "61", "62", "60"), ("43", "63", "64", "60"), ("62", "41", "42", "40"),
        ("71", "73", "77", "70"), ("77", "71", "75", "70"), ("55", "28", "28", "28"),
        ("72", None, None, None), ("99", None, None, None), ("03", None, None, None),
    ],
)  # fmt: skip
def test_inverses(
    code: str, if_male: str | None, if_female: str | None, if_unknown: str | None
) -> None:
    """What the head is to the member, by the head's sex."""
    assert (if_male, if_female, if_unknown) == (
        inverse_of(code, MALE)[0],
        inverse_of(code, FEMALE)[0],
        inverse_of(code, None)[0],
    )


@pytest.mark.parametrize(
    ("held", "sex", "claimed"),
    [
        ("20", MALE, "51"), ("33", FEMALE, "52"), ("20", FEMALE, "50"), ("51", MALE, "20"),
        ("52", FEMALE, "30"), ("71", MALE, "73"), ("73", FEMALE, "75"), ("41", MALE, "61"),
        ("44", FEMALE, "64"), ("61", MALE, "41"), ("28", MALE, "55"), ("38", FEMALE, "54"),
        ("54", FEMALE, "38"), ("93", FEMALE, "90"), ("90", MALE, "93"), ("91", MALE, "91"),
    ],
)  # fmt: skip
def test_k5_the_book_is_read_the_other_way_round_too(held: str, sex: str, claimed: str) -> None:
    """The relative is the head, and the book says what the subject is to her."""
    registers = bare()
    registers.entries[STRANGER] = entry(sex=sex)
    book = household(STRANGER, (SUBJECT, held))
    registers.households.append([m.__class__(m.household, m.member, m.relation) for m in book])
    assert "K5" == relation(kinship(SUBJECT, STRANGER, claimed), registers.answer).row


def test_k8_where_the_other_way_round_needs_a_sex_that_is_not_held() -> None:
    """The book says father; whether the head is son or daughter, the registers differ."""
    registers = bare()
    registers.entries[STRANGER] = entry(sex=FEMALE)
    registers.households.append(household(STRANGER, (SUBJECT, "51")))
    assert "K8" == relation(kinship(SUBJECT, STRANGER, "20"), registers.answer).row


@pytest.mark.parametrize("code", ["80", "85", "91", "97", "29", "65"])
def test_what_only_a_household_book_could_hold_asks_nobody_else(code: str) -> None:
    """Births, adoptions and marriages are nobody's business then."""
    carried = carry_out(fact, kinship(SUBJECT, STRANGER, code, derive=True), bare().answer)
    assert {PUBLIC_SECURITY} == {question.department for question in carried.questions}


@pytest.mark.parametrize("code", ["27", "37", "57", "58"])
def test_an_adoptive_relation_opens_no_record_of_birth(code: str) -> None:
    """An adoption registration alone could confirm it."""
    carried = carry_out(fact, kinship(SUBJECT, STRANGER, code), bare().answer)
    assert HEALTH not in {question.department for question in carried.questions}


def test_everything_that_is_wrong_with_a_claim_is_named() -> None:
    """Missing, of the wrong type, unknown, the subject as her own relative."""
    assert {("/claim/relative", "missing_field"), ("/claim/relation", "missing_field")} == (
        problems_of(fact, {})
    )
    assert {
        ("/claim/relative", "same_person"),
        ("/claim/relation", "wrong_type"),
        ("/claim/side", "unknown_field"),
    } == problems_of(fact, {"relative": person_json(SUBJECT), "relation": 50, "side": "left"})


@pytest.mark.parametrize("code", ASKABLE)
def test_a_claim_is_read_back(code: str) -> None:
    """What `canonical` writes, `read_claim` reads; `repr` shows nothing of it."""
    claim = fact.read_claim({"relative": person_json(STRANGER), "relation": code}, SUBJECT)
    assert claim == fact.read_claim(claim.canonical(), SUBJECT)
    assert ((STRANGER,), False) == (claim.others, STRANGER.number in repr(claim))


def test_schema_and_example_agree_with_the_reading() -> None:
    """The interface document describes what is read."""
    validator = jsonschema.Draft202012Validator(dict(fact.claim_schema))
    assert validator.is_valid(fact.claim_example)
    assert fact.read_claim(fact.claim_example, STRANGER).others
    assert not validator.is_valid({**fact.claim_example, "relation": "99"})


def test_reasons_are_declared_once_and_neutral_ones_too() -> None:
    """Every code once; what an ⓘ reason is told as is a declared code itself."""
    codes = [reason.code for reason in fact.reasons]
    assert sorted(set(codes)) == sorted(codes)
    assert set() == {reason.told_as for reason in fact.reasons if reason.told_as} - set(codes)
