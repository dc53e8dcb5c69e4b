"""Webhooks of requesters, and the messages that are sent to them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MOMENT = sa.BigInteger()  # milliseconds since 1970 in UTC
DUE = sa.text("state = 'due'")


def upgrade() -> None:
    """Make the tables of webhooks."""
    op.create_table(
        "webhook",
        sa.Column("webhook_id", sa.Text(), primary_key=True),
        sa.Column(
            "requester", sa.Text(), sa.ForeignKey("requester.code"), nullable=False, unique=True
        ),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("registered_at", MOMENT, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("resting_until", MOMENT),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("earlier_secret", sa.LargeBinary()),
        sa.Column("earlier_until", MOMENT),
    )
    op.create_table(
        "webhook_delivery",
        sa.Column("event_id", sa.Text(), primary_key=True),
        sa.Column("webhook_id", sa.Text(), nullable=False),
        sa.Column("requester", sa.Text(), nullable=False),
        sa.Column("verification_id", sa.Text(), nullable=False, unique=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", MOMENT),
        sa.Column("status", sa.Integer()),
        sa.Column("failure", sa.Text()),
        sa.Column("done_at", MOMENT),
    )
    op.create_index("ix_webhook_delivery_webhook_id", "webhook_delivery", ["webhook_id"])
    op.create_index(
        "ix_webhook_delivery_due",
        "webhook_delivery",
        ["state"],
        sqlite_where=DUE,
        postgresql_where=DUE,
    )
