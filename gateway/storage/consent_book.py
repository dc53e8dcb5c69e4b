"""The consents' port over SQL (domain.md §2, formats.md §5).

Persons are kept by reference, the case and the record as ciphertext, codes as keyed hashes. Must
never tell a resident which of several reasons made her code fail.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from gateway.audit.entry import NewEntry
from gateway.domain.consent import Consent, ConsentState
from gateway.domain.person import Person
from gateway.errors import CodeRefused, NotFound
from gateway.ports.commands import StoredReply
from gateway.ports.machine import Clock
from gateway.ports.registers import ConsentRecord, Keeping, NewConsent
from gateway.storage.consent_changes import ConsentChanges
from gateway.storage.consent_rows import ConsentRows, state_of, uses_of
from gateway.storage.persons import Persons
from gateway.storage.replies import Replies
from gateway.storage.threads import Readers, Writer

CODE_REFUSED = "the code does not open anything"


@dataclass(frozen=True, slots=True)
class SqlConsentBook:
    """Implements the ConsentBook port."""

    writer: Writer
    readers: Readers
    persons: Persons
    rows: ConsentRows
    changes: ConsentChanges
    replies: Replies
    clock: Clock

    async def refs(self, persons: tuple[Person, ...]) -> tuple[str | None, ...]:
        """See the port."""
        return await self.readers.run(
            lambda t: tuple(self.persons.find(t, person) for person in persons)
        )

    async def consents(
        self, ids: tuple[str, ...], claim_key: bytes, now: datetime
    ) -> tuple[Consent, ...]:
        """See the port."""

        def query(transaction: Connection) -> tuple[Consent, ...]:
            found = [self.rows.row(transaction, consent_id) for consent_id in ids]
            return tuple(self.rows.read(transaction, r, claim_key, now) for r in found if r)

        return await self.readers.run(query)

    async def read(self, consent_id: str, requester: str, now: datetime) -> ConsentRecord | None:
        """See the port. None as well once a person in it has been erased."""

        def query(transaction: Connection) -> ConsentRecord | None:
            row = self.rows.row(transaction, consent_id)
            if row is None or row["requester"] != requester:
                return None
            record = self.changes.open_record(transaction, row)
            if record is None:
                return None
            return ConsentRecord(self.rows.read(transaction, row, b"", now), json.loads(record))

        return await self.readers.run(query)

    async def state(self, consent_id: str, now: datetime) -> ConsentState | None:
        """See the port."""

        def query(transaction: Connection) -> ConsentState | None:
            row = self.rows.row(transaction, consent_id)
            return None if row is None else state_of(row, uses_of(transaction, consent_id), now)

        return await self.readers.run(query)

    async def record(
        self, consent: NewConsent, entry: NewEntry, keeping: Keeping | None = None
    ) -> StoredReply | None:
        """See the port."""

        def command(transaction: Connection) -> StoredReply | None:
            if keeping is None:
                self.changes.record(transaction, consent, entry)
                return None
            key, now = keeping.idempotency, self.clock.now()
            stored = self.replies.find(transaction, key, now)
            if stored is None:
                refs = self.changes.record(transaction, consent, entry)
                self.replies.keep(transaction, key, keeping.reply, refs, now)
            return stored

        return await self.writer.run(command)

    async def confirm(self, consent_id: str, code: str, now: datetime, entry: NewEntry) -> None:
        """See the port. A wrong try is durable before it is told."""
        if not await self.writer.run(
            lambda t: self.changes.confirm(t, consent_id, code, now, entry)
        ):
            raise CodeRefused(CODE_REFUSED)

    async def withdraw(self, code: str, now: datetime, entry: NewEntry) -> str:
        """See the port."""
        consent_id = await self.writer.run(lambda t: self.changes.withdraw(t, code, now, entry))
        if consent_id is None:
            raise CodeRefused(CODE_REFUSED)
        return consent_id

    async def revoke(self, consent_id: str, requester: str, now: datetime, entry: NewEntry) -> None:
        """See the port."""
        if not await self.writer.run(
            lambda t: self.changes.revoke(t, consent_id, requester, now, entry)
        ):
            raise NotFound("no such consent")
