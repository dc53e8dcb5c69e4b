"""Consents (同意): recorded by the requester, confirmed and withdrawn by the resident herself.

Must never tell a code to anybody but the channel to the resident and, for withdrawal, the requester
who hands it over; and never tell apart a wrong code, an old one and one of another consent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from gateway.audit import entry as kinds
from gateway.audit.canonical import canonical_json
from gateway.domain.consent import ConsentState, HowGiven
from gateway.domain.decision import RefusalReason
from gateway.domain.fact import JsonValue
from gateway.domain.matter import BasisKind, Matter
from gateway.domain.requester import Caller, Requester, RequesterState
from gateway.errors import ContentRefused, NotFound, Problem
from gateway.flow.consent_drafts import (
    ConsentRequest,
    bare_entry,
    message,
    new_consent,
    recorded_entry,
    replayed_entry,
)
from gateway.flow.parts import Parts
from gateway.policy.consent_record import record_with_state
from gateway.policy.new_consent import check_new_consent
from gateway.ports.commands import Idempotency, StoredReply
from gateway.ports.machine import civil_date
from gateway.ports.registers import Keeping

LEASE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, repr=False)
class ConsentReply:
    """The JSON of a consent call. 201 when it was recorded just now."""

    body: Mapping[str, JsonValue]
    replayed: bool = False


async def record_consent(
    parts: Parts, caller: Caller, request: ConsentRequest, idempotency: Idempotency
) -> ConsentReply:
    """Record a consent and send the resident her codes.

    The reply is signed first and kept in the step that records the consent: whatever breaks, one
    key records one consent. Raises ContentRefused for everything that is wrong with it, and the
    idempotency errors.
    """
    requester, matter = await _registered(parts, caller, request.matter)
    stored = await parts.trail.recall(idempotency)
    if stored is not None:
        return await _replay(parts, caller, request, stored)
    _check(parts, request, matter, requester)
    new = new_consent(parts, request, matter, requester)
    state = ConsentState.AWAITING if new.confirm_code else ConsentState.ACTIVE
    body = await _signed(parts, new.consent_id, state, new.record)
    body["withdrawal_code"] = new.withdrawal_code
    keeping = Keeping(idempotency, StoredReply(None, 201, canonical_json(body)))
    entry = recorded_entry(parts, caller, request, new)
    stored = await parts.consents.record(new, entry, keeping)
    if stored is not None:
        return await _replay(parts, caller, request, stored)
    if request.contact is not None:
        await parts.confirmation.deliver(message(new, request.contact, requester, matter))
    return ConsentReply(body)


async def _replay(
    parts: Parts, caller: Caller, request: ConsentRequest, stored: StoredReply
) -> ConsentReply:
    body = json.loads(stored.body)
    await parts.trail.note(replayed_entry(parts, caller, request, body["consent_id"]))
    return ConsentReply(body, replayed=True)


async def read_consent(parts: Parts, caller: Caller, consent_id: str) -> ConsentReply:
    """A consent of this requester. Raises NotFound."""
    found = await parts.consents.read(consent_id, caller.requester, parts.clock.now())
    if found is None:
        raise NotFound
    record = record_with_state(found.record, found.consent)
    return ConsentReply(await _signed(parts, consent_id, found.consent.state, record))


async def revoke_consent(
    parts: Parts, caller: Caller, consent_id: str, idempotency: Idempotency
) -> ConsentReply:
    """Revoke for the resident; revoking twice changes nothing. Raises NotFound.

    A key is taken only for a consent that exists: what does not is not found, however often.
    """
    await _require_own(parts, caller, consent_id)
    stored = await parts.trail.claim(idempotency, parts.clock.now() + LEASE)
    if stored is None:
        entry = bare_entry(parts, kinds.CONSENT_REVOKED, by="requester")
        now = parts.clock.now()
        await parts.consents.revoke(consent_id, caller.requester, now, entry)
        reply = StoredReply(None, 200, b"{}")  # what is replied is read afresh, and holds nothing
        await parts.trail.keep_reply(idempotency, reply, ())
    read = await read_consent(parts, caller, consent_id)
    return ConsentReply(read.body, replayed=stored is not None)


async def _require_own(parts: Parts, caller: Caller, consent_id: str) -> None:
    if await parts.consents.read(consent_id, caller.requester, parts.clock.now()) is None:
        raise NotFound


async def confirm_consent(parts: Parts, consent_id: str, code: str) -> None:
    """The resident enters her one-time code. Raises CodeRefused."""
    entry = bare_entry(parts, kinds.CONSENT_CONFIRMED, by="principal")
    await parts.consents.confirm(consent_id, code.strip(), parts.clock.now(), entry)


async def withdraw_consent(parts: Parts, code: str) -> str:
    """The resident withdraws by her own code; returns the consent's id. Raises CodeRefused."""
    entry = bare_entry(parts, kinds.CONSENT_REVOKED, by="principal")
    return await parts.consents.withdraw(plain_code(code), parts.clock.now(), entry)


def plain_code(code: str) -> str:
    """A withdrawal code as it was made, however it was typed."""
    return "".join(c for c in code.upper() if c.isalnum() and c.isascii())


async def _registered(parts: Parts, caller: Caller, code: str) -> tuple[Requester, Matter]:
    requester = await parts.registry.requester(caller.requester)
    if requester is None or requester.state is not RequesterState.ACTIVE:
        raise ContentRefused(Problem("", RefusalReason.REQUESTER_SUSPENDED.value))
    matter = await parts.registry.matter(caller.requester, code)
    if matter is None:
        raise ContentRefused(Problem("/matter", RefusalReason.MATTER_UNKNOWN.value))
    return requester, matter


def _check(parts: Parts, request: ConsentRequest, matter: Matter, requester: Requester) -> None:
    law = parts.catalogue.bases[BasisKind.CONSENT]
    today = civil_date(parts.clock.now())
    problems = check_new_consent(request.proposed, matter, requester, law, today)
    if request.proposed.how_given is HowGiven.ONE_TIME_CODE and request.contact is None:
        problems = (*problems, Problem("/contact", "missing_field"))
    if problems:
        raise ContentRefused(*problems)


async def _signed(
    parts: Parts, consent_id: str, state: ConsentState, record: Mapping[str, JsonValue]
) -> dict[str, JsonValue]:
    """The record with the consent receipt over it (formats.md §5)."""
    receipt = await parts.signer.sign_statement("consent-receipt+jwt", {"record": {**record}})
    return {
        "consent_id": consent_id,
        "state": state.value,
        "record": {**record},
        "receipt": receipt,
    }
