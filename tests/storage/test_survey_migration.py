"""A store of an earlier version gets the tables of surveys and loses nothing."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from gateway.storage import survey_tables
from gateway.storage.engines import open_writing
from gateway.storage.migrating import migrate

REQUESTER = (
    "INSERT INTO requester VALUES ('12500112EXAMPLE010', '示例', 'Example', :kind, :state, '[]')"
)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("gateway.storage") / "migrations"))
    return config


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_an_earlier_store_is_brought_up_to_date(tmp_path: Path, revision: str) -> None:
    """From every revision before, with data in it, and again without any change."""
    engine = open_writing(tmp_path / "store.db")
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.execute(text(REQUESTER), {"kind": "state_organ", "state": "active"})
        migrate(connection)
        migrate(connection)
        tables = set(inspect(connection).get_table_names())
        kept = connection.execute(text("SELECT code FROM requester")).scalars().all()
    engine.dispose()
    ours = {"survey", "survey_version", "survey_call", "survey_call_unit"}
    assert (ours, ["12500112EXAMPLE010"]) == (ours & tables, kept)


def test_the_revision_follows_the_one_of_demands() -> None:
    """The chain has one head, and surveys come after the digests that they rest on."""
    script = ScriptDirectory.from_config(_config())
    assert 1 == len(script.get_heads())
    assert "0002" == script.get_revision("0003").down_revision


def test_the_digest_covers_all_that_is_filed() -> None:
    """Every column of a version but its place and blind is committed to."""
    columns = {column.name for column in survey_tables.survey_version.columns}
    assert columns - {"seq", "period", "blind"} == set(survey_tables.SURVEYS.covered)
