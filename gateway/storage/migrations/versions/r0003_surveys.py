"""Surveys of the papers that units still demand, their versions, and the rounds of them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

MOMENT = sa.BigInteger()  # milliseconds since 1970 in UTC
COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DRAFT = sa.text("state = 'draft'")
SUBMITTED = sa.text("state = 'submitted'")

KEPT = ("survey_id", "unit", "period", "version", "drafted_at", "submitted_at", "sign_off")
CHANGES = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in (*KEPT, "entry_id"))
FINAL = f"WHEN OLD.state <> 'draft' AND (NEW.state = 'draft' OR {CHANGES})"
TRIGGERS = {
    "survey_version_is_never_updated": "BEFORE UPDATE ON survey_version",
    "survey_version_is_never_deleted": "BEFORE DELETE ON survey_version",
    "survey_is_final_once_submitted": f"BEFORE UPDATE ON survey {FINAL}",
    "survey_is_never_deleted": "BEFORE DELETE ON survey",
}
ABORT = "BEGIN SELECT RAISE(ABORT, 'what was submitted stays'); END"


def upgrade() -> None:
    """Make the tables of surveys."""
    _surveys()
    _versions()
    _calls()
    if op.get_bind().dialect.name == "sqlite":
        for name, event in TRIGGERS.items():
            op.execute(f"CREATE TRIGGER {name} {event} {ABORT}")


def _text(name: str, *further: sa.ForeignKey, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), *further, nullable=nullable)


def _key(name: str, *further: sa.ForeignKey) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), *further, primary_key=True)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, MOMENT, nullable=nullable)


def _entry(*, nullable: bool) -> sa.Column[str]:
    entry = sa.ForeignKey("entry.entry_id")
    return sa.Column("entry_id", sa.Text(), entry, nullable=nullable, unique=True)


def _surveys() -> None:
    op.create_table(
        "survey",
        _key("survey_id"),
        *(_text(name) for name in ("unit", "period", "state")),
        sa.Column("version", sa.Integer(), nullable=False),
        _moment("drafted_at"),
        _moment("submitted_at", nullable=True),
        sa.Column("sign_off", sa.JSON(), nullable=True),
        _text("submitted_by", nullable=True),
        _text("superseded_by", sa.ForeignKey("survey.survey_id"), nullable=True),
        _entry(nullable=True),
    )
    op.create_index("ix_survey_period", "survey", ["period", "unit"])
    for name, where in (("ix_survey_draft", DRAFT), ("ix_survey_submitted", SUBMITTED)):
        op.create_index(
            name,
            "survey",
            ["unit", "period"],
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )


def _versions() -> None:
    op.create_table(
        "survey_version",
        sa.Column("seq", COUNTER, primary_key=True, autoincrement=True),
        _moment("period"),
        sa.Column("blind", sa.LargeBinary(), nullable=False),
        _text("survey_id", sa.ForeignKey("survey.survey_id")),
        sa.Column("version", sa.Integer(), nullable=False),
        _moment("at"),
        *(_text(name) for name in ("by", "content", "digest")),
        sa.UniqueConstraint("survey_id", "version"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_survey_version_period", "survey_version", ["period"])


def _calls() -> None:
    op.create_table(
        "survey_call",
        _key("period"),
        sa.Column("due_on", sa.Date(), nullable=False),
        _entry(nullable=False),
    )
    op.create_table(
        "survey_call_unit",
        _key("period", sa.ForeignKey("survey_call.period")),
        _key("unit"),
        *(_text(name) for name in ("name", "kind")),
        _text("superior", nullable=True),
    )
