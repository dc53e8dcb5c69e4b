"""The hourly entry over what the public sent in: how many rows, and their blinded digest.

Must never put anything of a row into the entry (formats.md §1).
"""

from __future__ import annotations

from gateway.audit.entry import EntryDraft, NewEntry
from gateway.audit.instants import write_instant
from gateway.flow.parts import Parts
from gateway.ports.digests import DigestedPeriod
from gateway.ports.machine import uuid7


async def write_digests(parts: Parts) -> int:
    """Write the entries of all hours that are over and have none yet; returns how many."""
    return await parts.digests.write_due(lambda period: _entry(parts, period))


def _entry(parts: Parts, period: DigestedPeriod) -> NewEntry:
    now = parts.clock.now()
    draft = EntryDraft(
        entry_id=uuid7(now, parts.chance),
        kind=period.kind,
        at=now,
        digests={"rows": period.digest},
        about={
            "begins": write_instant(period.begins),
            "ends": write_instant(period.ends),
            "count": str(period.count),
        },
    )
    return NewEntry(draft)
