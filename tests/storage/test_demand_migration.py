"""A store of the first version gets the tables of demands and keeps what it holds."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, text

from gateway.storage.demand_tables import DEMANDS, demand
from gateway.storage.engines import open_writing
from gateway.storage.migrating import migrate

ENTRY = (
    "INSERT INTO entry (entry_id, bytes, kind, at)"
    " VALUES ('019ab5f2-7c4e-7d21-a0b3-9c4d5e6f7a81', x'7b7d', 'requester.state', 0)"
)
# What follows a demand's last disposition or erasure, and what says where its row stands.
FOLLOWS = {"state", "due_on", "note", "disposed_at", "erased_digest"}
PLACED = {"seq", "period", "blind"}


def test_a_store_of_the_first_version(tmp_path: Path) -> None:
    """Its entries stay byte by byte; the tables of demands and digests are there and empty."""
    config = Config()
    config.set_main_option("script_location", str(files("gateway.storage") / "migrations"))
    engine = open_writing(tmp_path / "store.db")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text(ENTRY))
        migrate(connection)
        tables = set(inspect(connection).get_table_names())
        kept = connection.execute(text("SELECT bytes FROM entry")).scalars().all()
        counts = [
            connection.scalar(text(f"SELECT count(*) FROM {name}"))  # noqa: S608 - our own names
            for name in ("demand", "demand_disposition", "public_digest")
        ]
    engine.dispose()
    assert {"demand", "demand_disposition", "public_digest"} <= tables
    assert ([b"{}"], [0, 0, 0]) == (kept, counts)


def test_the_digest_covers_all_that_was_reported() -> None:
    """Every column is committed to but those that follow a disposition and place the row."""
    columns = {column.name for column in demand.columns}
    assert columns - FOLLOWS - PLACED == set(DEMANDS.covered)
