"""What clients and verifiers look up first: the issuer's keys, and where tokens come from."""

from __future__ import annotations

from typing import Final

from fastapi import Request, Response

from gateway.api.calls.demand_desk import HANDLE, READ
from gateway.api.calls.surveys import SCOPES as SURVEY_SCOPES
from gateway.api.calls.tokens import GRANT
from gateway.api.desk import Desk
from gateway.api.recognition import CONSENT_READ, CONSENT_WRITE, verify_scope
from gateway.api.replies import json_reply
from gateway.domain.fact import JsonValue
from gateway.signing.algorithms import ALGORITHMS

JWK_SET: Final = "application/jwk-set+json"  # RFC 7517 §8.5
MAY_BE_KEPT: Final = {"Cache-Control": "public, max-age=300"}


async def read_keys(desk: Desk, _request: Request) -> Response:
    """The public keys that receipts are checked with, the retired ones too."""
    return json_reply(desk.parts.signer.jwks(), headers=MAY_BE_KEPT, media_type=JWK_SET)


async def read_metadata(desk: Desk, _request: Request) -> Response:
    """Authorization server metadata (RFC 8414)."""
    issuer = desk.parts.settings.issuer
    scopes: list[JsonValue] = [verify_scope(fact) for fact in desk.parts.facts]
    content: dict[str, JsonValue] = {
        "issuer": issuer,
        "token_endpoint": f"{issuer}/oauth/token",
        "jwks_uri": f"{issuer}/.well-known/jwks.json",
        "scopes_supported": [*scopes, CONSENT_READ, CONSENT_WRITE, READ, HANDLE, *SURVEY_SCOPES],
        "response_types_supported": [],
        "grant_types_supported": [GRANT],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": [*ALGORITHMS],
        "service_documentation": f"{issuer}/docs",
    }
    return json_reply(content, headers=MAY_BE_KEPT)
