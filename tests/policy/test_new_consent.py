"""What a new consent may be, and the record that is made of it."""

import json
from dataclasses import replace
from datetime import date, timedelta, timezone
from typing import Any

import pytest

from gateway.domain.consent import Assurance, ConsentState, HowGiven
from gateway.domain.decision import Permit
from gateway.domain.matter import BasisKind, Matter, MatterState
from gateway.domain.person import Person
from gateway.policy.admission import decide
from gateway.policy.consent_record import consent_record, consent_window, record_with_state
from gateway.policy.new_consent import (
    ProposedConsent,
    ProposedGuardian,
    assurance_of,
    check_new_consent,
)
from tests.policy.builders import (
    NOW,
    OTHER,
    SUBJECT,
    THIRD,
    TODAY,
    a_bank,
    a_consent,
    a_gathering,
    a_matter,
    a_notice,
    a_person,
    a_requester,
    a_text,
    an_approval,
    the_catalogue,
)

LAW = the_catalogue().bases[BasisKind.CONSENT]
DIGEST = "ab" * 32
GUARDIAN = ProposedGuardian(THIRD, "52", DIGEST)
CHILD = a_person(date(2020, 3, 1))


def _proposed(**changes: Any) -> ProposedConsent:
    proposed = ProposedConsent(
        principal=SUBJECT,
        others=(OTHER,),
        facts=frozenset({"kinship"}),
        case="2026-000123",
        uses=1,
        validity_days=30,
        how_given=HowGiven.ONE_TIME_CODE,
        language="zh",
        taken_by="0042",
    )
    return replace(proposed, **changes)


def _problems(matter: Matter | None = None, **changes: Any) -> list[tuple[str, str]]:
    found = check_new_consent(_proposed(**changes), matter or a_matter(), a_requester(), LAW, TODAY)
    return [(problem.pointer, problem.reason) for problem in found]


def test_a_consent_within_its_matter() -> None:
    """Nothing is wrong with a consent that keeps to its matter."""
    assert [] == _problems()


@pytest.mark.parametrize(
    ("how", "assurance"),
    [
        (HowGiven.ONE_TIME_CODE, Assurance.CONFIRMED_BY_CODE),
        (HowGiven.ELECTRONIC_SIGNATURE, Assurance.SIGNED_BY_PERSON),
        (HowGiven.IN_PERSON_SIGNATURE, Assurance.ATTESTED_BY_REQUESTER),
    ],
)
def test_assurance(how: HowGiven, assurance: Assurance) -> None:
    """How a consent was given decides how sure it is."""
    assert assurance == assurance_of(how)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"facts": frozenset()}, ("/facts", "empty")),
        ({"facts": frozenset({"childbirth"})}, ("/facts", "fact_not_in_matter")),
        ({"facts": frozenset({"death"})}, ("/facts", "basis_not_allowed")),
        ({"uses": 0}, ("/uses", "out_of_range")),
        ({"uses": 2}, ("/uses", "out_of_range")),
        ({"validity_days": 0}, ("/validity_days", "out_of_range")),
        ({"validity_days": 91}, ("/validity_days", "out_of_range")),
        ({"language": "fr"}, ("/language", "unknown_value")),
        ({"others": (OTHER, SUBJECT)}, ("/others/1", "same_person")),
        ({"principal": CHILD}, ("/guardian", "guardian_required")),
    ],
    ids=[
        "no-fact",
        "another-fact",
        "death",
        "no-use",
        "too-many-uses",
        "no-day",
        "too-long",
        "language",
        "herself",
        "child",
    ],
)
def test_what_a_consent_may_not_be(change: dict[str, Any], expected: tuple[str, str]) -> None:
    """What goes beyond the matter, or misses a guardian, is named."""
    assert [expected] == _problems(**change)


def test_a_matter_without_consent_takes_none() -> None:
    """Where the matter does not allow the basis, no consent is recorded for it."""
    matter = a_matter(bases={BasisKind.STATUTORY_DUTY: a_text()})
    assert [("/matter", "basis_not_allowed")] == _problems(matter)


def test_an_inactive_matter_takes_no_consent() -> None:
    """A consent to a matter that is not in use could not be used."""
    assert [("/matter", "matter_inactive")] == _problems(a_matter(state=MatterState.INACTIVE))


def test_a_bank_takes_consents() -> None:
    """Consent is open to every kind of requester."""
    assert () == check_new_consent(_proposed(), a_matter(), a_bank(), LAW, TODAY)


def test_a_signature_on_paper_is_too_weak_for_most_matters() -> None:
    """What the matter would refuse later is not recorded."""
    found = _problems(
        how_given=HowGiven.IN_PERSON_SIGNATURE, evidence_digest=DIGEST, evidence_place="档案室"
    )
    assert [("/how_given", "consent_assurance")] == found


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"evidence_digest": DIGEST, "evidence_place": "档案室"}, []),
        ({"evidence_digest": DIGEST}, [("/evidence", "missing_field")]),
        ({"evidence_place": "档案室"}, [("/evidence", "missing_field")]),
        (
            {"evidence_digest": "no digest", "evidence_place": "档案室"},
            [("/evidence/digest", "ill_formed")],
        ),
    ],
    ids=["complete", "no-place", "no-digest", "ill-formed"],
)
def test_a_signature_leaves_evidence(
    change: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """For a signature, digest and place of the signed form are kept."""
    assert expected == _problems(how_given=HowGiven.ELECTRONIC_SIGNATURE, **change)


@pytest.mark.parametrize("principal", [CHILD, SUBJECT], ids=["child", "adult"])
def test_a_guardian_consents(principal: Person) -> None:
    """A guardian may consent for a child, and for an adult without capacity."""
    assert [] == _problems(principal=principal, guardian=GUARDIAN)


@pytest.mark.parametrize(
    ("guardian", "expected"),
    [
        (replace(GUARDIAN, person=CHILD), [("/guardian/person", "same_person")]),
        (replace(GUARDIAN, person=a_person(TODAY, 4)), [("/guardian/person", "is_a_child")]),
        (replace(GUARDIAN, relation="mother"), [("/guardian/relation", "ill_formed")]),
        (replace(GUARDIAN, proof_digest=""), [("/guardian/proof_digest", "ill_formed")]),
    ],
    ids=["herself", "a-child", "relation", "proof"],
)
def test_what_a_guardian_may_not_be(
    guardian: ProposedGuardian, expected: list[tuple[str, str]]
) -> None:
    """A guardian is another, grown-up person, with relation and proof."""
    assert set(expected) <= set(_problems(principal=CHILD, guardian=guardian))


def test_all_problems_are_found_at_once() -> None:
    """Everything that is wrong is said in one answer."""
    found = _problems(facts=frozenset(), uses=0, validity_days=0, language="")
    assert ["/facts", "/uses", "/validity_days", "/language"] == [pointer for pointer, _ in found]


def test_a_recorded_consent_carries_its_question() -> None:
    """A consent that was found right is good from the moment it is recorded."""
    start, end = consent_window(_proposed(), NOW)
    assert (NOW, NOW + timedelta(days=30)) == (start, end)
    recorded = a_consent(valid_from=start, valid_until=end, recorded_at=NOW)
    assert isinstance(decide(a_gathering(consents=[recorded])), Permit)


def _record(proposed: ProposedConsent | None = None, **matter: Any) -> dict[str, Any]:
    return consent_record(
        proposed or _proposed(),
        a_matter(approvals=(an_approval("health"), an_approval("elsewhere")), **matter),
        a_requester(),
        the_catalogue().departments,
        "cns_1",
        NOW,
    )


def test_record_fields() -> None:
    """The record has the standard's sections and ours beside them."""
    assert [
        "schema_version",
        "record_id",
        "pii_principal_id",
        "privacy_notice",
        "language",
        "purposes",
        "parties",
        "events",
        "extension",
    ] == list(_record())


def test_record_is_json() -> None:
    """The record survives being written as JSON."""
    record = _record()
    assert record == json.loads(json.dumps(record))


def test_record_names_nobody() -> None:
    """Persons stand in the record by references that hold within it only."""
    proposed = _proposed(principal=CHILD, guardian=GUARDIAN)
    text = json.dumps(_record(proposed), ensure_ascii=False)
    persons = (CHILD, OTHER, THIRD)
    assert [] == [p for p in persons if p.number in text or p.name in text]
    assert "cns_1#principal" in text


def test_record_purpose() -> None:
    """Purpose, basis, categories, recipients, retention and withdrawal are those of the matter."""
    [purpose] = _record()["purposes"]
    assert ("GJJ-007", "consent", [{"pii_type": "kinship"}], "P1095D", "CN") == (
        purpose["purpose"]["code"],
        purpose["lawful_basis"]["kind"],
        purpose["pii_information"],
        purpose["retention_period"],
        purpose["jurisdiction"],
    )
    assert ["elsewhere", "health"] == purpose["recipient_third_parties"]
    assert "撤回码" in purpose["withdrawal_method"]["zh"]


def test_record_parties() -> None:
    """The requester controls, the departments that approved provide."""
    requester, elsewhere, health = _record()["parties"]
    assert ("12500112EXAMPLE010", "pii_controller") == (
        requester["party_id"],
        requester["party_role"],
    )
    assert (None, "卫生健康部门") == (elsewhere["party_name"], health["party_name"]["zh"])


@pytest.mark.parametrize(
    ("how", "state"),
    [(HowGiven.ONE_TIME_CODE, "requested"), (HowGiven.ELECTRONIC_SIGNATURE, "given")],
)
def test_record_event(how: HowGiven, state: str) -> None:
    """Until its code is entered a consent is only requested."""
    [event] = _record(_proposed(how_given=how))["events"]
    assert (state, "2026-11-24T02:00:00.000Z", "cns_1#principal", "P30D") == (
        event["event_state"],
        event["event_time"],
        event["entity_id"],
        event["validity_duration"],
    )


def test_record_of_a_guardian() -> None:
    """A guardian's consent says who acted, in which relation, and the digest of the proof."""
    record = _record(_proposed(principal=CHILD, guardian=GUARDIAN))
    assert "cns_1#guardian" == record["events"][0]["entity_id"]
    assert {"relation": "52", "proof_digest": DIGEST} == record["extension"]["guardian"]


def test_record_bounds() -> None:
    """Our extension says what a question under it may be."""
    bounds = _record()["extension"]
    assert ("GJJ-007", ["kinship"], "2026-000123", "both", 1, None, None) == (
        bounds["matter"],
        bounds["facts"],
        bounds["case"],
        bounds["whose"],
        bounds["uses_allowed"],
        bounds["evidence"],
        bounds["guardian"],
    )
    assert ["cns_1#other-1"] == bounds["others"]
    assert "2026-12-24T02:00:00.000Z" == bounds["valid_until"]


def test_record_evidence() -> None:
    """Digest of the signed form, and where the requester keeps it."""
    proposed = _proposed(
        how_given=HowGiven.ELECTRONIC_SIGNATURE, evidence_digest=DIGEST, evidence_place="档案室"
    )
    evidence = _record(proposed)["extension"]["evidence"]
    assert {"digest_sha256": DIGEST, "kept_at": "档案室"} == evidence


def test_record_digests_the_notice_that_was_given() -> None:
    """Language and wording of the notice both reach the digest; its version stands beside it."""
    digests = {
        _record(_proposed(language=language), notice=notice)["privacy_notice"]["digest_sha256"]
        for language in ("zh", "en")
        for notice in (a_notice(), a_notice(rights=a_text("other rights")))
    }
    assert 4 == len(digests)


def test_record_times_are_utc() -> None:
    """A moment given in Shanghai's time is written in UTC."""
    shanghai = timezone(timedelta(hours=8))
    there = consent_record(
        _proposed(), a_matter(), a_requester(), {}, "cns_1", NOW.astimezone(shanghai)
    )
    assert _times(_record()) == _times(there)


def _times(record: dict[str, Any]) -> tuple[str, str]:
    return record["events"][0]["event_time"], record["extension"]["valid_until"]


def test_record_with_state() -> None:
    """Only state and uses change; the record itself does not."""
    record = _record()
    spent = a_consent(state=ConsentState.EXHAUSTED, uses_allowed=2, uses_left=0)
    shown = record_with_state(record, spent)
    assert {**record, "state": "exhausted", "uses_used": 2} == shown
    assert "state" not in record
