"""Deep inspection: columns and ciphertexts against what the bytes of each entry say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from gateway.audit.canonical import digest
from gateway.audit.leaf import read_leaf
from gateway.audit.tlog.divergence import Divergence, Kind
from gateway.storage.entries import columns_of
from gateway.storage.trail_tables import entry_detail


def look_deeper(transaction: Connection, rows: list[Row[Any]]) -> Iterator[Divergence]:
    """Compare every column and every stored ciphertext of these rows with the entry's bytes.

    A ciphertext that is gone is no divergence: retention and erasure delete them.
    """
    committed: dict[tuple[str, int], str] = {}
    for row in rows:
        if not isinstance(row.bytes, bytes):
            continue  # missing or altered, which is found without looking deeper
        try:
            found = read_leaf(row.bytes)
        except ValueError as error:
            said = f"entry {row.entry_id} is not in the form of an entry: {error}"
            yield Divergence(Kind.COLUMN, said, row.number, row.entry_id)
            continue
        for name, stated in columns_of(found.draft).items():
            if getattr(row, name) != stated:
                said = f"column {name} of entry {row.entry_id} does not say what its bytes say"
                yield Divergence(Kind.COLUMN, said, row.number, row.entry_id)
        for place, part in enumerate(found.detail):
            committed[row.entry_id, place] = part.digest
    yield from _details(transaction, committed, [row.entry_id for row in rows])


def _details(
    transaction: Connection, committed: dict[tuple[str, int], str], entry_ids: list[str]
) -> Iterator[Divergence]:
    query = select(entry_detail).where(entry_detail.c.entry_id.in_(entry_ids))
    for row in transaction.execute(query):
        if committed.get((row.entry_id, row.position)) != digest(row.ciphertext):
            said = f"ciphertext {row.position} of entry {row.entry_id} is not the committed one"
            yield Divergence(Kind.DETAIL, said, None, row.entry_id)
