"""Query numbers of awaited answers, and when a department was reminded of one."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

MOMENT = sa.BigInteger()  # milliseconds since 1970 in UTC


def upgrade() -> None:
    """Make the look-up of query numbers; verifications that wait are found again by polling."""
    op.create_table(
        "late_ticket",
        sa.Column("ticket_mac", sa.LargeBinary(), primary_key=True),
        sa.Column("verification_id", sa.Text(), primary_key=True),
        sa.Column(
            "person",
            sa.Text(),
            sa.ForeignKey("person.ref", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("dropped_at", MOMENT, nullable=True),
    )
    op.add_column("verification", sa.Column("reminded_at", MOMENT, nullable=True))
