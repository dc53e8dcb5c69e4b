"""Opening a store: made securely on the first start, refused when anything is not as it should."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from gateway.errors import SettingsRefused
from gateway.settings import Settings
from gateway.storage.attempt_tables import verification
from gateway.storage.engines import open_writing
from gateway.storage.opening import DATABASE, open_store
from gateway.storage.register_tables import consent
from gateway.storage.schema import metadata
from gateway.storage.trail_tables import entry
from tests.still import SeededChance, StillClock
from tests.storage.conftest import Look
from tests.storage.scene import Scene

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "secure_delete": 1,
}


def _modes(directory: Path) -> dict[str, str]:
    paths = [directory, *directory.rglob("*")]
    return {
        path.relative_to(directory).as_posix(): f"{stat.S_IMODE(path.stat().st_mode):o}"
        for path in paths
    }


async def test_everything_is_made_for_its_owner_alone(scene: Scene) -> None:
    """Directories 0700, files 0600, the database and its log included."""
    store = scene.open()
    await store.readiness()
    modes = _modes(scene.data_dir)
    await store.close()
    assert {"700"} == {mode for name, mode in modes.items() if name in (".", "keys")}
    assert {"600"} == {mode for name, mode in modes.items() if name not in (".", "keys")}
    assert {"keys/wrapping.key", "keys/lookup-1.key", DATABASE, f"{DATABASE}-wal"} <= modes.keys()


@pytest.mark.parametrize("name", [".", "keys", "keys/wrapping.key", "keys/lookup-1.key"])
async def test_a_wider_mode_refuses_the_start(scene: Scene, name: str) -> None:
    """Whoever else could have read a key: the operator must see to it first."""
    await scene.open().close()
    path = scene.data_dir / name
    path.chmod(path.stat().st_mode | 0o040)
    with pytest.raises(SettingsRefused, match="mode"):
        scene.open()


async def test_one_process_serves_a_data_directory(scene: Scene) -> None:
    """A second one is refused at once, and may serve when the first has gone."""
    first = scene.open()
    with pytest.raises(SettingsRefused, match="served by another process"):
        scene.open()
    beside = scene.open(serving=False)
    await beside.close()
    await first.close()
    await scene.open().close()


async def test_keys_are_made_once(scene: Scene) -> None:
    """A later start finds the keys and leaves them as they are."""
    await scene.open().close()
    before = {path.name: path.read_bytes() for path in (scene.data_dir / "keys").iterdir()}
    await scene.open().close()
    after = {path.name: path.read_bytes() for path in (scene.data_dir / "keys").iterdir()}
    assert before == after
    assert 2 == len(set(before.values()))


@pytest.mark.parametrize("name", ["wrapping.key", "lookup-1.key"])
async def test_another_key_refuses_the_start(scene: Scene, name: str) -> None:
    """A store opened with keys it was not written under would be unreadable, silently."""
    await scene.open().close()
    (scene.data_dir / "keys" / name).write_bytes(bytes(32))
    with pytest.raises(SettingsRefused, match=name.removesuffix(".key")):
        scene.open()


@pytest.mark.parametrize("name", ["wrapping.key", "lookup-1.key"])
async def test_a_lost_key_is_not_made_anew(scene: Scene, name: str) -> None:
    """A store that exists needs its own keys: new ones would hide the loss."""
    await scene.open().close()
    path = scene.data_dir / "keys" / name
    path.unlink()
    with pytest.raises(SettingsRefused, match=name):
        scene.open()
    assert not path.exists()


async def test_a_key_of_wrong_length_is_refused(scene: Scene) -> None:
    """A file that was cut short is no key."""
    await scene.open().close()
    (scene.data_dir / "keys" / "wrapping.key").write_bytes(bytes(31))
    with pytest.raises(SettingsRefused, match="32 bytes"):
        scene.open()


async def test_a_further_epoch_may_be_added(scene: Scene) -> None:
    """A new look-up key becomes the current epoch; without the old one the start is refused."""
    await scene.open().close()
    newer = scene.data_dir / "keys" / "lookup-2.key"
    newer.touch(mode=0o600)
    newer.write_bytes(bytes(range(32)))
    await scene.open().close()
    newer.unlink()
    with pytest.raises(SettingsRefused, match="lookup-2"):
        scene.open()


async def test_the_migrations_make_the_tables_that_the_code_uses(scene: Scene) -> None:
    """From nothing, the revisions give exactly what the tables in code say."""
    for table in (verification, consent, entry):
        assert table.metadata is metadata
    await scene.open().close()
    engine = open_writing(scene.data_dir / DATABASE)
    with engine.connect() as connection:
        assert [] == compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()


async def test_a_refused_first_start_leaves_no_half_store(scene: Scene, look: Look) -> None:
    """Tables and key check come together or not at all."""
    scene.data_dir.mkdir(mode=0o700)
    keys = scene.data_dir / "keys"
    keys.mkdir(mode=0o700)
    keys.chmod(0o755)
    with pytest.raises(SettingsRefused, match="mode"):
        scene.open()
    assert [] == look("SELECT name FROM sqlite_master")
    keys.chmod(0o700)
    await scene.open().close()


async def test_a_store_of_a_newer_version_is_refused(scene: Scene, look: Look) -> None:
    """Nobody goes backward."""
    await scene.open().close()
    look("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SettingsRefused, match="version"):
        scene.open()


async def test_a_damaged_database_is_refused(scene: Scene) -> None:
    """What is no database is not opened, and not replaced."""
    scene.data_dir.mkdir(mode=0o700)
    path = scene.data_dir / DATABASE
    path.write_bytes(b"not a database, but long enough to be taken for one" * 20)
    with pytest.raises(SettingsRefused, match="cannot be opened"):
        scene.open()
    assert path.read_bytes().startswith(b"not a database")


def test_a_data_directory_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    """The error names the place."""
    (tmp_path / "file").write_bytes(b"")
    settings = Settings(data_dir=tmp_path / "file" / "data")
    with pytest.raises(SettingsRefused, match="data"):
        open_store(settings, StillClock(), SeededChance())


def test_another_database_is_refused_for_now(tmp_path: Path) -> None:
    """A setting that would not be heeded is not ignored."""
    settings = Settings(data_dir=tmp_path, database_url="postgresql://localhost/gateway")
    with pytest.raises(SettingsRefused, match="database_url"):
        open_store(settings, StillClock(), SeededChance())


def _pragmas(transaction: Connection) -> tuple[object, ...]:
    names = (*PRAGMAS, "query_only")
    return tuple(transaction.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names)


async def test_every_connection_is_durable_and_strict(scene: Scene) -> None:
    """The settings of SQLite that the promises rest on hold for writer and readers."""
    store = scene.open()
    expected = tuple(PRAGMAS.values())
    assert (*expected, 0) == await store.writer.run(_pragmas)
    assert (*expected, 1) == await store.trail.readers.run(_pragmas)
    await store.close()


async def test_the_database_is_sound_after_use(scene: Scene) -> None:
    """SQLite's own check finds nothing after a start, a write and an end."""
    store = scene.open()
    await scene.register(store)
    await store.close()
    connection = sqlite3.connect(scene.data_dir / DATABASE)
    assert [("ok",)] == list(connection.execute("PRAGMA integrity_check"))
    assert [] == list(connection.execute("PRAGMA foreign_key_check"))
    connection.close()
