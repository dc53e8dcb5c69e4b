"""Step 1: who is calling (RFC 6750), and whether she may use this call at all.

A valid token is not enough: the client must still be registered, with the key that the token is
bound to and the scope that is needed. Must never tell one reason for an invalid token from another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import Request

from gateway.api.desk import Desk
from gateway.api.problems.documents import ProblemRaised
from gateway.api.visit import visit_of
from gateway.domain.fact import JsonValue
from gateway.domain.requester import Caller, RequesterState
from gateway.ports.registers import Client
from gateway.signing.algorithms import KeyRefused, read_public_key
from gateway.signing.tokens import Access, TokenRefused

REALM: Final = 'Bearer realm="verification-gateway"'
CONSENT_WRITE: Final = "consent:write"
CONSENT_READ: Final = "consent:read"


def verify_scope(fact: str) -> str:
    """The scope that a client needs for asking a fact, and for reading what was answered."""
    return f"verify:{fact}"


async def recognise(desk: Desk, request: Request) -> Caller:
    """The caller that the access token proves, with the scopes that still hold.

    Raises ProblemRaised: `token_missing`, `token_invalid` (401).
    """
    try:
        access = desk.passes.check(_bearer(request), desk.parts.clock.now())
    except TokenRefused:
        raise _invalid() from None
    client = await desk.parts.registry.client(access.client_id)
    if client is None or client.requester != access.requester or not _holds_key(client, access):
        raise _invalid()
    visit_of(request).note(client_id=client.client_id, requester=client.requester)
    return Caller(
        client_id=client.client_id,
        requester=client.requester,
        scopes=access.scopes & client.scopes,
        token_id=access.token_id,
    )


async def recognise_active(desk: Desk, request: Request) -> Caller:
    """The same, for calls that do not pass through the flow's decision.

    Raises `requester_suspended` (403) too.
    """
    caller = await recognise(desk, request)
    requester = await desk.parts.registry.requester(caller.requester)
    if requester is None or requester.state is not RequesterState.ACTIVE:
        raise ProblemRaised("requester_suspended")
    return caller


def require_scope(caller: Caller, scope: str) -> None:
    """Raise `scope_missing` (403) unless the caller has the scope."""
    if scope not in caller.scopes:
        challenge = f'{REALM}, error="insufficient_scope", scope="{scope}"'
        raise ProblemRaised("scope_missing", headers={"WWW-Authenticate": challenge})


def _bearer(request: Request) -> str:
    """The token in the one Authorization header; nowhere else (RFC 6750 §2.1)."""
    lines = request.headers.getlist("authorization")
    if not lines:
        raise ProblemRaised("token_missing", headers={"WWW-Authenticate": REALM})
    scheme, _, token = lines[0].partition(" ")
    if len(lines) > 1 or scheme.lower() != "bearer" or not token.strip():
        raise _invalid()
    return token.strip()


def _invalid() -> ProblemRaised:
    challenge = f'{REALM}, error="invalid_token"'
    return ProblemRaised("token_invalid", headers={"WWW-Authenticate": challenge})


def _holds_key(client: Client, access: Access) -> bool:
    """Whether the key that the token is bound to (`cnf.jkt`) is still registered."""
    return any(_thumbprint(jwk) == access.key_id for jwk in client.keys)


def _thumbprint(jwk: Mapping[str, JsonValue]) -> str | None:
    try:
        return read_public_key(jwk).thumbprint()
    except KeyRefused:
        return None
