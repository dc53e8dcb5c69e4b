"""A department says that a late answer is there: look now instead of later.

The department has been authenticated by the front desk. Must never take an answer out of its
message, nor tell it anything about a verification but whether it is still waited for.
"""

from __future__ import annotations

from enum import Enum

from gateway.errors import NotFound
from gateway.flow.gather import gather
from gateway.flow.parts import Parts
from gateway.flow.request_form import read_stored
from gateway.ports.commands import AwaitedTicket, StoredVerification
from gateway.ports.jobs import LATE_ANSWER


class Heed(Enum):
    """What a call-back led to."""

    LOOKING = "looking"  # the answer will be fetched in a moment
    TOO_LATE = "too_late"  # it is all over; written on the trail, and dropped


async def find_awaiting(parts: Parts, awaited: AwaitedTicket) -> tuple[StoredVerification, ...]:
    """The verifications that await or awaited this answer.

    Raises NotFound for a number that this department never gave us, another department's included,
    and once the person it was about has been erased.
    """
    found = [await parts.trail.verification(name) for name in await parts.trail.awaiting(awaited)]
    known = tuple(stored for stored in found if stored is not None and stored.request is not None)
    if not known:
        raise NotFound
    return known


async def heed_callback(
    parts: Parts, awaited: AwaitedTicket, found: tuple[StoredVerification, ...]
) -> Heed:
    """Have everything looked at that still waits, and record what came too late."""
    heeds = [await _heed(parts, stored, awaited) for stored in found]
    return Heed.LOOKING if Heed.LOOKING in heeds else Heed.TOO_LATE


async def _heed(parts: Parts, stored: StoredVerification, awaited: AwaitedTicket) -> Heed:
    if stored.state == "deferred":
        await parts.jobs.schedule(LATE_ANSWER, stored.verification_id)
        return Heed.LOOKING
    if stored.request is not None:
        dossier = await gather(parts, read_stored(stored.request, parts.facts))
        parent = stored.disclosure or stored.intent
        entry = dossier.scribe.late_dropped(parent, awaited.department)
        await parts.trail.drop_late(stored.verification_id, awaited, entry)
    return Heed.TOO_LATE
