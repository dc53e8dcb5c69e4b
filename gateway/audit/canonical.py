"""Canonical JSON (RFC 8785) and the digests that rest on it.

Must never digest personal content without a blind: facts have few values, and a bare hash of one
can be guessed (formats.md §1).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import rfc8785

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.domain.fact import JsonValue

BLIND_BYTES = 32


def canonical_json(value: JsonValue) -> bytes:
    """The one byte form of a JSON value (RFC 8785), in UTF-8.

    Raises ValueError for what has none: lone surrogates, NaN, integers beyond 2^53 - 1.
    """
    return rfc8785.dumps(value)


def digest(content: bytes) -> str:
    """SHA-256 in lower-case hex; only for content that nothing personal went into."""
    return hashlib.sha256(content).hexdigest()


def blinded_digest(blind: bytes, content: bytes) -> str:
    """SHA-256(blind || content) in lower-case hex, for personal content (formats.md §1).

    The 32-byte blind is kept in the encrypted detail only, and disclosed with the receipt. Raises
    ValueError for a blind of another length, which would let two contents share a digest.
    """
    if len(blind) != BLIND_BYTES:
        raise ValueError("a blind has 32 bytes")
    return digest(blind + content)


def policy_digest(matter: Mapping[str, JsonValue], fact_versions: Mapping[str, str]) -> str:
    """SHA-256 (hex) of a matter's canonical form and the decision tables' versions by fact.

    So an entry says under which rules it was decided (design.md §8).
    """
    return digest(canonical_json({"facts": {**fact_versions}, "matter": {**matter}}))
