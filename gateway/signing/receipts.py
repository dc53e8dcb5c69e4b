"""Checking a receipt offline, with nothing but the issuer's JWK set (promise 5).

Must never need the network, the store or a private key. Verifies the signature before it looks at
anything else.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from joserfc import jws
from joserfc.errors import JoseError

from gateway.audit.canonical import blinded_digest, canonical_json
from gateway.signing.algorithms import KeyRefused, PublicKey, algorithm_of, read_public_key
from gateway.signing.sd_jwt import SdJwtRefused, open_claims, split
from gateway.signing.signer import RECEIPT_TYPE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from gateway.domain.fact import JsonValue

_REQUIRED = {
    "iss": str,
    "iat": int,
    "exp": int,
    "jti": str,
    "fact": str,
    "outcome": str,
    "parts": dict,
    "reasons": list,
    "answered_at": str,
    "requester": str,
    "matter": str,
    "request_digest": str,
    "intent": str,
}
REQUEST_MEMBERS = ("subject", "claim", "case", "operator", "basis")


class ReceiptRefused(ValueError):
    """The receipt does not hold; the text says why, without its content."""


@dataclass(frozen=True, slots=True, repr=False)
class CheckedReceipt:
    """A receipt whose signature holds.

    `current` is False after its expiry: the signature still proves what was answered then.
    `request_matches` says whether the disclosed request gives the signed digest; None if not all
    of it was disclosed.
    """

    claims: Mapping[str, JsonValue]
    disclosed: Mapping[str, JsonValue]
    key_id: str
    current: bool
    request_matches: bool | None


def check_receipt(compact: str, jwks: Mapping[str, JsonValue], now: datetime) -> CheckedReceipt:
    """Verify signature, form, disclosures and request digest. Raises ReceiptRefused."""
    try:
        presentation = split(compact.strip())
    except SdJwtRefused as error:
        message = f"not a receipt in SD-JWT form: {error}"
        raise ReceiptRefused(message) from error
    payload, key_id = _verified(presentation.jwt, jwks)
    _check_form(payload)
    try:
        disclosed = open_claims(payload, presentation)
    except SdJwtRefused as error:
        message = f"its disclosures do not fit: {error}"
        raise ReceiptRefused(message) from error
    matches = _request_matches(payload, disclosed)
    if matches is False:
        raise ReceiptRefused("the disclosed request is not the one that was answered")
    current = now.timestamp() < cast("int", payload["exp"])
    return CheckedReceipt(payload, disclosed, key_id, current, matches)


def _verified(jwt: str, jwks: Mapping[str, JsonValue]) -> tuple[dict[str, JsonValue], str]:
    header = _header(jwt)
    key = _key(jwks, header.get("kid"))
    try:
        signed = jws.deserialize_compact(jwt, key, algorithms=[algorithm_of(key)])
        payload = json.loads(signed.payload)
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise ReceiptRefused("its signature does not hold") from error
    if header.get("typ") != RECEIPT_TYPE or not isinstance(payload, dict):
        raise ReceiptRefused("it is signed, but it is not a receipt")
    return payload, key.thumbprint()


def _header(jwt: str) -> dict[str, object]:
    try:
        return dict(jws.extract_compact(jwt.encode("ascii")).headers())
    except (JoseError, ValueError, TypeError) as error:
        raise ReceiptRefused("its header cannot be read") from error


def _key(jwks: Mapping[str, JsonValue], key_id: object) -> PublicKey:
    keys = jwks.get("keys")
    for jwk in keys if isinstance(keys, list) else []:
        try:
            key = read_public_key(jwk) if isinstance(jwk, dict) else None
        except KeyRefused:
            continue  # a set may hold keys of other kinds; they are not for receipts
        if key is not None and key.thumbprint() == key_id:
            return key
    raise ReceiptRefused("it was not signed by any of the issuer's keys")


def _check_form(payload: Mapping[str, JsonValue]) -> None:
    for name, kind in _REQUIRED.items():
        if not isinstance(payload.get(name), kind) or isinstance(payload.get(name), bool):
            message = f"it lacks a proper {name}"
            raise ReceiptRefused(message)


def _request_matches(
    payload: Mapping[str, JsonValue], disclosed: Mapping[str, JsonValue]
) -> bool | None:
    blind, digests = disclosed.get("blind"), payload.get("_sd")
    if not isinstance(blind, str) or not all(name in disclosed for name in REQUEST_MEMBERS):
        return None
    if isinstance(digests, list) and len(disclosed) < len(digests):
        return None  # what is kept back may be the relative, who is part of the request
    request = request_content(payload, disclosed)
    try:
        expected = blinded_digest(bytes.fromhex(blind), canonical_json(request))
    except ValueError:
        return False
    return expected == payload["request_digest"]


def request_content(
    visible: Mapping[str, JsonValue], disclosed: Mapping[str, JsonValue]
) -> dict[str, JsonValue]:
    """The request as it is digested, put together from a receipt's visible and disclosed claims.

    The persons that the claim names are disclosed apart from it, under `relative` (formats.md §3).
    """
    claim = disclosed["claim"]
    relative = disclosed.get("relative", {})
    if not isinstance(claim, dict) or not isinstance(relative, dict):
        raise ReceiptRefused("its claim is malformed")
    return {
        "fact": visible["fact"],
        "requester": visible["requester"],
        "matter": visible["matter"],
        "subject": disclosed["subject"],
        "claim": {**claim, **relative},
        "case": disclosed["case"],
        "operator": disclosed["operator"],
        "basis": disclosed["basis"],
    }
