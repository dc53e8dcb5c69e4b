"""The first tables: trail, look-ups, registers, verifications under way."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.BigInteger()  # milliseconds since 1970 in UTC
COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNFINISHED = sa.text("state IN ('begun', 'deferred')")

# SQLite looks at delete triggers for REPLACE only if recursive triggers are on, which another
# program may not have done: so an entry that is there already is refused before it is replaced.
IS_THERE = "WHEN EXISTS (SELECT 1 FROM entry WHERE entry_id = NEW.entry_id OR seq = NEW.seq)"
INSERT_ONLY = {
    "entry_is_never_updated": "BEFORE UPDATE ON entry",
    "entry_is_never_deleted": "BEFORE DELETE ON entry",
    "entry_is_never_replaced": f"BEFORE INSERT ON entry {IS_THERE}",
}
ABORT = "BEGIN SELECT RAISE(ABORT, 'entries are insert-only'); END"


def upgrade() -> None:
    """Make all tables of the first release."""
    _trail()
    _persons()
    _index_of("case_index")
    _index_of("operator_index")
    _requesters()
    _consents()
    _verifications()
    _counters()
    if op.get_bind().dialect.name == "sqlite":
        for name, event in INSERT_ONLY.items():
            op.execute(f"CREATE TRIGGER {name} {event} {ABORT}")


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _texts(names: str, *, nullable: bool = False) -> list[sa.Column[str]]:
    return [_text(name, nullable=nullable) for name in names.split()]


def _key(name: str, *further: sa.ForeignKey) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), *further, primary_key=True)


def _of(column: str, *, ondelete: str | None = None) -> sa.ForeignKey:
    return sa.ForeignKey(column, ondelete=ondelete)


def _bytes(name: str, *, nullable: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, MOMENT, nullable=nullable)


def _json(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(), nullable=nullable)


def _trail() -> None:
    op.create_table(
        "entry",
        sa.Column("seq", COUNTER, primary_key=True, autoincrement=True),
        sa.Column("entry_id", sa.Text(), nullable=False, unique=True),
        _bytes("bytes"),
        _text("kind"),
        _moment("at"),
        *_texts("parent verification_id requester matter fact basis", nullable=True),
        *_texts("decision outcome", nullable=True),
        _json("reasons", nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "entry_detail",
        _key("entry_id", _of("entry.entry_id")),
        sa.Column("position", sa.Integer(), primary_key=True),
        _text("role"),
        _bytes("ciphertext"),
    )
    op.create_table(
        "leaf",
        sa.Column("index", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("entry_id", sa.Text(), _of("entry.entry_id"), nullable=False, unique=True),
    )


def _persons() -> None:
    op.create_table(
        "person",
        _key("ref"),
        sa.Column("epoch", sa.Integer(), nullable=False),
        _bytes("hmac"),
        _bytes("number"),
        _bytes("wrapped_key"),
        sa.UniqueConstraint("epoch", "hmac"),
    )
    op.create_table(
        "person_entry",
        _key("ref", _of("person.ref", ondelete="CASCADE")),
        _key("entry_id", _of("entry.entry_id")),
        sa.Column("position", sa.Integer(), primary_key=True),
        sqlite_with_rowid=False,
    )


def _index_of(name: str) -> None:
    op.create_table(
        name,
        sa.Column("hmac", sa.LargeBinary(), primary_key=True),
        _key("entry_id", _of("entry.entry_id")),
        sa.Column("epoch", sa.Integer(), nullable=False),
        _bytes("sealed"),
        sqlite_with_rowid=False,
    )


def _requesters() -> None:
    op.create_table(
        "requester",
        _key("code"),
        *_texts("name_zh name_en kind state"),
        _json("agreements"),
    )
    op.create_table(
        "requester_key",
        _key("requester"),
        _bytes("wrapped_key"),
    )
    op.create_table(
        "client",
        _key("client_id"),
        sa.Column("requester", sa.Text(), _of("requester.code"), nullable=False, index=True),
        _json("scopes"),
        _json("keys"),
    )
    op.create_table(
        "matter",
        _key("requester", _of("requester.code")),
        _key("code"),
        *_texts("state form"),
    )


def _consents() -> None:
    op.create_table(
        "consent",
        _key("consent_id"),
        sa.Column("principal", sa.Text(), nullable=False, index=True),
        _json("others"),
        *_texts("guardian guardian_relation guardian_proof", nullable=True),
        *_texts("requester matter"),
        _json("facts"),
        _bytes("sealed_case"),
        _moment("recorded_at"),
        _moment("valid_from"),
        _moment("valid_until"),
        sa.Column("uses_allowed", sa.Integer(), nullable=False),
        *_texts("assurance how_given"),
        _bytes("record"),
        sa.Column("withdrawal_mac", sa.LargeBinary(), nullable=False, unique=True),
        _bytes("confirm_mac", nullable=True),
        _moment("confirm_until", nullable=True),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        _moment("confirmed_at", nullable=True),
        _moment("revoked_at", nullable=True),
    )
    op.create_table(
        "consent_use",
        sa.Column("use_id", COUNTER, primary_key=True, autoincrement=True),
        sa.Column(
            "consent_id",
            sa.Text(),
            _of("consent.consent_id"),
            nullable=False,
            index=True,
        ),
        _bytes("claim_mac"),
        _text("state"),
        sa.Column("verification_id", sa.Text(), nullable=False, index=True),
    )


def _verifications() -> None:
    op.create_table(
        "verification",
        _key("verification_id"),
        *_texts("requester fact matter state"),
        *_texts("refusal outcome", nullable=True),
        _moment("asked_at"),
        _text("intent"),
        _text("disclosure", nullable=True),
        _text("worker"),
        _moment("lease_until"),
        sa.Column("due_on", sa.Date()),
        _moment("deferred_at", nullable=True),
        _json("persons"),
        _bytes("request"),
        _bytes("memory", nullable=True),
        _bytes("answer", nullable=True),
    )
    op.create_index(
        "ix_verification_unfinished",
        "verification",
        ["state"],
        sqlite_where=UNFINISHED,
        postgresql_where=UNFINISHED,
    )
    op.create_table(
        "idempotency",
        sa.Column("key_mac", sa.LargeBinary(), primary_key=True),
        _bytes("request_mac"),
        sa.Column("verification_id", sa.Text(), index=True),
        _text("worker", nullable=True),
        _moment("lease_until", nullable=True),
        _bytes("reply", nullable=True),
        sa.Column("expires_at", MOMENT, nullable=False, index=True),
    )


def _counters() -> None:
    op.create_table(
        "quota_count",
        _key("scope"),
        sa.Column("key_mac", sa.LargeBinary(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "one_time_token",
        _key("scope"),
        sa.Column("value_mac", sa.LargeBinary(), primary_key=True),
        sa.Column("until", MOMENT, nullable=False, index=True),
        sqlite_with_rowid=False,
    )
    op.create_table("key_check", _key("name"), _bytes("mac"))
    op.create_table(
        "pulse",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        _moment("at"),
    )
