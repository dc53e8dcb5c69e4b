"""What comes after the intent, each in one transaction: further rounds, deferral, conclusion.

A verification is concluded once. Must never spend, disclose or defer for one that is finished, or
whose use of a consent another attempt has taken over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping

from gateway.audit.entry import NewEntry
from gateway.domain.decision import RefusalReason
from gateway.domain.fact import JsonValue
from gateway.errors import TrailUnavailable
from gateway.ports.commands import Concluded, Deferral, Disclosure, Further, Refused
from gateway.storage.beginnings import is_active, prepared_for
from gateway.storage.entries import Entries
from gateway.storage.late_tickets import LateTickets
from gateway.storage.liveness import CONCLUDED, DEFERRED, DROPPED, REFUSED
from gateway.storage.replies import free_key
from gateway.storage.reservations import Reservations
from gateway.storage.verifications import Verifications
from gateway.storage.webhook_announcing import Announcements


@dataclass(frozen=True, slots=True)
class Endings:
    """Goes on with verifications that were begun, and ends them."""

    entries: Entries
    reservations: Reservations
    verifications: Verifications
    tickets: LateTickets
    announcements: Announcements

    def extend(self, transaction: Connection, further: Further) -> None:
        """See the port."""
        row = self._unfinished(transaction, further.verification_id)
        refs, _ = self._write(transaction, row, further.entry)
        self.verifications.change(transaction, further.verification_id, persons=refs)

    def defer(self, transaction: Connection, deferral: Deferral, now: datetime) -> None:
        """See the port. The reply is what a replay gets, until there is an answer."""
        verification_id = deferral.verification_id
        row = self._unfinished(transaction, verification_id)
        refs, _ = self._write(transaction, row, deferral.entry)
        self.reservations.settle(transaction, verification_id, spends=True)
        self.verifications.change(
            transaction,
            verification_id,
            state=DEFERRED,
            due_on=deferral.due_on,
            deferred_at=row["deferred_at"] or now,
            persons=refs,
            memory=self._seal(transaction, row, "memory", refs, deferral.memory),
            answer=self._seal(transaction, row, "answer", refs, deferral.reply),
        )
        self.tickets.keep(transaction, verification_id, refs[0], deferral.tickets)

    def remind(
        self, transaction: Connection, verification_id: str, entry: NewEntry, now: datetime
    ) -> bool:
        """See the port."""
        row = self.verifications.unfinished(transaction, verification_id)
        if row is None or row["state"] != DEFERRED or row["reminded_at"] is not None:
            return False
        refs, _ = self._write(transaction, row, entry)
        self.verifications.change(transaction, verification_id, reminded_at=now, persons=refs)
        return True

    def conclude(self, transaction: Connection, disclosure: Disclosure) -> Concluded | Refused:
        """See the port."""
        verification_id = disclosure.verification_id
        row = self._unfinished(transaction, verification_id)
        reason = self._ended_meanwhile(transaction, row)
        if reason is not None:
            entry = prepared_for(disclosure.prepared, reason)
            return self._end(transaction, row, DROPPED, reason, entry)
        refs, entry_id = self._write(transaction, row, disclosure.entry)
        self.reservations.settle(transaction, verification_id, spends=disclosure.spends)
        self.verifications.change(
            transaction,
            verification_id,
            state=CONCLUDED,
            outcome=disclosure.outcome,
            disclosure=entry_id,
            persons=refs,
            memory=None,
            answer=self._seal(transaction, row, "answer", refs, disclosure.answer),
        )
        if disclosure.frees_key:
            free_key(transaction, verification_id)
        at = disclosure.entry.draft.at
        announced = self.announcements.announce(transaction, row, CONCLUDED, at)
        return Concluded(entry_id, announced)

    def refuse(
        self,
        transaction: Connection,
        verification_id: str,
        reason: RefusalReason,
        entry: NewEntry,
    ) -> Refused:
        """See the port. A use stays reserved for the same claim: nothing was told under it."""
        row = self._unfinished(transaction, verification_id)
        return self._end(transaction, row, REFUSED, reason, entry)

    def _end(
        self,
        transaction: Connection,
        row: RowMapping,
        state: str,
        reason: RefusalReason,
        entry: NewEntry,
    ) -> Refused:
        verification_id = row["verification_id"]
        refs, entry_id = self._write(transaction, row, entry)
        self.reservations.settle(transaction, verification_id, spends=False)
        self.verifications.change(
            transaction,
            verification_id,
            state=state,
            refusal=reason.value,
            persons=refs,
            memory=None,
            answer=None,
        )
        announced = self.announcements.announce(transaction, row, state, entry.draft.at)
        return Refused(entry_id, reason, announced=announced)

    def _ended_meanwhile(self, transaction: Connection, row: RowMapping) -> RefusalReason | None:
        if self.reservations.any_revoked(transaction, row["verification_id"]):
            return RefusalReason.CONSENT_REVOKED
        if not is_active(transaction, row["requester"]):
            return RefusalReason.REQUESTER_SUSPENDED
        return None

    def _unfinished(self, transaction: Connection, verification_id: str) -> RowMapping:
        row = self.verifications.unfinished(transaction, verification_id)
        if row is None:
            raise TrailUnavailable("the verification is unknown or finished")
        return row

    def _write(
        self, transaction: Connection, row: RowMapping, entry: NewEntry
    ) -> tuple[list[str], str]:
        """Write an entry; all whom the verification is about by now, and the entry's id."""
        written = self.entries.write(transaction, entry)
        return [*dict.fromkeys((*row["persons"], *written.refs))], written.entry_id

    def _seal(
        self,
        transaction: Connection,
        row: RowMapping,
        what: str,
        refs: list[str],
        content: Mapping[str, JsonValue] | bytes,
    ) -> bytes:
        return self.verifications.seal(transaction, what, row["verification_id"], refs, content)
