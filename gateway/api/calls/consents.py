"""Consents: recorded, read and revoked by the requester; confirmed and withdrawn by the resident.

The resident's two calls need no login, only her code. Must never answer one wrong code differently
from another.
"""

from __future__ import annotations

from typing import Final

from fastapi import Request, Response

from gateway.api.bodies import read_bytes, read_object
from gateway.api.calls.call import CONSENT_ID, path_id
from gateway.api.desk import Desk
from gateway.api.forms.consenting import (
    ConfirmationForm,
    EmptyForm,
    WithdrawalForm,
    read_consent,
)
from gateway.api.forms.reading import read_form
from gateway.api.idempotency import bind, read_key
from gateway.api.recognition import CONSENT_READ, CONSENT_WRITE, recognise_active, require_scope
from gateway.api.replies import REPLAYED, json_reply
from gateway.api.visit import visit_of
from gateway.domain.consent import ConsentState
from gateway.domain.fact import JsonValue
from gateway.domain.matter import Matter
from gateway.domain.requester import Caller
from gateway.flow import consents as flow

RECORD_PATH: Final = "/v1/consents"


async def record(desk: Desk, request: Request) -> Response:
    """Record a consent; 201 with its signed record and the resident's withdrawal code."""
    caller = await recognise_active(desk, request)
    require_scope(caller, CONSENT_WRITE)
    key = read_key(request)
    content = await read_object(request, desk.parts.settings)
    wanted = read_consent(content, await _matter(desk, caller, content))
    idempotency = bind(key, caller, RECORD_PATH, content)
    reply = await flow.record_consent(desk.parts, caller, wanted, idempotency)
    location = {"Location": f"{RECORD_PATH}/{reply.body['consent_id']}"}
    return _reply(request, reply, 201, location)


async def read(desk: Desk, request: Request) -> Response:
    """A consent that this requester recorded."""
    caller = await recognise_active(desk, request)
    require_scope(caller, CONSENT_READ)
    consent_id = path_id(request, "consent_id", CONSENT_ID)
    return _reply(request, await flow.read_consent(desk.parts, caller, consent_id))


async def revoke(desk: Desk, request: Request) -> Response:
    """Revoke a consent for the resident."""
    caller = await recognise_active(desk, request)
    require_scope(caller, CONSENT_WRITE)
    key = read_key(request)
    consent_id = path_id(request, "consent_id", CONSENT_ID)
    content = await _nothing(desk, request)
    idempotency = bind(key, caller, f"{RECORD_PATH}/{consent_id}/revoke", content)
    reply = await flow.revoke_consent(desk.parts, caller, consent_id, idempotency)
    return _reply(request, reply)


async def confirm(desk: Desk, request: Request) -> Response:
    """The resident enters her one-time code."""
    form = read_form(ConfirmationForm, await read_object(request, desk.parts.settings))
    await flow.confirm_consent(desk.parts, form.consent_id, form.code)
    return json_reply({"consent_id": form.consent_id, "state": ConsentState.ACTIVE.value})


async def withdraw(desk: Desk, request: Request) -> Response:
    """The resident withdraws by her own code."""
    form = read_form(WithdrawalForm, await read_object(request, desk.parts.settings))
    consent_id = await flow.withdraw_consent(desk.parts, form.withdrawal_code)
    return json_reply({"consent_id": consent_id, "state": ConsentState.REVOKED.value})


async def _matter(desk: Desk, caller: Caller, content: dict[str, JsonValue]) -> Matter | None:
    code = content.get("matter")
    if not isinstance(code, str):
        return None
    return await desk.parts.registry.matter(caller.requester, code)


async def _nothing(desk: Desk, request: Request) -> dict[str, JsonValue]:
    """A body that is absent, or an empty object."""
    if "content-type" in request.headers:
        content = await read_object(request, desk.parts.settings)
        read_form(EmptyForm, content)
    else:
        await read_bytes(request, 0)
    return {}


def _reply(
    request: Request,
    reply: flow.ConsentReply,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    visit_of(request).note(replayed=reply.replayed)
    replayed = {REPLAYED: "true"} if reply.replayed else {}
    return json_reply(reply.body, status, {**(headers or {}), **replayed})
