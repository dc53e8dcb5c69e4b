"""What witnesses have cosigned, for each signed head of the log."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

REFUSE = "BEGIN SELECT RAISE(ABORT, 'log_cosignature is insert-only'); END"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "log_cosignature",
        sa.Column(
            "size",
            sa.BigInteger(),
            sa.ForeignKey("log_checkpoint.size"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_log_cosignature_key_size", "log_cosignature", ["key", "size"])
    if op.get_bind().dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            name = f"log_cosignature_no_{event.lower()}"
            op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON log_cosignature {REFUSE}")
