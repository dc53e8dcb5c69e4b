"""Signature algorithms and keys that are accepted, and nothing else (RFC 9864 names)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.domain.fact import JsonValue

ALGORITHMS = ("Ed25519", "ES256")
PublicKey = OKPKey | ECKey

_MEMBERS = {"OKP": ("kty", "crv", "x"), "EC": ("kty", "crv", "x", "y")}
_CURVES = {"OKP": "Ed25519", "EC": "P-256"}


class KeyRefused(ValueError):
    """A JWK that is not a public Ed25519 or P-256 key. Never carries the key."""


def read_public_key(jwk: Mapping[str, JsonValue]) -> PublicKey:
    """Import a public JWK, taking only the members that make the key.

    Raises KeyRefused for private keys, other types and curves, and values that are no point.
    """
    kind = jwk.get("kty")
    if not isinstance(kind, str) or kind not in _MEMBERS:
        message = "the key must be of type OKP (Ed25519) or EC (P-256)"
        raise KeyRefused(message)
    if "d" in jwk:
        message = "the key is private; only its public half may be registered"
        raise KeyRefused(message)
    if jwk.get("crv") != _CURVES[kind]:
        message = f"a key of type {kind} must be on the curve {_CURVES[kind]}"
        raise KeyRefused(message)
    members = {name: jwk.get(name) for name in _MEMBERS[kind]}
    if not all(isinstance(value, str) for value in members.values()):
        message = "the key lacks a coordinate"
        raise KeyRefused(message)
    return _imported(kind, cast("dict[str, str | list[str]]", members))


def _imported(kind: str, members: dict[str, str | list[str]]) -> PublicKey:
    try:
        key: PublicKey = OKPKey.import_key(members) if kind == "OKP" else ECKey.import_key(members)
        key.thumbprint()
        _ = key.public_key  # a coordinate off the curve shows only here
    except (JoseError, ValueError, TypeError) as error:
        message = "the key's coordinates are not a public key"
        raise KeyRefused(message) from error
    return key


def algorithm_of(key: PublicKey) -> str:
    """The one algorithm a key may be used with: nobody chooses it by a header."""
    return "Ed25519" if isinstance(key, OKPKey) else "ES256"
