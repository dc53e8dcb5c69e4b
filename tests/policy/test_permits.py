"""What a permit allows, on each basis; what is looked at again when a late answer comes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.domain.consent import Assurance, ConsentState
from gateway.domain.decision import ConsentUse, Permit, Refusal, RefusalReason
from gateway.domain.fact import Terms
from gateway.domain.matter import BasisKind, CertificateRef, MatterState
from gateway.domain.requester import RequesterState
from gateway.policy.admission import RULES, RULES_OF_BASIS, decide, recheck
from gateway.policy.gathered import Gathered
from tests.policy.builders import (
    NOW,
    TODAY,
    a_bank,
    a_consent,
    a_gathering,
    a_kinship_question,
    a_matter,
    a_person,
    a_requester,
    a_text,
    a_verification,
    for_a_relative,
    on_duty,
)


def _permitted(gathered: Gathered) -> Permit:
    decision = decide(gathered)
    assert isinstance(decision, Permit)
    return decision


def test_permit_on_consent() -> None:
    """A permit says on what it rests, whom it opens, and what goes with it."""
    expected = Permit(
        basis=BasisKind.CONSENT,
        rule="basis.consent",
        terms=Terms(today=TODAY, max_age_days=180),
        departments=frozenset({"public_security", "health"}),
        consents=(ConsentUse("cns_1", Assurance.CONFIRMED_BY_CODE),),
        reveals=frozenset(),
        certificate=CertificateRef("negative", 1),
    )
    assert expected == decide(a_gathering())


def test_permit_on_a_statutory_duty() -> None:
    """A statutory duty rests on no consent, even if some are named."""
    permit = _permitted(a_gathering(a_verification(basis=on_duty())))
    assert ("basis.statutory_duty", ()) == (permit.rule, permit.consents)


def test_permit_for_a_near_relative() -> None:
    """Death may be asked for a near relative, on no consent."""
    asked = a_verification(fact="death", basis=for_a_relative())
    permit = _permitted(a_gathering(asked, consents=[], near_relative=True))
    assert ("basis.near_relative", ()) == (permit.rule, permit.consents)


def test_permit_of_a_bank_on_consent() -> None:
    """A requester of kind `other` may ask on consent, with the departments' agreement."""
    assert "basis.consent" == _permitted(a_gathering(requester=a_bank())).rule


def test_permit_carries_what_the_matter_reveals() -> None:
    """The reasons that the matter lists may be told under the permit."""
    matter = a_matter(reveals=frozenset({"adopted"}))
    assert frozenset({"adopted"}) == _permitted(a_gathering(matter=matter)).reveals


@pytest.mark.parametrize(
    ("basis", "derives"),
    [(on_duty(), True), (None, False)],
    ids=["statutory-duty", "consent"],
)
def test_derivations_need_a_statutory_basis(basis: object, derives: bool) -> None:
    """A matter's citation for derivations holds under its statutory basis only."""
    asked = a_verification() if basis is None else a_verification(basis=basis)
    permit = _permitted(a_gathering(asked, matter=a_matter(derive=a_text("derive"))))
    assert derives == permit.terms.derive


def test_no_derivations_without_citation() -> None:
    """Without a citation nothing is derived, on whatever basis."""
    permit = _permitted(a_gathering(a_verification(basis=on_duty())))
    assert not permit.terms.derive


def test_terms_at_death() -> None:
    """The matter may have kinship by marriage judged at the death."""
    assert _permitted(a_gathering(matter=a_matter(at_death=True))).terms.at_death


@pytest.mark.parametrize(("wanted", "expected"), [(None, 365), (180, 180)])
def test_terms_max_age_days(wanted: int | None, expected: int) -> None:
    """The age asked for, or the first that the matter lists."""
    asked = a_verification(fact="alive", basis=on_duty(), max_age_days=wanted)
    permit = _permitted(a_gathering(asked, matter=a_matter(max_age_days=(365, 180))))
    assert expected == permit.terms.max_age_days


def test_every_basis_has_its_rules() -> None:
    """No basis is decided without rules of its own."""
    assert set(BasisKind) == set(RULES_OF_BASIS)
    assert all(RULES_OF_BASIS.values())


def test_every_rule_says_its_source() -> None:
    """The docstring of a rule opens with its name and gives a reason."""
    rules = {*RULES, *(rule for rules in RULES_OF_BASIS.values() for rule in rules)}
    undocumented = [rule for rule in rules if not (rule.__doc__ or "").startswith("`")]
    assert [] == undocumented


def _one_of_each() -> Iterator[Gathered]:
    """A question for every reason that can be decided without the store."""
    yield a_gathering(requester=a_requester(state=RequesterState.SUSPENDED))
    yield a_gathering(matter=None)
    yield a_gathering(matter=a_matter(state=MatterState.INACTIVE))
    yield a_gathering(matter=a_matter(replaces=CertificateRef("retained", 5)))
    yield a_gathering(matter=a_matter(facts=frozenset()))
    yield a_gathering(matter=a_matter(bases={}))
    yield a_gathering(matter=a_matter(approvals=()))
    yield a_gathering(a_verification(basis=on_duty(version="old")))
    yield a_gathering(a_verification(fact="death", basis=for_a_relative()), near_relative=False)
    yield a_gathering(consents=[])
    yield a_gathering(consents=[a_consent(case="another")])
    yield a_gathering(consents=[a_consent(state=ConsentState.REVOKED)])
    yield a_gathering(consents=[a_consent(valid_until=NOW)])
    yield a_gathering(consents=[a_consent(uses_left=0)])
    yield a_gathering(consents=[a_consent(assurance=Assurance.ATTESTED_BY_REQUESTER)])
    yield a_gathering(a_verification(subject=a_person(TODAY)))


def test_every_refusal_reason_can_be_reached() -> None:
    """All reasons but the quota, which only the store can count, are decided here."""
    refused = {d.reason for g in _one_of_each() if isinstance(d := decide(g), Refusal)}
    assert set(RefusalReason) - {RefusalReason.QUOTA_EXCEEDED} == refused


def test_no_refusal_holds_a_personal_value() -> None:
    """Neither detail nor rule of a refusal repeats a number, a name or a case."""
    texts = [repr(decide(gathered)) for gathered in _one_of_each()]
    personal = [a_verification().case, *(v for p in a_verification().persons for v in p.key)]
    assert [] == [text for text in texts for value in personal if value in text]


def test_a_gathering_shows_nobody() -> None:
    """What is gathered shows the verification's id and no person."""
    assert "Gathered(ver_1)" == repr(a_gathering())


def test_recheck_permits_what_was_permitted() -> None:
    """Nothing has changed: the late answer may go out under the same permit."""
    assert decide(a_gathering()) == recheck(a_gathering())


def test_recheck_after_the_use_was_spent() -> None:
    """The use that the question itself spent is not held against it."""
    spent = a_consent(uses_left=0, state=ConsentState.EXHAUSTED)
    assert isinstance(recheck(a_gathering(consents=[spent])), Permit)


def test_recheck_after_expiry() -> None:
    """A consent that ran out while an answer was pending covered the question when it was put."""
    expired = a_consent(valid_until=NOW - timedelta(days=1), state=ConsentState.EXPIRED)
    assert isinstance(recheck(a_gathering(consents=[expired])), Permit)


def test_recheck_after_withdrawal() -> None:
    """A consent withdrawn while the answer was pending drops it."""
    first, second = a_kinship_question().consents
    gathered = a_kinship_question([first, replace(second, state=ConsentState.REVOKED)])
    assert Refusal(RefusalReason.CONSENT_REVOKED, "consent.revoked") == recheck(gathered)


def test_recheck_after_erasure() -> None:
    """A consent that is gone with its person drops the answer."""
    assert Refusal(RefusalReason.CONSENT_MISSING, "consent.known") == recheck(
        a_gathering(consents=[])
    )


@pytest.mark.parametrize("on_consent_or_not", [a_verification(), a_verification(basis=on_duty())])
def test_recheck_after_suspension(on_consent_or_not: object) -> None:
    """A requester suspended while the answer was pending gets none, on whatever basis."""
    suspended = a_requester(state=RequesterState.SUSPENDED)
    asked = replace(a_gathering(), verification=on_consent_or_not, requester=suspended)  # type: ignore[arg-type]
    assert Refusal(RefusalReason.REQUESTER_SUSPENDED, "requester.active") == recheck(asked)


def test_recheck_on_a_statutory_duty() -> None:
    """On a statutory duty the requester alone is looked at again."""
    asked = a_verification(basis=on_duty())
    assert isinstance(recheck(a_gathering(asked, consents=[])), Permit)
