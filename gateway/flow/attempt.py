"""Step 4's command: the intent or the refusal, with everything that must hold at that instant."""

from __future__ import annotations

from datetime import timedelta

from gateway.domain.decision import Permit, Refusal, RefusalReason
from gateway.domain.evidence import Evidence
from gateway.domain.matter import BasisKind
from gateway.domain.question import Round
from gateway.flow.gather import Dossier
from gateway.flow.near_relative import first_inquiry
from gateway.flow.request_form import stored_form
from gateway.ports.commands import Attempt, Idempotency, Quota, Reservation
from gateway.ports.machine import civil_date

MAY_CHANGE_MEANWHILE = (
    RefusalReason.CONSENT_EXHAUSTED,
    RefusalReason.CONSENT_REVOKED,
    RefusalReason.CONSENT_EXPIRED,
    RefusalReason.QUOTA_EXCEEDED,
    RefusalReason.REQUESTER_SUSPENDED,
    RefusalReason.MATTER_INACTIVE,
)


def attempt_of(
    dossier: Dossier, decision: Permit | Refusal, idempotency: Idempotency | None
) -> Attempt:
    """The command for a decision. Quotas count refusals too (domain.md §5, misuse)."""
    settings = dossier.parts.settings
    lease = timedelta(seconds=settings.deadline_seconds + settings.lease_margin_seconds)
    if isinstance(decision, Permit):
        entry, refusal = dossier.scribe.intent(decision, first_round(dossier, decision)), None
        uses = decision.consents
    else:
        entry, refusal = dossier.scribe.refusal(decision), decision.reason
        uses = ()
    prepared = {
        reason: dossier.scribe.refusal(Refusal(reason, f"begin.{reason.value}"))
        for reason in MAY_CHANGE_MEANWHILE
    }
    return Attempt(
        verification_id=dossier.verification.verification_id,
        entry=entry,
        refusal=refusal,
        prepared=prepared,
        reservations=tuple(Reservation(use.consent_id, dossier.claim_key) for use in uses),
        takeovers=tuple(dossier.scribe.taken_over() for _ in uses),
        quotas=_quotas(dossier),
        idempotency=idempotency,
        request=stored_form(dossier.verification),
        lease_until=dossier.now + lease,
    )


def first_round(dossier: Dossier, permit: Permit) -> Round:
    """The round that the intent covers; a near relative's death question comes first (PIPL 49)."""
    fact, inquiry = dossier.fact, dossier.inquiry(permit)
    if permit.basis is BasisKind.NEAR_RELATIVE and "death" in dossier.parts.facts:
        fact = dossier.parts.facts["death"]
        inquiry = first_inquiry(dossier, permit, fact)
    return fact.next_round(inquiry, Evidence()) or Round(())


def _quotas(dossier: Dossier) -> tuple[Quota, ...]:
    if dossier.matter is None:
        return ()
    limits, verification = dossier.matter.quotas, dossier.verification
    requester = verification.caller.requester
    operator = verification.operator.person
    day = civil_date(dossier.now)
    wanted = (
        ("requester", requester, limits.per_requester),
        ("matter", f"{requester}/{dossier.matter.code}", limits.per_matter),
        ("operator", f"{requester}/{operator.id_type}/{operator.number}", limits.per_operator),
    )
    return tuple(Quota(scope, key, day, n) for scope, key, n in wanted if n is not None)
