"""The one path of a verification (design.md §5).

    (1) Recognise   the front desk has authenticated the caller and built the Verification
    (2) Gather      matter, consents, requester; a stored reply of the same idempotency key
    (3) Decide      permit or refusal: pure, provisional until (4)
    (4) Begin       intent or refusal, reservation, quota, key: one durable step
    (5) Ask         the departments, round by round; each further round repeats (4)
    (6) Reconcile   the fact's decision table: pure
    (7) Trim        to what the permit lets out: pure
    (8) Sign        the receipt
    (9) Conclude    the disclosure, durably; only then does anybody get an answer

Input/output and pure steps alternate; nothing calls back up. Whatever raises between (4) and (9)
leaves an intent without a disclosure, and no answer: the same request can be made again.
"""

from __future__ import annotations

from contextlib import suppress

from gateway.domain.decision import Permit, Refusal, RefusalReason
from gateway.domain.evidence import Evidence
from gateway.domain.matter import BasisKind
from gateway.domain.question import Round
from gateway.domain.verification import Verification
from gateway.errors import TrailUnavailable
from gateway.flow.ask import ask_in_rounds
from gateway.flow.attempt import attempt_of
from gateway.flow.conclude import conclude
from gateway.flow.errand import Errand, new_deadline
from gateway.flow.gather import Dossier, gather
from gateway.flow.near_relative import establish_basis
from gateway.flow.parts import Parts
from gateway.flow.replay import replay
from gateway.flow.reply import NotPermitted, Reply
from gateway.flow.webhook_deliveries import announce
from gateway.policy.admission import decide
from gateway.ports.commands import Begun, Further, Idempotency, Refused, StoredReply


async def verify(parts: Parts, verification: Verification, idempotency: Idempotency) -> Reply:
    """Answer one verification.

    Raises KeyConflict, InFlight, ReplyErased (idempotency), TrailUnavailable and
    SigningUnavailable: in each case nothing is released.
    """
    # (2) Gather.
    dossier = await gather(parts, verification)
    stored = await parts.trail.recall(idempotency)
    if stored is not None:
        return await replay(dossier, stored)

    # (3) Decide.
    decision = decide(dossier.gathered)

    # (4) Begin.
    begun = await parts.trail.begin(attempt_of(dossier, decision, idempotency))
    match decision, begun:
        case _, StoredReply():
            return await replay(dossier, begun)
        case _, Refused():
            return _not_permitted(verification, begun)
        case Permit(), Begun():
            return await _answer_or_let_go(dossier, decision, begun.entry_id)
        case Refusal(), Begun():
            raise TrailUnavailable("a refusal was begun as if it were an intent")


async def _answer_or_let_go(dossier: Dossier, permit: Permit, intent: str) -> Reply:
    """Whatever goes wrong after (4): nothing is released, and the request can be made again."""
    try:
        return await _answer(dossier, permit, intent)
    except Exception:
        with suppress(TrailUnavailable):  # then the lease ends by itself
            await dossier.parts.trail.let_go(dossier.verification.verification_id)
        raise


async def _answer(dossier: Dossier, permit: Permit, intent: str) -> Reply:
    verification = dossier.verification
    errand = Errand(
        dossier.parts, verification, permit, dossier.requester_name, new_deadline(dossier.parts)
    )
    # (5) Ask. A near relative's own right is established first (PIPL 49).
    evidence = Evidence()
    if verification.basis.kind is BasisKind.NEAR_RELATIVE:
        evidence, established = await establish_basis(errand, dossier, intent)
        if not established:
            reason = RefusalReason.BASIS_NOT_ESTABLISHED
            return await refuse_begun(dossier, reason, intent, evidence)
    evidence = await ask_on(errand, dossier, intent, evidence)
    # (6) to (9).
    return await conclude(dossier, permit, intent, evidence)


async def ask_on(errand: Errand, dossier: Dossier, intent: str, evidence: Evidence) -> Evidence:
    """Step 5 from whatever evidence there is; every further round gets its own durable intent."""
    verification = errand.verification

    async def record(asked: Round) -> None:
        entry = dossier.scribe.further(intent, errand.permit, asked)
        await errand.parts.trail.extend(Further(verification.verification_id, entry))

    return await ask_in_rounds(
        errand,
        dossier.fact,
        dossier.inquiry(errand.permit),
        evidence,
        record,
        covered=not evidence.items,
    )


async def refuse_begun(
    dossier: Dossier, reason: RefusalReason, intent: str, evidence: Evidence
) -> NotPermitted:
    """End what was begun in a refusal; nothing of what was heard is told."""
    verification = dossier.verification
    refusal = Refusal(reason, f"recheck.{reason.value}")
    entry = dossier.scribe.refusal(refusal, intent, evidence)
    refused = await dossier.parts.trail.refuse(verification.verification_id, reason, entry)
    await announce(dossier.parts, verification.verification_id, refused)
    return _not_permitted(verification, refused)


def _not_permitted(verification: Verification, refused: Refused) -> NotPermitted:
    return NotPermitted(verification.verification_id, refused.reason, refused.retry_after)
