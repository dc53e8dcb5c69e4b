"""Signing, as the flow and the front desk need it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from gateway.domain.fact import JsonValue


@dataclass(frozen=True, slots=True, repr=False)
class ReceiptContent:
    """What a receipt states (formats.md §3).

    `visible` holds the always visible claims but for issuer, issue time and expiry; `disclosable`
    the selectively disclosable ones (subject, relatives, case, operator, blind).
    """

    verification_id: str
    answered_at: datetime
    visible: Mapping[str, JsonValue]
    disclosable: Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True, repr=False)
class IssuedReceipt:
    """The SD-JWT with all disclosures, and the SHA-256 of its issuer-signed JWT."""

    compact: str
    digest: bytes
    key_id: str


class Signer(Protocol):
    """The gateway's signing key. Raises SigningUnavailable."""

    async def issue_receipt(self, content: ReceiptContent) -> IssuedReceipt:
        """Sign a receipt as an SD-JWT (RFC 9901)."""
        ...

    async def sign_statement(self, kind: str, content: Mapping[str, JsonValue]) -> str:
        """Sign another statement (a consent receipt) as a compact JWS, its `typ` = kind."""
        ...

    def jwks(self) -> Mapping[str, JsonValue]:
        """The public keys, active and retired, as a JWK set."""
        ...

    async def ready(self) -> None:
        """Exercise the active key: sign and verify."""
        ...
