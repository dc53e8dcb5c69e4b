"""Birth, row by row (domain.md B1 to B8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest

from gateway.domain.evidence import Evidence
from gateway.domain.finding import RecordKind, RestsOn
from gateway.domain.outcome import Outcome
from gateway.domain.question import (
    ADOPTIONS,
    BIRTH_BY_CERTIFICATE,
    BIRTH_BY_CHILD,
    BIRTH_REGISTRATION,
    CIVIL_AFFAIRS,
    HEALTH,
    PUBLIC_SECURITY,
    Question,
)
from gateway.domain.records import Adoption, BirthRecord
from gateway.facts.birth import fact
from gateway.facts.former_identity import ask_person
from tests.facts.builders import (
    AS_OF,
    FATHER,
    MOTHER,
    STRANGER,
    SUBJECT,
    answered,
    days_ago,
    entry,
    evidence_of,
    inquire,
    late,
    mismatch,
    person_json,
    silent,
)

if TYPE_CHECKING:
    from gateway.domain.evidence import Reply
    from gateway.domain.fact import JsonValue
    from gateway.domain.finding import Finding, PartFinding
    from gateway.domain.person import Person

BORN: Final = date(1958, 3, 12)
NUMBER: Final = "E500000123"
OTHER_NUMBER: Final = "E500000999"

BY_CHILD = Question(HEALTH, BIRTH_BY_CHILD, SUBJECT)
BY_CERTIFICATE = Question(HEALTH, BIRTH_BY_CERTIFICATE, SUBJECT, certificate_number=NUMBER)
REGISTRATION = Question(PUBLIC_SECURITY, BIRTH_REGISTRATION, SUBJECT)
PERSON = ask_person(SUBJECT)
ADOPTED = Question(CIVIL_AFFAIRS, ADOPTIONS, SUBJECT)

RECORD = BirthRecord(BORN, MOTHER, FATHER, SUBJECT, NUMBER)
ADOPTION = Adoption(SUBJECT, (STRANGER,), date(1960, 1, 1))

CLAIM_MOTHER: Final[dict[str, JsonValue]] = {"mother": person_json(MOTHER)}
CLAIM_FATHER: Final[dict[str, JsonValue]] = {"father": person_json(FATHER)}
CLAIM_DAY: Final[dict[str, JsonValue]] = {"born_on": "1958-03-12"}
CLAIM_NUMBER: Final[dict[str, JsonValue]] = {"certificate_number": NUMBER}


def hear(**changes: Reply) -> dict[Question, Reply]:
    """Everybody answered and holds nothing of a birth, but for the changes."""
    names = {
        "child": BY_CHILD,
        "certificate": BY_CERTIFICATE,
        "registration": REGISTRATION,
        "person": PERSON,
        "adoptions": ADOPTED,
    }
    replies: dict[Question, Reply] = dict.fromkeys(names.values(), answered())
    replies[PERSON] = answered(entry())
    return replies | {names[name]: reply for name, reply in changes.items()}


def _decide(claim: dict[str, JsonValue], **changes: Reply) -> Finding:
    return fact.decide(inquire(fact, claim), evidence_of(hear(**changes)))


def _part(claim: dict[str, JsonValue], **changes: Reply) -> PartFinding:
    (part,) = _decide(claim, **changes).parts.values()
    return part


@pytest.mark.parametrize(
    "record",
    [replace(RECORD, replaced_by=OTHER_NUMBER), replace(RECORD, voided=True)],
    ids=["replaced", "voided"],
)
@pytest.mark.parametrize("found_by", ["child", "certificate"])
def test_b1_certificate_replaced(record: BirthRecord, found_by: str) -> None:
    """A number that was replaced or voided is contradicted, however it was found."""
    part = _part(CLAIM_NUMBER, **{found_by: answered(record)})
    assert (Outcome.CONTRADICTED, ("certificate_replaced",)) == (part.outcome, part.reasons)


def test_b2_health_matches() -> None:
    """What health holds confirms, whatever the household register says."""
    other = answered(BirthRecord(date(1958, 3, 21), STRANGER, STRANGER))
    claim = CLAIM_NUMBER | CLAIM_DAY | CLAIM_MOTHER | CLAIM_FATHER
    finding = _decide(claim, child=answered(RECORD), registration=other)
    assert list(claim) == list(finding.parts)
    assert {Outcome.CONFIRMED} == {part.outcome for part in finding.parts.values()}
    assert ((), AS_OF) == (finding.reasons, finding.as_of)
    rests = finding.parts["mother"].rests_on
    assert (RestsOn(RecordKind.BIRTH_RECORD, AS_OF),) == rests


def test_b2_variant_of_a_parents_name() -> None:
    """A parent's name may differ in spacing."""
    spaced = replace(MOTHER, name="李 桂芳")
    part = _part(CLAIM_MOTHER, child=answered(replace(RECORD, mother=spaced)))
    assert (Outcome.CONFIRMED, ("name_variant",)) == (part.outcome, part.reasons)


def test_b2_certificate_waits_for_its_own_entry() -> None:
    """While the certificate itself could not be looked up, it may have been replaced."""
    found = answered(RECORD)
    assert Outcome.UNAVAILABLE is _part(CLAIM_NUMBER, child=found, certificate=silent()).outcome
    claim = CLAIM_NUMBER | CLAIM_MOTHER
    finding = _decide(claim, child=found, certificate=silent())
    assert Outcome.CONFIRMED is finding.parts["mother"].outcome


def test_b2_certificate_of_a_child_without_number() -> None:
    """Health may not know the child's number yet; then the day of birth must fit the number."""
    unknown = replace(RECORD, child=None)
    assert Outcome.CONFIRMED is _part(CLAIM_NUMBER, certificate=answered(unknown)).outcome
    other_day = replace(unknown, born_on=date(2010, 1, 1))
    assert Outcome.NO_RECORD is _part(CLAIM_NUMBER, certificate=answered(other_day)).outcome


def test_certificate_of_another_child_is_not_the_subjects() -> None:
    """Somebody else's certificate is neither hers nor says anything of her birth."""
    foreign = answered(replace(RECORD, child=STRANGER))
    claim = CLAIM_NUMBER | CLAIM_DAY
    finding = _decide(claim, certificate=foreign)
    assert {Outcome.NO_RECORD} == {part.outcome for part in finding.parts.values()}


@pytest.mark.parametrize(
    "subject",
    [replace(SUBJECT, number="E12345678", id_type="passport"), replace(SUBJECT, number="1")],
    ids=["passport", "odd"],
)
def test_unnamed_certificate_needs_a_number_with_a_birth_date(subject: Person) -> None:
    """Without a day of birth in the subject's number, an unnamed certificate is nobody's."""
    inquiry = inquire(fact, CLAIM_NUMBER, subject=subject)
    asked = fact.next_round(inquiry, Evidence())
    assert asked is not None
    replies: dict[Question, Reply] = dict.fromkeys(asked.questions, answered())
    replies[replace(BY_CERTIFICATE, about=subject)] = answered(replace(RECORD, child=None))
    assert Outcome.NO_RECORD is fact.decide(inquiry, evidence_of(replies)).outcome


def test_b3_household_register_matches() -> None:
    """Health differs, the household register agrees: the registers disagree."""
    differs = answered(replace(RECORD, mother=STRANGER))
    part = _part(CLAIM_MOTHER, child=differs, registration=answered(RECORD))
    assert (Outcome.CONFLICT, ("records_disagree",)) == (part.outcome, part.reasons)


@pytest.mark.parametrize(
    ("claim", "record"),
    [
        (CLAIM_NUMBER, replace(RECORD, certificate_number=OTHER_NUMBER)),
        (CLAIM_DAY, replace(RECORD, born_on=date(1958, 3, 21))),
        (CLAIM_MOTHER, replace(RECORD, mother=STRANGER)),
        (CLAIM_FATHER, replace(RECORD, father=STRANGER)),
    ],
    ids=["certificate", "day", "mother", "father"],
)
def test_b4_health_differs(claim: dict[str, JsonValue], record: BirthRecord) -> None:
    """Health holds another value: contradicted."""
    part = _part(claim, child=answered(record))
    assert (Outcome.CONTRADICTED, ("birth_record_differs",)) == (part.outcome, part.reasons)


@pytest.mark.parametrize(
    "adoptions",
    [answered(ADOPTION), answered(replace(ADOPTION, dissolved_on=date(1970, 1, 1))), mismatch()],
    ids=["in-force", "dissolved", "other-name"],
)
@pytest.mark.parametrize("claim", [CLAIM_MOTHER, CLAIM_FATHER], ids=["mother", "father"])
def test_b4_adoption_is_secret(claim: dict[str, JsonValue], adoptions: Reply) -> None:
    """An adoption on record leaves a differing parent ambiguous, and nothing names it (CC 1110)."""
    record = replace(RECORD, mother=STRANGER, father=STRANGER)
    part = _part(claim, child=answered(record), adoptions=adoptions)
    assert (Outcome.AMBIGUOUS, ("relation_not_specific",)) == (part.outcome, part.reasons)
    assert ((), False) == (part.rests_on, part.neutral)


def test_b4_adoption_by_the_subject_says_nothing() -> None:
    """Whoever adopted somebody was not therefore adopted."""
    adopter = answered(Adoption(STRANGER, (SUBJECT,), date(1990, 1, 1)))
    differs = answered(replace(RECORD, mother=STRANGER))
    part = _part(CLAIM_MOTHER, child=differs, adoptions=adopter)
    assert Outcome.CONTRADICTED is part.outcome


def test_b4_says_what_was_not_heard() -> None:
    """Consulted departments never block; that they could have softened it is said."""
    differs = answered(replace(RECORD, mother=STRANGER, born_on=date(1958, 3, 21)))
    for unheard in ("adoptions", "registration"):
        part = _part(CLAIM_MOTHER, child=differs, **{unheard: silent()})
        assert ("birth_record_differs", "consulted_not_heard") == part.reasons
    assert "consulted_not_heard" not in _part(CLAIM_DAY, child=differs, adoptions=silent()).reasons
    other = answered(replace(RECORD, certificate_number=OTHER_NUMBER))
    part = _part(CLAIM_NUMBER, child=other, registration=silent())
    assert ("birth_record_differs",) == part.reasons


@pytest.mark.parametrize("claim", [CLAIM_DAY, CLAIM_MOTHER, CLAIM_FATHER], ids=["day", "m", "f"])
def test_b5_household_register_only(claim: dict[str, JsonValue]) -> None:
    """Where health holds no value, the household register decides, and this is said."""
    matches = _part(claim, registration=answered(RECORD))
    assert (Outcome.CONFIRMED, ("household_register_only",)) == (matches.outcome, matches.reasons)
    assert (RestsOn(RecordKind.HOUSEHOLD_REGISTER, AS_OF),) == matches.rests_on
    other = BirthRecord(date(1958, 3, 21), STRANGER, STRANGER)
    differs = _part(claim, registration=answered(other))
    assert Outcome.CONTRADICTED is differs.outcome
    assert ("birth_record_differs", "household_register_only") == differs.reasons


def test_b5_where_health_holds_the_birth_without_the_value() -> None:
    """A birth without a father at health is completed by the household register."""
    without = answered(replace(RECORD, father=None))
    spaced = answered(replace(RECORD, father=replace(FATHER, name="陈 德明")))
    part = _part(CLAIM_FATHER, child=without, registration=spaced)
    assert Outcome.CONFIRMED is part.outcome
    assert ("household_register_only", "name_variant") == part.reasons


def test_b6_value_not_recorded() -> None:
    """The birth is held without the value; of a father the neutral reason is told."""
    without = answered(BirthRecord(None, child=SUBJECT, certificate_number=NUMBER))
    father = _part(CLAIM_FATHER, child=without)
    assert (Outcome.NO_RECORD, ("father_not_recorded",)) == (father.outcome, father.reasons)
    told = {reason.code: reason.told_as for reason in fact.reasons}
    assert "not_recorded" == told["father_not_recorded"]
    assert ("not_recorded",) == _part(CLAIM_DAY, child=without).reasons


def test_b6_values_of_a_replaced_certificate_are_none() -> None:
    """What a replaced certificate said is not what health holds."""
    replaced = answered(replace(RECORD, replaced_by=OTHER_NUMBER))
    part = _part(CLAIM_MOTHER, child=replaced)
    assert (Outcome.NO_RECORD, "B6") == (part.outcome, part.row)


def test_b7_no_birth_record() -> None:
    """Nothing held is no record."""
    part = _part(CLAIM_MOTHER)
    assert (Outcome.NO_RECORD, ("no_birth_record",)) == (part.outcome, part.reasons)
    assert (RestsOn(RecordKind.BIRTH_RECORD, AS_OF),) == part.rests_on


@pytest.mark.parametrize("unheard", ["registration", "person"])
def test_b7_stays_no_record_without_public_security(unheard: str) -> None:
    """The row overrides G8 and says that the household register was not checked."""
    part = _part(CLAIM_MOTHER, **{unheard: silent()})
    assert (Outcome.NO_RECORD, "B7") == (part.outcome, part.row)
    assert ("no_birth_record", "household_register_not_checked") == part.reasons


def test_b8_health_silent_or_late() -> None:
    """Without health nothing is said, whatever the household register holds."""
    found = answered(RECORD)
    gone = _part(CLAIM_MOTHER, child=silent(), registration=found)
    assert (Outcome.UNAVAILABLE, (HEALTH,)) == (gone.outcome, gone.silent)
    assert Outcome.PENDING is _part(CLAIM_MOTHER, child=late(), registration=found).outcome


def test_g2_parent_under_another_name() -> None:
    """The right number under another name settles nothing."""
    renamed = answered(replace(RECORD, mother=replace(MOTHER, name="李桂花")))
    for place in ("child", "registration"):
        part = _part(CLAIM_MOTHER, **{place: renamed})
        assert (Outcome.AMBIGUOUS, ("name_mismatch",)) == (part.outcome, part.reasons)


def test_g2_parents_name_does_not_reveal_the_subjects_former_ones() -> None:
    """A mismatch of the mother's name is no reason to ask about the subject's former names."""
    renamed = answered(replace(RECORD, mother=replace(MOTHER, name="李桂花")))
    known = answered(entry(former_names=("陈建设",)))
    evidence = evidence_of(hear(child=renamed, person=known))
    assert None is fact.next_round(inquire(fact, CLAIM_MOTHER), evidence)
    assert Outcome.AMBIGUOUS is fact.decide(inquire(fact, CLAIM_MOTHER), evidence).outcome


def test_g2_parent_with_another_document() -> None:
    """A passport and an identity number cannot be compared, so they do not differ."""
    abroad = replace(MOTHER, number="E12345678", id_type="passport")
    part = _part(CLAIM_MOTHER, child=answered(replace(RECORD, mother=abroad)))
    assert (Outcome.AMBIGUOUS, ("document_not_comparable",)) == (part.outcome, part.reasons)


def test_g2_subject_under_another_name() -> None:
    """Health holds the number under another name: ambiguous, unless the register decides."""
    alone = _part(CLAIM_MOTHER, child=mismatch())
    assert (Outcome.AMBIGUOUS, ("name_mismatch",)) == (alone.outcome, alone.reasons)
    decided = _part(CLAIM_MOTHER, child=mismatch(), registration=answered(RECORD))
    assert ("household_register_only", "name_mismatch") == decided.reasons


def test_g5_two_valid_certificates_disagree() -> None:
    """One register that says two things is a conflict."""
    two = answered(RECORD, replace(RECORD, certificate_number=OTHER_NUMBER, mother=STRANGER))
    part = _part(CLAIM_MOTHER, child=two)
    assert (Outcome.CONFLICT, ("records_disagree",)) == (part.outcome, part.reasons)


def test_adoption_does_not_show_in_how_a_name_was_matched() -> None:
    """Only adoptions are held there: a variant or mismatch from them would tell of one."""
    for adoptions in (answered(ADOPTION, variant=True), mismatch()):
        part = _part(CLAIM_MOTHER, child=answered(RECORD), adoptions=adoptions)
        assert (Outcome.CONFIRMED, ()) == (part.outcome, part.reasons)


def test_as_of_is_the_oldest() -> None:
    """G6 over parts that rest on different registers."""
    older = answered(RECORD, as_of=days_ago(9))
    without = answered(replace(RECORD, father=None))
    finding = _decide(CLAIM_MOTHER | CLAIM_FATHER, child=without, registration=older)
    assert days_ago(9) == finding.as_of


def test_plan_asks_only_what_the_claim_needs() -> None:
    """Certificates are looked up if claimed, adoptions if a parent is."""

    def asked(claim: dict[str, JsonValue]) -> set[Question]:
        first = fact.next_round(inquire(fact, claim), Evidence())
        assert first is not None
        return set(first.questions)

    assert {BY_CHILD, REGISTRATION, PERSON} == asked(CLAIM_DAY)
    assert {BY_CHILD, BY_CERTIFICATE, REGISTRATION, PERSON} == asked(CLAIM_NUMBER)
    assert {BY_CHILD, REGISTRATION, PERSON, ADOPTED} == asked(CLAIM_FATHER)
