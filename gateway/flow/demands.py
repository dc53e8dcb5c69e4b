"""Improper demands: received from anybody, followed by number, read and disposed of by compliance.

Every read and every disposition is on the trail before anything is released. What the public sends
in is not: the hourly digests cover it. Must never put what somebody wrote into an entry in the
clear.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from gateway.audit import entry as kinds
from gateway.audit.canonical import canonical_json
from gateway.audit.entry import EntryDraft, NewEntry
from gateway.domain.demand import Demand, DemandState, Disposition, Report
from gateway.domain.fact import JsonValue
from gateway.errors import CodeRefused, NotFound
from gateway.flow.parts import Parts
from gateway.policy.demand_form import report_json
from gateway.policy.demand_numbers import read_number
from gateway.ports.demands import (
    DemandCounts,
    DemandFilter,
    NewDemand,
    Received,
    Repeat,
    RepeatPlace,
)
from gateway.ports.machine import civil_date, uuid7

COMMAND_LINE = "command line"


@dataclass(frozen=True, slots=True)
class Officer:
    """Who reads or disposes: a client of a requester with its token, or the command line."""

    by: str = COMMAND_LINE
    requester: str | None = None
    token_id: str | None = None


async def receive_demand(parts: Parts, key: str, report: Report) -> Received:
    """Keep a report once for this key and content. Raises TooMany."""
    now = parts.clock.now()
    settings = parts.settings
    due = parts.working_days.after(civil_date(now), settings.demand_working_days)
    digest = hashlib.sha256(canonical_json(report_json(report))).digest()
    demand_id = "dmd_" + uuid7(now, parts.chance).replace("-", "")
    new = NewDemand(demand_id, key, digest, report, due.on)
    return await parts.demands.receive(new, settings.demands_per_hour)


async def follow_demand(parts: Parts, number: str) -> Demand:
    """The demand behind a number to follow. Raises CodeRefused, whatever is wrong with it."""
    plain = read_number(number)
    demand = await parts.demands.follow(plain) if plain is not None else None
    if demand is None:
        raise CodeRefused("no demand has this number")
    return demand


async def require_demand(parts: Parts, demand_id: str) -> Demand:
    """A demand, for whoever writes to it. Raises NotFound."""
    found = await parts.demands.read(demand_id)
    if found is None:
        raise NotFound
    return found[0]


async def read_demand(
    parts: Parts, officer: Officer, demand_id: str
) -> tuple[Demand, tuple[Disposition, ...]]:
    """One demand with its dispositions. Raises NotFound."""
    found = await parts.demands.read(demand_id)
    if found is None:
        raise NotFound
    await _note_read(parts, officer, {"what": "one", "demand": demand_id, "count": "1"})
    return found


async def list_demands(
    parts: Parts,
    officer: Officer,
    wanted: DemandFilter,
    after: str | None,
    limit: int,
    what: str = "list",
) -> tuple[tuple[Demand, ...], DemandCounts]:
    """A page of demands, the newest first, and how many the filter leaves in all."""
    found = await parts.demands.page(wanted, after, limit)
    counts = await parts.demands.count(wanted, today(parts))
    await _note_read(parts, officer, {"what": what, "count": str(len(found))}, wanted)
    return found, counts


async def list_repeats(
    parts: Parts,
    officer: Officer,
    wanted: DemandFilter,
    after: RepeatPlace | None,
    limit: int,
    what: str = "repeats",
) -> tuple[Repeat, ...]:
    """Office by certificate, the most frequent first."""
    found = await parts.demands.repeats(wanted, today(parts), after, limit)
    await _note_read(parts, officer, {"what": what, "count": str(len(found))}, wanted)
    return found


async def dispose_of_demand(
    parts: Parts,
    officer: Officer,
    demand_id: str,
    state: DemandState,
    note: str,
    due_on: date | None,
) -> Demand:
    """Mark a demand. What is referred without a date is due as a new one is. Raises NotFound."""
    now = parts.clock.now()
    if state is DemandState.REFERRED and due_on is None:
        due = parts.working_days.after(civil_date(now), parts.settings.demand_working_days)
        due_on = due.on
    disposition = Disposition(now, state, note, due_on, officer.by)

    def compose(digest: str) -> NewEntry:
        about = {"demand": demand_id, "state": state.value, "by": officer.by}
        return _entry(parts, officer, kinds.DEMAND_DISPOSED, about, {"disposition": digest})

    return await parts.demands.dispose(demand_id, disposition, compose)


async def erase_words(parts: Parts, officer: Officer, demand_id: str, *, everything: bool) -> None:
    """Take what somebody wrote in own words out of a report (PIPL art. 47). Raises NotFound."""

    def compose(before: str, after: str) -> NewEntry:
        what = "everything" if everything else "words"
        about = {"demand": demand_id, "what": what, "by": officer.by}
        digests = {"before": before, "after": after}
        return _entry(parts, officer, kinds.DEMAND_ERASED, about, digests)

    await parts.demands.erase(demand_id, everything=everything, compose=compose)


def today(parts: Parts) -> date:
    """The civil day in Asia/Shanghai."""
    return civil_date(parts.clock.now())


async def _note_read(
    parts: Parts, officer: Officer, about: Mapping[str, str], wanted: DemandFilter | None = None
) -> None:
    """Which conditions a reader set is open; what they were, only to the requester's key."""
    conditions = _conditions(wanted) if wanted is not None else {}
    open_part = {**about, "by": officer.by, "conditions": " ".join(sorted(conditions))}
    entry = _entry(parts, officer, kinds.DEMAND_READ, open_part, {}, conditions)
    await parts.trail.note(entry)


def _conditions(wanted: DemandFilter) -> dict[str, JsonValue]:
    values = {field.name: getattr(wanted, field.name) for field in fields(wanted)}
    is_set = {name: value for name, value in values.items() if value not in (None, frozenset())}
    return {name: _condition(value) for name, value in is_set.items()}


def _condition(value: object) -> JsonValue:
    if isinstance(value, frozenset):
        return sorted(state.value for state in value)
    return value if isinstance(value, str | int) else str(value)


def _entry(
    parts: Parts,
    officer: Officer,
    kind: str,
    about: Mapping[str, str],
    digests: Mapping[str, str],
    conditions: Mapping[str, JsonValue] | None = None,
) -> NewEntry:
    now = parts.clock.now()
    draft = EntryDraft(
        entry_id=uuid7(now, parts.chance),
        kind=kind,
        at=now,
        requester=officer.requester,
        digests=digests,
        about=about,
    )
    if officer.requester is None:
        return NewEntry(draft)
    sealed: dict[str, JsonValue] = {
        "token_id": officer.token_id,
        "conditions": {**(conditions or {})},
    }
    return NewEntry(draft, requester_part=sealed)
