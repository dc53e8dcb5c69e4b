"""Webhooks (结果通知): what a requester's own system is told when a pending verification ends.

A message says that a verification ended and how it stands with it, never what came of it: who
wants to know that asks for it as itself, is checked again, and is on the trail. Must never hold
anything about a person.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Final

KEPT_TRYING: Final = timedelta(days=1)
"""After that nobody tries any more."""

_SECONDS: Final = (5, 30, 120, 600, 1800, 3600, 7200, 14400)
_QUARTER: Final = 0.25
LONGEST_PAUSE: Final = timedelta(seconds=_SECONDS[-1] * (1 + _QUARTER))
"""No pause is longer: a longer rest was begun by a clock that has been set back since."""


class WebhookState(Enum):
    """Whether messages are sent."""

    ACTIVE = "active"
    DISABLED = "disabled"  # its receiver said that it is gone


class DeliveryState(Enum):
    """How it stands with one message."""

    DUE = "due"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"
    WITHDRAWN = "withdrawn"  # the webhook was removed or disabled meanwhile


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where one requester is told; there is one for a requester at most.

    `failures`: attempts in a row that failed, whatever the message; after one, nothing is sent
    there before `resting_until`.
    """

    webhook_id: str
    requester: str
    url: str
    state: WebhookState
    registered_at: datetime
    failures: int = 0
    resting_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message and what became of it so far.

    `event_id` stays the same over all attempts. `kind` is "verification.concluded",
    "verification.refused" or "verification.dropped". `status` is the receiver's last HTTP status,
    `failure` why there is none; neither before the first attempt.
    """

    event_id: str
    webhook_id: str
    requester: str
    verification_id: str
    kind: str
    ended_at: datetime
    state: DeliveryState = DeliveryState.DUE
    attempts: int = 0
    next_at: datetime | None = None
    status: int | None = None
    failure: str | None = None
    done_at: datetime | None = None


def message_of(delivery: Delivery) -> bytes:
    """The body: `type`, `timestamp` and `data`, as Standard Webhooks wants them."""
    _, _, state = delivery.kind.partition(".")
    data = {"verification_id": delivery.verification_id, "state": state}
    return _message(delivery.kind, delivery.ended_at, data)


def probe_message(webhook: Webhook, at: datetime) -> bytes:
    """The body of a test, which an administrator sends to see whether it arrives."""
    return _message("webhook.test", at, {"webhook_id": webhook.webhook_id})


def _message(kind: str, at: datetime, data: dict[str, str]) -> bytes:
    moment = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    form = {"type": kind, "timestamp": moment, "data": data}
    return json.dumps(form, separators=(",", ":")).encode()


def pause_after(failures: int, chance: bytes) -> timedelta:
    """How long a webhook rests after so many failures in a row (1 or more).

    From seconds to hours, spread by a quarter either way with `chance` (two bytes), so that what
    failed together does not come back together.
    """
    seconds = _SECONDS[min(failures, len(_SECONDS)) - 1]
    spread = 1 - _QUARTER + 2 * _QUARTER * int.from_bytes(chance) / 256 ** len(chance)
    return timedelta(seconds=seconds * spread)


def end_of_rest(webhook: Webhook, now: datetime) -> datetime | None:
    """When it will have rested; None if it does not rest."""
    until = webhook.resting_until
    return until if until is not None and now < until <= now + LONGEST_PAUSE else None


def end_of(delivery: Delivery) -> datetime:
    """Until when it is tried."""
    return delivery.ended_at + KEPT_TRYING
