"""POST /callbacks/{department}: a department says that a late answer is there.

Must never believe anything before the signature is checked, and never read more of a message than
which query it is about.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from fastapi import Request, Response

from gateway.api.bodies import JSON, read_bytes, require_media_type
from gateway.api.callback_proof import prove_callback
from gateway.api.desk import Desk
from gateway.api.problems.documents import ProblemRaised
from gateway.api.replies import json_reply
from gateway.api.strict_json import parse
from gateway.errors import NotFound
from gateway.flow.called_back import Heed, find_awaiting, heed_callback
from gateway.ports.callbacks import CallbackDoor
from gateway.ports.commands import AwaitedTicket
from gateway.ports.source import LinkFailed

REPEATED = "repeated"


async def take_callback(desk: Desk, request: Request) -> Response:
    """202 if the answer will be fetched; 200 for a repetition, and if it is all over."""
    parts = desk.parts
    department = str(request.path_params["department"])
    door = parts.callbacks.get(department)
    if door is None:
        raise NotFound
    require_media_type(request, JSON)
    settings = parts.settings
    body = await read_bytes(request, settings.max_body_bytes)
    window = settings.callback_window_seconds
    now = parts.clock.now()
    signature, signed_at = prove_callback(request, door, department, body, now, window)
    awaited = AwaitedTicket(department, _ticket(door, body, settings.max_nesting))
    found = await find_awaiting(parts, awaited)
    until = datetime.fromtimestamp(signed_at, UTC) + timedelta(seconds=window + 1)
    scope = f"callback {department}"
    if await desk.tokens.was_used(scope, signature):
        return json_reply({"status": REPEATED})
    heed = await heed_callback(parts, awaited, found)
    # Only now: a message that could not be heeded is heeded when it is sent once more.
    await desk.tokens.use(scope, signature, until)
    return json_reply({"status": heed.value}, 202 if heed is Heed.LOOKING else 200)


def _ticket(door: CallbackDoor, body: bytes, max_nesting: int) -> str:
    """Which query the message is about. Raises ProblemRaised (400, 422)."""
    parse(body, max_nesting)
    try:
        return door.read(body)
    except LinkFailed:
        raise ProblemRaised("callback_not_understood") from None
