"""Writing and checking the hourly digests of public tables.

A row belongs to the hour that its `period` says: the one it came in, or the first one without a
digest if the clock was set back. So a digest covers all rows there will ever be of its hour.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, select

from gateway.audit.canonical import BLIND_BYTES
from gateway.audit.entry import EntryDraft
from gateway.audit.leaf import read_leaf
from gateway.ports.digests import Compose, DigestCheck, DigestedPeriod
from gateway.ports.machine import Clock
from gateway.storage.entries import Entries
from gateway.storage.public_digest_rows import UNREADABLE, period_digest, row_digests
from gateway.storage.public_digest_table import PERIOD, DigestedTable, public_digest
from gateway.storage.threads import Readers, Writer
from gateway.storage.trail_tables import entry
from gateway.storage.vault import Vault

# A transaction that was under way when its hour ended is durable, or gone, by then.
GRACE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class SqlPublicDigests:
    """Implements the PublicDigests port for the tables that it is given."""

    writer: Writer
    readers: Readers
    clock: Clock
    vault: Vault
    entries: Entries
    tables: tuple[DigestedTable, ...]

    async def write_due(self, compose: Compose) -> int:
        """See the port."""
        if not await self.readers.run(self._due):  # mostly nothing: then the writer is left alone
            return 0
        return await self.writer.run(lambda t: self._write_due(t, compose))

    async def check(self) -> tuple[DigestCheck, ...]:
        """See the port."""
        return await self.readers.run(lambda t: tuple(self._check(t)))

    def _write_due(self, transaction: Connection, compose: Compose) -> int:
        due = self._due(transaction)
        for digested, period in due:
            self._write(transaction, digested, period, compose)
        return len(due)

    def _due(self, transaction: Connection) -> list[tuple[DigestedTable, datetime]]:
        before = hour_of(self.clock.now() - GRACE)
        return [
            (digested, period)
            for digested in self.tables
            for period, _ in _without_digest(transaction, digested)
            if period < before
        ]

    def _write(
        self, transaction: Connection, digested: DigestedTable, period: datetime, compose: Compose
    ) -> None:
        blind = self.vault.random(BLIND_BYTES)
        count, digest = period_digest(blind, row_digests(transaction, digested, period))
        new = compose(DigestedPeriod(digested.kind, period, period + PERIOD, count, digest))
        written = self.entries.write(transaction, new)
        transaction.execute(
            public_digest.insert().values(
                kind=digested.kind,
                period=period,
                count=count,
                blind=blind,
                entry_id=written.entry_id,
            )
        )

    def _check(self, transaction: Connection) -> Iterator[DigestCheck]:
        for digested in self.tables:
            yield from _check_entries(transaction, digested)
            yield from _check_orphans(transaction, digested)
            yield from _check_open(transaction, digested, self.clock.now())


def hour_of(moment: datetime) -> datetime:
    """The beginning of the hour in UTC."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def period_of(transaction: Connection, digested: DigestedTable, now: datetime) -> datetime:
    """The hour to which a row that is inserted now belongs: never one that has its digest."""
    last = _last_period(transaction, digested)
    hour = hour_of(now)
    return hour if last is None or last < hour else last + PERIOD


def _last_period(transaction: Connection, digested: DigestedTable) -> datetime | None:
    query = select(func.max(public_digest.c.period)).where(public_digest.c.kind == digested.kind)
    last: datetime | None = transaction.scalar(query)
    return last


def _without_digest(transaction: Connection, digested: DigestedTable) -> list[tuple[datetime, int]]:
    """The hours that have rows and no digest, in order, with how many rows."""
    column = digested.table.c.period
    done = select(public_digest.c.period).where(public_digest.c.kind == digested.kind)
    query = select(column, func.count()).where(column.not_in(done)).group_by(column)
    return [(row[0], row[1]) for row in transaction.execute(query.order_by(column))]


def _check_open(
    transaction: Connection, digested: DigestedTable, now: datetime
) -> Iterator[DigestCheck]:
    """Hours with rows and no digest: those behind the last digest were never an hour of ours."""
    last = _last_period(transaction, digested)
    try:
        found = _without_digest(transaction, digested)
    except UNREADABLE:  # some row's hour is none
        yield DigestCheck(digested.kind, hour_of(now), 0, None, "changed")
        return
    for period, count in found:
        problem = "late" if period < hour_of(now - GRACE) else "open"
        if last is not None and period < last:
            problem = "backdated"
        yield DigestCheck(digested.kind, period, count, None, problem)


def _check_entries(transaction: Connection, digested: DigestedTable) -> Iterator[DigestCheck]:
    """Begin with the trail: whoever removes rows can remove their digest too, but no entry."""
    known = select(public_digest).where(public_digest.c.kind == digested.kind)
    blinds = {row.entry_id: row.blind for row in transaction.execute(known)}
    query = select(entry.c.bytes).where(entry.c.kind == digested.kind).order_by(entry.c.seq)
    latest: datetime | None = None
    for leaf in transaction.scalars(query).all():
        draft = read_leaf(leaf).draft
        found = _checked(transaction, digested, draft, blinds.get(draft.entry_id))
        # No row is ever given to an hour before the last digest: somebody put them there.
        is_behind = latest is not None and found.begins <= latest
        yield replace(found, problem=found.problem or ("backdated" if is_behind else None))
        latest = found.begins if latest is None else max(latest, found.begins)


def _checked(
    transaction: Connection, digested: DigestedTable, draft: EntryDraft, blind: bytes | None
) -> DigestCheck:
    begins, count = datetime.fromisoformat(draft.about["begins"]), int(draft.about["count"])
    problem: str | None = "blind_missing"
    if blind is not None:
        try:
            found = period_digest(blind, row_digests(transaction, digested, begins))
        except UNREADABLE:
            found = (0, "")
        problem = None if found == (count, draft.digests["rows"]) else "changed"
    return DigestCheck(digested.kind, begins, count, draft.entry_id, problem)


def _check_orphans(transaction: Connection, digested: DigestedTable) -> Iterator[DigestCheck]:
    """Digests that name no entry of their kind: the trail does not know them."""
    of_kind = select(entry.c.entry_id).where(entry.c.kind == digested.kind)
    query = select(public_digest).where(
        public_digest.c.kind == digested.kind, public_digest.c.entry_id.not_in(of_kind)
    )
    for row in transaction.execute(query).mappings().all():
        where = (row["period"], row["count"], row["entry_id"])
        yield DigestCheck(digested.kind, *where, "entry_missing")
