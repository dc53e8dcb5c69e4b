"""Inspection: whatever somebody changes behind the gateway's back is found, and named."""

# ruff: noqa: S608 - a test tampers with its own database

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from gateway.audit.tlog.checkpoints import Checkpoint
from gateway.audit.tlog.divergence import Kind
from gateway.audit.tlog.frontier import Frontier
from gateway.audit.tlog.hashes import leaf_hash
from gateway.audit.tlog.notes import Note, signed
from gateway.storage.engines import open_inspecting
from gateway.storage.log import inspecting
from gateway.storage.log.inspecting import Inspection
from gateway.storage.log.looking_deeper import look_deeper
from gateway.storage.opening import DATABASE
from tests.audit.tlog import reference
from tests.storage.log.scene import KEY, PRIVATE, Logged

SIZE = 300
Tamper = Callable[[str], None]


@pytest.fixture
async def full(logged: Logged) -> Logged:
    """A log of 300 entries, signed at several sizes."""
    for count in (8, 90, 200):
        await logged.write(count)
        await logged.sequence()
    return logged


@pytest.fixture
def tamper(scene_database: Path) -> Tamper:
    """Change the database as somebody who has the file would: no trigger holds him."""

    def run(statements: str) -> None:
        with closing(sqlite3.connect(scene_database)) as connection, connection:
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type='trigger'"
            ):
                connection.execute(f"DROP TRIGGER {name}")
            connection.executescript(statements)

    return run


@pytest.fixture
def scene_database(full: Logged) -> Path:
    """The file."""
    return full.scene.data_dir / DATABASE


def inspected(full: Logged, *, deep: bool = False, kept: tuple[Checkpoint, ...] = ()) -> Inspection:
    """The inspection of a store, run to its end."""
    engine = open_inspecting(full.scene.data_dir / DATABASE)
    inspection = Inspection(engine, KEY, kept, look_deeper if deep else None)
    for _ in inspection.run():
        pass
    engine.dispose()
    return inspection


def kinds(inspection: Inspection) -> list[tuple[str, int | None]]:
    return [(one.kind.value, one.index) for one in inspection.found]


async def test_an_untouched_log_agrees(full: Logged) -> None:
    """Every entry, tile, head and checkpoint; also deep, and against a kept checkpoint."""
    kept = await full.head()
    found = inspected(full, deep=True, kept=(kept,))
    assert ([], SIZE, SIZE, kept.root) == (
        found.found,
        found.size,
        found.frontier.size,
        found.frontier.root(),
    )
    assert 4 == found.checkpoints  # the empty log has one too


async def test_entries_that_wait_are_no_divergence(full: Logged) -> None:
    """What was committed a moment ago has no index yet."""
    await full.write(2)
    assert [] == inspected(full).found


ID = '(SELECT entry_id FROM leaf WHERE "index" = 42)'
TAMPERING = {
    "a row edited": (
        f"UPDATE entry SET bytes = CAST(bytes || x'20' AS BLOB) WHERE entry_id = {ID}",
        "altered",
        42,
    ),
    "a row's type changed": (
        f"UPDATE entry SET bytes = CAST(bytes AS TEXT) WHERE entry_id = {ID}",
        "altered",
        42,
    ),
    "a row deleted": (f"DELETE FROM entry WHERE entry_id = {ID}", "missing", 42),
    "an index deleted": ('DELETE FROM leaf WHERE "index" = 42', "missing", 42),
    "an index inserted": (
        "INSERT INTO leaf VALUES (300, 'forged')",
        "extra",
        300,
    ),
    "a checkpoint's root replaced": (
        "UPDATE log_checkpoint SET root = zeroblob(32) WHERE size = 100",
        "checkpoint",
        100,
    ),
    "a checkpoint's note replaced": (
        (
            "UPDATE log_checkpoint SET note = (SELECT note FROM log_checkpoint WHERE size = 10)"
            " WHERE size = 100"
        ),
        "checkpoint",
        100,
    ),
    "the head replaced": ("UPDATE log_head SET root = zeroblob(32)", "head", 300),
    "an upper tile replaced": (
        "UPDATE log_tile SET hashes = zeroblob(32) WHERE level = 1",
        "tile",
        None,
    ),
    "a tile's type changed": (
        "UPDATE log_tile SET hashes = CAST(hashes AS TEXT) WHERE level = 0",
        "tile",
        None,
    ),
    "a tile deleted": ('DELETE FROM log_tile WHERE level = 0 AND "index" = 1', "tile", None),
}


@pytest.mark.parametrize("name", TAMPERING)
async def test_tampering_is_found(full: Logged, tamper: Tamper, name: str) -> None:
    """By inspection, at its place, and the rest of the log is still judged."""
    statement, kind, index = TAMPERING[name]
    tamper(statement)
    assert (kind, index) in kinds(inspected(full))


async def test_a_row_inserted(full: Logged, tamper: Tamper) -> None:
    """An entry that no sequencer has seen and none will: it does not wait."""
    tamper("INSERT INTO entry (entry_id, bytes, kind, at) VALUES ('forged', x'7b7d', 'x.y', 1)")
    assert [("extra", None)] == kinds(inspected(full))


async def test_an_entry_kept_out_of_the_log(full: Logged, tamper: Tamper) -> None:
    """Whoever deletes what waits leaves an entry without an index."""
    await full.write(1)
    tamper("DELETE FROM unsequenced")
    assert [("extra", None)] == kinds(inspected(full))


async def test_two_rows_swapped(full: Logged, tamper: Tamper) -> None:
    """Both are found, whether the bytes or the indices were swapped."""
    tamper(
        """
        UPDATE leaf SET entry_id = 'x' || entry_id WHERE "index" IN (7, 8);
        UPDATE leaf SET "index" = 1007 WHERE "index" = 7;
        UPDATE leaf SET "index" = 7 WHERE "index" = 8;
        UPDATE leaf SET "index" = 8 WHERE "index" = 1007;
        UPDATE leaf SET entry_id = substr(entry_id, 2) WHERE "index" IN (7, 8);
        """
    )
    assert [("altered", 7), ("altered", 8)] == kinds(inspected(full))


async def test_a_row_edited_with_its_tile(full: Logged, tamper: Tamper) -> None:
    """Who also changes the tree's hashes is found by the signed heads that came after."""
    entry_id, content = (await full.entries())[42]
    hashed = leaf_hash(content + b" ").hex()
    tamper(
        f"""
        UPDATE entry SET bytes = CAST(bytes || x'20' AS BLOB) WHERE entry_id = '{entry_id}';
        UPDATE log_tile SET hashes = CAST(substr(hashes, 1, {42 * 32}) || x'{hashed}'
            || substr(hashes, {43 * 32 + 1}) AS BLOB) WHERE level = 0 AND "index" = 0;
        """
    )
    found = kinds(inspected(full))
    assert {("checkpoint", 100), ("checkpoint", 300), ("head", 300), ("tile", None)} == set(found)


async def test_a_log_rebuilt_by_whoever_has_its_key(full: Logged, tamper: Tamper) -> None:
    """Inspection alone finds nothing; a checkpoint that was kept elsewhere does."""
    kept = await full.head()
    entries = await full.entries()
    forged = [
        (name, content + b" " if n == 42 else content) for n, (name, content) in enumerate(entries)
    ]
    hashes = [leaf_hash(content) for _, content in forged]
    root = reference.root(hashes)
    text = Checkpoint(KEY.name, SIZE, root).text
    note = Note(text, (signed(text, KEY, PRIVATE.sign),)).encoded().hex()
    tiles = [b"".join(hashes[:256]).hex(), b"".join(hashes[256:]).hex()]
    tamper(
        f"""
        UPDATE entry SET bytes = CAST(bytes || x'20' AS BLOB) WHERE entry_id = '{entries[42][0]}';
        UPDATE log_tile SET hashes = x'{tiles[0]}' WHERE level = 0 AND "index" = 0;
        UPDATE log_tile SET hashes = x'{tiles[1]}' WHERE level = 0 AND "index" = 1;
        UPDATE log_tile SET hashes = x'{reference.root(hashes[:256]).hex()}' WHERE level = 1;
        UPDATE log_head SET root = x'{root.hex()}';
        DELETE FROM log_checkpoint;
        INSERT INTO log_checkpoint VALUES (300, x'{root.hex()}', x'{note}', 1);
        """
    )
    assert [] == inspected(full).found
    assert [("checkpoint", SIZE)] == kinds(inspected(full, kept=(kept,)))


async def test_a_log_that_was_cut_short(full: Logged) -> None:
    """A kept checkpoint of more entries than there are is a divergence by itself."""
    longer = Checkpoint(KEY.name, SIZE + 1, bytes(32))
    assert [("checkpoint", SIZE + 1)] == kinds(inspected(full, kept=(longer,)))


COLUMNS = ("kind", "at", "parent", "verification_id", "requester", "matter", "fact", "reasons")


@pytest.mark.parametrize("column", COLUMNS)
async def test_a_column_that_says_something_else(full: Logged, tamper: Tamper, column: str) -> None:
    """Found by the deep inspection; the bytes are what counts."""
    value = {"at": "at + 1", "reasons": "'[\"x\"]'"}.get(column, "'another'")
    tamper(f"UPDATE entry SET {column} = {value} WHERE entry_id = {ID}")
    assert [] == inspected(full).found
    assert [("column", 42)] == kinds(inspected(full, deep=True))


async def test_a_ciphertext_that_was_replaced(full: Logged, tamper: Tamper) -> None:
    """Another ciphertext is found, one that is gone is not: retention deletes them."""
    await full.store.trail.begin(full.scene.attempt())
    await full.sequence()
    tamper("UPDATE entry_detail SET ciphertext = x'00' WHERE position = 0")
    assert ["detail"] == [one.kind.value for one in inspected(full, deep=True).found]
    tamper("DELETE FROM entry_detail")
    assert [] == inspected(full, deep=True).found


async def test_it_goes_on_where_it_ended(
    full: Logged, tamper: Tamper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From any place, what follows is judged as if nothing had been interrupted."""
    monkeypatch.setattr(inspecting, "CHUNK", 256)
    engine = open_inspecting(full.scene.data_dir / DATABASE)
    first = Inspection(engine, KEY)
    assert 256 == next(first.run())
    second = Inspection(engine, KEY, frontier=Frontier(256, list(first.frontier.peaks)))
    assert [SIZE] == list(second.run())
    assert ([], (await full.head()).root) == (second.found, second.frontier.root())
    tamper('DELETE FROM leaf WHERE "index" = 280')
    third = Inspection(engine, KEY, frontier=Frontier(256, list(first.frontier.peaks)))
    list(third.run())
    assert [Kind.MISSING, Kind.EXTRA] == [one.kind for one in third.found]
    engine.dispose()


async def test_inspection_changes_nothing(full: Logged) -> None:
    """Its connection cannot write."""
    engine = open_inspecting(full.scene.data_dir / DATABASE)
    with engine.begin() as transaction, pytest.raises(OperationalError):
        transaction.exec_driver_sql("DELETE FROM log_tile")
    engine.dispose()
