"""A store of an earlier version, with a verification that waits in it, goes on waiting."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from gateway.storage.engines import open_writing
from gateway.storage.migrating import migrate

WAITING = (
    "INSERT INTO verification (verification_id, requester, fact, matter, state, asked_at, intent,"
    " worker, lease_until, due_on, deferred_at, persons, request, memory, answer) VALUES"
    " ('ver_1', 'r', 'marriage', 'm', 'deferred', 1, 'e', 'w', 2, '2026-12-08', 3, '[]',"
    " x'00', x'01', x'02')"
)


@pytest.mark.parametrize("revision", ["0001", "0002", "0003"])
def test_what_waits_goes_on_waiting(tmp_path: Path, revision: str) -> None:
    """Nobody has been reminded of it yet, and its query numbers are only in its memory."""
    engine = open_writing(tmp_path / "store.db")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(files("gateway.storage") / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.execute(text(WAITING))
        migrate(connection)
        query = "SELECT state, due_on, deferred_at, memory, reminded_at FROM verification"
        found = connection.execute(text(query)).one()
        numbers = connection.execute(text("SELECT count(*) FROM late_ticket")).scalar_one()
    engine.dispose()
    assert (("deferred", "2026-12-08", 3, b"\x01", None), 0) == (tuple(found), numbers)
