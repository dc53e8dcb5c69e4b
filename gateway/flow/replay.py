"""A request made again with the same idempotency key: never asks, never counts, is trailed."""

from __future__ import annotations

import json
from datetime import date

from gateway.domain.consent import ConsentState
from gateway.domain.decision import RefusalReason
from gateway.domain.requester import RequesterState
from gateway.flow.gather import Dossier
from gateway.flow.reply import Answer, NotPermitted, Pending, Reply
from gateway.ports.commands import StoredReply

ENDED = {
    ConsentState.REVOKED: RefusalReason.CONSENT_REVOKED,
    ConsentState.EXPIRED: RefusalReason.CONSENT_EXPIRED,
}


async def replay(dossier: Dossier, stored: StoredReply) -> Reply:
    """Hand a stored reply out again if requester and consents still stand (design.md §6)."""
    verification_id = stored.verification_id or dossier.verification.verification_id
    reason = _no_longer_permitted(dossier) if stored.status != 403 else None
    reasons = (reason.value,) if reason else ()
    await dossier.parts.trail.note(dossier.scribe.replayed(verification_id, reasons))
    if reason is not None:
        return NotPermitted(verification_id, reason, replayed=True)
    body = json.loads(stored.body)
    match stored.status:
        case 403:
            return NotPermitted(verification_id, RefusalReason(body["reason"]), replayed=True)
        case 202:
            due_on = date.fromisoformat(body["due_on"])
            return Pending(verification_id, body, due_on, replayed=True)
        case _:
            return Answer(verification_id, body, replayed=True)


def _no_longer_permitted(dossier: Dossier) -> RefusalReason | None:
    requester = dossier.gathered.requester
    if requester is None or requester.state is not RequesterState.ACTIVE:
        return RefusalReason.REQUESTER_SUSPENDED
    for consent in dossier.gathered.consents:
        if consent.state in ENDED:
            return ENDED[consent.state]
    return None
