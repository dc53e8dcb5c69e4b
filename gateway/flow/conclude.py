"""Steps 6 to 9: reconcile, trim, sign, conclude. Or, if a department answers later, defer.

Must never return an answer whose disclosure is not durable (promise 1).
"""

from __future__ import annotations

from dataclasses import replace

from gateway.audit.canonical import blinded_digest, canonical_json
from gateway.audit.entry import NewEntry
from gateway.domain.decision import Permit, Refusal, RefusalReason
from gateway.domain.evidence import Evidence, Late
from gateway.domain.fact import JsonValue
from gateway.domain.finding import Finding, Told
from gateway.domain.outcome import Outcome
from gateway.domain.working_days import DueDate
from gateway.flow.answer import answer_form, found_form, receipt_content
from gateway.flow.due import new_due_date
from gateway.flow.gather import BLIND_BYTES, Dossier
from gateway.flow.patience import schedule_first_look
from gateway.flow.reply import Answer, NotPermitted, Pending, Reply
from gateway.flow.webhook_deliveries import announce
from gateway.policy.certificates import guide_certificate
from gateway.policy.guidance import guidance_form, guide
from gateway.policy.trim import trim
from gateway.ports.commands import Deferral, Disclosure, Refused
from gateway.ports.machine import uuid7

MAY_END_MEANWHILE = (RefusalReason.CONSENT_REVOKED, RefusalReason.REQUESTER_SUSPENDED)


async def conclude(
    dossier: Dossier,
    permit: Permit,
    intent: str,
    evidence: Evidence,
    due: DueDate | None = None,
    because: tuple[str, ...] = (),
) -> Reply:
    """Decide on the evidence and release, or defer.

    `due` is kept when deferred again; `because` adds reasons of the path's own to an
    `unavailable`.
    """
    # (6) Reconcile.
    finding = dossier.fact.decide(dossier.inquiry(permit), evidence)
    # (7) Trim.
    told = trim(finding, permit, dossier.fact.reasons)
    if because and told.outcome is Outcome.UNAVAILABLE:
        told = replace(told, reasons=(*told.reasons, *because))
    if told.outcome is Outcome.PENDING:
        return await _defer(dossier, intent, evidence, told, due)
    return await release(dossier, intent, evidence, told, finding)


async def release(
    dossier: Dossier,
    intent: str,
    evidence: Evidence,
    told: Told,
    finding: Finding | None,
    *,
    frees_key: bool = False,
) -> Answer | NotPermitted:
    """Sign and conclude what is told; the only place from which an answer gets out.

    `frees_key` for an answer that nobody waits for (see `Disclosure`).
    """
    verification, scribe = dossier.verification, dossier.scribe
    # (8) Sign.
    answered_at = dossier.parts.clock.now()
    content = receipt_content(dossier, told, intent, answered_at)
    receipt = await dossier.parts.signer.issue_receipt(content)
    # (9) Conclude.
    entry_id = uuid7(answered_at, dossier.parts.chance)
    guidance = _guidance(dossier, told)
    body = answer_form(dossier, told, guidance, receipt.compact, intent, entry_id)
    answer, blind = canonical_json(body), dossier.parts.chance.take(BLIND_BYTES)
    digests = {"answer": blinded_digest(blind, answer), "receipt": receipt.digest.hex()}
    found: dict[str, JsonValue] = {**found_form(finding), "answer_blind": blind.hex()}
    entry = scribe.disclosed(entry_id, intent, evidence, told, digests, found, receipt.key_id)
    disclosure = Disclosure(
        verification_id=verification.verification_id,
        entry=entry,
        prepared=_droppings(dossier, intent, evidence),
        outcome=told.outcome.value,
        spends=told.outcome is not Outcome.UNAVAILABLE,
        answer=answer,
        frees_key=frees_key,
    )
    concluded = await dossier.parts.trail.conclude(disclosure)
    await announce(dossier.parts, verification.verification_id, concluded)
    if isinstance(concluded, Refused):
        return NotPermitted(verification.verification_id, concluded.reason)
    return Answer(verification.verification_id, body)


def _droppings(dossier: Dossier, intent: str, evidence: Evidence) -> dict[RefusalReason, NewEntry]:
    """The entries for what may have ended while departments were asked."""
    return {
        reason: dossier.scribe.dropped(intent, Refusal(reason, f"release.{reason.value}"), evidence)
        for reason in MAY_END_MEANWHILE
    }


async def _defer(
    dossier: Dossier, intent: str, evidence: Evidence, told: Told, due: DueDate | None
) -> Pending:
    verification = dossier.verification
    is_new, due = due is None, due or new_due_date(dossier.parts, dossier.now)
    body = answer_form(dossier, told, _guidance(dossier, told), None, intent, None)
    body["due_on"], body["due_provisional"] = due.on.isoformat(), due.provisional
    deferral = Deferral(
        verification_id=verification.verification_id,
        entry=dossier.scribe.deferred(intent, evidence),
        due_on=due.on,
        memory=dossier.parts.memory.write(evidence),
        reply=canonical_json(body),
        tickets=_tickets(evidence),
    )
    await dossier.parts.trail.defer(deferral)
    if is_new:
        await schedule_first_look(dossier.parts, verification.verification_id)
    return Pending(verification.verification_id, body, due.on)


def _tickets(evidence: Evidence) -> tuple[tuple[str, str], ...]:
    """The awaited query numbers, each behind the name of its department."""
    return tuple(
        (item.question.department, item.reply.ticket)
        for item in evidence.items
        if isinstance(item.reply, Late)
    )


def _guidance(dossier: Dossier, told: Told) -> dict[str, JsonValue] | None:
    """What can be done now; for a fact that was asked for a paper, what the paper's entry says."""
    matter, catalogue = dossier.matter, dossier.parts.catalogue
    if told.outcome is Outcome.CONFIRMED or matter is None:
        return None
    fact, asked = dossier.verification.fact, dossier.verification.certificate
    if asked is None:
        return guidance_form(guide(told, fact, matter, catalogue))
    paper = catalogue.negative[asked.number]
    guidance = guide_certificate(paper, {fact: told.outcome}, matter, catalogue)
    return None if guidance is None else guidance_form(guidance)
