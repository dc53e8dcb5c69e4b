"""Client assertions and access tokens: everything that must be refused is."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, OctKey, OKPKey

from gateway.signing.algorithms import KeyRefused, algorithm_of, read_public_key
from gateway.signing.key_store import SigningKeys, open_signing_keys
from gateway.signing.tokens import (
    Access,
    TokenRefused,
    check_access,
    check_assertion,
    claimed_client,
    issue_access,
)
from tests.still import NOON

ISSUER = "https://gateway.example"
MOMENT = int(NOON.timestamp())
GOOD: dict[str, Any] = {
    "iss": "client",
    "sub": "client",
    "aud": ISSUER,
    "jti": "0123456789",
    "exp": MOMENT + 50,
}
KEY = OKPKey.generate_key("Ed25519")
ACCESS = Access("client", "11500000009275772R", frozenset({"verify:death"}), "t", "jkt", MOMENT + 9)


def signed(claims: dict[str, Any], key: Any = KEY, alg: str = "Ed25519", **header: str) -> str:
    content = json.dumps(claims).encode()
    return jws.serialize_compact({"alg": alg, **header}, content, key, algorithms=[alg])


def public(key: Any = KEY) -> dict[str, Any]:
    members: dict[str, Any] = key.as_dict(private=False)
    return members


@pytest.mark.parametrize("curve", ["Ed25519", "P-256"])
def test_an_assertion_of_a_registered_key_is_accepted(curve: str) -> None:
    """Both algorithms of the allow-list prove a client."""
    key: Any = KEY if curve == "Ed25519" else ECKey.generate_key("P-256")
    alg = algorithm_of(read_public_key(public(key)))
    proof = check_assertion(signed(GOOD, key, alg), [public(key)], ISSUER, NOON)
    assert ("client", "0123456789", MOMENT + 50) == (proof.client_id, proof.token_id, proof.expires)
    assert key.thumbprint() == proof.key_id


@pytest.mark.parametrize(
    "change",
    [
        {"aud": "https://other.example"},
        {"aud": [ISSUER, "https://other.example"]},
        {"sub": "somebody"},
        {"iss": 7, "sub": 7},
        {"exp": MOMENT - 6},
        {"exp": MOMENT + 66},
        {"exp": "soon"},
        {"exp": True},
        {"jti": "short"},
        {"jti": None},
        {"iat": MOMENT + 60},
        {"nbf": MOMENT + 60},
        {"nbf": "later"},
    ],
    ids=range(13),
)
def test_a_wrong_claim_refuses_the_assertion(change: dict[str, Any]) -> None:
    """Audience, subject, times and jti are all checked."""
    with pytest.raises(TokenRefused):
        check_assertion(signed(GOOD | change), [public()], ISSUER, NOON)


def test_keys_and_algorithms_are_never_taken_from_the_token() -> None:
    """Another key, `none`, an HMAC over the public key, and an embedded key prove nothing."""
    other = OKPKey.generate_key("Ed25519")
    confused = OctKey.import_key(json.dumps(public()).encode())
    none = "eyJhbGciOiJub25lIn0." + signed(GOOD).split(".")[1] + "."
    for token in (
        signed(GOOD, other),
        signed(GOOD, other, jwk=public(other)),  # type: ignore[arg-type]
        signed(GOOD, confused, "HS256"),
        none,
        "x" * 5000,
        "ä.b.c",
        "a.b",
        "",
    ):
        with pytest.raises(TokenRefused):
            check_assertion(token, [public()], ISSUER, NOON)


def test_the_claimed_client_is_read_but_not_believed() -> None:
    """It only tells whose keys to try; garbage names nobody."""
    assert "client" == claimed_client(signed(GOOD))
    for token in ("a.b.c", signed({"sub": 3}), "x" * 5000):
        with pytest.raises(TokenRefused):
            claimed_client(token)


@pytest.mark.parametrize(
    "jwk",
    [
        {},
        {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
        {"kty": "oct", "k": "AAAA"},
        {"kty": "OKP", "crv": "X25519", "x": "AAAA"},
        {"kty": "OKP", "crv": "Ed25519"},
        {"kty": "OKP", "crv": "Ed25519", "x": 1},
        {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"},
        {"kty": "EC", "crv": "P-256", "x": "AAAA", "y": "AAAA"},
        KEY.as_dict(private=True),
    ],
    ids=range(9),
)
def test_only_public_keys_of_the_two_kinds_can_be_registered(jwk: dict[str, Any]) -> None:
    """Private keys, other curves and points that are none are refused without being shown."""
    with pytest.raises(KeyRefused) as refused:
        read_public_key(jwk)
    assert str(jwk.get("d", "no private part")) not in str(refused.value)


@pytest.fixture
def keys(tmp_path: Path) -> SigningKeys:
    return open_signing_keys(tmp_path / "keys", NOON)


def test_an_access_token_gives_back_what_it_was_issued_for(keys: SigningKeys) -> None:
    """Client, requester, scopes and the bound key survive the round trip."""
    token = issue_access(keys, ISSUER, ACCESS, NOON)
    assert ACCESS == check_access(token, keys, ISSUER, NOON)


def test_access_tokens_of_others_or_of_yesterday_are_refused(
    keys: SigningKeys, tmp_path: Path
) -> None:
    """Expired, for another issuer, under another key, or of another type."""
    token = issue_access(keys, ISSUER, ACCESS, NOON)
    others = open_signing_keys(tmp_path / "others", NOON)
    stranger = signed({"iss": ISSUER, "aud": ISSUER, "exp": MOMENT + 9}, keys.active)
    lacking = signed({"iss": ISSUER, "aud": ISSUER, "exp": MOMENT + 9}, keys.active, typ="at+jwt")
    for refused, with_keys, issuer, moment in (
        (token, keys, ISSUER, NOON + timedelta(seconds=9)),
        (token, keys, "https://other.example", NOON),
        (token, others, ISSUER, NOON),
        (token, keys, ISSUER, NOON - timedelta(seconds=60)),
        (stranger, keys, ISSUER, NOON),
        (lacking, keys, ISSUER, NOON),
    ):
        with pytest.raises(TokenRefused):
            check_access(refused, with_keys, issuer, moment)
