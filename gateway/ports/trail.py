"""The trail's port: command-shaped, so that atomicity never reaches the flow (design.md §8).

Every command is one atomic, durable step of the store. Raises TrailUnavailable if it cannot be
made durable: then nothing of it happened, and nothing may be asked or released.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

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


class Trail(Protocol):
    """Intent before asking, disclosure before releasing (promise 1)."""

    async def recall(self, idempotency: Idempotency) -> StoredReply | None:
        """The stored reply of this key. Raises KeyConflict, InFlight, ReplyErased.

        For a verification it is derived from the verification itself, so that a process that dies
        after `conclude` loses no reply: concluded = 200 with the answer, deferred = 202 with the
        deferral's reply, refused or dropped = 403 with `{"reason": …}` as body. A refusal by quota
        is not kept (429: the same key may try again), nor is an attempt whose lease is over.
        """
        ...

    async def begin(self, attempt: Attempt) -> Begun | Refused | StoredReply:
        """Step 4. Raises KeyConflict, InFlight, ReplyErased, TrailUnavailable."""
        ...

    async def extend(self, further: Further) -> None:
        """Make a further round's intent durable."""
        ...

    async def defer(self, deferral: Deferral) -> None:
        """Make a pending state durable; the consent's use counts as spent from now on.

        A deferred verification may be deferred again: the new memory replaces the old.
        """
        ...

    async def conclude(self, disclosure: Disclosure) -> Concluded | Refused:
        """Step 9. A verification is concluded once; a second call raises TrailUnavailable."""
        ...

    async def let_go(self, verification_id: str) -> None:
        """End the lease of a begun verification that will not be concluded by this process.

        The same request, under the same key too, can then be made again at once.
        """
        ...

    async def refuse(self, verification_id: str, reason: RefusalReason, entry: NewEntry) -> Refused:
        """End a begun or deferred verification in a refusal; what it reserved is released.

        For BASIS_NOT_ESTABLISHED after the first round, and for permits that no longer hold when a
        late answer comes.
        """
        ...

    async def claim(self, idempotency: Idempotency, lease_until: datetime) -> StoredReply | None:
        """Take the key of a call that is no verification (a consent recorded or revoked).

        None: the key is taken, and `keep_reply` completes it; after `lease_until` it can be taken
        again. Otherwise the stored reply. Raises KeyConflict, InFlight, ReplyErased.
        """
        ...

    async def keep_reply(
        self, idempotency: Idempotency, reply: StoredReply, persons: tuple[Person, ...]
    ) -> None:
        """Keep the reply of a call that is no verification for 24 hours.

        Sealed so that it cannot be read once any of `persons` is erased.
        """
        ...

    async def awaiting(self, awaited: AwaitedTicket) -> tuple[str, ...]:
        """Ids of the verifications that await or awaited this answer; usually one or none."""
        ...

    async def remind(self, verification_id: str, entry: NewEntry) -> bool:
        """Write that a department was reminded: once for a verification, while it is deferred.

        False if it was written before, or if it is deferred no more: then nothing happened.
        """
        ...

    async def drop_late(
        self, verification_id: str, awaited: AwaitedTicket, entry: NewEntry
    ) -> bool:
        """Write that an answer came when it was over: once for a ticket. False like `remind`."""
        ...

    async def note(self, entry: NewEntry) -> None:
        """Write an entry that stands alone (a replay, a read)."""
        ...

    async def verification(self, verification_id: str) -> StoredVerification | None:
        """Open what is stored of a verification."""
        ...

    async def abandoned(self, now: datetime) -> tuple[str, ...]:
        """Ids of begun verifications whose lease ended or whose process is gone."""
        ...

    async def deferred(self) -> tuple[str, ...]:
        """Ids of verifications that wait for a late answer, the longest waiting first."""
        ...
