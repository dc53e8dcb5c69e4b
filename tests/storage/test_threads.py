"""The writer: all or nothing, told after the commit, and well again when the cause is gone."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from functools import partial

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from gateway.audit import entry as kinds
from gateway.errors import TrailUnavailable
from gateway.storage.attempt_tables import pulse
from gateway.storage.opening import DATABASE
from gateway.storage.store import Store
from tests.storage.conftest import Look
from tests.storage.scene import SUBJECT, Scene

COUNT = "SELECT count(*) FROM entry"


async def test_a_failing_command_leaves_nothing(scene: Scene, store: Store, look: Look) -> None:
    """What a command did before it failed is undone, and the writer goes on."""
    before = look(COUNT)

    def command(transaction: Connection) -> None:
        store.trail.entries.write(transaction, scene.entry(kinds.READ, (SUBJECT,)))
        raise LookupError("enough")

    with pytest.raises(LookupError):
        await store.writer.run(command)
    assert before == look(COUNT)
    await store.readiness()


async def test_a_result_is_told_after_its_commit(store: Store, look: Look) -> None:
    """Whoever is told has something that another program can read already."""
    for identity in range(10, 20):
        row = pulse.insert().values(id=identity, at=store.clock.now())
        await store.writer.run(partial(Connection.execute, statement=row))
        assert [(identity,)] == look("SELECT max(id) FROM pulse")


async def test_who_leaves_before_the_start_has_asked_for_nothing(
    scene: Scene, store: Store, look: Look
) -> None:
    """A command whose caller is gone before its turn is not run."""
    held, release = threading.Event(), threading.Event()

    def hold(_: Connection) -> None:
        held.set()
        release.wait()

    blocking = asyncio.ensure_future(store.writer.run(hold))
    await asyncio.to_thread(held.wait)
    before = look(COUNT)
    leaving = asyncio.ensure_future(store.trail.note(scene.entry(kinds.READ, (SUBJECT,))))
    await asyncio.wait({leaving}, timeout=0)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    release.set()
    await blocking
    await store.readiness()
    assert before == look(COUNT)


async def test_who_leaves_in_the_middle_changes_nothing_about_the_step(
    scene: Scene, store: Store, look: Look
) -> None:
    """A command that has begun is finished as a whole, though nobody waits for it any more."""
    held, release = threading.Event(), threading.Event()
    attempt = scene.attempt()

    def command(transaction: Connection) -> None:
        held.set()
        release.wait()
        store.trail.beginnings.begin(transaction, attempt, scene.clock.now())

    leaving = asyncio.ensure_future(store.writer.run(command))
    await asyncio.to_thread(held.wait)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    release.set()
    await store.readiness()
    stored = await store.trail.verification(attempt.verification_id)
    assert stored is not None
    found = look("SELECT count(*) FROM entry_detail WHERE entry_id = ?", stored.intent)
    assert [(2,)] == found


async def _note_until_it_fails(scene: Scene, store: Store) -> tuple[int, TrailUnavailable]:
    """How many entries were accepted, and why the next one was not."""
    for written in range(1000):
        try:
            await store.trail.note(scene.entry(kinds.READ, (SUBJECT,)))
        except TrailUnavailable as failed:
            return written, failed
    raise AssertionError("nothing failed")


async def test_a_full_database_refuses_until_there_is_room_again(
    scene: Scene, store: Store, look: Look
) -> None:
    """No room: TrailUnavailable, nothing written, nobody told; then all is well by itself."""
    attempt = scene.attempt("cns_1", key="key-1")
    await scene.give(store, "cns_1")
    before = look(COUNT)
    pages = "PRAGMA max_page_count = {}"
    await store.writer.run(lambda t: t.exec_driver_sql(pages.format(1)))
    written, failed = await _note_until_it_fails(scene, store)
    assert "full" in str(failed.__cause__)
    assert [(before[0][0] + written,)] == look(COUNT)
    # The connection that failed is gone, and with it the limit that belonged to it.
    await store.trail.begin(attempt)
    await store.trail.conclude(scene.disclosure(attempt))


async def test_a_store_that_another_program_locks_refuses_and_recovers(
    scene: Scene, store: Store
) -> None:
    """A lock that is not given up in time is an outage, not a wait without end."""
    blocker = sqlite3.connect(scene.data_dir / DATABASE, isolation_level=None)
    await store.writer.run(lambda t: t.exec_driver_sql("PRAGMA busy_timeout = 10"))
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(TrailUnavailable):
        await store.readiness()
    assert await store.trail.verification("ver_none") is None  # readers do not wait for writers
    blocker.execute("ROLLBACK")
    blocker.close()
    await store.readiness()


async def test_no_parameter_shows_in_an_error(store: Store) -> None:
    """What was to be written is not repeated in the error, nor in its cause."""

    def command(transaction: Connection) -> None:
        transaction.exec_driver_sql("INSERT INTO nowhere VALUES (?)", (SUBJECT.number,))

    with pytest.raises(TrailUnavailable) as failed:
        await store.writer.run(command)
    cause = failed.value.__cause__
    assert isinstance(cause, OperationalError)
    assert SUBJECT.number not in f"{failed.value} {cause}"


async def test_a_reader_cannot_write(store: Store) -> None:
    """Reading threads are held to reading by the database itself."""
    with pytest.raises(TrailUnavailable):
        await store.trail.readers.run(lambda t: t.execute(pulse.delete()))
    assert await store.trail.verification("ver_none") is None


async def test_a_closed_store_finishes_and_then_refuses(
    scene: Scene, store: Store, look: Look
) -> None:
    """Closing waits for what was asked before; afterwards nothing is accepted."""
    before = look(COUNT)[0][0]
    entries = [scene.entry(kinds.READ, (SUBJECT,)) for _ in range(20)]
    notes = [asyncio.ensure_future(store.trail.note(entry)) for entry in entries]
    await asyncio.wait(notes, timeout=0)
    await store.close()
    await asyncio.gather(*notes)
    assert [(before + 20,)] == look(COUNT)
    with pytest.raises(TrailUnavailable):
        await store.trail.note(scene.entry(kinds.READ, (SUBJECT,)))
    with pytest.raises(TrailUnavailable):
        await store.trail.verification("ver_none")
