"""The tables of improper demands: what was reported, and what compliance made of it.

A report names offices and papers; what somebody wrote in her own words may hold more, so that no
column of it ever goes into an entry, a log line or a URL.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, LargeBinary, Table, Text

from gateway.storage.public_digest_table import DigestedTable
from gateway.storage.schema import Counter, Moment, metadata

# `number_mac` is of the number to follow, which is kept nowhere. The keys group what is written in
# different ways. From `state` on a row follows its last disposition; all before never changes but
# by an erasure: then `erased_digest` stands for the row as it was.
demand = Table(
    "demand",
    metadata,
    Column("seq", Counter, primary_key=True, autoincrement=True),
    Column("period", Moment, nullable=False),
    Column("blind", LargeBinary, nullable=False),
    Column("demand_id", Text, nullable=False, unique=True),
    Column("number_mac", LargeBinary, nullable=False, unique=True),
    Column("received_at", Moment, nullable=False),
    Column("reporter", Text, nullable=False),
    Column("listed", Text),
    Column("certificate", Integer),
    Column("paper", Text, nullable=False),
    Column("paper_key", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("office_key", Text, nullable=False),
    Column("office_code", Text),
    Column("superior", Text),
    Column("superior_key", Text),
    Column("happened_on", Date, nullable=False),
    Column("area", Text),
    Column("place", Text),
    Column("said", Text),
    Column("first_due_on", Date, nullable=False),
    Column("state", Text, nullable=False),
    Column("due_on", Date),
    Column("note", Text),
    Column("disposed_at", Moment),
    Column("erased_digest", Text),
    Index("ix_demand_period", "period"),
    Index("ix_demand_group", "office_key", "paper_key"),
    Index("ix_demand_superior", "superior_key"),
    Index("ix_demand_state", "state", "due_on"),
    sqlite_autoincrement=True,
)

# Each has its entry, which commits to it with a digest under `blind`.
demand_disposition = Table(
    "demand_disposition",
    metadata,
    Column("seq", Counter, primary_key=True, autoincrement=True),
    Column("demand_id", Text, ForeignKey("demand.demand_id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("due_on", Date),
    Column("by", Text, nullable=False),
    Column("blind", LargeBinary, nullable=False),
    Column("entry_id", Text, ForeignKey("entry.entry_id"), nullable=False, unique=True),
    sqlite_autoincrement=True,
)

DEMANDS: Final = DigestedTable(
    kind="demands.digest",
    table=demand,
    covered=(
        "demand_id",
        "number_mac",
        "received_at",
        "reporter",
        "listed",
        "certificate",
        "paper",
        "paper_key",
        "office",
        "office_key",
        "office_code",
        "superior",
        "superior_key",
        "happened_on",
        "area",
        "place",
        "said",
        "first_due_on",
    ),
    erased="erased_digest",
)
