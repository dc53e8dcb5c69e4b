"""Asking by certificate: each fact of the paper's plan is a verification of its own.

    (1) Order       what would be refused goes first, so that nobody is asked in vain
    (2) Verify      every fact by the one path of a verification, under a key of its own
    (3) Put together  the least favourable outcome (G7), and the guidance of the paper asked for

A paper that nobody can be asked about, and a retained one, are noted on the trail. Must never ask a
department by itself: what is asked, told and signed is the path's (flow/verify.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from gateway.audit.entry import EntryDraft, NewEntry, PersonalPart
from gateway.domain.catalogue import Certificate
from gateway.domain.decision import Refusal
from gateway.domain.fact import JsonValue
from gateway.domain.matter import CertificateRef
from gateway.domain.outcome import Outcome
from gateway.domain.person import Person
from gateway.domain.requester import Caller
from gateway.domain.verification import Operator, Verification
from gateway.facts.claim_reading import canonical_person
from gateway.flow.answer import certificate_form
from gateway.flow.gather import gather
from gateway.flow.parts import Parts
from gateway.flow.reply import Answer, NotPermitted, Pending
from gateway.flow.request_form import operator_form
from gateway.flow.verify import verify
from gateway.policy.admission import decide
from gateway.policy.certificates import guide_certificate, overall
from gateway.policy.guidance import guidance_form
from gateway.ports.commands import Idempotency
from gateway.ports.machine import uuid7

REFUSED_STATUS = 403


@dataclass(frozen=True, slots=True, repr=False)
class CertificateAnswer:
    """What came of a paper. `pending` are the verifications that a department answers later."""

    body: Mapping[str, JsonValue]
    pending: tuple[Pending, ...]
    replayed: bool


@dataclass(frozen=True, slots=True, repr=False)
class Demand:
    """A paper that was asked for although it cannot be: by whom, for whom, in which case."""

    caller: Caller
    certificate: CertificateRef
    subject: Person
    matter: str
    case: str
    operator: Operator


async def verify_certificate(
    parts: Parts,
    certificate: Certificate,
    verifications: tuple[Verification, ...],
    idempotency: Idempotency,
) -> CertificateAnswer | NotPermitted:
    """Answer for a paper by its facts, which come in the order of its plan, one case for all.

    The first refusal ends it. Raises like `verify`; the same request with the same key can then be
    made again, and what was answered already is not asked anew.
    """
    found: dict[str, Answer | Pending] = {}
    # (1) Order.
    for verification in await _refused_first(parts, verifications, idempotency):
        # (2) Verify.
        reply = await verify(parts, verification, _key_of(idempotency, verification))
        if isinstance(reply, NotPermitted):
            return reply
        found[verification.fact] = reply
    # (3) Put together.
    replies = {v.fact: found[v.fact] for v in verifications}
    return await _put_together(parts, certificate, verifications[0], replies)


def _key_of(idempotency: Idempotency, verification: Verification) -> Idempotency:
    """The key of one fact, derived from the paper's own: an address below it that no call has."""
    return replace(idempotency, path=f"{idempotency.path}/{verification.fact}")


async def _refused_first(
    parts: Parts, verifications: tuple[Verification, ...], idempotency: Idempotency
) -> tuple[Verification, ...]:
    """The facts with those first that are, or would be, refused.

    Every key is looked at before anything is asked: a conflict with an earlier request must not
    show only once the first fact was answered.
    """
    refused: list[Verification] = []
    for verification in verifications:
        stored = await parts.trail.recall(_key_of(idempotency, verification))
        if stored is not None:
            is_refused = stored.status == REFUSED_STATUS
        else:
            decision = decide((await gather(parts, verification)).gathered)
            is_refused = isinstance(decision, Refusal)
        if is_refused:
            refused.append(verification)
    return (*refused, *(v for v in verifications if v not in refused))


async def _put_together(
    parts: Parts,
    certificate: Certificate,
    asked: Verification,
    replies: Mapping[str, Answer | Pending],
) -> CertificateAnswer:
    outcomes = {fact: Outcome(str(reply.body["outcome"])) for fact, reply in replies.items()}
    matter = await parts.registry.matter(asked.caller.requester, asked.matter)
    guidance = None
    if matter is not None:
        guidance = guide_certificate(certificate, outcomes, matter, parts.catalogue)
    pending = tuple(reply for reply in replies.values() if isinstance(reply, Pending))
    body: dict[str, JsonValue] = {
        "certificate": certificate_form(certificate),
        "outcome": overall(outcomes).value,
        "parts": {fact: outcome.value for fact, outcome in outcomes.items()},
        "guidance": None if guidance is None else guidance_form(guidance),
        "notice": notice_place(reply.verification_id for reply in replies.values()),
        "verifications": {fact: dict(reply.body) for fact, reply in replies.items()},
    }
    if pending:
        last = max(pending, key=lambda reply: reply.due_on)
        body["due_on"] = last.due_on.isoformat()
        body["due_provisional"] = last.body.get("due_provisional") is True
    return CertificateAnswer(body, pending, all(reply.replayed for reply in replies.values()))


def notice_place(verification_ids: Iterable[str]) -> str:
    """Where the one notice of the whole paper is read: under the ids of all its verifications."""
    return f"/v1/verifications/{','.join(verification_ids)}/notice"


async def note_demand(parts: Parts, demand: Demand, kind: str, reason: str) -> str:
    """Write that a paper was asked for which cannot be answered for; returns the entry's id.

    A matter that this requester has not registered is named in the sealed part only.
    """
    caller, now = demand.caller, parts.clock.now()
    matter = await parts.registry.matter(caller.requester, demand.matter)
    draft = EntryDraft(
        entry_id=uuid7(now, parts.chance),
        kind=kind,
        at=now,
        requester=caller.requester,
        matter=None if matter is None else matter.code,
        certificate=demand.certificate,
        decision="refuse",
        rule=kind,
        reasons=(reason,),
        catalogue_digest=parts.catalogue_digest,
    )
    subject = PersonalPart(demand.subject, "subject", {"person": canonical_person(demand.subject)})
    sealed: dict[str, JsonValue] = {
        "case": demand.case,
        "operator": operator_form(demand.operator),
        "token_id": caller.token_id,
        "matter": demand.matter,
    }
    entry = NewEntry(draft, (subject,), sealed, demand.case, demand.operator.person)
    await parts.trail.note(entry)
    return draft.entry_id
