"""Demands in the store: kept once, bounded an hour, paged and grouped without loss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.audit import entry as kinds
from gateway.audit.entry import NewEntry
from gateway.domain.demand import DemandState, Disposition, Office, Report
from gateway.errors import NotFound, TooMany, TrailUnavailable
from gateway.policy.demand_texts import fold
from gateway.ports.demands import DemandFilter, Repeat
from gateway.storage.store import Store
from tests.storage.conftest import Look
from tests.storage.demand_scene import ALIVE, CODE, KINSHIP, OTHER, a_new_demand, a_report
from tests.storage.scene import Scene
from tests.storage.test_public_digests import write_digest

MOST = 1000
TODAY = date(2026, 11, 24)
ALL = DemandFilter()
OFFICES = ("甲中心", "乙中心", "甲 中 心", "Ａ Office", "a office")
PAPERS = (ALIVE, KINSHIP, OTHER, replace(OTHER, name="好 人 证明"))
REPORTS = st.tuples(st.sampled_from(OFFICES), st.sampled_from(PAPERS)).map(
    lambda made: a_report(office=Office(made[0]), paper=made[1])
)


def _disposition(scene: Scene, state: DemandState, due_on: date | None = None) -> Disposition:
    return Disposition(scene.clock.now(), state, "已处理", due_on, "officer")


async def _dispose(scene: Scene, store: Store, demand_id: str, state: DemandState) -> None:
    def compose(digest: str) -> NewEntry:
        about = {"demand": demand_id, "state": state.value, "by": "officer"}
        digests = {"disposition": digest}
        return scene.entry(kinds.DEMAND_DISPOSED, about=about, digests=digests)

    await store.demands.dispose(demand_id, _disposition(scene, state), compose)


async def test_the_same_report_is_kept_once(scene: Scene, store: Store) -> None:
    """Under one key and content there is one demand with one number; other keys have others."""
    new = a_new_demand(scene, key="k")
    first = await store.demands.receive(new, MOST)
    again = await store.demands.receive(
        replace(a_new_demand(scene), key="k", digest=new.digest), MOST
    )
    other = await store.demands.receive(a_new_demand(scene, key="l"), MOST)
    assert (False, True) == (first.replayed, again.replayed)
    assert (first.number, first.demand) == (again.number, again.demand)
    assert first.number != other.number
    assert first.demand == await store.demands.follow(first.number)


async def test_another_store_gives_another_number(
    scene: Scene, store: Store, tmp_path: Path
) -> None:
    """Nobody who knows key and content can compute the number: it takes the store's secret."""
    new = a_new_demand(scene, key="k")
    elsewhere = Scene(tmp_path / "other")
    elsewhere.chance.seed = "another seed"
    other = elsewhere.open()
    numbers = {(await s.demands.receive(new, MOST)).number for s in (store, other)}
    await other.close()
    assert 2 == len(numbers)


async def test_an_hour_takes_so_many(scene: Scene, store: Store) -> None:
    """What is beyond the hour's bound is refused until the hour is over; a repetition is not."""
    kept = a_new_demand(scene)
    await store.demands.receive(kept, 1)
    with pytest.raises(TooMany) as refused:
        await store.demands.receive(a_new_demand(scene), 1)
    assert 3600 == refused.value.retry_after
    assert (await store.demands.receive(kept, 1)).replayed
    scene.clock.move(hours=1)
    assert not (await store.demands.receive(a_new_demand(scene), 1)).replayed


async def test_a_disposition_without_its_entry_does_not_happen(scene: Scene, store: Store) -> None:
    """The entry and the state are one step: if one cannot be, neither is."""
    kept = await store.demands.receive(a_new_demand(scene), MOST)

    def broken(digest: str) -> NewEntry:
        raise TrailUnavailable(digest)

    made = _disposition(scene, DemandState.CORRECTED)
    with pytest.raises(TrailUnavailable):
        await store.demands.dispose(kept.demand.demand_id, made, broken)
    found = await store.demands.read(kept.demand.demand_id)
    assert (kept.demand, ()) == found


async def test_unknown_demands(scene: Scene, store: Store) -> None:
    """Reading one that does not exist finds nothing; marking it is refused."""
    assert await store.demands.read("dmd_x") is None
    assert await store.demands.follow("x") is None
    with pytest.raises(NotFound):
        await _dispose(scene, store, "dmd_x", DemandState.CORRECTED)


async def test_dispositions_are_as_their_entries(scene: Scene, store: Store, look: Look) -> None:
    """Nothing is wrong with what was done properly; a made-up disposition is found."""
    kept = await store.demands.receive(a_new_demand(scene), MOST)
    demand_id = kept.demand.demand_id
    await _dispose(scene, store, demand_id, DemandState.REFERRED)
    await _dispose(scene, store, demand_id, DemandState.CORRECTED)
    assert () == await store.demands.check()
    look("UPDATE demand_disposition SET at = at + 1 WHERE seq = 1")
    assert (demand_id,) == await store.demands.check()


async def test_what_is_told_of_an_office_is_the_newest(scene: Scene, store: Store) -> None:
    """Code and superior are those given last; a report that gives none changes nothing."""
    for superior, code in (("龘局", CODE), ("一局", None), (None, None)):
        report = a_report(office=Office("甲中心", code, superior))
        await store.demands.receive(a_new_demand(scene, report), MOST)
    (found,) = await store.demands.repeats(ALL, TODAY, None, 10)
    assert (Office("甲中心", CODE, "一局"), 3) == (found.office, found.times)


async def test_a_clock_that_was_ahead_closes_nothing(scene: Scene, store: Store) -> None:
    """After a digest of a future hour the bound is still that of the hour by the clock."""
    scene.clock.move(days=300)
    await store.demands.receive(a_new_demand(scene), 2)
    scene.clock.move(hours=2)
    await write_digest(scene, store)
    scene.clock.move(days=-300, hours=-2)
    for _ in range(3):
        for _ in range(2):
            await store.demands.receive(a_new_demand(scene), 2)
        with pytest.raises(TooMany) as refused:
            await store.demands.receive(a_new_demand(scene), 2)
        assert 3600 == refused.value.retry_after
        scene.clock.move(hours=1)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE demand_disposition SET state = 'x'",
        "UPDATE demand_disposition SET at = 'x'",
        "UPDATE demand_disposition SET due_on = 'x'",
        "UPDATE demand_disposition SET blind = 'x'",
        "UPDATE demand_disposition SET note = CAST(x'ff00' AS TEXT)",
        "UPDATE demand SET due_on = 'x' WHERE seq = 1",
        "UPDATE demand SET said = CAST(x'ff00' AS TEXT) WHERE seq = 1",
    ],
)
async def test_what_no_gateway_writes_is_found(
    scene: Scene, store: Store, look: Look, sql: str
) -> None:
    """Values that cannot even be read end no check: it names the demand, and no other."""
    kept = await store.demands.receive(a_new_demand(scene), MOST)
    await store.demands.receive(a_new_demand(scene), MOST)
    await _dispose(scene, store, kept.demand.demand_id, DemandState.CORRECTED)
    look(sql)
    assert (kept.demand.demand_id,) == await store.demands.check()


async def test_dispositions_in_another_order_are_found(
    scene: Scene, store: Store, look: Look
) -> None:
    """Whoever puts an earlier disposition last, and the state with it, is found."""
    kept = await store.demands.receive(a_new_demand(scene), MOST)
    demand_id = kept.demand.demand_id
    for state in (DemandState.CORRECTED, DemandState.UNFOUNDED):
        await _dispose(scene, store, demand_id, state)
    look("UPDATE demand_disposition SET seq = 9 WHERE seq = 1")
    look("UPDATE demand SET state = 'corrected'")
    assert (demand_id,) == await store.demands.check()


def _expected(reports: Sequence[Report]) -> Counter[tuple[str, str]]:
    folded = {"甲 中 心": "甲中心", "Ａ Office": "aoffice", "a office": "aoffice"}
    names = {"好 人 证明": "好人证明"}
    return Counter(
        (
            folded.get(r.office.name, r.office.name),
            names.get(r.paper.name, r.paper.name),
        )
        for r in reports
    )


@settings(max_examples=25)
@given(reports=st.lists(REPORTS, max_size=14), limit=st.integers(1, 5), data=st.data())
async def test_pages_and_repeats(reports: list[Report], limit: int, data: st.DataObject) -> None:
    """However long a page is: every demand once, newest first; every group once, counted."""
    with TemporaryDirectory() as folder:
        scene = Scene(Path(folder) / "data")
        store = scene.open()
        try:
            await _fill(scene, store, reports, data)
            pages = await _all_pages(store, limit)
            repeats = await _all_repeats(store, limit)
            counts = await store.demands.count(ALL, TODAY)
        finally:
            await store.close()
    assert (len(reports), sorted(pages, reverse=True)) == (counts.total, pages)
    assert len(reports) == len(set(pages))
    assert _expected(reports) == Counter(
        {(fold(one.office.name), one.name.replace(" ", "")): one.times for one in repeats}
    )
    assert repeats == sorted(repeats, key=lambda one: (-one.times, -one.newest))
    closed = dict(counts.by_state)[DemandState.CORRECTED]
    assert len(reports) - closed == sum(one.open for one in repeats)


async def _fill(scene: Scene, store: Store, reports: list[Report], data: st.DataObject) -> None:
    """Keep them all, and mark some as corrected."""
    kept = [await store.demands.receive(a_new_demand(scene, r), MOST) for r in reports]
    ids = [one.demand.demand_id for one in kept]
    for demand_id in sorted(data.draw(st.sets(st.sampled_from(ids))) if ids else ()):
        await _dispose(scene, store, demand_id, DemandState.CORRECTED)


async def _all_pages(store: Store, limit: int) -> list[str]:
    found: list[str] = []
    after = None
    while page := await store.demands.page(ALL, after, limit):
        found += [one.demand_id for one in page]
        after = found[-1]
    return found


async def _all_repeats(store: Store, limit: int) -> list[Repeat]:
    found: list[Repeat] = []
    after = None
    while page := await store.demands.repeats(ALL, TODAY, after, limit):
        found += page
        after = found[-1].place
    return found
