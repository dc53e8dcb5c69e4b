"""What became of a verification: state and outcome, receipt, proof, printable notice.

For the same requester only; for anybody else it does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fastapi import Request, Response

from gateway.api.calls.call import VERIFICATION_ID, path_id
from gateway.api.desk import Desk
from gateway.api.problems.documents import ProblemRaised
from gateway.api.recognition import recognise_active, verify_scope
from gateway.api.replies import flow_reply, refused
from gateway.api.visit import visit_of
from gateway.domain.requester import Caller
from gateway.errors import NotFound
from gateway.flow.late import reply_from
from gateway.flow.reply import Answer, NotPermitted, Pending
from gateway.ports.commands import StoredVerification

SD_JWT: Final = "application/sd-jwt"  # RFC 9901 §11.5
TLOG_PROOF: Final = "text/plain; charset=utf-8"
SOON: Final = {"Retry-After": "1"}


@dataclass(frozen=True, slots=True)
class Own:
    """A caller's own verification."""

    caller: Caller
    stored: StoredVerification


async def read_verification(desk: Desk, request: Request) -> Response:
    """Its state; looks for a late answer on the way."""
    own = await own_verification(desk, request)
    return flow_reply(desk, request, await _look_up(desk, own))


async def read_receipt(desk: Desk, request: Request) -> Response:
    """Its receipt as a compact SD-JWT."""
    answer = await answered(desk, request, await own_verification(desk, request))
    receipt = answer.body["receipt"]
    if not isinstance(receipt, str):
        raise ProblemRaised("receipt_not_yet")
    return Response(receipt.encode("ascii"), media_type=SD_JWT)


async def read_proof(desk: Desk, request: Request) -> Response:
    """The log's proof of its last entry, once that is in a checkpoint; the entry is its extra."""
    own = await own_verification(desk, request)
    proof = await desk.parts.log.proof(own.stored.disclosure or own.stored.intent)
    if proof is None:
        raise ProblemRaised("proof_not_yet", headers=SOON)
    return Response(proof, media_type=TLOG_PROOF)


async def answered(desk: Desk, request: Request, own: Own) -> Answer:
    """The answer. Raises ProblemRaised while it is pending and where it was refused."""
    reply = await final_reply(desk, request, own)
    if isinstance(reply, Pending):
        raise ProblemRaised("receipt_not_yet")
    return reply


async def final_reply(desk: Desk, request: Request, own: Own) -> Answer | Pending:
    """The reply, if it was not refused."""
    reply = await _look_up(desk, own)
    visit_of(request).note(verification_id=reply.verification_id)
    if isinstance(reply, NotPermitted):
        raise refused(reply, desk.parts.clock, {})
    visit_of(request).note(outcome=reply.body["outcome"])
    return reply


async def own_verification(desk: Desk, request: Request) -> Own:
    """What is stored of it. Raises NotFound for unknown ones, foreign ones and other scopes."""
    verification_id = path_id(request, "verification_id", VERIFICATION_ID)
    (own,) = await own_verifications(desk, request, (verification_id,))
    return own


async def own_verifications(desk: Desk, request: Request, ids: tuple[str, ...]) -> tuple[Own, ...]:
    """What is stored of several; all must be the caller's. Raises NotFound likewise."""
    caller = await recognise_active(desk, request)
    return tuple([await _own(desk, request, caller, one) for one in ids])


async def _own(desk: Desk, request: Request, caller: Caller, verification_id: str) -> Own:
    stored = await desk.parts.trail.verification(verification_id)
    if stored is None or stored.requester != caller.requester:
        raise NotFound
    if verify_scope(stored.fact) not in caller.scopes:
        raise NotFound
    visit_of(request).note(fact=stored.fact)
    return Own(caller, stored)


async def _look_up(desk: Desk, own: Own) -> Answer | Pending | NotPermitted:
    return await reply_from(desk.parts, own.stored, own.caller)
