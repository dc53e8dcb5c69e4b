"""Permit or refusal: whether a question may be asked. Values, not exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gateway.domain.consent import Assurance
    from gateway.domain.fact import Terms
    from gateway.domain.matter import BasisKind, CertificateRef


class RefusalReason(Enum):
    """The closed list of domain.md §2."""

    CONSENT_MISSING = "consent_missing"
    CONSENT_EXPIRED = "consent_expired"
    CONSENT_REVOKED = "consent_revoked"
    CONSENT_EXHAUSTED = "consent_exhausted"
    CONSENT_SCOPE = "consent_scope"
    CONSENT_ASSURANCE = "consent_assurance"
    GUARDIAN_REQUIRED = "guardian_required"
    NOTICE_MISSING = "notice_missing"
    MATTER_UNKNOWN = "matter_unknown"
    MATTER_INACTIVE = "matter_inactive"
    FACT_NOT_IN_MATTER = "fact_not_in_matter"
    BASIS_NOT_ALLOWED = "basis_not_allowed"
    BASIS_NOT_ESTABLISHED = "basis_not_established"
    DEPARTMENT_NOT_APPROVED = "department_not_approved"
    REQUESTER_SUSPENDED = "requester_suspended"
    CERTIFICATE_RETAINED = "certificate_retained"
    QUOTA_EXCEEDED = "quota_exceeded"


@dataclass(frozen=True, slots=True)
class ConsentUse:
    """A consent that a permit rests on."""

    consent_id: str
    assurance: Assurance


@dataclass(frozen=True, slots=True)
class Permit:
    """It may be asked. `rule` names the rule that allowed it ("basis.consent" and the like).

    `departments` are those the matter's approvals open; nobody else may be asked under it.
    """

    basis: BasisKind
    rule: str
    terms: Terms
    departments: frozenset[str]
    consents: tuple[ConsentUse, ...]
    reveals: frozenset[str]
    certificate: CertificateRef | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """It may not be asked. `detail` is for the trail's detail only, never for the requester."""

    reason: RefusalReason
    rule: str
    detail: str = ""
