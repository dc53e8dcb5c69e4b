"""What an idempotency key stands for (design.md §6).

The reply to a verification is derived from the verification itself, so that a process that dies
after concluding loses no reply. Keys and request digests are stored as keyed hashes only.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, select

from gateway.audit.canonical import canonical_json
from gateway.errors import InFlight, KeyConflict, ReplyErased
from gateway.ports.commands import Idempotency, StoredReply
from gateway.storage.attempt_tables import idempotency as table
from gateway.storage.envelopes import Envelopes
from gateway.storage.liveness import BEGUN, CONCLUDED, DEFERRED, Liveness
from gateway.storage.vault import Vault
from gateway.storage.verifications import Verifications

TRY_AGAIN_SECONDS = 1  # most verifications take less; a client may ask again as often as it likes


def free_key(transaction: Connection, verification_id: str) -> None:
    """Let the key of an abandoned verification be used for the same request again."""
    transaction.execute(table.delete().where(table.c.verification_id == verification_id))


class Replies:
    """Finds and keeps replies. Methods work within the caller's transaction."""

    def __init__(
        self,
        vault: Vault,
        envelopes: Envelopes,
        verifications: Verifications,
        liveness: Liveness,
        kept_for: timedelta,
    ) -> None:
        self._vault = vault
        self._envelopes = envelopes
        self._verifications = verifications
        self._liveness = liveness
        self._kept_for = kept_for

    def find(
        self, transaction: Connection, idempotency: Idempotency, now: datetime
    ) -> StoredReply | None:
        """The reply of this key; None if the key is free, or its attempt was abandoned.

        Raises KeyConflict, InFlight, ReplyErased.
        """
        query = select(table).where(
            table.c.key_mac == self._key_mac(idempotency), table.c.expires_at > now
        )
        row = transaction.execute(query).mappings().one_or_none()
        if row is None:
            return None
        if row["request_mac"] != self._request_mac(idempotency):
            raise KeyConflict("the key was used for another request")
        if row["verification_id"] is not None:
            return self._derived(transaction, row["verification_id"], now)
        if row["reply"] is not None:
            return self._kept(transaction, row)
        if self._liveness.holds(row["worker"], row["lease_until"], now):
            raise InFlight(TRY_AGAIN_SECONDS)
        return None

    def point(
        self,
        transaction: Connection,
        idempotency: Idempotency,
        verification_id: str,
        now: datetime,
    ) -> None:
        """Let the key stand for a verification from now on."""
        self._put(transaction, idempotency, now, verification_id=verification_id)

    def take(
        self,
        transaction: Connection,
        idempotency: Idempotency,
        lease_until: datetime,
        now: datetime,
    ) -> StoredReply | None:
        """Take the key of another call, unless it has a reply. Raises like `find`."""
        stored = self.find(transaction, idempotency, now)
        if stored is None:
            worker = self._liveness.worker
            self._put(transaction, idempotency, now, worker=worker, lease_until=lease_until)
        return stored

    def keep(
        self,
        transaction: Connection,
        idempotency: Idempotency,
        reply: StoredReply,
        refs: Iterable[str],
        now: datetime,
    ) -> None:
        """Keep the reply of another call, sealed for these persons."""
        content = canonical_json(
            {
                "status": reply.status,
                "body": b64encode(reply.body).decode(),
                "headers": {**reply.headers},
            }
        )
        place = _place(self._key_mac(idempotency))
        envelope = self._envelopes.close(transaction, refs, content, place)
        self._put(transaction, idempotency, now, reply=envelope)

    def _put(
        self, transaction: Connection, idempotency: Idempotency, now: datetime, **values: object
    ) -> None:
        key_mac = self._key_mac(idempotency)
        transaction.execute(table.delete().where(table.c.key_mac == key_mac))
        row = {
            "key_mac": key_mac,
            "request_mac": self._request_mac(idempotency),
            "expires_at": now + self._kept_for,
        }
        transaction.execute(table.insert().values(row | values))

    def _kept(self, transaction: Connection, row: RowMapping) -> StoredReply:
        opened = self._envelopes.open(transaction, row["reply"], _place(row["key_mac"]))
        if opened is None:
            raise ReplyErased("a person in the reply was erased")
        content = json.loads(opened)
        return StoredReply(None, content["status"], b64decode(content["body"]), content["headers"])

    def _derived(
        self, transaction: Connection, verification_id: str, now: datetime
    ) -> StoredReply | None:
        if self._verifications.is_live(transaction, verification_id, now):
            raise InFlight(TRY_AGAIN_SECONDS)
        stored = self._verifications.read(transaction, verification_id)
        if stored is None or stored.state == BEGUN:
            return None
        if stored.erased:
            raise ReplyErased("a person in the reply was erased")
        if stored.refusal is not None:
            body = canonical_json({"reason": stored.refusal.value})
            return StoredReply(verification_id, 403, body)
        status = {CONCLUDED: 200, DEFERRED: 202}[stored.state]
        return StoredReply(verification_id, status, stored.answer or b"")

    def _key_mac(self, idempotency: Idempotency) -> bytes:
        parts = (idempotency.client_id, idempotency.path, idempotency.key)
        return self._vault.mac("idempotency key", *parts)

    def _request_mac(self, idempotency: Idempotency) -> bytes:
        return self._vault.mac("request digest", idempotency.request_digest)


def _place(key_mac: bytes) -> str:
    return f"reply:{key_mac.hex()}"
