"""SD-JWT (RFC 9901): the compact form and its disclosures. Pure; signs and verifies nothing."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.domain.fact import JsonValue

SALT_BYTES = 16  # RFC 9901 §4.2.1 recommends 128 bits
MAX_COMPACT = 65_536
MAX_DISCLOSURES = 32
_RESERVED = frozenset({"_sd", "_sd_alg", "..."})


class SdJwtRefused(ValueError):
    """The text is not a well-formed SD-JWT. Holds a reason, never content."""


@dataclass(frozen=True, slots=True, repr=False)
class Disclosure:
    """One disclosed claim in its encoded form."""

    encoded: str
    name: str
    value: JsonValue

    @property
    def digest(self) -> str:
        """What the issuer-signed JWT holds of it."""
        return _encode(hashlib.sha256(self.encoded.encode("ascii")).digest())


@dataclass(frozen=True, slots=True, repr=False)
class Presentation:
    """The parts of a compact SD-JWT: the issuer-signed JWT and what is disclosed beside it."""

    jwt: str
    disclosures: tuple[Disclosure, ...]


def disclose(name: str, value: JsonValue, salt: bytes) -> Disclosure:
    """Make the disclosure of one claim under a fresh salt."""
    if name in _RESERVED or len(salt) < SALT_BYTES:
        message = "a disclosure needs an unreserved name and a salt of 128 bits"
        raise SdJwtRefused(message)
    content = json.dumps([_encode(salt), name, value], ensure_ascii=False, separators=(",", ":"))
    return Disclosure(_encode(content.encode("utf-8")), name, value)


def join(jwt: str, disclosures: tuple[Disclosure, ...]) -> str:
    """The compact form: JWT, disclosures, and a final tilde (no key binding)."""
    return "~".join([jwt, *(d.encoded for d in disclosures), ""])


def split(compact: str) -> Presentation:
    """Take a compact SD-JWT apart.

    Raises SdJwtRefused for anything but `JWT~disclosure~…~`; key binding is not used here.
    """
    if len(compact) > MAX_COMPACT or not compact.isascii():
        raise SdJwtRefused("too long, or not ASCII")
    jwt, *encoded = compact.split("~")
    if not encoded or encoded.pop() != "":
        raise SdJwtRefused("does not end with a tilde")
    if len(encoded) > MAX_DISCLOSURES:
        raise SdJwtRefused("too many disclosures")
    return Presentation(jwt, tuple(_read(text) for text in encoded))


def open_claims(
    payload: Mapping[str, JsonValue], presentation: Presentation
) -> dict[str, JsonValue]:
    """The claims that the disclosures open (RFC 9901 §7.1, for a flat payload).

    Raises SdJwtRefused for a disclosure that the signed payload does not hold, one given twice,
    one that would overwrite a visible claim, and any hash but SHA-256.
    """
    if payload.get("_sd_alg", "sha-256") != "sha-256":
        raise SdJwtRefused("unknown hash algorithm")
    digests = payload.get("_sd", [])
    if not isinstance(digests, list) or len({str(d) for d in digests}) != len(digests):
        raise SdJwtRefused("digests malformed or repeated")
    opened: dict[str, JsonValue] = {}
    for disclosure in presentation.disclosures:
        if disclosure.digest not in digests:
            raise SdJwtRefused("a disclosure does not belong to it")
        if disclosure.name in payload or disclosure.name in opened:
            raise SdJwtRefused("a disclosure is repeated or overwrites a claim")
        opened[disclosure.name] = disclosure.value
    return opened


def _read(encoded: str) -> Disclosure:
    try:
        padded = encoded + "=" * (-len(encoded) % 4)
        content = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, RecursionError) as error:  # what is not base64, UTF-8 or JSON, or too long
        raise SdJwtRefused("a disclosure is malformed") from error
    if not isinstance(content, list) or len(content) != 3:
        raise SdJwtRefused("a disclosure is not salt, name and value")
    salt, name, value = content
    if not isinstance(salt, str) or not isinstance(name, str) or name in _RESERVED:
        raise SdJwtRefused("a disclosure has no proper salt or name")
    return Disclosure(encoded, name, cast("JsonValue", value))


def _encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")
