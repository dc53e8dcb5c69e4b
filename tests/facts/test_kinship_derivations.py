"""Derivations (domain.md K7): every kind, every specific code, and what stops them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gateway.domain.evidence import Holding
from gateway.domain.finding import RecordKind
from gateway.domain.outcome import Outcome
from gateway.domain.question import CIVIL_AFFAIRS, COURTS, HEALTH, PUBLIC_SECURITY
from gateway.domain.records import BirthRecord
from gateway.facts.former_identity import ask_person
from gateway.facts.kinship import fact
from gateway.facts.kinship.archive import adoption_question
from gateway.facts.kinship.relations import INCLUDES
from tests.facts.builders import FATHER, MOTHER, SPOUSE, STRANGER, SUBJECT, answered, entry
from tests.facts.kinship_builders import (
    DAUGHTER,
    DERIVED_CODES,
    ELDER_BROTHER,
    EVERYBODY,
    FATHER_IN_LAW,
    RELATIVE_BY_CODE,
    SON,
    SONS_SON,
    WIFE_OF_ELDER,
    adoption,
    ask_code,
    birth,
    family,
    household,
    kinship,
    relation,
)
from tests.facts.register_builders import (
    carry_out,
    certificate,
    court_divorce,
    divorced,
    held_under_another_name,
    married,
)

EVERY_DERIVED_CODE = pytest.mark.parametrize("code", DERIVED_CODES)
BY_MARRIAGE = ("28", "38", "53", "54", "55", "56", "72", "74", "76", "78")


@EVERY_DERIVED_CODE
def test_k7_derived(code: str) -> None:
    """Each relation follows from its steps, and is told as derived with nothing to rest on."""
    part = ask_code(code, family().answer, derive=True).finding.parts["relation"]
    assert (Outcome.CONFIRMED, "K7", ("derived",), False) == (
        part.outcome,
        part.row,
        part.reasons,
        part.neutral,
    )


@EVERY_DERIVED_CODE
def test_k7_from_the_registration_of_births_alone(code: str) -> None:
    """Public security's registrations hold the steps as well as health does."""
    registers = family()
    registers.registered_births = {child: held[0] for child, held in registers.births.items()}
    registers.births = {}
    assert "K7" == ask_code(code, registers.answer, derive=True).finding.parts["relation"].row


@EVERY_DERIVED_CODE
def test_k7_only_where_the_matter_authorises_it(code: str) -> None:
    """Else no record, for that reason, and nobody in between is asked about."""
    carried = ask_code(code, family().answer)
    part = carried.finding.parts["relation"]
    assert (Outcome.NO_RECORD, ("derivation_not_authorised",)) == (part.outcome, part.reasons)
    assert set() == {p for asked in carried.rounds for p in asked.persons}


@EVERY_DERIVED_CODE
def test_k7_nobody_in_between_is_named(code: str) -> None:
    """Whoever is in between gets an entry through the round, and is in no finding."""
    carried = ask_code(code, family().answer, derive=True)
    between = {p for asked in carried.rounds for p in asked.persons}
    named = set(RELATIVE_BY_CODE[code])
    assert set() == between & named
    assert between == {q.about for q in carried.questions} - named
    assert between
    assert [] == [p for p in between if p.number in repr(carried.finding)]


@EVERY_DERIVED_CODE
@pytest.mark.parametrize("department", [CIVIL_AFFAIRS, PUBLIC_SECURITY, HEALTH])
def test_k7_silence_leaves_it_unavailable(code: str, department: str) -> None:
    """Neither confirmed nor no record without the departments that hold the steps."""
    finding = ask_code(code, family().without(department), derive=True).finding
    assert Outcome.UNAVAILABLE == finding.outcome
    assert (department,) == finding.parts["relation"].silent


@pytest.mark.parametrize("code", BY_MARRIAGE)
def test_k7_a_marriage_on_the_way_needs_the_courts(code: str) -> None:
    """They could have ended it."""
    finding = ask_code(code, family().without(COURTS), derive=True).finding
    assert (Outcome.UNAVAILABLE, (COURTS,)) == (
        finding.outcome,
        finding.parts["relation"].silent,
    )


@pytest.mark.parametrize("code", BY_MARRIAGE)
@pytest.mark.parametrize("how", ["divorce", "court divorce"])
def test_k7_an_ended_marriage_derives_nothing(code: str, how: str) -> None:
    """The spouse in force is a step; a former spouse is none."""
    registers = family()
    ends = registers.civil if how == "divorce" else registers.court
    make = divorced if how == "divorce" else court_divorce
    ends += [make(date(2020, 1, 1), e.spouse, e.partner) for e in tuple(registers.civil)]
    finding = ask_code(code, registers.answer, derive=True).finding
    assert (Outcome.NO_RECORD, ("no_kinship_record",)) == (finding.outcome, finding.reasons)


def test_k7_a_dead_spouse_derives_nothing() -> None:
    """The marriage is not in force."""
    registers = family()
    registers.deaths[SPOUSE] = certificate(date(2020, 1, 1))
    finding = ask_code("55", registers.answer, derive=True).finding
    assert Outcome.NO_RECORD == finding.outcome


def test_k7_two_marriages_in_force_settle_nothing() -> None:
    """A marriage that the registers disagree about carries no derivation."""
    registers = family()
    registers.civil.append(married(date(2000, 1, 1), SUBJECT, STRANGER))
    part = relation(kinship(SUBJECT, FATHER_IN_LAW, "55", derive=True), registers.answer)
    assert (Outcome.AMBIGUOUS, ("relation_not_specific",)) == (part.outcome, part.reasons)


def test_k7_an_unproven_divorce_leaves_it_unavailable() -> None:
    """The court is silent on it."""
    registers = family()
    registers.court.append(court_divorce(None, SUBJECT, SPOUSE))
    part = relation(kinship(SUBJECT, FATHER_IN_LAW, "55", derive=True), registers.answer)
    assert (Outcome.UNAVAILABLE, (COURTS,)) == (part.outcome, part.silent)


@EVERY_DERIVED_CODE
def test_k7_unrelated_people_end_in_no_record(code: str) -> None:
    """Everything was looked for and nothing found."""
    subject, _relative = RELATIVE_BY_CODE[code]
    registers = family()
    registers.entries[STRANGER] = entry(sex="1")
    part = relation(kinship(subject, STRANGER, code, derive=True), registers.answer)
    assert (Outcome.NO_RECORD, "K11", ("no_kinship_record",)) == (
        part.outcome,
        part.row,
        part.reasons,
    )


def test_k7_ends_within_three_further_rounds() -> None:
    """A sibling-in-law takes all of them: marriage, the sibling's parents, the common parent."""
    rounds = ask_code("72", family().answer, derive=True).rounds
    assert [(), (), (ELDER_BROTHER,), {FATHER, MOTHER}] == [
        *(asked.persons for asked in rounds[:3]),
        set(rounds[3].persons),
    ]


@pytest.mark.parametrize(
    ("code", "parent"), [("61", FATHER), ("62", FATHER), ("43", DAUGHTER), ("44", DAUGHTER)]
)
def test_k7_asks_on_one_side_only(code: str, parent: object) -> None:
    """Father's father: nobody asks who the mother's parents are."""
    carried = ask_code(code, family().answer, derive=True)
    between = {p for asked in carried.rounds for p in asked.persons}
    assert {SUBJECT if parent is FATHER else parent} == between


def _generic_of(code: str) -> str | None:
    return next((general for general, codes in INCLUDES.items() if code in codes), None)


@pytest.mark.parametrize(
    "code",
    [code for code in DERIVED_CODES if _generic_of(code) and code not in ("61", "62", "63", "64")],
)
def test_k7_specific_codes_need_sex_as_held(code: str) -> None:
    """Without it only the general relation follows: K8 for the specific one."""
    subject, relative = RELATIVE_BY_CODE[code]
    registers = family()
    registers.entries[relative] = replace(registers.entries[relative], sex=None)
    part = relation(kinship(subject, relative, code, derive=True), registers.answer)
    assert (Outcome.AMBIGUOUS, "K8", ("relation_not_specific",)) == (
        part.outcome,
        part.row,
        part.reasons,
    )
    general = _generic_of(code)
    assert general is not None
    part = relation(kinship(subject, relative, general, derive=True), registers.answer)
    assert "K7" == part.row


@pytest.mark.parametrize("code", ["71", "73", "75", "77", "72", "74", "76", "78"])
def test_k7_elder_and_younger_need_birth_dates_as_held(code: str) -> None:
    """Where two registers hold overlapping dates, it is not told who is elder."""
    subject, relative = RELATIVE_BY_CODE[code]
    registers = family()
    for person in (ELDER_BROTHER, *EVERYBODY):
        if person is not relative or code in ("71", "73", "75", "77"):
            registers.entries[person] = replace(
                registers.entries[person], born_on=date(1958, 3, 12)
            )
    part = relation(kinship(subject, relative, code, derive=True), registers.answer)
    assert (Outcome.AMBIGUOUS, "K8") == (part.outcome, part.row)


@pytest.mark.parametrize("code", ["28", "38", "53", "54", "55", "56"])
def test_k7_in_laws_need_sex_as_held(code: str) -> None:
    """There is no general code for them: K8."""
    subject, relative = RELATIVE_BY_CODE[code]
    registers = family()
    for person in (relative, SUBJECT, SPOUSE):
        registers.entries[person] = replace(registers.entries[person], sex=None)
    part = relation(kinship(subject, relative, code, derive=True), registers.answer)
    assert (Outcome.AMBIGUOUS, "K8") == (part.outcome, part.row)


@pytest.mark.parametrize("claimed", ["73", "75", "77"])
def test_k7_another_specific_relation_is_not_the_claimed_one(claimed: str) -> None:
    """An elder brother is no younger one and no sister; birth order excludes nothing."""
    part = relation(kinship(SUBJECT, ELDER_BROTHER, claimed, derive=True), family().answer)
    assert (Outcome.AMBIGUOUS, "K8") == (part.outcome, part.row)


@pytest.mark.parametrize("code", ["70", "71"])
def test_k7_half_siblings_are_siblings(code: str) -> None:
    """One common parent."""
    registers = family()
    registers.births[ELDER_BROTHER] = [birth(ELDER_BROTHER, None, MOTHER)]
    assert "K7" == ask_code(code, registers.answer, derive=True).finding.parts["relation"].row


def test_k7_adoptive_siblings_are_siblings() -> None:
    """A parent by adoption is a parent (CC 1111)."""
    registers = family()
    registers.births[ELDER_BROTHER] = []
    registers.adoptions.append(adoption(ELDER_BROTHER, FATHER, MOTHER))
    assert "K7" == ask_code("71", registers.answer, derive=True).finding.parts["relation"].row


@pytest.mark.parametrize(
    ("code", "child"),
    [
        ("70", "one"),
        ("70", "other"),
        ("61", "one"),
        ("61", "between"),
        ("41", "other"),
        ("41", "between"),
        ("55", "between"),
        ("28", "between"),
        ("72", "one"),
        ("72", "between"),
    ],
)  # fmt: skip
def test_k4_an_adoption_on_the_way_cuts_it(code: str, child: str) -> None:
    """The tie to birth kin has ended: told like a relation that is merely not specific."""
    subject, relative = RELATIVE_BY_CODE[code]
    between = {"61": SUBJECT, "41": SON, "55": SPOUSE, "28": DAUGHTER, "72": ELDER_BROTHER}
    registers = family()
    adopted = {"one": subject, "other": relative}.get(child) or between[code]
    registers.adoptions.append(adoption(adopted, STRANGER))
    part = relation(kinship(subject, relative, code, derive=True), registers.answer)
    assert (Outcome.AMBIGUOUS, "K4", ("adopted",)) == (part.outcome, part.row, part.reasons)


def test_k4_a_veiled_adoption_on_the_way_counts_too() -> None:
    """Adopted children are renamed; held under another name, an adoption cannot be excluded."""
    registers = family()
    registers.instead[adoption_question(ELDER_BROTHER)] = held_under_another_name()
    part = ask_code("71", registers.answer, derive=True).finding.parts["relation"]
    assert (Outcome.AMBIGUOUS, ("relation_not_specific",)) == (part.outcome, part.reasons)


@pytest.mark.parametrize("code", ["61", "41", "55", "28", "71", "72"])
def test_k7_not_through_somebody_whose_number_is_shared(code: str) -> None:
    """Two people under one number would make strangers kin."""
    registers = family()
    between = {p for a in ask_code(code, registers.answer, derive=True).rounds for p in a.persons}
    shared = answered(entry(), entry(), holding=Holding.SHARED)
    answer = registers.but({ask_person(person): shared for person in between})
    part = ask_code(code, answer, derive=True).finding.parts["relation"]
    assert (Outcome.AMBIGUOUS, "G2", ("number_shared",)) == (part.outcome, part.row, part.reasons)


def test_k7_not_through_one_number_under_two_names() -> None:
    """The mother of the one and the mother of the other are not the same person."""
    registers = family()
    registers.births[ELDER_BROTHER] = [birth(ELDER_BROTHER, None, replace(MOTHER, name="李桂花"))]
    part = ask_code("71", registers.answer, derive=True).finding.parts["relation"]
    assert (Outcome.AMBIGUOUS, "G2", ("name_mismatch",)) == (part.outcome, part.row, part.reasons)


def test_k7_not_from_a_replaced_or_voided_certificate() -> None:
    """Only a certificate in force holds a step."""
    registers = family()
    held: BirthRecord = registers.births[ELDER_BROTHER][0]
    registers.births[ELDER_BROTHER] = [
        replace(held, voided=True),
        replace(held, replaced_by="E500000999"),
        replace(held, child=STRANGER),
    ]
    assert "K11" == ask_code("71", registers.answer, derive=True).finding.parts["relation"].row


def test_k5_needs_no_derivation() -> None:
    """What a household book says directly is not derived, and nobody in between is asked about."""
    registers = family()
    registers.households.append(household(SUBJECT, (ELDER_BROTHER, "71")))
    carried = ask_code("71", registers.answer, derive=True)
    part = carried.finding.parts["relation"]
    assert ("K5", 1) == (part.row, len(carried.rounds))
    assert [RecordKind.HOUSEHOLD_REGISTER] == [rest.record for rest in part.rests_on]


def test_k7_two_entries_of_a_household_book_are_no_single_holding() -> None:
    """Two members are related to the head, not to each other."""
    registers = family()
    registers.births = {}
    registers.households.append(household(FATHER, (SUBJECT, "20"), (ELDER_BROTHER, "20")))
    assert "K11" == ask_code("70", registers.answer, derive=True).finding.parts["relation"].row


def test_k7_derives_where_only_something_less_specific_is_held() -> None:
    """The household book says sibling, the birth records say which."""
    registers = family()
    registers.households.append(household(SUBJECT, (ELDER_BROTHER, "70")))
    assert "K7" == ask_code("71", registers.answer, derive=True).finding.parts["relation"].row


def test_k9_before_a_derivation_is_looked_for() -> None:
    """A grandchild is no sibling: nothing is asked about anybody in between."""
    carried = carry_out(fact, kinship(SUBJECT, SON, "70", derive=True), family().answer)
    assert ("K9", 1) == (carried.finding.parts["relation"].row, len(carried.rounds))


def test_the_dates_of_a_derived_relation_stay_inside() -> None:
    """They are in the finding for the trail, marked as not to be told."""
    part = relation(kinship(SUBJECT, SONS_SON, "41", derive=True), family().answer)
    assert ([RecordKind.KINSHIP_RECORD], False) == (
        [rest.record for rest in part.rests_on],
        part.neutral,
    )
    assert WIFE_OF_ELDER.name not in repr(part)
