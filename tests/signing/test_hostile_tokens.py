"""Tokens and receipts as somebody would send them who wants something to break."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import OKPKey

from gateway.signing.key_store import SigningKeys, open_signing_keys
from gateway.signing.receipts import ReceiptRefused, check_receipt
from gateway.signing.sd_jwt import SdJwtRefused, join, split
from gateway.signing.tokens import (
    Access,
    TokenRefused,
    check_access,
    check_assertion,
    claimed_client,
    issue_access,
)
from tests.signing.test_receipts import issue
from tests.still import NOON

ISSUER = "https://gateway.example"
HALF = "\ud800" * 9  # half a character: JSON can write it, UTF-8 cannot
ACCESS = Access("c1", "11500000009275772R", frozenset({"verify:alive"}), "jti-00001", "jkt", 0)


@pytest.fixture
def keys(tmp_path: Path) -> SigningKeys:
    return open_signing_keys(tmp_path / "keys", NOON)


def assertion(key: OKPKey, **changes: Any) -> str:
    claims = {"iss": "c1", "sub": "c1", "aud": ISSUER, "jti": "jti-00001"}
    expires = int(NOON.timestamp()) + 30
    content = json.dumps({**claims, "exp": expires, **changes}).encode()
    return jws.serialize_compact({"alg": "Ed25519"}, content, key, algorithms=["Ed25519"])


def test_a_client_id_of_half_characters_names_nobody() -> None:
    """What no store could look up is refused before anybody looks it up."""
    key = OKPKey.generate_key("Ed25519")
    with pytest.raises(TokenRefused):
        claimed_client(assertion(key, iss=HALF, sub=HALF))


def test_a_jti_of_half_characters_is_none() -> None:
    """What no store could remember cannot count once."""
    key = OKPKey.generate_key("Ed25519")
    public: Any = key.as_dict(private=False)
    with pytest.raises(TokenRefused):
        check_assertion(assertion(key, jti=HALF), [public], ISSUER, NOON)


def test_a_retired_key_proves_no_access(tmp_path: Path) -> None:
    """A retired key verifies old receipts; whoever got hold of it must not make tokens with it."""
    before = open_signing_keys(tmp_path / "keys", NOON)
    after = SigningKeys((*before.keys, OKPKey.generate_key("Ed25519")))
    access = Access(**{**_fields(ACCESS), "expires": int(NOON.timestamp()) + 300})
    token = issue_access(before, ISSUER, access, NOON)
    assert access == check_access(token, before, ISSUER, NOON + timedelta(seconds=1))
    with pytest.raises(TokenRefused):
        check_access(token, after, ISSUER, NOON + timedelta(seconds=1))


def _fields(access: Access) -> dict[str, Any]:
    return {name: getattr(access, name) for name in Access.__slots__}


async def test_keeping_back_only_the_relative(keys: SigningKeys) -> None:
    """A holder who keeps one person back has kept something back: that is no other request."""
    presented = split((await issue(keys)).compact)
    shown = tuple(d for d in presented.disclosures if d.name != "relative")
    checked = check_receipt(join(presented.jwt, shown), keys.jwks(), NOON)
    assert (None, False) == (checked.request_matches, "relative" in checked.disclosed)


@pytest.mark.parametrize("number", ["9" * 5000, "-" + "9" * 5000], ids=["large", "small"])
def test_a_disclosure_with_an_endless_number(number: str) -> None:
    """It is malformed, and refused as such."""
    content = f'["salt","name",{number}]'.encode()
    encoded = base64.urlsafe_b64encode(content).rstrip(b"=").decode()
    with pytest.raises(SdJwtRefused):
        split(f"a.b.c~{encoded}~")


HEADERS: dict[str, Any] = {
    "list": [],
    "text": "x",
    "no-alg": {},
    "alg-list": {"alg": ["Ed25519"], "kid": "k"},
    "none": {"alg": "none", "kid": "k"},
    "critical": {"alg": "Ed25519", "kid": "k", "crit": ["b64"], "b64": False},
}


@pytest.mark.parametrize("case", HEADERS)
async def test_headers_of_another_kind(keys: SigningKeys, case: str) -> None:
    """A receipt whose header is exchanged is refused, whatever stands there instead."""
    compact = (await issue(keys)).compact
    header = HEADERS[case]
    if isinstance(header, dict) and "kid" in header:
        header = {**header, "kid": keys.active.thumbprint()}
    encoded = base64.urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode()
    with pytest.raises(ReceiptRefused):
        check_receipt(encoded + compact[compact.index(".") :], keys.jwks(), NOON)
