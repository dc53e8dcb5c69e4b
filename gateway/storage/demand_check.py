"""Checking that what compliance did with demands is what its entries say.

The reports themselves are checked by their digests. Must never take a demand's own columns for the
truth: they follow the dispositions.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, RowMapping, Table, select

from gateway.audit.canonical import blinded_digest
from gateway.audit.entry import DEMAND_DISPOSED
from gateway.audit.leaf import read_leaf
from gateway.domain.demand import DemandState
from gateway.storage.demand_erasing import wrongly_erased
from gateway.storage.demand_rows import disposition_bytes, disposition_of
from gateway.storage.demand_tables import demand, demand_disposition
from gateway.storage.public_digest_rows import UNREADABLE
from gateway.storage.trail_tables import entry

Committed = dict[str, tuple[str, str]]
"""By entry: the demand that it names, and its digest."""


def altered(transaction: Connection) -> tuple[str, ...]:
    """Ids of demands whose dispositions or erasures were changed, removed or made up, in order.

    Where rows cannot even be read, those that have such rows, and nothing of the others.
    """
    unreadable = {*_unreadable(transaction, demand), *_unreadable(transaction, demand_disposition)}
    return tuple(sorted(unreadable or _altered(transaction)))


def _unreadable(transaction: Connection, table: Table) -> Iterator[str]:
    """Ids of demands with rows that hold what no gateway writes."""
    try:
        for _ in transaction.execute(select(table)).mappings():
            pass
    except UNREADABLE:
        for seq, demand_id in transaction.execute(select(table.c.seq, table.c.demand_id)).all():
            try:
                transaction.execute(select(table).where(table.c.seq == seq)).all()
            except UNREADABLE:
                yield demand_id


def _altered(transaction: Connection) -> set[str]:
    committed = _committed(transaction)
    found = _dispositions(transaction)
    entries = {row["entry_id"] for row in found}
    wrong = {row["demand_id"] for row in found if not _is_as_written(row, committed)}
    wrong |= {named for key, (named, _) in committed.items() if key not in entries}
    wrong |= set(_out_of_order(found))
    wrong |= wrongly_erased(transaction)
    wrong |= set(_out_of_step(transaction, {row["demand_id"]: row for row in found}))
    return wrong


def _committed(transaction: Connection) -> Committed:
    query = select(entry.c.bytes).where(entry.c.kind == DEMAND_DISPOSED)
    drafts = (read_leaf(leaf).draft for leaf in transaction.scalars(query))
    return {
        draft.entry_id: (draft.about["demand"], draft.digests["disposition"]) for draft in drafts
    }


def _dispositions(transaction: Connection) -> list[RowMapping]:
    """All of them in their order, each with the place of its entry."""
    table = demand_disposition
    query = select(table, entry.c.seq.label("place")).outerjoin(
        entry, entry.c.entry_id == table.c.entry_id
    )
    return list(transaction.execute(query.order_by(table.c.seq)).mappings())


def _out_of_order(found: list[RowMapping]) -> Iterator[str]:
    """Demands whose dispositions do not follow each other as their entries do."""
    last: dict[str, int] = {}
    for row in found:
        place = row["place"] or 0  # without an entry it is wrong anyhow
        if place < last.get(row["demand_id"], 0):
            yield row["demand_id"]
        last[row["demand_id"]] = place


def _is_as_written(row: RowMapping, committed: Committed) -> bool:
    try:
        content = disposition_bytes(row["demand_id"], disposition_of(row))
        found = (row["demand_id"], blinded_digest(row["blind"], content))
    except UNREADABLE:
        return False
    return committed.get(row["entry_id"]) == found


def _out_of_step(transaction: Connection, last: dict[str, RowMapping]) -> Iterator[str]:
    """Demands whose own columns are not those of their last disposition."""
    names = ("demand_id", "state", "due_on", "note", "disposed_at", "first_due_on")
    for row in transaction.execute(select(*(demand.c[name] for name in names))).mappings():
        newest = last.get(row["demand_id"])
        expected = (
            (DemandState.RECEIVED.value, row["first_due_on"], None, None)
            if newest is None
            else (newest["state"], newest["due_on"], newest["note"], newest["at"])
        )
        if expected != (row["state"], row["due_on"], row["note"], row["disposed_at"]):
            yield row["demand_id"]
