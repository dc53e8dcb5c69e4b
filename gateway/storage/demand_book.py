"""The port of demands over SQL.

A report is one row; a disposition is a row with its entry in one step. Must never keep a number to
follow: its keyed hash finds the row, and it is derived anew for whoever sends the same again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, RowMapping, func, select

from gateway.audit.canonical import BLIND_BYTES, blinded_digest
from gateway.domain.demand import Demand, Disposition
from gateway.errors import NotFound, TooMany
from gateway.policy.demand_numbers import write_number
from gateway.ports.demands import (
    ComposeDisposed,
    ComposeErased,
    DemandCounts,
    DemandFilter,
    NewDemand,
    Received,
    Repeat,
    RepeatPlace,
)
from gateway.ports.machine import Clock
from gateway.storage import demand_queries as queries
from gateway.storage.demand_check import altered
from gateway.storage.demand_erasing import erase
from gateway.storage.demand_rows import demand_of, disposition_bytes, disposition_of, values_of
from gateway.storage.demand_tables import DEMANDS
from gateway.storage.demand_tables import demand as table
from gateway.storage.demand_tables import demand_disposition as dispositions
from gateway.storage.entries import Entries
from gateway.storage.public_digest_table import PERIOD
from gateway.storage.public_digests import hour_of, period_of
from gateway.storage.threads import Readers, Writer
from gateway.storage.vault import Vault


@dataclass(frozen=True, slots=True)
class SqlDemands:
    """Implements the Demands port."""

    writer: Writer
    readers: Readers
    clock: Clock
    vault: Vault
    entries: Entries

    async def receive(self, new: NewDemand, most_an_hour: int) -> Received:
        """See the port."""
        return await self.writer.run(lambda t: self._receive(t, new, most_an_hour))

    async def follow(self, number: str) -> Demand | None:
        """See the port."""
        mac = self._number_mac(number)
        query = select(table).where(table.c.number_mac == mac)
        row = await self.readers.run(lambda t: t.execute(query).mappings().one_or_none())
        return demand_of(row) if row is not None else None

    async def read(self, demand_id: str) -> tuple[Demand, tuple[Disposition, ...]] | None:
        """See the port."""
        return await self.readers.run(lambda t: _read(t, demand_id))

    async def page(self, wanted: DemandFilter, after: str | None, limit: int) -> tuple[Demand, ...]:
        """See the port."""
        query = queries.page(wanted, after, limit)
        rows = await self.readers.run(lambda t: t.execute(query).mappings().all())
        return tuple(map(demand_of, rows))

    async def count(self, wanted: DemandFilter, today: date) -> DemandCounts:
        """See the port."""
        return await self.readers.run(lambda t: queries.count(t, wanted, today))

    async def repeats(
        self, wanted: DemandFilter, today: date, after: RepeatPlace | None, limit: int
    ) -> tuple[Repeat, ...]:
        """See the port."""
        return await self.readers.run(lambda t: queries.repeats(t, wanted, today, after, limit))

    async def dispose(
        self, demand_id: str, disposition: Disposition, compose: ComposeDisposed
    ) -> Demand:
        """See the port."""
        return await self.writer.run(lambda t: self._dispose(t, demand_id, disposition, compose))

    async def erase(self, demand_id: str, *, everything: bool, compose: ComposeErased) -> None:
        """See the port."""

        def command(transaction: Connection) -> None:
            made = (self.vault, self.entries, demand_id)
            erase(transaction, *made, everything=everything, compose=compose)

        await self.writer.run(command)

    async def check(self) -> tuple[str, ...]:
        """See the port."""
        return await self.readers.run(altered)

    def _number_mac(self, number: str) -> bytes:
        return self.vault.mac("number to follow", number)

    def _receive(self, transaction: Connection, new: NewDemand, most_an_hour: int) -> Received:
        number = write_number(self.vault.mac("number of a demand", new.key, new.digest))
        mac = self._number_mac(number)
        found = _row(transaction, number_mac=mac)
        if found is not None:
            return Received(demand_of(found), number, replayed=True)
        now = self.clock.now()
        period = period_of(transaction, DEMANDS, now)
        _refuse_flood(transaction, now, most_an_hour)
        values = {
            **values_of(new),
            "period": period,
            "blind": self.vault.random(BLIND_BYTES),
            "number_mac": mac,
            "received_at": now,
        }
        transaction.execute(table.insert().values(values))
        return Received(_found(transaction, new.demand_id), number, replayed=False)

    def _dispose(
        self,
        transaction: Connection,
        demand_id: str,
        disposition: Disposition,
        compose: ComposeDisposed,
    ) -> Demand:
        _found(transaction, demand_id, to_change=True)
        blind = self.vault.random(BLIND_BYTES)
        digest = blinded_digest(blind, disposition_bytes(demand_id, disposition))
        written = self.entries.write(transaction, compose(digest))
        changed = {
            "state": disposition.state.value,
            "note": disposition.note,
            "due_on": disposition.due_on,
        }
        row = {**changed, "demand_id": demand_id, "at": disposition.at, "by": disposition.by}
        transaction.execute(
            dispositions.insert().values(**row, blind=blind, entry_id=written.entry_id)
        )
        where = table.c.demand_id == demand_id
        transaction.execute(table.update().where(where).values(**changed, disposed_at=row["at"]))
        return _found(transaction, demand_id)


def _refuse_flood(transaction: Connection, now: datetime, most: int) -> None:
    """By the clock's hour: a row's own period may lie far ahead if the clock was set back."""
    begins, received = hour_of(now), table.c.received_at
    of_it = (table.c.period >= begins, received >= begins, received < begins + PERIOD)
    if (transaction.scalar(select(func.count()).select_from(table).where(*of_it)) or 0) >= most:
        left = begins + PERIOD - now
        raise TooMany(max(1, -(-left // timedelta(seconds=1))))


def _read(transaction: Connection, demand_id: str) -> tuple[Demand, tuple[Disposition, ...]] | None:
    row = _row(transaction, demand_id=demand_id)
    if row is None:
        return None
    of_it = dispositions.c.demand_id == demand_id
    history = transaction.execute(select(dispositions).where(of_it).order_by(dispositions.c.seq))
    return demand_of(row), tuple(map(disposition_of, history.mappings()))


def _found(transaction: Connection, demand_id: str, *, to_change: bool = False) -> Demand:
    row = _row(transaction, to_change=to_change, demand_id=demand_id)
    if row is None:
        raise NotFound("no such demand")
    return demand_of(row)


def _row(
    transaction: Connection, *, to_change: bool = False, **where: str | bytes
) -> RowMapping | None:
    """`to_change`: nobody else changes it within this transaction."""
    query = select(table).with_for_update() if to_change else select(table)
    for name, value in where.items():
        query = query.where(table.c[name] == value)
    return transaction.execute(query).mappings().one_or_none()
