"""The transparency log: what waits for its index, tiles, heads and checkpoints.

Entries that are there already wait for their index from now on, in the order of their insertion.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

MOMENT = sa.BigInteger()  # milliseconds since 1970 in UTC
INSERT_ONLY = ("leaf", "log_checkpoint")
REFUSE = "BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"


def upgrade() -> None:
    """Make the tables, and let every entry wait for its index."""
    op.create_table(
        "unsequenced",
        sa.Column(
            "seq",
            sa.BigInteger(),
            sa.ForeignKey("entry.seq"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("at", MOMENT, nullable=False, index=True),
    )
    op.create_table(
        "log_head",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "log_tile",
        sa.Column("level", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("index", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "log_checkpoint",
        sa.Column("size", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.execute("INSERT INTO unsequenced (seq, at) SELECT seq, at FROM entry")
    if op.get_bind().dialect.name == "sqlite":
        for table in INSERT_ONLY:
            refuse = REFUSE.format(table=table)
            for event in ("UPDATE", "DELETE"):
                name = f"{table}_no_{event.lower()}"
                op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} {refuse}")
