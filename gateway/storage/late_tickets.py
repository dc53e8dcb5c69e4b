"""Which verification awaits the answer with a department's query number.

The numbers themselves are in the sealed memory; here they are keyed hashes, together with the
department's name, so that one department's number says nothing about another's. A row goes with the
subject it is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from gateway.storage.attempt_tables import late_ticket as table
from gateway.storage.vault import Vault

PURPOSE = "late ticket"


@dataclass(frozen=True, slots=True)
class LateTickets:
    """Keeps and finds query numbers. Methods work within the caller's transaction."""

    vault: Vault

    def keep(
        self,
        transaction: Connection,
        verification_id: str,
        subject: str,
        tickets: Iterable[tuple[str, str]],
    ) -> None:
        """Let these numbers, each with its department, stand for the verification."""
        macs = {self._mac(*ticket) for ticket in tickets}
        query = select(table.c.ticket_mac).where(table.c.verification_id == verification_id)
        known = set(transaction.scalars(query))
        for mac in sorted(macs - known):
            row = {"ticket_mac": mac, "verification_id": verification_id, "person": subject}
            transaction.execute(table.insert().values(row))

    def find(self, transaction: Connection, department: str, ticket: str) -> tuple[str, ...]:
        """The verifications that this number of this department stands for."""
        query = select(table.c.verification_id).where(
            table.c.ticket_mac == self._mac(department, ticket)
        )
        return tuple(transaction.scalars(query.order_by(table.c.verification_id)))

    def mark_dropped(
        self,
        transaction: Connection,
        verification_id: str,
        department: str,
        ticket: str,
        now: datetime,
    ) -> bool:
        """Note that its answer came too late; False if that has been noted before."""
        marked = transaction.execute(
            table.update()
            .where(
                table.c.ticket_mac == self._mac(department, ticket),
                table.c.verification_id == verification_id,
                table.c.dropped_at.is_(None),
            )
            .values(dropped_at=now)
        )
        return bool(marked.rowcount)

    def _mac(self, department: str, ticket: str) -> bytes:
        return self.vault.mac(PURPOSE, department, ticket)
