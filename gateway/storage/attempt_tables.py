"""The tables of verifications under way and done, and of what may happen once or so often.

Rows here are working state; what happened is told by the trail alone.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    text,
)

from gateway.storage.schema import Moment, metadata

quota_count = Table(
    "quota_count",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("key_mac", LargeBinary, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Request, memory and answer are sealed for the requester's and all persons' keys at once.
# `worker` is the process that began it; `lease_until` ends its claim to be still at it.
verification = Table(
    "verification",
    metadata,
    Column("verification_id", Text, primary_key=True),
    Column("requester", Text, nullable=False),
    Column("fact", Text, nullable=False),
    Column("matter", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("refusal", Text),
    Column("outcome", Text),
    Column("asked_at", Moment, nullable=False),
    Column("intent", Text, nullable=False),
    Column("disclosure", Text),
    Column("worker", Text, nullable=False),
    Column("lease_until", Moment, nullable=False),
    Column("due_on", Date),
    Column("deferred_at", Moment),
    Column("persons", JSON, nullable=False),
    Column("request", LargeBinary, nullable=False),
    Column("memory", LargeBinary),
    Column("answer", LargeBinary),
    Column("reminded_at", Moment),
    Index(
        "ix_verification_unfinished",
        "state",
        sqlite_where=text("state IN ('begun', 'deferred')"),
        postgresql_where=text("state IN ('begun', 'deferred')"),
    ),
)

# `person` is the subject: the row goes with her. `dropped_at`: the answer came when it was over.
late_ticket = Table(
    "late_ticket",
    metadata,
    Column("ticket_mac", LargeBinary, primary_key=True),
    Column("verification_id", Text, primary_key=True),
    Column(
        "person", Text, ForeignKey("person.ref", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("dropped_at", Moment),
)

# A key of a verification names it, and the reply is what that verification says. Another call
# takes its key under a lease, and its reply is kept here, sealed.
idempotency = Table(
    "idempotency",
    metadata,
    Column("key_mac", LargeBinary, primary_key=True),
    Column("request_mac", LargeBinary, nullable=False),
    Column("verification_id", Text, index=True),
    Column("worker", Text),
    Column("lease_until", Moment),
    Column("reply", LargeBinary),
    Column("expires_at", Moment, nullable=False, index=True),
)

one_time_token = Table(
    "one_time_token",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("value_mac", LargeBinary, primary_key=True),
    Column("until", Moment, nullable=False, index=True),
    sqlite_with_rowid=False,
)

# A keyed hash of a fixed text under every key file: a store opened with other keys is noticed.
key_check = Table(
    "key_check",
    metadata,
    Column("name", Text, primary_key=True),
    Column("mac", LargeBinary, nullable=False),
)

# Where readiness proves that a write becomes durable.
pulse = Table(
    "pulse",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
)
