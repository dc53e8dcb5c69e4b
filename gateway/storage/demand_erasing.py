"""Taking somebody's words out of a report, so that the digests of its hour can still be checked.

A text may name a person although nobody asked for that, and she may want it gone (PIPL art. 47).
The row as it was lives on as a blinded digest whose blind is gone; the row as it is gets a new
blind, and the entry of the erasure commits to both. Must never leave the old blind anywhere: with
it a text could be guessed.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, RowMapping, select

from gateway.audit.canonical import BLIND_BYTES
from gateway.audit.entry import DEMAND_ERASED
from gateway.audit.leaf import read_leaf
from gateway.errors import NotFound
from gateway.ports.demands import ComposeErased
from gateway.storage.demand_tables import DEMANDS
from gateway.storage.demand_tables import demand as table
from gateway.storage.entries import Entries
from gateway.storage.public_digest_rows import UNREADABLE, row_digest
from gateway.storage.trail_tables import entry
from gateway.storage.vault import Vault

ERASED: Final = "（已删除）"


def erase(
    transaction: Connection,
    vault: Vault,
    entries: Entries,
    demand_id: str,
    *,
    everything: bool,
    compose: ComposeErased,
) -> None:
    """Erase, and write the entry, within the caller's transaction. Raises NotFound."""
    row = _row(transaction, demand_id)
    before = row["erased_digest"] or row_digest(DEMANDS, row)
    values = {**_emptied(row, everything=everything), "blind": vault.random(BLIND_BYTES)}
    where = table.c.demand_id == demand_id
    transaction.execute(table.update().where(where).values(**values, erased_digest=before))
    after = row_digest(DEMANDS, _row(transaction, demand_id))
    entries.write(transaction, compose(before, after))


def wrongly_erased(transaction: Connection) -> set[str]:
    """Ids of demands that are not what their last erasure left, or were erased without an entry."""
    query = select(entry.c.bytes).where(entry.c.kind == DEMAND_ERASED).order_by(entry.c.seq)
    committed: dict[str, tuple[str, str]] = {}
    for leaf in transaction.scalars(query):
        draft = read_leaf(leaf).draft
        committed[draft.about["demand"]] = (draft.digests["before"], draft.digests["after"])
    found = transaction.execute(select(table).where(table.c.erased_digest.is_not(None))).mappings()
    erased = {row["demand_id"]: (row["erased_digest"], _digest_if_any(row)) for row in found}
    known = committed.keys() | erased.keys()
    return {name for name in known if committed.get(name) != erased.get(name)}


def _digest_if_any(row: RowMapping) -> str:
    """The row's digest; none, which is that of no row, if it holds what no gateway writes."""
    try:
        return row_digest(DEMANDS, row)
    except UNREADABLE:
        return ""


def _emptied(row: RowMapping, *, everything: bool) -> dict[str, Any]:
    values: dict[str, Any] = {"said": None, "place": None}
    if everything:
        # Keys of their own: what was erased in two reports is not thereby the same.
        values |= {"office": ERASED, "office_key": row["demand_id"]}
        values |= {"office_code": None, "superior": None, "superior_key": None}
    if everything and row["listed"] is None:
        values |= {"paper": ERASED, "paper_key": row["demand_id"]}
    return values


def _row(transaction: Connection, demand_id: str) -> RowMapping:
    query = select(table).where(table.c.demand_id == demand_id).with_for_update()
    row = transaction.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound("no such demand")
    return row
