"""Nothing that compliance asks for is released, and nothing marked, unless the trail has it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import pytest

from gateway.audit.entry import NewEntry
from gateway.domain.demand import DemandState
from gateway.errors import NotFound, TrailUnavailable
from gateway.flow import demand_tables as tables
from gateway.flow import demands as flow
from gateway.flow.demands import Officer
from gateway.flow.parts import Parts
from gateway.ports.demands import DemandFilter
from gateway.ports.trail import Trail
from tests.api.demanding import keep
from tests.api.office import Office, open_office
from tests.policy.builders import REQUESTER

ALL = DemandFilter()
OFFICER = Officer("compliance-desk", REQUESTER, "token-1")
Reading = Callable[[Parts, str], Awaitable[object]]
READINGS: dict[str, Reading] = {
    "list": lambda parts, _: flow.list_demands(parts, OFFICER, ALL, None, 10),
    "one": lambda parts, demand_id: flow.read_demand(parts, OFFICER, demand_id),
    "repeats": lambda parts, _: flow.list_repeats(parts, OFFICER, ALL, None, 10),
    "export": lambda parts, _: tables.export(parts, OFFICER, ALL, tables.DEMANDS),
    "exported repeats": lambda parts, _: tables.export(parts, OFFICER, ALL, tables.REPEATS),
}


@dataclass
class BrokenTrail:
    """A trail that cannot be written."""

    async def note(self, entry: NewEntry) -> None:
        raise TrailUnavailable(entry.draft.kind)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A front desk over a fresh store."""
    opened = await open_office(tmp_path)
    async with opened.http:
        yield opened
    await opened.store.close()


@pytest.mark.parametrize("reading", READINGS)
async def test_no_reading_without_its_entry(office: Office, reading: str) -> None:
    """Where the entry of a reading cannot be written, nothing is read."""
    demand_id = (await keep(office, "a")).demand.demand_id
    broken = replace(office.parts, trail=cast("Trail", BrokenTrail()))
    with pytest.raises(TrailUnavailable, match=r"demand\.read"):
        await READINGS[reading](broken, demand_id)


async def _entries(office: Office, sql: str) -> list[Any]:
    return await office.store.writer.run(lambda t: list(t.exec_driver_sql(sql).scalars()))


async def test_what_does_not_exist_is_not_read(office: Office) -> None:
    """Looking for a demand that does not exist is no reading of one."""
    with pytest.raises(NotFound):
        await flow.read_demand(office.parts, OFFICER, "dmd_x")
    assert [] == await _entries(office, "SELECT bytes FROM entry WHERE kind = 'demand.read'")


async def test_conditions_are_sealed(office: Office) -> None:
    """Which conditions a reader set is open; what they were is only under the requester's key."""
    wanted = DemandFilter(office="养老金", states=frozenset({DemandState.RECEIVED}))
    await flow.list_demands(office.parts, OFFICER, wanted, None, 10)
    (leaf,) = await _entries(office, "SELECT bytes FROM entry WHERE kind = 'demand.read'")
    sealed = await _entries(office, "SELECT ciphertext FROM entry_detail")
    assert b'"conditions":"office states"' in leaf
    assert "养老金".encode() not in leaf + sealed[-1]


async def test_what_is_referred_is_due(office: Office) -> None:
    """Without a date it is due as a new demand is: in so many working days."""
    kept = await keep(office, "a")
    demand_id = kept.demand.demand_id
    office.clock.move(days=1)
    referred = await flow.dispose_of_demand(
        office.parts, OFFICER, demand_id, DemandState.REFERRED, "已转", None
    )
    corrected = await flow.dispose_of_demand(
        office.parts, OFFICER, demand_id, DemandState.CORRECTED, "已改", None
    )
    due = ["2026-12-08", "2026-12-09", "None"]
    assert due == [str(demand.due_on) for demand in (kept.demand, referred, corrected)]
