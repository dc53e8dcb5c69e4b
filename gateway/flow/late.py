"""Verifications that wait for a department: read, looked for, finished when the answer has come.

A late answer is released only after requester and consents have been checked again. Must never ask
anybody anew about a verification whose permit no longer holds.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from gateway.domain.decision import Refusal
from gateway.domain.evidence import Cause, Evidence, Failed, Item, Late
from gateway.domain.requester import Caller
from gateway.errors import NotFound, TrailUnavailable
from gateway.flow.ask import look_for_late_answers
from gateway.flow.conclude import conclude
from gateway.flow.due import due_date_of
from gateway.flow.errand import Errand, new_deadline
from gateway.flow.gather import Dossier, gather
from gateway.flow.parts import Parts
from gateway.flow.patience import Patience, patience_with
from gateway.flow.reply import Answer, NotPermitted, Pending, Reply
from gateway.flow.request_form import read_stored
from gateway.flow.verify import ask_on, refuse_begun
from gateway.policy.admission import recheck
from gateway.ports.commands import StoredVerification

INTERRUPTED = "interrupted"
OVERDUE = "department_overdue"
UNFINISHED = ("begun", "deferred")


async def look_up(parts: Parts, verification_id: str, caller: Caller) -> Reply:
    """The state of a verification for its requester; looks for a late answer on the way.

    Raises NotFound for unknown and foreign ones alike, and for one that is still being answered.
    """
    stored = await parts.trail.verification(verification_id)
    if stored is None or stored.requester != caller.requester:
        raise NotFound
    return await reply_from(parts, stored, caller)


async def reply_from(parts: Parts, stored: StoredVerification, caller: Caller) -> Reply:
    """The same for one that was found to be the caller's. Raises NotFound likewise."""
    if stored.state == "deferred":
        return await _complete_or_read(parts, stored, caller)
    return await _read(parts, stored, caller)


async def _read(parts: Parts, stored: StoredVerification, caller: Caller) -> Reply:
    """What is stored, once it is on the trail that it was read."""
    reply = reply_of(stored)
    if stored.request is not None:
        dossier = await gather(parts, read_stored(stored.request, parts.facts))
        parent = stored.disclosure or stored.intent
        await parts.trail.note(dossier.scribe.read(parent, caller))
    return reply


async def _complete_or_read(parts: Parts, stored: StoredVerification, caller: Caller) -> Reply:
    """Complete it; if somebody else did so meanwhile, the reply is what came of that."""
    try:
        return await complete(parts, stored)
    except TrailUnavailable:
        now = await parts.trail.verification(stored.verification_id)
        if now is None or now.state in UNFINISHED:
            raise
        return await _read(parts, now, caller)


def reply_of(stored: StoredVerification) -> Reply:
    """The reply that the stored state stands for. Raises NotFound where there is none (left)."""
    if stored.refusal is not None:
        return NotPermitted(stored.verification_id, stored.refusal, replayed=True)
    if stored.answer is None:
        raise NotFound
    if stored.state == "deferred":
        return _still_pending(stored)
    return Answer(stored.verification_id, json.loads(stored.answer), replayed=True)


def _still_pending(stored: StoredVerification) -> Pending:
    """What was said when it was deferred. Raises NotFound once its person was erased."""
    if stored.answer is None:
        raise NotFound
    body = json.loads(stored.answer)
    return Pending(stored.verification_id, body, date.fromisoformat(body["due_on"]), replayed=True)


async def complete(parts: Parts, stored: StoredVerification) -> Reply:
    """Look whether the late answers have come, and finish if they have.

    If one is overdue its department is reminded (it is on the trail that it was), and if that does
    not help in time its answer counts as silence.
    """
    if stored.request is None or stored.memory is None or stored.due_on is None:
        raise NotFound
    dossier = await gather(parts, read_stored(stored.request, parts.facts))
    decision = recheck(dossier.gathered)
    heard = parts.memory.read(stored.memory)
    if isinstance(decision, Refusal):
        return await refuse_begun(dossier, decision.reason, stored.intent, heard)
    errand = Errand(
        parts, dossier.verification, decision, dossier.requester_name, new_deadline(parts)
    )
    evidence = await look_for_late_answers(errand, heard)
    because: tuple[str, ...] = ()
    patience = patience_with(parts, stored, dossier.now) if _awaits(evidence) else Patience.WAIT
    if patience is Patience.GIVE_UP:
        evidence, because = _give_up(evidence), (OVERDUE,)
    elif _awaits(evidence) and set(heard.items) == set(evidence.items):
        reminded = patience is Patience.REMIND and await _remind(dossier, stored, evidence)
        return replace(_still_pending(stored), reminded=reminded)
    evidence = await ask_on(errand, dossier, stored.intent, evidence)
    due = due_date_of(stored)
    return await conclude(dossier, decision, stored.intent, evidence, due, because)


def _awaits(evidence: Evidence) -> bool:
    return any(isinstance(item.reply, Late) for item in evidence.items)


async def _remind(dossier: Dossier, stored: StoredVerification, evidence: Evidence) -> bool:
    """Write that the departments were asked once more after the date; False if it was before."""
    entry = dossier.scribe.reminded(stored.intent, evidence)
    return await dossier.parts.trail.remind(stored.verification_id, entry)


def _give_up(evidence: Evidence) -> Evidence:
    silence = Failed(Cause.TIMEOUT)
    return Evidence(
        tuple(Item(i.question, silence) if isinstance(i.reply, Late) else i for i in evidence.items)
    )
