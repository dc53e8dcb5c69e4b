"""Refusals that concern the consents a question names."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from gateway.domain.consent import Assurance, Consent, ConsentState, Guardian
from gateway.domain.decision import ConsentUse, Permit, Refusal, RefusalReason
from gateway.domain.matter import Whose
from gateway.policy.admission import decide
from gateway.policy.gathered import Gathered
from tests.policy.builders import (
    NOW,
    OTHER_REF,
    TOKEN,
    a_consent,
    a_gathering,
    a_kinship_claim,
    a_kinship_question,
    a_matter,
    a_person,
    a_verification,
    on_consent,
    two_consents,
)

FOREIGN = "11500112EXAMPLE06J"
GUARDIAN = Guardian("per_guardian", "52", "ab" * 32)


def _refused(gathered: Gathered) -> tuple[RefusalReason, str] | None:
    decision = decide(gathered)
    return (decision.reason, decision.rule) if isinstance(decision, Refusal) else None


def _with(**changes: Any) -> tuple[RefusalReason, str] | None:
    """What comes of the identity question if its one consent is so."""
    return _refused(a_gathering(consents=[replace(a_consent(), **changes)]))


def _missing(rule: str) -> tuple[RefusalReason, str]:
    return RefusalReason.CONSENT_MISSING, rule


def test_consent_known_if_none_is_named() -> None:
    """A question on consent that names none is refused."""
    asked = a_verification(basis=replace(on_consent(), consents=()))
    assert _missing("consent.known") == _refused(a_gathering(asked))


def test_consent_known() -> None:
    """A consent that does not exist is missing."""
    assert _missing("consent.known") == _refused(a_gathering(consents=[]))


def test_every_consent_named_must_be_known() -> None:
    """One unknown consent among those named refuses the question."""
    asked = a_verification(basis=on_consent("cns_1", "cns_unknown"))
    assert _missing("consent.known") == _refused(a_gathering(asked))


@pytest.mark.parametrize(
    "consent",
    [
        a_consent(requester=FOREIGN),
        a_consent(requester=FOREIGN, state=ConsentState.REVOKED),
        a_consent(requester=FOREIGN, valid_until=NOW - timedelta(hours=1)),
        a_consent(requester=FOREIGN, uses_left=0),
        a_consent(requester=FOREIGN, case="another"),
        a_consent(state=ConsentState.AWAITING),
    ],
    ids=[
        "foreign",
        "foreign-revoked",
        "foreign-expired",
        "foreign-spent",
        "foreign-case",
        "awaiting",
    ],
)
def test_foreign_and_awaiting_consents_look_unknown(consent: Consent) -> None:
    """A foreign or unconfirmed consent gives the very same refusal as one that does not exist."""
    assert decide(a_gathering(consents=[])) == decide(a_gathering(consents=[consent]))


@pytest.mark.parametrize(
    "moment",
    [{"recorded_at": NOW + timedelta(seconds=1)}, {"valid_from": NOW + timedelta(seconds=1)}],
    ids=["recorded", "valid"],
)
def test_consent_begun(moment: dict[str, datetime]) -> None:
    """A consent does not reach back before it was recorded, nor before it is valid."""
    assert _missing("consent.begun") == _with(**moment)


@pytest.mark.parametrize(
    "change",
    [
        {"matter": "GJJ-008"},
        {"facts": frozenset({"alive"})},
        {"case": "2026-000124"},
        {"principal": "per_somebody"},
        {"others": frozenset({OTHER_REF})},
    ],
    ids=["matter", "fact", "case", "person", "relative"],
)
def test_consent_scope(change: dict[str, object]) -> None:
    """A consent to something else carries nothing."""
    assert (RefusalReason.CONSENT_SCOPE, "consent.scope") == _with(**change)


def test_consent_scope_detail_is_for_the_trail() -> None:
    """The detail names which bound does not hold."""
    decision = decide(a_gathering(consents=[a_consent(case="another")]))
    assert isinstance(decision, Refusal)
    assert "case" == decision.detail


@pytest.mark.parametrize("others", [frozenset[str](), frozenset({"per_third"})])
def test_consent_scope_relative(others: frozenset[str]) -> None:
    """A consent about nobody or somebody else does not cover the relative of the claim."""
    first, second = two_consents()
    found = _refused(a_kinship_question([replace(first, others=others), second]))
    assert (RefusalReason.CONSENT_SCOPE, "consent.scope") == found


def test_consent_everybody() -> None:
    """A question about two persons needs both consents, unless the matter says not."""
    asked = a_verification(fact="kinship", claim=a_kinship_claim(), basis=on_consent())
    one = two_consents()[:1]
    assert _missing("consent.everybody") == _refused(a_gathering(asked, one))
    of_subject = a_matter(whose=Whose.SUBJECT)
    assert _refused(a_gathering(asked, one, matter=of_subject)) is None


def test_consent_everybody_if_only_the_other_consents() -> None:
    """The other person's consent never stands in for the subject's."""
    asked = a_verification(fact="kinship", claim=a_kinship_claim(), basis=on_consent("cns_2"))
    gathered = a_gathering(asked, two_consents()[1:], matter=a_matter(whose=Whose.SUBJECT))
    assert _missing("consent.everybody") == _refused(gathered)


def test_a_person_whom_nobody_knows_has_not_consented() -> None:
    """A subject without a reference cannot be the principal of any consent."""
    assert (RefusalReason.CONSENT_SCOPE, "consent.scope") == _refused(a_gathering(subject_ref=None))


def test_consent_revoked() -> None:
    """A withdrawn consent carries nothing."""
    assert (RefusalReason.CONSENT_REVOKED, "consent.revoked") == _with(state=ConsentState.REVOKED)


def test_consent_revoked_outranks_expired() -> None:
    """That the person said no is told before anything that merely ran out."""
    past = NOW - timedelta(hours=1)
    found = _with(state=ConsentState.REVOKED, valid_until=past, uses_left=0)
    assert (RefusalReason.CONSENT_REVOKED, "consent.revoked") == found


@pytest.mark.parametrize(
    "change",
    [{"valid_until": NOW}, {"state": ConsentState.EXPIRED}],
    ids=["by-time", "by-state"],
)
def test_consent_expired(change: dict[str, object]) -> None:
    """`valid_until` is exclusive, and the store's word counts too."""
    assert (RefusalReason.CONSENT_EXPIRED, "consent.expired") == _with(**change)


def test_consent_exhausted() -> None:
    """Without a use left nothing is asked."""
    found = _with(uses_left=0, state=ConsentState.EXHAUSTED)
    assert (RefusalReason.CONSENT_EXHAUSTED, "consent.exhausted") == found


def test_consent_exhausted_by_another_claim() -> None:
    """A use that is reserved for another claim does not serve this one."""
    found = _with(uses_left=0, reserved_for=frozenset({"another"}))
    assert (RefusalReason.CONSENT_EXHAUSTED, "consent.exhausted") == found


def test_a_reserved_use_serves_its_own_claim() -> None:
    """After an outage the same claim may be asked again under its reservation."""
    change = {"uses_left": 0, "state": ConsentState.EXHAUSTED, "reserved_for": frozenset({TOKEN})}
    assert _with(**change) is None


def test_consent_assurance() -> None:
    """A consent less sure than the matter demands carries nothing."""
    found = _with(assurance=Assurance.ATTESTED_BY_REQUESTER)
    assert (RefusalReason.CONSENT_ASSURANCE, "consent.assurance") == found
    assert _with(assurance=Assurance.SIGNED_BY_PERSON) is None


@pytest.mark.parametrize(
    ("born_on", "guardian", "refused"),
    [
        (date(2012, 11, 25), None, True),
        (date(2012, 11, 25), GUARDIAN, False),
        (date(2012, 11, 24), None, False),
    ],
    ids=["day-before-birthday", "with-guardian", "birthday"],
)
def test_consent_guardian(born_on: date, guardian: Guardian | None, refused: bool) -> None:
    """For a person under fourteen today a guardian consents."""
    asked = a_verification(subject=a_person(born_on))
    found = _refused(a_gathering(asked, [a_consent(guardian=guardian)]))
    expected = (RefusalReason.GUARDIAN_REQUIRED, "consent.guardian") if refused else None
    assert expected == found


def test_consent_guardian_of_the_other_person() -> None:
    """The other person of the claim may be the child."""
    claim = a_kinship_claim("20", a_person(date(2020, 3, 1), serial=2))
    asked = a_verification(fact="kinship", claim=claim, basis=on_consent("cns_1", "cns_2"))
    first, second = two_consents()
    found = _refused(a_gathering(asked, [first, second]))
    assert (RefusalReason.GUARDIAN_REQUIRED, "consent.guardian") == found
    guarded = replace(second, guardian=GUARDIAN)
    assert _refused(a_gathering(asked, [first, guarded])) is None


def test_a_document_without_a_birth_date_needs_no_guardian_here() -> None:
    """A passport number states no age: whoever takes the consent looks at the document."""
    asked = a_verification(subject=a_person(number="E00000000", id_type="passport"))
    assert _refused(a_gathering(asked)) is None


def test_the_permit_names_one_consent_of_each() -> None:
    """The permit rests on one consent of everybody needed, the subject's first."""
    asked = a_verification(
        fact="kinship", claim=a_kinship_claim(), basis=on_consent("cns_2", "cns_1", "cns_3")
    )
    first, second = two_consents()
    spare = replace(first, consent_id="cns_3", assurance=Assurance.SIGNED_BY_PERSON)
    decision = decide(a_gathering(asked, [spare, second, first]))
    assert isinstance(decision, Permit)
    expected = tuple(ConsentUse(name, Assurance.CONFIRMED_BY_CODE) for name in ("cns_1", "cns_2"))
    assert expected == decision.consents


def test_consents_that_are_not_named_count_for_nothing() -> None:
    """Whatever else was gathered, only the consents named carry the question."""
    asked = a_verification(basis=on_consent("cns_9"))
    assert _missing("consent.known") == _refused(a_gathering(asked))
    extra = a_consent(consent_id="cns_9", state=ConsentState.REVOKED)
    assert _refused(a_gathering(consents=[a_consent(), extra])) is None
