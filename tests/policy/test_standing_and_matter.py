"""Refusals that concern the requester, its matter and the departments' approvals."""

from dataclasses import replace
from datetime import date

import pytest

from gateway.domain.decision import Permit, Refusal, RefusalReason
from gateway.domain.matter import CertificateRef, MatterState, SharingClass
from gateway.domain.requester import RequesterState
from gateway.policy.admission import decide
from gateway.policy.gathered import Gathered
from tests.policy.builders import (
    DEPARTMENTS,
    AClaim,
    a_bank,
    a_gathering,
    a_kinship_question,
    a_matter,
    a_requester,
    a_verification,
    an_approval,
    on_duty,
)


def _refused(gathered: Gathered) -> tuple[RefusalReason, str] | None:
    """The reason and the rule of a refusal; None for a permit."""
    decision = decide(gathered)
    return (decision.reason, decision.rule) if isinstance(decision, Refusal) else None


def test_requester_active() -> None:
    """A suspended requester is refused."""
    gathered = a_gathering(requester=a_requester(state=RequesterState.SUSPENDED))
    assert (RefusalReason.REQUESTER_SUSPENDED, "requester.active") == _refused(gathered)


def test_requester_active_if_unknown() -> None:
    """An unknown requester is refused like a suspended one."""
    gathered = a_gathering(requester=None)
    assert (RefusalReason.REQUESTER_SUSPENDED, "requester.active") == _refused(gathered)


def test_requester_active_is_the_caller() -> None:
    """A requester that is not the caller's own counts for nothing."""
    gathered = a_gathering(requester=a_requester(code="12500112EXAMPLE036"))
    assert (RefusalReason.REQUESTER_SUSPENDED, "requester.active") == _refused(gathered)


def test_suspension_comes_before_everything() -> None:
    """A suspended requester does not even learn whether a matter exists."""
    suspended = a_requester(state=RequesterState.SUSPENDED)
    assert decide(a_gathering(requester=suspended)) == decide(
        a_gathering(requester=suspended, matter=None)
    )


def test_matter_known() -> None:
    """An unknown matter is refused."""
    assert (RefusalReason.MATTER_UNKNOWN, "matter.known") == _refused(a_gathering(matter=None))


def test_matter_known_if_foreign() -> None:
    """Another requester's matter looks exactly like an unknown one."""
    foreign = a_matter(requester="11500112EXAMPLE06J")
    assert decide(a_gathering(matter=None)) == decide(a_gathering(matter=foreign))


def test_matter_active() -> None:
    """An inactive matter carries no question."""
    gathered = a_gathering(matter=a_matter(state=MatterState.INACTIVE))
    assert (RefusalReason.MATTER_INACTIVE, "matter.active") == _refused(gathered)


def test_certificate_retained() -> None:
    """A matter that says it replaces a retained paper asks for that paper, and is told so."""
    gathered = a_gathering(matter=a_matter(replaces=CertificateRef("retained", 5)))
    assert (RefusalReason.CERTIFICATE_RETAINED, "certificate.retained") == _refused(gathered)


def test_certificate_retained_as_fallback() -> None:
    """A matter that names a retained paper as its fallback may verify the facts first."""
    matter = a_matter(replaces=CertificateRef("negative", 1), exceptions=frozenset({5}))
    assert _refused(a_gathering(matter=matter)) is None


def test_certificate_of_neither_list() -> None:
    """A matter that replaces no listed certificate may ask."""
    assert _refused(a_gathering(matter=a_matter(replaces=None))) is None


def test_matter_fact() -> None:
    """A fact that the matter does not list is refused."""
    gathered = a_gathering(matter=a_matter(facts=frozenset({"alive"})))
    assert (RefusalReason.FACT_NOT_IN_MATTER, "matter.fact") == _refused(gathered)


def test_matter_relation() -> None:
    """A kinship claim with a relation outside the matter's is refused."""
    gathered = a_kinship_question(matter=a_matter(relations=frozenset({"20"})))
    assert (RefusalReason.FACT_NOT_IN_MATTER, "matter.relation") == _refused(gathered)


def test_matter_relation_within() -> None:
    """A kinship claim with one of the matter's relations passes."""
    assert _refused(a_kinship_question(matter=a_matter(relations=frozenset({"51"})))) is None


@pytest.mark.parametrize(("status", "refused"), [("10", False), ("40", True)])
def test_matter_status(status: str, refused: bool) -> None:
    """A marriage claim may assert the matter's statuses and no other."""
    asked = a_verification(fact="marriage", claim=AClaim((), {"status": status}), basis=on_duty())
    found = _refused(a_gathering(asked, matter=a_matter(statuses=frozenset({"10"}))))
    expected = (RefusalReason.FACT_NOT_IN_MATTER, "matter.status") if refused else None
    assert expected == found


def test_matter_status_of_a_spouse_claim() -> None:
    """A limit on statuses says nothing about a claim that names the spouse."""
    asked = a_verification(fact="marriage", claim=AClaim(), basis=on_duty())
    assert _refused(a_gathering(asked, matter=a_matter(statuses=frozenset({"10"})))) is None


def test_matter_status_is_for_marriage_only() -> None:
    """The status of an identity claim is another status."""
    asked = a_verification(claim=AClaim((), {"status": "registered"}), basis=on_duty())
    assert _refused(a_gathering(asked, matter=a_matter(statuses=frozenset({"10"})))) is None


@pytest.mark.parametrize(("days", "refused"), [(None, False), (180, False), (179, True)])
def test_matter_max_age_days(days: int | None, refused: bool) -> None:
    """Only ages that the matter lists may be asked for."""
    asked = a_verification(fact="alive", basis=on_duty(), max_age_days=days)
    expected = (RefusalReason.FACT_NOT_IN_MATTER, "matter.max_age_days") if refused else None
    assert expected == _refused(a_gathering(asked))


def test_departments_approved() -> None:
    """Without the approval of a required department nothing is asked."""
    gathered = a_gathering(matter=a_matter(approvals=(an_approval("health"),)))
    assert (RefusalReason.DEPARTMENT_NOT_APPROVED, "departments.approved") == _refused(gathered)


@pytest.mark.parametrize(
    ("today", "refused"),
    [
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
        (date(2026, 12, 31), False),
        (date(2027, 1, 1), True),
    ],
    ids=["before", "first-day", "last-day", "after"],
)
def test_departments_approved_on_the_day(today: date, refused: bool) -> None:
    """An approval holds from its first to its last day."""
    expected = (RefusalReason.DEPARTMENT_NOT_APPROVED, "departments.approved") if refused else None
    assert expected == _refused(a_gathering(today=today))


def test_departments_approved_if_shared() -> None:
    """An item that its department does not share approves nothing."""
    closed = an_approval("public_security", sharing=SharingClass.NOT_SHARED)
    gathered = a_gathering(matter=a_matter(approvals=(closed,)))
    assert (RefusalReason.DEPARTMENT_NOT_APPROVED, "departments.approved") == _refused(gathered)


def test_departments_approved_names_the_missing_ones_for_the_trail() -> None:
    """The refusal's detail names which departments have not approved."""
    gathered = a_gathering(matter=a_matter(approvals=()), required=frozenset(DEPARTMENTS))
    decision = decide(gathered)
    assert isinstance(decision, Refusal)
    assert "civil_affairs, courts, health, public_security" == decision.detail


def test_a_consulted_department_without_approval_is_not_asked() -> None:
    """The permit opens the departments that approved; a consulted one may be missing."""
    matter = a_matter(approvals=(an_approval("public_security"),))
    decision = decide(a_gathering(matter=matter))
    assert isinstance(decision, Permit)
    assert frozenset({"public_security"}) == decision.departments


def test_a_department_outside_the_fact_is_not_asked() -> None:
    """An approval opens no department that the fact does not ask."""
    decision = decide(a_gathering())
    assert isinstance(decision, Permit)
    assert frozenset({"public_security", "health"}) == decision.departments


def test_departments_agreed() -> None:
    """A bank needs the written agreement of every required department."""
    bank = a_bank(agreements=(("health", "AGR-1"),))
    gathered = a_gathering(requester=bank)
    assert (RefusalReason.DEPARTMENT_NOT_APPROVED, "departments.agreed") == _refused(gathered)


def test_departments_agreed_by_reference() -> None:
    """An agreement without a reference is none."""
    bank = a_bank(agreements=(("public_security", ""),))
    gathered = a_gathering(requester=bank)
    assert (RefusalReason.DEPARTMENT_NOT_APPROVED, "departments.agreed") == _refused(gathered)


def test_a_consulted_department_without_agreement_is_not_asked() -> None:
    """A bank's question goes to the departments that agreed, and not to a consulted other one."""
    decision = decide(a_gathering(requester=a_bank(agreements=(("public_security", "AGR-1"),))))
    assert isinstance(decision, Permit)
    assert frozenset({"public_security"}) == decision.departments


def test_an_authorised_organisation_needs_no_agreement() -> None:
    """Approvals suffice for a requester that is not of kind `other`."""
    assert isinstance(decide(a_gathering(requester=replace(a_requester(), agreements=()))), Permit)
