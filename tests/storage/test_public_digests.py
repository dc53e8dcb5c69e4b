"""The hourly digests: one entry an hour, and nothing that was sent in changes unnoticed."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

import pytest

from gateway.audit.entry import EntryDraft, NewEntry
from gateway.audit.leaf import read_leaf
from gateway.ports.digests import DigestedPeriod
from gateway.storage.demand_tables import DEMANDS
from gateway.storage.store import Store
from tests.storage.conftest import Look
from tests.storage.demand_scene import OFFICE, a_new_demand
from tests.storage.scene import Scene

MOST = 100


async def _receive(scene: Scene, store: Store, count: int) -> None:
    for _ in range(count):
        await store.demands.receive(a_new_demand(scene), MOST)


async def write_digest(scene: Scene, store: Store) -> int:
    """Write the digests that are due, as the background does."""

    def compose(period: DigestedPeriod) -> NewEntry:
        about = {
            "begins": period.begins.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "count": str(period.count),
        }
        rows = {"rows": period.digest}
        return NewEntry(
            EntryDraft(scene.new_id(), period.kind, scene.clock.now(), digests=rows, about=about)
        )

    return await store.digests.write_due(compose)


async def _problems(store: Store) -> list[str | None]:
    return [found.problem for found in await store.digests.check() if found.kind.startswith("dem")]


async def test_an_hour_is_digested_once(scene: Scene, store: Store) -> None:
    """Nothing while the hour lasts; then one entry, however often it is tried."""
    await _receive(scene, store, 3)
    scene.clock.move(minutes=59)
    written = [await write_digest(scene, store)]
    scene.clock.move(minutes=3)
    written += [await write_digest(scene, store), await write_digest(scene, store)]
    assert [0, 1, 0] == written
    (found,) = await store.digests.check()
    assert (3, None) == (found.count, found.problem)


async def test_an_empty_hour_writes_nothing(scene: Scene, store: Store) -> None:
    """Hours in which nothing came in have no entry."""
    await _receive(scene, store, 1)
    scene.clock.move(hours=30)
    assert 1 == await write_digest(scene, store)
    assert 0 == await write_digest(scene, store)


async def test_another_process_writes_no_second_digest(scene: Scene, store: Store) -> None:
    """A store that is opened beside the first finds the hour done."""
    await _receive(scene, store, 1)
    scene.clock.move(hours=2)
    beside = scene.open(serving=False)
    written = [await write_digest(scene, store), await write_digest(scene, beside)]
    await beside.close()
    assert [1, 0] == written


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE demand SET office = 'x' WHERE seq = 1",
        "UPDATE demand SET said = NULL WHERE seq = 2",
        "DELETE FROM demand WHERE seq = 2",
        "UPDATE demand SET seq = 9 WHERE seq = 1",
        "UPDATE demand SET period = period + 3600000",
        "UPDATE public_digest SET blind = zeroblob(32)",
        "UPDATE public_digest SET blind = 'x'",
        "UPDATE demand SET happened_on = 'x' WHERE seq = 2",
        "UPDATE demand SET received_at = 'x' WHERE seq = 2",
        "UPDATE demand SET period = 'x' WHERE seq = 2",
        "UPDATE demand SET said = CAST(x'ff00' AS TEXT) WHERE seq = 1",
        "UPDATE demand SET blind = 'x' WHERE seq = 1",
        "UPDATE demand SET certificate = 1.5 WHERE seq = 1",
    ],
)
async def test_changes_are_found(scene: Scene, store: Store, look: Look, sql: str) -> None:
    """Whoever changes, moves or removes what was sent in is found by the check."""
    await _receive(scene, store, 2)
    scene.clock.move(hours=2)
    await write_digest(scene, store)
    look(sql)
    assert "changed" in await _problems(store)


async def test_a_digest_cannot_be_dropped_with_its_rows(
    scene: Scene, store: Store, look: Look
) -> None:
    """The check begins with the trail's entries: without rows and blind it says so."""
    await _receive(scene, store, 2)
    scene.clock.move(hours=2)
    await write_digest(scene, store)
    look("DELETE FROM demand")
    look("DELETE FROM public_digest")
    assert ["blind_missing"] == await _problems(store)


async def test_rows_of_an_hour_long_over_are_found(scene: Scene, store: Store, look: Look) -> None:
    """Rows put into an hour that had none get a digest, but one that is behind its time."""
    await _receive(scene, store, 1)
    scene.clock.move(hours=30)
    await _receive(scene, store, 1)
    scene.clock.move(hours=2)
    await write_digest(scene, store)
    await _receive(scene, store, 1)
    look("UPDATE demand SET period = period - 18000000 WHERE seq = 3")
    assert [None, None, "backdated"] == await _problems(store)
    assert 1 == await write_digest(scene, store)
    assert [None, None, "backdated"] == await _problems(store)


async def test_what_is_not_covered_yet_is_told(scene: Scene, store: Store) -> None:
    """Rows of an hour that lasts are counted: they could still be changed unnoticed."""
    await _receive(scene, store, 2)
    (found,) = await store.digests.check()
    assert ("open", 2, None) == (found.problem, found.count, found.entry_id)


async def test_rows_that_nobody_digested_are_late(scene: Scene, store: Store) -> None:
    """An hour that is over and has no digest yet is told as late."""
    await _receive(scene, store, 1)
    scene.clock.move(hours=2)
    assert ["late"] == await _problems(store)


async def test_a_clock_set_back_adds_no_row_to_a_digested_hour(scene: Scene, store: Store) -> None:
    """A row that comes in 'before' the last digest belongs to the next hour without one."""
    await _receive(scene, store, 1)
    scene.clock.move(hours=2)
    await write_digest(scene, store)
    scene.clock.move(hours=-2)
    await _receive(scene, store, 1)
    scene.clock.move(hours=4)
    await write_digest(scene, store)
    assert [None, None] == await _problems(store)


async def test_the_entry_holds_nothing_of_a_row(scene: Scene, store: Store, look: Look) -> None:
    """Period, count and a blinded digest, and not a word of what was written."""
    await _receive(scene, store, 1)
    scene.clock.move(hours=2)
    await write_digest(scene, store)
    ((leaf,),) = look("SELECT bytes FROM entry WHERE kind = 'demands.digest'")
    assert {"begins", "count"} == set(read_leaf(leaf).draft.about)
    assert OFFICE.name.encode() not in leaf


async def test_anybody_can_compute_it(scene: Scene, store: Store, look: Look) -> None:
    """From the tables and the description of the format alone, without any code of ours."""
    await _receive(scene, store, 3)
    scene.clock.move(hours=2)
    await write_digest(scene, store)
    names = ", ".join(f'"{name}"' for name in DEMANDS.covered)
    lines = ""
    for blind, *values in look(f"SELECT blind, {names} FROM demand ORDER BY seq"):  # noqa: S608
        content = dict(zip(DEMANDS.covered, values, strict=True))
        moment = datetime.fromtimestamp(content["received_at"] / 1000, UTC)
        content["received_at"] = f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"
        content["number_mac"] = content["number_mac"].hex()
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        lines += hashlib.sha256(blind + text.encode()).hexdigest() + "\n"
    ((blind, leaf),) = look("SELECT blind, bytes FROM public_digest JOIN entry USING (entry_id)")
    expected = hashlib.sha256(blind + lines.encode()).hexdigest()
    assert expected == json.loads(leaf)["digests"]["rows"]
