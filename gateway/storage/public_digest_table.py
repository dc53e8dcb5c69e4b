"""The table of digests, and how a public table says which of its columns they cover.

A public table holds what anybody may send in. It writes no entry a row, or the public could flood
the trail; instead one entry an hour commits to the rows of that hour (formats.md §1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table, Text

from gateway.storage.schema import Moment, metadata

PERIOD = timedelta(hours=1)

# One row for each entry of a digest. Without its blind nobody can check the digest any more, which
# the check says.
public_digest = Table(
    "public_digest",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("period", Moment, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
    Column("blind", LargeBinary, nullable=False),
    Column("entry_id", Text, ForeignKey("entry.entry_id"), nullable=False, unique=True),
)


@dataclass(frozen=True, slots=True)
class DigestedTable:
    """A public table. `kind` is that of its digests' entries, such as "demands.digest".

    `table` must have the columns `seq` (counts up), `period` (the hour, from
    `PublicDigests.period_of` when the row is inserted) and `blind` (32 random bytes for this row).
    `covered` are the columns that the digest commits to; whatever may change later is not.
    `erased`, if there is one, is the column with the digest of a row as it was before somebody's
    words were erased from it; the table's own check must hold it against the entry of the erasure.
    """

    kind: str
    table: Table
    covered: tuple[str, ...]
    erased: str | None = None
