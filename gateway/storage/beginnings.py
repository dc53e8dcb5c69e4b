"""Step 4 in one transaction: the intent or the refusal, with everything that must hold for it.

The decision of step 3 was provisional: whatever may have changed since is looked at again here,
under the write lock, and turns the intent into the prepared refusal (design.md §5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select

from gateway.audit.entry import NewEntry
from gateway.domain.decision import RefusalReason
from gateway.domain.matter import MatterState
from gateway.domain.requester import RequesterState
from gateway.errors import TrailUnavailable
from gateway.ports.commands import Attempt, Begun, Refused, StoredReply
from gateway.storage.attempt_tables import verification
from gateway.storage.entries import Entries
from gateway.storage.log.lag import LagLimit
from gateway.storage.quotas import Quotas, seconds_until_next
from gateway.storage.register_tables import matter, requester
from gateway.storage.replies import Replies
from gateway.storage.reservations import Reservations
from gateway.storage.verifications import Verifications


@dataclass(frozen=True, slots=True)
class Beginnings:
    """Begins verifications."""

    entries: Entries
    quotas: Quotas
    replies: Replies
    reservations: Reservations
    verifications: Verifications
    lag: LagLimit

    def begin(
        self, transaction: Connection, attempt: Attempt, now: datetime
    ) -> Begun | Refused | StoredReply:
        """See the port. Raises KeyConflict, InFlight, ReplyErased, LogBehind."""
        self.lag.check(transaction, now)
        if attempt.idempotency is not None:
            stored = self.replies.find(transaction, attempt.idempotency, now)
            if stored is not None:
                return stored
        exceeded = self.quotas.exceeded(transaction, attempt.quotas)
        if exceeded is not None:
            refused = self._refuse(transaction, attempt, RefusalReason.QUOTA_EXCEEDED)
            wait = seconds_until_next(exceeded.day, now)
            return Refused(refused.entry_id, refused.reason, wait)
        reason = attempt.refusal or self._obstacle(transaction, attempt, now)
        begun = (
            self._begin(transaction, attempt, now)
            if reason is None
            else self._refuse(transaction, attempt, reason)
        )
        if attempt.idempotency is not None:
            self.replies.point(transaction, attempt.idempotency, attempt.verification_id, now)
        return begun

    def _begin(self, transaction: Connection, attempt: Attempt, now: datetime) -> Begun:
        written = self.entries.write(transaction, attempt.entry)
        self.verifications.add(transaction, attempt, written, None)
        wanted = tuple(dict.fromkeys(attempt.reservations))
        ended = self.reservations.take(transaction, wanted, attempt.verification_id, now)
        if len(ended) > len(attempt.takeovers):
            raise TrailUnavailable("no entry was prepared for taking a reservation over")
        for entry, old in zip(attempt.takeovers, ended, strict=False):
            self.entries.write(transaction, self._about(transaction, entry, old))
        return Begun(written.entry_id)

    def _about(self, transaction: Connection, entry: NewEntry, old: str) -> NewEntry:
        """The entry that tells of an abandoned verification's end, with its id and its intent."""
        query = select(verification.c.intent).where(verification.c.verification_id == old)
        parent = transaction.scalar(query)
        return replace(entry, draft=replace(entry.draft, verification_id=old, parent=parent))

    def _refuse(self, transaction: Connection, attempt: Attempt, reason: RefusalReason) -> Refused:
        decided = reason is attempt.refusal
        entry = attempt.entry if decided else prepared_for(attempt.prepared, reason)
        written = self.entries.write(transaction, entry)
        self.verifications.add(transaction, attempt, written, reason)
        return Refused(written.entry_id, reason)

    def _obstacle(
        self, transaction: Connection, attempt: Attempt, now: datetime
    ) -> RefusalReason | None:
        """What no longer holds of a permit."""
        draft = attempt.entry.draft
        if not is_active(transaction, draft.requester):
            return RefusalReason.REQUESTER_SUSPENDED
        query = select(matter.c.state).where(
            matter.c.requester == draft.requester, matter.c.code == draft.matter
        )
        if transaction.scalar(query) != MatterState.ACTIVE.value:
            return RefusalReason.MATTER_INACTIVE
        return self.reservations.obstacle(transaction, attempt.reservations, now)


def is_active(transaction: Connection, code: str | None) -> bool:
    """Whether the requester is registered and not suspended."""
    query = select(requester.c.state).where(requester.c.code == code)
    return transaction.scalar(query) == RequesterState.ACTIVE.value


def prepared_for(prepared: Mapping[RefusalReason, NewEntry], reason: RefusalReason) -> NewEntry:
    """The entry prepared for a condition. Raises TrailUnavailable: without it, nothing happens."""
    try:
        return prepared[reason]
    except KeyError:
        message = f"no entry was prepared for {reason.value}"
        raise TrailUnavailable(message) from None
