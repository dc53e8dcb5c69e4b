"""The trail's port over SQL: every command is one transaction of the writer.

Must never hand a transaction out, and never tell a result that is not durable (promise 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from gateway.audit.entry import NewEntry
from gateway.domain.decision import RefusalReason
from gateway.domain.person import Person
from gateway.ports.commands import (
    Attempt,
    AwaitedTicket,
    Begun,
    Concluded,
    Deferral,
    Disclosure,
    Further,
    Idempotency,
    Refused,
    StoredReply,
    StoredVerification,
)
from gateway.ports.machine import Clock
from gateway.storage.beginnings import Beginnings
from gateway.storage.endings import Endings
from gateway.storage.entries import Entries
from gateway.storage.late_tickets import LateTickets
from gateway.storage.persons import Persons
from gateway.storage.replies import Replies
from gateway.storage.threads import Readers, Writer
from gateway.storage.verifications import Verifications


@dataclass(frozen=True, slots=True)
class SqlTrail:
    """Implements the Trail port."""

    writer: Writer
    readers: Readers
    clock: Clock
    persons: Persons
    entries: Entries
    replies: Replies
    verifications: Verifications
    beginnings: Beginnings
    endings: Endings
    tickets: LateTickets

    async def recall(self, idempotency: Idempotency) -> StoredReply | None:
        """See the port."""
        now = self.clock.now()
        return await self.readers.run(lambda t: self.replies.find(t, idempotency, now))

    async def begin(self, attempt: Attempt) -> Begun | Refused | StoredReply:
        """See the port. What holds is judged at the moment the writer comes to it."""
        return await self.writer.run(lambda t: self.beginnings.begin(t, attempt, self.clock.now()))

    async def extend(self, further: Further) -> None:
        """See the port."""
        await self.writer.run(lambda t: self.endings.extend(t, further))

    async def defer(self, deferral: Deferral) -> None:
        """See the port."""
        await self.writer.run(lambda t: self.endings.defer(t, deferral, self.clock.now()))

    async def conclude(self, disclosure: Disclosure) -> Concluded | Refused:
        """See the port."""
        return await self.writer.run(lambda t: self.endings.conclude(t, disclosure))

    async def let_go(self, verification_id: str) -> None:
        """See the port."""
        now = self.clock.now()
        await self.writer.run(lambda t: self.verifications.let_go(t, verification_id, now))

    async def refuse(self, verification_id: str, reason: RefusalReason, entry: NewEntry) -> Refused:
        """See the port."""
        return await self.writer.run(
            lambda t: self.endings.refuse(t, verification_id, reason, entry)
        )

    async def claim(self, idempotency: Idempotency, lease_until: datetime) -> StoredReply | None:
        """See the port."""
        return await self.writer.run(
            lambda t: self.replies.take(t, idempotency, lease_until, self.clock.now())
        )

    async def keep_reply(
        self, idempotency: Idempotency, reply: StoredReply, persons: tuple[Person, ...]
    ) -> None:
        """See the port."""

        def command(transaction: Connection) -> None:
            refs = [self.persons.admit(transaction, person).ref for person in persons]
            self.replies.keep(transaction, idempotency, reply, refs, self.clock.now())

        await self.writer.run(command)

    async def awaiting(self, awaited: AwaitedTicket) -> tuple[str, ...]:
        """See the port."""
        return await self.readers.run(
            lambda t: self.tickets.find(t, awaited.department, awaited.ticket)
        )

    async def remind(self, verification_id: str, entry: NewEntry) -> bool:
        """See the port."""
        return await self.writer.run(
            lambda t: self.endings.remind(t, verification_id, entry, self.clock.now())
        )

    async def drop_late(
        self, verification_id: str, awaited: AwaitedTicket, entry: NewEntry
    ) -> bool:
        """See the port."""

        def command(transaction: Connection) -> bool:
            ticket = (awaited.department, awaited.ticket)
            now = self.clock.now()
            if not self.tickets.mark_dropped(transaction, verification_id, *ticket, now):
                return False
            self.entries.write(transaction, entry)
            return True

        return await self.writer.run(command)

    async def note(self, entry: NewEntry) -> None:
        """See the port."""
        await self.writer.run(lambda t: self.entries.write(t, entry))

    async def verification(self, verification_id: str) -> StoredVerification | None:
        """See the port."""
        return await self.readers.run(lambda t: self.verifications.read(t, verification_id))

    async def abandoned(self, now: datetime) -> tuple[str, ...]:
        """See the port."""
        return await self.readers.run(lambda t: self.verifications.abandoned(t, now))

    async def deferred(self) -> tuple[str, ...]:
        """See the port."""
        return await self.readers.run(self.verifications.deferred)
