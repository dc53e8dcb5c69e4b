"""The tables of webhooks and of what is sent to them. Nothing here is about a person.

`secret` and `earlier_secret` are sealed under the store's own key.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, text

from gateway.storage.schema import Moment, metadata

webhook = Table(
    "webhook",
    metadata,
    Column("webhook_id", Text, primary_key=True),
    Column("requester", Text, ForeignKey("requester.code"), nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("registered_at", Moment, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("resting_until", Moment),
    Column("secret", LargeBinary, nullable=False),
    Column("earlier_secret", LargeBinary),
    Column("earlier_until", Moment),
)

# One message for a verification; `webhook_id` may be of a webhook that was removed since.
webhook_delivery = Table(
    "webhook_delivery",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("webhook_id", Text, nullable=False, index=True),
    Column("requester", Text, nullable=False),
    Column("verification_id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("ended_at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Moment),
    Column("status", Integer),
    Column("failure", Text),
    Column("done_at", Moment),
    Index(
        "ix_webhook_delivery_due",
        "state",
        sqlite_where=text("state = 'due'"),
        postgresql_where=text("state = 'due'"),
    ),
)
