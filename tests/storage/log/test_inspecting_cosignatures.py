"""Inspection of cosignatures: what does not hold is found, and only known keys prove anything."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from gateway.audit.tlog.note_keys import KeyType, NoteKey
from gateway.audit.tlog.notes import signed
from gateway.storage.engines import open_inspecting
from gateway.storage.log.inspecting_cosignatures import Cosignature, Cosignatures
from gateway.storage.log.witnessing import SqlWitnessBook
from gateway.storage.opening import DATABASE
from tests.audit.tlog.signing import COSIGNER, SEEN_AT, WITNESS, key, sign
from tests.storage.log.scene import Logged

OTHER = key("witness.example/w2", KeyType.COSIGNATURE)


@pytest.fixture
async def cosigned(logged: Logged) -> Logged:
    """A log whose heads of two and of five entries a witness has cosigned."""
    book = SqlWitnessBook(logged.store.writer, logged.store.readers, logged.store.clock)
    for _ in range(2):
        await logged.sequence()
        head = await logged.head()
        line = signed(head.text, COSIGNER, sign(WITNESS), at=SEEN_AT)
        await book.keep(head.size, COSIGNER, line)
        await logged.write(3)
    return logged


def inspected(logged: Logged, known: tuple[NoteKey, ...] = (COSIGNER,)) -> Cosignatures:
    engine = open_inspecting(logged.scene.data_dir / DATABASE)
    found = Cosignatures(known)
    found.inspect(engine)
    engine.dispose()
    return found


def tamper(logged: Logged, statement: str) -> None:
    """Change the database as somebody who has the file would."""
    with closing(sqlite3.connect(logged.scene.data_dir / DATABASE)) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)


def sizes(found: Cosignatures) -> list[int | None]:
    return [one.index for one in found.found]


async def test_what_holds(cosigned: Logged) -> None:
    """The newest cosigned head of every key, and of those that were brought along."""
    newest = Cosignature(COSIGNER, 5, SEEN_AT)
    found = inspected(cosigned)
    assert ([], [newest]) == (found.found, [*found.of_known()])
    unknown = inspected(cosigned, ())
    assert ([], [], [newest]) == (
        unknown.found,
        [*unknown.of_known()],
        [*unknown.newest.values()],
    )


async def test_a_witness_who_has_cosigned_nothing(cosigned: Logged) -> None:
    """Whoever brings a key along wants its cosignature."""
    found = inspected(cosigned, (COSIGNER, OTHER))
    assert ["no checkpoint is cosigned by witness.example/w2"] == [o.said for o in found.found]


@pytest.mark.parametrize(
    ("statement", "size"),
    [
        ("DELETE FROM log_checkpoint WHERE size = 5", 5),
        ("UPDATE log_cosignature SET line = 'x' WHERE size = 2", 2),
        ("UPDATE log_cosignature SET key = 'x' WHERE size = 2", 2),
        ("UPDATE log_cosignature SET size = 0 WHERE size = 2", 0),
        ("UPDATE log_checkpoint SET note = x'00' WHERE size = 5", 5),
        ("UPDATE log_checkpoint SET note = 'text' WHERE size = 5", 5),
    ],
    ids=["no head", "no line", "no key", "another head", "no note", "another type"],
)
async def test_what_does_not_hold(cosigned: Logged, statement: str, size: int) -> None:
    """It is named by the size of its head; the others stand."""
    tamper(cosigned, statement)
    assert [size] == sizes(inspected(cosigned))


async def test_an_earlier_store(cosigned: Logged) -> None:
    """A copy from before there were witnesses has nothing to look at."""
    tamper(cosigned, "DROP TABLE log_cosignature")
    assert [] == inspected(cosigned, ()).found
