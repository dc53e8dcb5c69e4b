"""What the gateway signed as a compact JWS: found to be so with nothing but its JWK set.

Must never look at a payload before its signature holds, and never let a header choose the
algorithm: the key has one.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from joserfc import jws
from joserfc.errors import JoseError

from gateway.signing.algorithms import KeyRefused, PublicKey, algorithm_of, read_public_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.domain.fact import JsonValue


class NotIssued(ValueError):
    """It was not signed by this issuer, or is something else; says why, without its content."""


def open_issued(
    jwt: str, jwks: Mapping[str, JsonValue], kind: str, noun: str
) -> tuple[dict[str, JsonValue], str]:
    """The payload and the signing key's RFC 7638 thumbprint.

    `kind` is the `typ` that it must have, `noun` what people call it. Raises NotIssued.
    """
    header = _header(jwt)
    key = _key(jwks, header.get("kid"))
    try:
        signed = jws.deserialize_compact(jwt, key, algorithms=[algorithm_of(key)])
        payload = json.loads(signed.payload)
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise NotIssued("its signature does not hold") from error
    if header.get("typ") != kind or not isinstance(payload, dict):
        message = f"it is signed, but it is not a {noun}"
        raise NotIssued(message)
    return payload, key.thumbprint()


def _header(jwt: str) -> dict[str, object]:
    try:
        return dict(jws.extract_compact(jwt.encode("ascii")).headers())
    except (JoseError, ValueError, TypeError) as error:
        raise NotIssued("its header cannot be read") from error


def _key(jwks: Mapping[str, JsonValue], key_id: object) -> PublicKey:
    keys = jwks.get("keys")
    for jwk in keys if isinstance(keys, list) else []:
        try:
            key = read_public_key(jwk) if isinstance(jwk, dict) else None
        except KeyRefused:
            continue  # a set may hold keys of other kinds; they sign nothing of ours
        if key is not None and key.thumbprint() == key_id:
            return key
    raise NotIssued("it was not signed by any of the issuer's keys")
