"""Client assertions (RFC 7523) and access tokens (RFC 9068).

The key never comes from the token: only registered keys are tried, each with its one algorithm.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from joserfc import jws
from joserfc.errors import JoseError

from gateway.signing.algorithms import algorithm_of, read_public_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from gateway.domain.fact import JsonValue
    from gateway.signing.algorithms import PublicKey
    from gateway.signing.key_store import SigningKeys

MAX_TOKEN = 4096
ASSERTION_SECONDS = 60  # formats.md §4
CLOCK_SKEW = 5
ACCESS_TYPE = "at+jwt"


class TokenRefused(ValueError):
    """A token that proves nothing. The text is for operations, never for the caller."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """A verified client assertion, to be used once until `expires` (unix seconds)."""

    client_id: str
    token_id: str
    expires: int
    key_id: str


@dataclass(frozen=True, slots=True)
class Access:
    """A verified access token; `key_id` is the thumbprint it is bound to (`cnf.jkt`)."""

    client_id: str
    requester: str
    scopes: frozenset[str]
    token_id: str
    key_id: str
    expires: int


def claimed_client(assertion: str) -> str:
    """The client id an assertion names, unproven: good for finding the keys to prove it with."""
    _bound(assertion)
    try:
        content = jws.extract_compact(assertion.encode("ascii")).payload
        payload = json.loads(content)
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise TokenRefused("assertion unreadable") from error
    subject = payload.get("sub") if isinstance(payload, dict) else None
    if not isinstance(subject, str) or not subject.isprintable():
        raise TokenRefused("assertion names no client")
    return subject


def check_assertion(
    assertion: str, jwks: Sequence[Mapping[str, JsonValue]], audience: str, now: datetime
) -> Assertion:
    """Verify an assertion with the client's registered keys. Raises TokenRefused.

    `iss` = `sub`, `aud` holds the issuer and nothing else, `exp` at most 60 s ahead, `jti` there.
    """
    _bound(assertion)
    payload, key = _by_any(assertion, [read_public_key(jwk) for jwk in jwks])
    moment = int(now.timestamp())
    expires = payload.get("exp")
    if not isinstance(expires, int) or isinstance(expires, bool):
        raise TokenRefused("assertion has no exp")
    if not moment - CLOCK_SKEW < expires <= moment + ASSERTION_SECONDS + CLOCK_SKEW:
        raise TokenRefused("assertion expired, or valid for too long")
    _refuse_early(payload, moment)
    subject, token_id = payload.get("sub"), payload.get("jti")
    if not isinstance(subject, str) or payload.get("iss") != subject:
        raise TokenRefused("assertion's iss and sub differ")
    if payload.get("aud") not in (audience, [audience]):
        raise TokenRefused("assertion is for another audience")
    if not isinstance(token_id, str) or not 8 <= len(token_id) <= 128:
        raise TokenRefused("assertion has no proper jti")
    if not token_id.isprintable():  # half a character could not even be remembered
        raise TokenRefused("assertion has no proper jti")
    return Assertion(subject, token_id, expires, key.thumbprint())


def issue_access(keys: SigningKeys, issuer: str, access: Access, now: datetime) -> str:
    """Sign an access token of RFC 9068 for this gateway itself."""
    header = {"alg": "Ed25519", "kid": keys.active.thumbprint(), "typ": ACCESS_TYPE}
    payload: dict[str, JsonValue] = {
        "iss": issuer,
        "aud": issuer,
        "sub": access.client_id,
        "client_id": access.client_id,
        "requester": access.requester,
        "scope": " ".join(sorted(access.scopes)),
        "jti": access.token_id,
        "iat": int(now.timestamp()),
        "exp": access.expires,
        "cnf": {"jkt": access.key_id},
    }
    content = json.dumps(payload, separators=(",", ":")).encode("utf-8")
    return jws.serialize_compact(header, content, keys.active, algorithms=["Ed25519"])


def check_access(token: str, keys: SigningKeys, issuer: str, now: datetime) -> Access:
    """Verify an access token that this gateway issued. Raises TokenRefused.

    Only the active key counts: a retired one may be in other hands, which is why keys are retired.
    A token of the minutes before is refused as well: its client has to get a new one.
    """
    _bound(token)
    payload, _ = _by_any(token, [keys.active], kind=ACCESS_TYPE)
    moment = int(now.timestamp())
    if payload.get("iss") != issuer or payload.get("aud") != issuer:
        raise TokenRefused("access token is for another gateway")
    expires = payload.get("exp")
    if not isinstance(expires, int) or expires <= moment:
        raise TokenRefused("access token expired")
    _refuse_early(payload, moment)
    bound = payload.get("cnf")
    texts = [payload.get(name) for name in ("client_id", "requester", "scope", "jti")]
    texts.append(bound.get("jkt") if isinstance(bound, dict) else None)
    if not all(isinstance(text, str) for text in texts):
        raise TokenRefused("access token lacks a claim")
    client_id, requester, scope, token_id, key_id = cast("list[str]", texts)
    return Access(client_id, requester, frozenset(scope.split()), token_id, key_id, expires)


def _bound(token: str) -> None:
    if len(token) > MAX_TOKEN or not token.isascii():
        raise TokenRefused("token too long, or not ASCII")


def _refuse_early(payload: Mapping[str, JsonValue], moment: int) -> None:
    for name in ("nbf", "iat"):
        value = payload.get(name, moment)
        if not isinstance(value, int) or value > moment + CLOCK_SKEW:
            message = f"token's {name} lies in the future"
            raise TokenRefused(message)


def _by_any(
    token: str, keys: Sequence[PublicKey], kind: str | None = None
) -> tuple[dict[str, JsonValue], PublicKey]:
    for key in keys:
        try:
            signed = jws.deserialize_compact(token, key, algorithms=[algorithm_of(key)])
            payload = json.loads(signed.payload)
        except (JoseError, ValueError, TypeError, RecursionError):
            continue
        found = str(signed.headers().get("typ", "")).lower().removeprefix("application/")
        if isinstance(payload, dict) and (kind is None or found == kind):
            return payload, key
    raise TokenRefused("no registered key made this signature")
