"""The gateway's signer: receipts as SD-JWT and other statements as JWS, with the active key."""

from __future__ import annotations

import asyncio
import hashlib
import json
from datetime import timedelta
from typing import TYPE_CHECKING

from joserfc import jws
from joserfc.errors import JoseError

from gateway.errors import SigningUnavailable
from gateway.ports.signer import IssuedReceipt
from gateway.signing.sd_jwt import SALT_BYTES, disclose, join

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.domain.fact import JsonValue
    from gateway.ports.machine import Chance, Clock
    from gateway.ports.signer import ReceiptContent
    from gateway.signing.key_store import SigningKeys

RECEIPT_TYPE = "verification-receipt+sd-jwt"


class FileSigner:
    """Implements the Signer port with keys from files."""

    def __init__(
        self, keys: SigningKeys, issuer: str, receipt_days: int, clock: Clock, chance: Chance
    ) -> None:
        """`receipt_days`: after how many days a receipt no longer counts as current."""
        self._keys = keys
        self._issuer = issuer
        self._lifetime = timedelta(days=receipt_days)
        self._clock = clock
        self._chance = chance

    async def issue_receipt(self, content: ReceiptContent) -> IssuedReceipt:
        """Sign a receipt (formats.md §3); every disclosure gets a salt of its own."""
        disclosures = tuple(
            disclose(name, value, self._chance.take(SALT_BYTES))
            for name, value in content.disclosable.items()
        )
        digests: list[JsonValue] = [*sorted(d.digest for d in disclosures)]
        payload: dict[str, JsonValue] = {
            **content.visible,
            "iss": self._issuer,
            "iat": int(content.answered_at.timestamp()),
            "exp": int((content.answered_at + self._lifetime).timestamp()),
            "jti": content.verification_id,
            "_sd_alg": "sha-256",
            "_sd": digests,
        }
        jwt = self._sign(RECEIPT_TYPE, payload)
        digest = hashlib.sha256(jwt.encode("ascii")).digest()
        return IssuedReceipt(join(jwt, disclosures), digest, self._key_id)

    async def sign_statement(self, kind: str, content: Mapping[str, JsonValue]) -> str:
        """Sign another statement; issuer and time of issue are added."""
        issued_at = int(self._clock.now().timestamp())
        return self._sign(kind, {**content, "iss": self._issuer, "iat": issued_at})

    def jwks(self) -> Mapping[str, JsonValue]:
        """The public keys."""
        return self._keys.jwks()

    async def ready(self) -> None:
        """Sign and verify once with the active key. Raises SigningUnavailable."""
        compact = self._sign("readiness+jwt", {"iss": self._issuer})
        try:
            jws.deserialize_compact(compact, self._keys.active, algorithms=["Ed25519"])
        except (JoseError, ValueError) as error:
            raise SigningUnavailable("the signing key does not verify what it signed") from error
        await asyncio.sleep(0)

    @property
    def _key_id(self) -> str:
        return self._keys.active.thumbprint()

    def _sign(self, kind: str, payload: Mapping[str, JsonValue]) -> str:
        header = {"alg": "Ed25519", "kid": self._key_id, "typ": kind}
        content = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
        try:
            return jws.serialize_compact(
                header, content.encode("utf-8"), self._keys.active, algorithms=["Ed25519"]
            )
        except (JoseError, ValueError, TypeError) as error:
            raise SigningUnavailable("the signing key could not be used") from error
