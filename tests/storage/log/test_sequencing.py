"""Sequencing: every committed entry gets one index, in order, once, whatever goes wrong."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.audit import entry as kinds
from gateway.audit.tlog.checkpoints import open_checkpoint
from gateway.audit.tlog.hashes import EMPTY_ROOT, leaf_hash
from gateway.errors import LogBehind, SettingsRefused, TrailUnavailable
from gateway.settings import Settings
from gateway.storage.log import growth
from gateway.storage.opening import open_store
from tests.audit.tlog import reference
from tests.storage.conftest import Look
from tests.storage.log.scene import KEY, ORIGIN, Logged, opened
from tests.storage.scene import Scene

LEAVES = 'SELECT "index", entry_id FROM leaf ORDER BY "index"'
STEPS = ("grow", "sign", "publish", "published")


class Crash(BaseException):
    """Stands for the process that ends here."""


async def is_whole(logged: Logged, look: Look) -> bool:
    """Whether index, head and signed head are those of the entries, each once and in order."""
    entries = await logged.entries()
    indexed = [(number, name) for number, (name, _) in enumerate(entries)]
    head = await logged.head()
    root = reference.root([leaf_hash(content) for _, content in entries])
    return (indexed, len(entries), root) == (look(LEAVES), head.size, head.root)


async def test_an_empty_log_has_a_signed_head(scene: Scene) -> None:
    """Before its first entry there is a checkpoint of nothing, so that even that can be kept."""
    store = scene.open()
    logged = Logged(scene, store, await opened(store, scene))
    assert None is await logged.log.log.checkpoint()
    assert 0 == await logged.sequence()
    assert (ORIGIN, 0, EMPTY_ROOT) == (
        (await logged.head()).origin,
        (await logged.head()).size,
        (await logged.head()).root,
    )
    await store.close()


async def test_entries_get_their_index_in_the_order_of_commit(logged: Logged, look: Look) -> None:
    """Dense from 0, and the head is the tree over exactly these bytes."""
    await logged.write(5)
    assert 7 == await logged.sequence()
    assert await is_whole(logged, look)
    await logged.write(300)
    assert 307 == await logged.sequence()
    assert await is_whole(logged, look)
    assert [] == look("SELECT * FROM unsequenced")


async def test_nothing_new_signs_nothing_new(logged: Logged, look: Look) -> None:
    """Sequencing again changes nothing."""
    await logged.sequence()
    before = look("SELECT * FROM log_checkpoint"), look("SELECT * FROM log_tile")
    assert 2 == await logged.sequence()
    assert before == (look("SELECT * FROM log_checkpoint"), look("SELECT * FROM log_tile"))


async def test_more_than_one_batch(
    logged: Logged, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits is worked off in bounded transactions, each with a head of its own."""
    monkeypatch.setattr(growth, "MOST_AT_ONCE", 4)
    await logged.write(9)
    assert 11 == await logged.sequence()
    assert await is_whole(logged, look)
    sizes = [size for (size,) in look("SELECT size FROM log_checkpoint ORDER BY size")]
    assert [0, 4, 8, 11] == sizes


async def test_a_restart_goes_on(logged: Logged, look: Look) -> None:
    """A new process reads the right edge of the tree from its tiles and grows it."""
    await logged.write(280)
    await logged.sequence()
    logged.log = await opened(logged.store, logged.scene)
    await logged.write(20)
    await logged.sequence()
    assert await is_whole(logged, look)


async def test_two_sequencers_started_together(logged: Logged, look: Look) -> None:
    """Whoever comes second finds what the first has made; no index is given twice."""
    other = Logged(logged.scene, logged.store, await opened(logged.store, logged.scene))
    for _ in range(20):
        await logged.write(7)
        await asyncio.gather(logged.sequence(), other.sequence())
    await logged.sequence()
    assert await is_whole(logged, look)


@pytest.mark.parametrize("step", STEPS)
async def test_a_crash_at_every_step(logged: Logged, look: Look, step: str) -> None:
    """Nothing is lost, doubled or signed twice; the next sequencer goes on."""

    def crash(name: str) -> None:
        if name == step:
            raise Crash

    for _ in range(3):
        await logged.write(3)
        logged.log.sequencer.step = crash
        with pytest.raises(Crash):
            await logged.sequence()
        logged.log = await opened(logged.store, logged.scene)
    await logged.sequence()
    assert await is_whole(logged, look)


@given(st.lists(st.sampled_from([*STEPS, "write", "whole"]), min_size=1, max_size=12))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_any_story_of_crashes(logged: Logged, look: Look, story: list[str]) -> None:
    """Whatever order of writing, sequencing and crashing: the log is whole in the end."""
    for event in story:
        if event == "write":
            await logged.write(2)
            continue
        logged.log = await opened(logged.store, logged.scene)

        def step(name: str, event: str = event) -> None:
            if name == event:
                raise Crash

        logged.log.sequencer.step = step
        try:
            await logged.sequence()
        except Crash:
            continue
    logged.log = await opened(logged.store, logged.scene)
    await logged.sequence()
    assert await is_whole(logged, look)


async def test_one_head_for_one_size(logged: Logged, look: Look) -> None:
    """An unsigned head is signed as it is before anything else gets an index."""
    await logged.sequence()
    await logged.write(1)

    def crash(name: str) -> None:
        if name == "publish":
            raise Crash

    logged.log.sequencer.step = crash
    with pytest.raises(Crash):
        await logged.sequence()
    [(root,)] = look("SELECT root FROM log_head")
    await logged.write(4)
    logged.log = await opened(logged.store, logged.scene)
    await logged.sequence()
    [(note,)] = look("SELECT note FROM log_checkpoint WHERE size = 3")
    assert root == open_checkpoint(note, KEY).root


async def test_a_log_whose_tiles_do_not_lead_to_its_head_is_not_signed(
    logged: Logged, look: Look
) -> None:
    """A damaged tile stops the sequencer of the next process."""
    await logged.sequence()
    look("UPDATE log_tile SET hashes = zeroblob(64)")
    logged.log = await opened(logged.store, logged.scene)
    await logged.write(1)
    with pytest.raises(TrailUnavailable, match="do not lead to its head"):
        await logged.sequence()


@pytest.mark.parametrize("table", ["leaf", "log_checkpoint"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET rowid = rowid + 100"])
async def test_what_is_signed_cannot_be_changed(
    logged: Logged, look: Look, table: str, statement: str
) -> None:
    """Indices and checkpoints are insert-only."""
    await logged.sequence()
    with pytest.raises(sqlite3.IntegrityError, match="insert-only"):
        look(statement.format(table))


async def test_a_log_keeps_its_name(logged: Logged) -> None:
    """Another name in the settings stops the start; none takes the one that it has."""
    with pytest.raises(SettingsRefused, match=ORIGIN):
        await opened(logged.store, logged.scene, "other.example/log")
    assert ORIGIN == (await opened(logged.store, logged.scene, "")).log.key.name


@pytest.mark.parametrize("name", ["a b", "a+b", "x" * 300])
async def test_names_that_cannot_be(logged: Logged, name: str) -> None:
    """A name of a log has no white space and no plus."""
    with pytest.raises(SettingsRefused, match="log_origin"):
        await opened(logged.store, logged.scene, name)


async def test_a_log_that_is_behind_stops_the_gateway(scene: Scene) -> None:
    """Once the oldest entry has waited too long nothing is begun, until the log has caught up."""
    limited = Settings(data_dir=scene.data_dir, log_lag_seconds=60, log_origin=ORIGIN)
    store = open_store(limited, scene.clock, scene.chance, serving=True)
    await scene.register(store)
    logged = Logged(scene, store, await opened(store, scene))
    scene.clock.move(seconds=60)
    await store.trail.begin(scene.attempt())
    scene.clock.move(seconds=1)
    with pytest.raises(LogBehind):
        await store.trail.begin(scene.attempt())
    with pytest.raises(LogBehind):
        await store.readiness()
    state = await logged.log.log.state()
    assert (0, 3, timedelta(seconds=61)) == (state.size, state.waiting, state.lag)
    await logged.sequence()
    await store.readiness()
    await store.trail.begin(scene.attempt())
    await store.close()


async def test_entries_of_other_processes_wait_too(logged: Logged, look: Look) -> None:
    """A registration beside the serving process is sequenced by it."""
    beside = logged.scene.open(serving=False)
    await beside.trail.note(logged.scene.entry(kinds.CLIENT_REGISTERED))
    await beside.close()
    assert 3 == await logged.sequence()
    assert await is_whole(logged, look)
