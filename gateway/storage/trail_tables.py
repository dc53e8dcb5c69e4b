"""The tables of the trail: entries, their ciphertexts, and the look-ups beside them.

`entry` is insert-only; everything that can be forgotten stands elsewhere (formats.md §1).
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from gateway.storage.schema import Counter, Moment, metadata

# The trail: `bytes` is the leaf; every other column of it is derived from those bytes, for search.
# `seq` is the order of insertion, from which the sequencer takes. Insert-only, held by triggers.
entry = Table(
    "entry",
    metadata,
    Column("seq", Counter, primary_key=True, autoincrement=True),
    Column("entry_id", Text, nullable=False, unique=True),
    Column("bytes", LargeBinary, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("parent", Text),
    Column("verification_id", Text),
    Column("requester", Text),
    Column("matter", Text),
    Column("fact", Text),
    Column("basis", Text),
    Column("decision", Text),
    Column("outcome", Text),
    Column("reasons", JSON(none_as_null=True)),
    sqlite_autoincrement=True,
)

# The ciphertexts to which an entry commits, in their order. The retention job may delete them.
entry_detail = Table(
    "entry_detail",
    metadata,
    Column("entry_id", Text, ForeignKey("entry.entry_id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("role", Text, nullable=False),
    Column("ciphertext", LargeBinary, nullable=False),
)

# The log's dense indices: written by the sequencer only.
leaf = Table(
    "leaf",
    metadata,
    Column("index", BigInteger, primary_key=True, autoincrement=False),
    Column("entry_id", Text, ForeignKey("entry.entry_id"), nullable=False, unique=True),
)

# `hmac` under the look-up key of `epoch`; `number` sealed under the person's data key.
person = Table(
    "person",
    metadata,
    Column("ref", Text, primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("hmac", LargeBinary, nullable=False),
    Column("number", LargeBinary, nullable=False),
    Column("wrapped_key", LargeBinary, nullable=False),
    UniqueConstraint("epoch", "hmac"),
)

# `position` is that of her ciphertext in the entry's detail; -1 if the entry holds none of hers.
person_entry = Table(
    "person_entry",
    metadata,
    Column("ref", Text, ForeignKey("person.ref", ondelete="CASCADE"), primary_key=True),
    Column("entry_id", Text, ForeignKey("entry.entry_id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    sqlite_with_rowid=False,
)


def _index_of(name: str) -> Table:
    # `sealed` is what the HMAC is of, under the requester's key: a new epoch is written from it.
    return Table(
        name,
        metadata,
        Column("hmac", LargeBinary, primary_key=True),
        Column("entry_id", Text, ForeignKey("entry.entry_id"), primary_key=True),
        Column("epoch", Integer, nullable=False),
        Column("sealed", LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )


case_index = _index_of("case_index")
operator_index = _index_of("operator_index")

requester_key = Table(
    "requester_key",
    metadata,
    Column("requester", Text, primary_key=True),
    Column("wrapped_key", LargeBinary, nullable=False),
)
