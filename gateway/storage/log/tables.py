"""The tables of the log: what waits for its index, the tree's tiles, its heads, its checkpoints.

`leaf` (in `trail_tables`) holds the indices. Nothing here holds anything of a person.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from gateway.storage.schema import Moment, metadata

# Written with every entry, in its transaction, and deleted when it gets its index. Whoever deletes
# from here keeps an entry out of the log, which inspection finds: an entry without a leaf.
unsequenced = Table(
    "unsequenced",
    metadata,
    Column("seq", BigInteger, ForeignKey("entry.seq"), primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False, index=True),
)

# The head as it is durable, signed or not: one row. `origin` is the log's name for life.
log_head = Table(
    "log_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("origin", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("root", LargeBinary, nullable=False),
)

# The hashes of a tile; those at the right edge are as long as they are now.
log_tile = Table(
    "log_tile",
    metadata,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("index", BigInteger, primary_key=True, autoincrement=False),
    Column("hashes", LargeBinary, nullable=False),
)

# Signed heads, one for a size at most; insert-only, held by triggers.
log_checkpoint = Table(
    "log_checkpoint",
    metadata,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("root", LargeBinary, nullable=False),
    Column("note", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
)

# What a witness (its verifier key) has signed below a head: the line as it goes into the note, and
# when it was seen. Insert-only, held by triggers.
log_cosignature = Table(
    "log_cosignature",
    metadata,
    Column(
        "size",
        BigInteger,
        ForeignKey("log_checkpoint.size"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("key", Text, primary_key=True),
    Column("line", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_log_cosignature_key_size", "key", "size"),
)
