"""Improper demands with their dispositions, and the digests of hours of public tables."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.BigInteger()  # milliseconds since 1970 in UTC
COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of demands, and that of digests, which other public tables share."""
    _digests()
    _demands()
    _dispositions()


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, MOMENT, nullable=nullable)


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _digests() -> None:
    op.create_table(
        "public_digest",
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("period", MOMENT, primary_key=True, autoincrement=False),
        sa.Column("count", sa.Integer(), nullable=False),
        _bytes("blind"),
        sa.Column(
            "entry_id", sa.Text(), sa.ForeignKey("entry.entry_id"), nullable=False, unique=True
        ),
    )


def _demands() -> None:
    op.create_table(
        "demand",
        sa.Column("seq", COUNTER, primary_key=True, autoincrement=True),
        _moment("period"),
        _bytes("blind"),
        sa.Column("demand_id", sa.Text(), nullable=False, unique=True),
        sa.Column("number_mac", sa.LargeBinary(), nullable=False, unique=True),
        _moment("received_at"),
        _text("reporter"),
        _text("listed", nullable=True),
        sa.Column("certificate", sa.Integer(), nullable=True),
        _text("paper"),
        _text("paper_key"),
        _text("office"),
        _text("office_key"),
        *(_text(name, nullable=True) for name in ("office_code", "superior", "superior_key")),
        sa.Column("happened_on", sa.Date(), nullable=False),
        *(_text(name, nullable=True) for name in ("area", "place", "said")),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        _text("state"),
        sa.Column("due_on", sa.Date(), nullable=True),
        _text("note", nullable=True),
        _moment("disposed_at", nullable=True),
        _text("erased_digest", nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_demand_period", "demand", ["period"])
    op.create_index("ix_demand_group", "demand", ["office_key", "paper_key"])
    op.create_index("ix_demand_superior", "demand", ["superior_key"])
    op.create_index("ix_demand_state", "demand", ["state", "due_on"])


def _dispositions() -> None:
    op.create_table(
        "demand_disposition",
        sa.Column("seq", COUNTER, primary_key=True, autoincrement=True),
        sa.Column(
            "demand_id",
            sa.Text(),
            sa.ForeignKey("demand.demand_id"),
            nullable=False,
            index=True,
        ),
        _moment("at"),
        _text("state"),
        _text("note"),
        sa.Column("due_on", sa.Date(), nullable=True),
        _text("by"),
        _bytes("blind"),
        sa.Column(
            "entry_id", sa.Text(), sa.ForeignKey("entry.entry_id"), nullable=False, unique=True
        ),
        sqlite_autoincrement=True,
    )
