"""POST /oauth/token: client credentials with `private_key_jwt` (RFC 6749, 7523, 9068).

The key never comes from the request: only registered keys prove a client, and an assertion counts
once. Must never tell an unknown client from an unproven one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import parse_qsl

from fastapi import Request, Response

from gateway.api.bodies import FORM, JSON, read_bytes, require_media_type
from gateway.api.desk import Desk
from gateway.api.problems.documents import ProblemRaised, response
from gateway.api.recognition import REALM
from gateway.api.replies import json_reply
from gateway.api.visit import visit_of
from gateway.domain.requester import RequesterState
from gateway.ports.machine import uuid7
from gateway.ports.registers import Client
from gateway.signing.algorithms import KeyRefused
from gateway.signing.tokens import (
    CLOCK_SKEW,
    Access,
    Assertion,
    TokenRefused,
    check_assertion,
    claimed_client,
    issue_access,
)

GRANT: Final = "client_credentials"
ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
MOST_FIELDS: Final = 32
INVALID_REQUEST: Final = "invalid_request"
RFC_6749_CODES: Final = frozenset(
    {INVALID_REQUEST, "invalid_client", "unsupported_grant_type", "invalid_scope"}
)


@dataclass(frozen=True, slots=True, repr=False)
class _TokenRequest:
    assertion: str
    client_id: str | None
    scopes: frozenset[str] | None


async def issue_token(desk: Desk, request: Request) -> Response:
    """Issue a short access token, bound to the key that signed the assertion.

    Errors are those of RFC 6749 §5.2 and problem documents in one.
    """
    try:
        return await _issue(desk, request)
    except ProblemRaised as raised:
        visit_of(request).note(problem=raised.kind.reason)
        return _error(raised, visit_of(request).request_id)


def _error(raised: ProblemRaised, request_id: str) -> Response:
    code = raised.kind.reason
    raised.members["error"] = code if code in RFC_6749_CODES else INVALID_REQUEST
    raised.members["error_description"] = raised.kind.title.en
    return response(raised, request_id, media_type=JSON)


async def _issue(desk: Desk, request: Request) -> Response:
    require_media_type(request, FORM)
    asked = _read(await read_bytes(request, desk.parts.settings.max_body_bytes))
    client, assertion = await _prove(desk, asked)
    visit_of(request).note(client_id=client.client_id, requester=client.requester)
    scopes = client.scopes if asked.scopes is None else asked.scopes
    if not scopes or not scopes <= client.scopes:
        raise ProblemRaised("invalid_scope")
    now, settings = desk.parts.clock.now(), desk.parts.settings
    access = Access(
        client_id=client.client_id,
        requester=client.requester,
        scopes=scopes,
        token_id=uuid7(now, desk.parts.chance),
        key_id=assertion.key_id,
        expires=int(now.timestamp()) + settings.token_seconds,
    )
    return json_reply(
        {
            "access_token": issue_access(desk.keys, settings.issuer, access, now),
            "token_type": "Bearer",
            "expires_in": settings.token_seconds,
            "scope": " ".join(sorted(scopes)),
        },
        headers={"Pragma": "no-cache"},
    )


def _read(content: bytes) -> _TokenRequest:
    """Take the form apart; unknown fields are ignored, repeated ones refused (RFC 6749 §3.2)."""
    try:
        pairs = parse_qsl(
            content.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        raise ProblemRaised(INVALID_REQUEST) from None
    form = dict(pairs)
    grant, assertion = form.get("grant_type"), form.get("client_assertion")
    if len(form) != len(pairs) or not grant:
        raise ProblemRaised(INVALID_REQUEST)
    if grant != GRANT:
        raise ProblemRaised("unsupported_grant_type")
    if not assertion or form.get("client_assertion_type") != ASSERTION_TYPE:
        raise _unproven()
    scopes = frozenset(form["scope"].split()) if "scope" in form else None
    return _TokenRequest(assertion, form.get("client_id"), scopes)


async def _prove(desk: Desk, asked: _TokenRequest) -> tuple[Client, Assertion]:
    """Find the client and verify its assertion; `jti` counts once, across processes."""
    issuer, now = desk.parts.settings.issuer, desk.parts.clock.now()
    try:
        client = await desk.parts.registry.client(claimed_client(asked.assertion))
        if client is None or asked.client_id not in (None, client.client_id):
            raise _unproven()
        assertion = check_assertion(asked.assertion, client.keys, issuer, now)
    except (TokenRefused, KeyRefused):
        raise _unproven() from None
    requester = await desk.parts.registry.requester(client.requester)
    if requester is None or requester.state is not RequesterState.ACTIVE:
        raise _unproven()
    until = datetime.fromtimestamp(assertion.expires + CLOCK_SKEW, UTC)
    if not await desk.tokens.use(f"assertion/{client.client_id}", assertion.token_id, until):
        raise _unproven()
    return client, assertion


def _unproven() -> ProblemRaised:
    return ProblemRaised("invalid_client", headers={"WWW-Authenticate": REALM})
