"""How long a late answer is waited for, and when it is looked for again.

Everything is computed from what the store says (since when, due when, reminded when), so that a
lost schedule or a restart changes nothing. Must never let one department be asked in step for all
that wait: pauses are spread.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from enum import Enum

from gateway.errors import TrailUnavailable
from gateway.flow.parts import Parts
from gateway.ports.commands import StoredVerification
from gateway.ports.jobs import LATE_ANSWER
from gateway.ports.machine import civil_date
from gateway.settings import Settings

GROWTH = 0.5  # of the time waited so far
SPREAD = 0.2  # a pause is longer or shorter by up to this part of it
_BYTES = 2


class Patience(Enum):
    """What is to be done when the answer has not come."""

    WAIT = "wait"
    REMIND = "remind"
    GIVE_UP = "give_up"


def patience_with(parts: Parts, stored: StoredVerification, now: datetime) -> Patience:
    """Wait until the due date has passed, remind once, and give up when that did not help."""
    if stored.due_on is None or civil_date(now) <= stored.due_on:
        return Patience.WAIT
    if stored.reminded_at is None:
        return Patience.REMIND
    grace = timedelta(hours=parts.settings.overdue_grace_hours)
    return Patience.WAIT if now < stored.reminded_at + grace else Patience.GIVE_UP


def pause_before_looking(parts: Parts, deferred_at: datetime, now: datetime) -> float:
    """Seconds until the next look: half of the time waited so far, within the settings' bounds."""
    settings = parts.settings
    waited = (now - deferred_at).total_seconds() * GROWTH
    pause = min(max(waited, settings.poll_deferred_seconds), _longest(settings))
    drawn: float = int.from_bytes(parts.chance.take(_BYTES), "big") / (256**_BYTES - 1)
    return pause * (1 - SPREAD + 2 * SPREAD * drawn)


def longest_pause(settings: Settings) -> float:
    """The most seconds that `pause_before_looking` can say."""
    return _longest(settings) * (1 + SPREAD)


def _longest(settings: Settings) -> float:
    return max(settings.poll_deferred_seconds, settings.poll_deferred_longest_seconds)


async def schedule_first_look(parts: Parts, verification_id: str) -> None:
    """Let a promised answer be looked for after the first pause."""
    now = parts.clock.now()
    pause = pause_before_looking(parts, now, now)
    with suppress(TrailUnavailable):  # the deferral is durable: the schedule is made from it again
        await parts.jobs.schedule(LATE_ANSWER, verification_id, pause)
