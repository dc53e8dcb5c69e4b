"""The signed notice (未能核验告知单): what its code holds, and checking it offline (promise 5).

The code is a compact JWS that anybody may read: it must never hold a name, a number or a case. It
is bound to its persons by salted, stretched digests of what the paper shows of them in print: the
name, and the last four characters of the number. A digest of the whole number could be opened by
trying all numbers, and then whoever finds the paper would learn more than it shows.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from gateway.domain.identity_number import IdentityNumber, NumberRefused
from gateway.domain.names import fold_name
from gateway.signing.issued import NotIssued, open_issued

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from gateway.domain.fact import JsonValue

NOTICE_TYPE: Final = "verification-notice+jwt"
SHOWN_OF_NUMBER: Final = 4
"""How many of a number's last characters the paper shows, and the digest covers."""
ARCHIVE_DIGITS: Final = 15
SALT_BYTES: Final = 16
STRETCHES: Final = 100_000  # rounds of PBKDF2-HMAC-SHA-256 (RFC 8018), as the checking page does
_DIGEST_BYTES: Final = 16
_LONGEST: Final = 8192
_REQUIRED: Final = {
    "iss": str,
    "iat": int,
    "exp": int,
    "jti": str,
    "outcome": str,
    "facts": dict,
    "requester": str,
    "matter": str,
    "answered_at": str,
    "catalogue": str,
    "accept": list,
    "committee": list,
    "receipts": list,
    "salt": str,
    "persons": dict,
}


class NoticeRefused(ValueError):
    """The notice does not hold; the text says why, without its content."""


@dataclass(frozen=True, slots=True, repr=False)
class CheckedNotice:
    """A notice whose signature holds. `current` is False after its expiry."""

    claims: Mapping[str, JsonValue]
    key_id: str
    current: bool

    def role_of(self, name: str, number: str) -> str | None:
        """Which of its persons this is ("subject", "relative" …), by name and end of number."""
        salt = _decoded(str(self.claims["salt"]))
        wanted = person_digest(name, _as_on_the_card(number), salt)
        persons = cast("Mapping[str, JsonValue]", self.claims["persons"])
        found = [
            r for r, d in persons.items() if hmac.compare_digest(str(d).encode(), wanted.encode())
        ]
        return found[0] if found else None


def person_digest(name: str, number: str, salt: bytes) -> str:
    """What the notice holds of a person, in base64url; takes some 30 ms on purpose."""
    shown = f"{fold_name(name)}\n{number.strip().upper()[-SHOWN_OF_NUMBER:]}"
    stretched = hashlib.pbkdf2_hmac(
        "sha256", shown.encode("utf-8"), salt, STRETCHES, dklen=_DIGEST_BYTES
    )
    return encoded(stretched)


def _as_on_the_card(number: str) -> str:
    """A number of 15 digits from an archive in its form of 18; anything else as it is."""
    if len(number.strip()) != ARCHIVE_DIGITS:
        return number
    try:
        return IdentityNumber.parse(number.strip()).value
    except NumberRefused:
        return number


def read_code(text: str) -> str:
    """The compact JWS in what was scanned or typed: blanks and the page's address are left out."""
    return "".join(text.split()).rpartition("#")[2]


def check_notice(text: str, jwks: Mapping[str, JsonValue], now: datetime) -> CheckedNotice:
    """Verify signature and form of a notice's code. Raises NoticeRefused."""
    token = read_code(text)
    if len(token) > _LONGEST or token.count(".") != 2:
        raise NoticeRefused("not the code of a notice")
    try:
        claims, key_id = open_issued(token, jwks, NOTICE_TYPE, "notice")
    except NotIssued as error:
        raise NoticeRefused(str(error)) from error
    _check_form(claims)
    return CheckedNotice(claims, key_id, now.timestamp() < cast("int", claims["exp"]))


def _check_form(claims: Mapping[str, JsonValue]) -> None:
    for name, kind in _REQUIRED.items():
        value = claims.get(name)
        if not isinstance(value, kind) or isinstance(value, bool):
            message = f"it lacks a proper {name}"
            raise NoticeRefused(message)
    try:
        salted = len(_decoded(str(claims["salt"]))) == SALT_BYTES
    except ValueError:
        salted = False
    if not salted:
        raise NoticeRefused("it lacks a proper salt")


def encoded(content: bytes) -> str:
    """Base64url without padding (RFC 7515 §2)."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _decoded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
