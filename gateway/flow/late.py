"""Verifications that could not be finished at once: late answers, and processes that died.

A late answer is released only after requester and consents have been checked again. Must never ask
anybody anew about a verification whose permit no longer holds.
"""

from __future__ import annotations

import json
from datetime import date

from gateway.domain.decision import Refusal
from gateway.domain.evidence import Cause, Evidence, Failed, Item, Late
from gateway.domain.finding import Told
from gateway.domain.outcome import Outcome
from gateway.domain.requester import Caller
from gateway.errors import NotFound, TrailUnavailable
from gateway.flow.ask import look_for_late_answers
from gateway.flow.conclude import conclude, release
from gateway.flow.due import due_date_of
from gateway.flow.errand import Errand, new_deadline
from gateway.flow.gather import gather
from gateway.flow.parts import Parts
from gateway.flow.reply import Answer, NotPermitted, Pending, Reply
from gateway.flow.request_form import read_stored
from gateway.flow.verify import ask_on, refuse_begun
from gateway.policy.admission import recheck
from gateway.ports.commands import StoredVerification
from gateway.ports.machine import civil_date

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
    body = json.loads(stored.answer)
    if stored.state == "deferred":
        return Pending(
            stored.verification_id, body, date.fromisoformat(body["due_on"]), replayed=True
        )
    return Answer(stored.verification_id, body, replayed=True)


async def complete(parts: Parts, stored: StoredVerification) -> Reply:
    """Look whether the late answers have come, and finish if they have or are overdue."""
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
    overdue = civil_date(dossier.now) > stored.due_on
    if overdue:
        evidence = _give_up(evidence)
    elif set(heard.items) == set(evidence.items):
        return reply_of(stored)
    evidence = await ask_on(errand, dossier, stored.intent, evidence)
    return await conclude(
        dossier,
        decision,
        stored.intent,
        evidence,
        due=due_date_of(stored),
        because=(OVERDUE,) if overdue else (),
    )


def _give_up(evidence: Evidence) -> Evidence:
    silence = Failed(Cause.TIMEOUT)
    return Evidence(
        tuple(Item(i.question, silence) if isinstance(i.reply, Late) else i for i in evidence.items)
    )


async def finish_abandoned(parts: Parts, verification_id: str) -> Reply | None:
    """Say `unavailable` for a verification whose process died between intent and disclosure.

    Nobody is asked again: whoever asked can make the same request once more; a consent's use stays
    reserved for it. None if it was finished meanwhile.
    """
    stored = await parts.trail.verification(verification_id)
    if stored is None or stored.state != "begun" or stored.request is None:
        return None
    dossier = await gather(parts, read_stored(stored.request, parts.facts))
    told = Told(Outcome.UNAVAILABLE, (INTERRUPTED,), {}, None, ())
    return await release(dossier, stored.intent, Evidence(), told, None, frees_key=True)


async def finish_all(parts: Parts) -> int:
    """Finish everything that can be finished now: once at start, and then every so often.

    Returns how many verifications were looked at. What goes wrong with one keeps nobody from
    finishing the others; the first such error is raised when all have been looked at.
    """
    abandoned = await parts.trail.abandoned(parts.clock.now())
    deferred = await parts.trail.deferred()
    failed: Exception | None = None
    for verification_id in (*abandoned, *deferred):
        try:
            await _finish(parts, verification_id)
        except Exception as error:  # noqa: BLE001 - raised below, once the others had their turn
            failed = failed or error
    if failed is not None:
        raise failed
    return len(abandoned) + len(deferred)


async def _finish(parts: Parts, verification_id: str) -> None:
    """Finish one of either kind, unless it is finished meanwhile or its person was erased."""
    stored = await parts.trail.verification(verification_id)
    if stored is None or stored.request is None:
        return
    late = stored.state == "deferred"
    try:
        await (complete(parts, stored) if late else finish_abandoned(parts, verification_id))
    except TrailUnavailable:
        now = await parts.trail.verification(verification_id)
        if now is None or now.state in UNFINISHED:
            raise
