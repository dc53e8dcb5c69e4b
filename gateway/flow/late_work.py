"""Looking for late answers as work that is scheduled (see `gateway.ports.jobs`).

A job is a verification's id; whether there is anything to do stands in the store. Must never ask
or release anything by itself: `gateway.flow.late` does, for whoever comes to it first.
"""

from __future__ import annotations

from gateway.errors import TrailUnavailable
from gateway.flow.late import OVERDUE, UNFINISHED, complete
from gateway.flow.parts import Parts
from gateway.flow.patience import longest_pause, pause_before_looking
from gateway.flow.reply import Answer, Pending, Reply
from gateway.ports.jobs import LATE_ANSWER, Again, Done, GaveUp, Verdict, Work

REMINDED = "reminded"


def late_work(parts: Parts) -> Work:
    """The work of finishing what departments answer later."""

    async def run(verification_id: str) -> Verdict:
        return await look_again(parts, verification_id)

    return Work(LATE_ANSWER, run, parts.trail.deferred, longest_pause(parts.settings))


async def look_again(parts: Parts, verification_id: str) -> Verdict:
    """Finish it if its answer has come or was given up; otherwise say when to come back.

    Raises whatever keeps it from being finished, unless it is finished meanwhile.
    """
    stored = await parts.trail.verification(verification_id)
    if stored is None or stored.state != "deferred" or stored.request is None:
        return Done()  # finished by somebody else, or its person was erased
    try:
        reply = await complete(parts, stored)
    except TrailUnavailable:
        now = await parts.trail.verification(verification_id)
        if now is None or now.state in UNFINISHED:
            raise
        return Done()
    if isinstance(reply, Pending):
        now_is = parts.clock.now()
        pause = pause_before_looking(parts, stored.deferred_at or now_is, now_is)
        return Again(pause, REMINDED if reply.reminded else "")
    return GaveUp() if _given_up(reply) else Done()


def _given_up(reply: Reply) -> bool:
    reasons = reply.body["reasons"] if isinstance(reply, Answer) else []
    return isinstance(reasons, list) and OVERDUE in reasons
