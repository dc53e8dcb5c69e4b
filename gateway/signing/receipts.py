"""Checking a receipt offline, with nothing but the issuer's JWK set (promise 5).

Must never need the network, the store or a private key. Verifies the signature before it looks at
anything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from gateway.audit.canonical import blinded_digest, canonical_json
from gateway.signing.issued import NotIssued, open_issued
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
    try:
        payload, key_id = open_issued(presentation.jwt, jwks, RECEIPT_TYPE, "receipt")
    except NotIssued as error:
        raise ReceiptRefused(str(error)) from error
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
