"""Erasing what somebody wrote: it is gone, the digest of its hour still fits, and it is told."""

from __future__ import annotations

import pytest

from gateway.audit import entry as kinds
from gateway.audit.entry import NewEntry
from gateway.domain.demand import Office
from gateway.errors import NotFound
from gateway.storage.store import Store
from tests.storage.conftest import Look
from tests.storage.demand_scene import OTHER, a_new_demand, a_report
from tests.storage.scene import Scene
from tests.storage.test_public_digests import write_digest

MOST = 100
SAID = "三号窗口的王秀兰说的"


async def _erase(scene: Scene, store: Store, demand_id: str, *, everything: bool = False) -> None:
    def compose(before: str, after: str) -> NewEntry:
        about = {"demand": demand_id, "what": "words", "by": "officer"}
        digests = {"before": before, "after": after}
        return scene.entry(kinds.DEMAND_ERASED, about=about, digests=digests)

    await store.demands.erase(demand_id, everything=everything, compose=compose)


async def _keep(scene: Scene, store: Store) -> str:
    report = a_report(said=SAID, place=SAID, paper=OTHER, office=Office("王秀兰的中心"))
    received = await store.demands.receive(a_new_demand(scene, report), MOST)
    return received.demand.demand_id


async def _problems(store: Store) -> tuple[list[str | None], tuple[str, ...]]:
    digests = [found.problem for found in await store.digests.check()]
    return digests, await store.demands.check()


@pytest.mark.parametrize("is_digested", [True, False])
async def test_what_was_written_is_gone(scene: Scene, store: Store, is_digested: bool) -> None:
    """Before or after the hour has its digest: the words are nowhere, and all still fits."""
    demand_id = await _keep(scene, store)
    if is_digested:
        scene.clock.move(hours=2)
        await write_digest(scene, store)
    await _erase(scene, store, demand_id)
    await _erase(scene, store, demand_id, everything=True)
    scene.clock.move(hours=2)
    await write_digest(scene, store)
    assert ([None], ()) == await _problems(store)
    await store.close()
    files = [path for path in scene.data_dir.rglob("*") if path.is_file()]
    assert [] == [path for path in files if "王秀兰".encode() in path.read_bytes()]


async def test_only_the_words(scene: Scene, store: Store) -> None:
    """Office and paper stay unless everything is to go."""
    demand_id = await _keep(scene, store)
    await _erase(scene, store, demand_id)
    found = await store.demands.read(demand_id)
    assert found is not None
    report = found[0].report
    assert (None, None, "王秀兰的中心") == (report.said, report.place, report.office.name)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE demand SET office = 'x'",
        "UPDATE demand SET said = 'x'",
        "UPDATE demand SET blind = zeroblob(32)",
        "UPDATE demand SET erased_digest = NULL",
    ],
)
async def test_an_erased_report_cannot_be_changed(
    scene: Scene, store: Store, look: Look, sql: str
) -> None:
    """The entry of the erasure commits to what it left."""
    demand_id = await _keep(scene, store)
    await _erase(scene, store, demand_id)
    look(sql)
    assert (demand_id,) == await store.demands.check()


async def test_an_erasure_without_an_entry_is_found(scene: Scene, store: Store, look: Look) -> None:
    """Whoever puts the old digest beside other words has no entry to show for it."""
    demand_id = await _keep(scene, store)
    look("UPDATE demand SET erased_digest = ?, said = 'x'", "ab" * 32)
    assert (demand_id,) == await store.demands.check()


async def test_unknown_demands(scene: Scene, store: Store) -> None:
    """What does not exist cannot be erased."""
    with pytest.raises(NotFound):
        await _erase(scene, store, "dmd_x")
