"""Verifications whose process died between intent and disclosure: they end as `unavailable`.

Must never ask anybody: whoever asked can make the same request once more.
"""

from __future__ import annotations

from gateway.domain.evidence import Evidence
from gateway.domain.finding import Told
from gateway.domain.outcome import Outcome
from gateway.errors import TrailUnavailable
from gateway.flow.conclude import release
from gateway.flow.gather import gather
from gateway.flow.late import INTERRUPTED, UNFINISHED
from gateway.flow.parts import Parts
from gateway.flow.reply import Reply
from gateway.flow.request_form import read_stored


async def finish_abandoned(parts: Parts, verification_id: str) -> Reply | None:
    """Say `unavailable` for a verification whose process died between intent and disclosure.

    Nobody is asked again: whoever asked can make the same request once more; a consent's use stays
    reserved for it. None if it was finished meanwhile.
    """
    stored = await parts.trail.verification(verification_id)
    if stored is None or stored.state != "begun" or stored.request is None:
        return None
    dossier = await gather(parts, read_stored(stored.request, parts.facts))
    told = Told(Outcome.UNAVAILABLE, (INTERRUPTED,), {}, None, ())
    return await release(dossier, stored.intent, Evidence(), told, None, frees_key=True)


async def finish_all_abandoned(parts: Parts) -> int:
    """Finish every one that was abandoned: once at start, and then every so often.

    Returns how many there were. What goes wrong with one keeps nobody from finishing the others;
    the first such error is raised when all have had their turn.
    """
    abandoned = await parts.trail.abandoned(parts.clock.now())
    failed: Exception | None = None
    for verification_id in abandoned:
        try:
            await _finish(parts, verification_id)
        except Exception as error:  # noqa: BLE001 - raised below, once the others had their turn
            failed = failed or error
    if failed is not None:
        raise failed
    return len(abandoned)


async def _finish(parts: Parts, verification_id: str) -> None:
    """Finish one, unless somebody else does meanwhile."""
    try:
        await finish_abandoned(parts, verification_id)
    except TrailUnavailable:
        now = await parts.trail.verification(verification_id)
        if now is None or now.state in UNFINISHED:
            raise
