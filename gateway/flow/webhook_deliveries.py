"""Bringing messages to receivers: one job a verification, tried again for a day.

A receiver that hangs keeps nobody waiting: attempts run beside the jobs, one at a time for each
webhook, and after a failure that webhook rests. What a process had taken upon itself when it died
is due again after a short while; the message's id stays the same over all attempts, so that a
receiver can tell what it has had. Must never send to a webhook that is not active.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from gateway.audit import entry as kinds
from gateway.audit.entry import NewEntry
from gateway.domain.webhook import (
    Delivery,
    DeliveryState,
    Webhook,
    WebhookState,
    end_of,
    end_of_rest,
    message_of,
    pause_after,
)
from gateway.errors import TrailUnavailable
from gateway.flow.parts import Parts
from gateway.flow.webhooks import webhook_entry
from gateway.ports.commands import Concluded, Refused
from gateway.ports.jobs import WEBHOOK, Again, Done, GaveUp, Verdict, Work
from gateway.ports.webhooks import Posted

ATTEMPTS_AT_ONCE: Final = 16
TAKEN_FOR: Final = timedelta(seconds=30)  # longer than an attempt can take
BUSY_SECONDS: Final = 5.0  # and as much again by chance
GONE: Final = 410

Observe = Callable[[str], None]
"""Is told what came of an attempt: "delivered", "failed", "given_up" or "gone"."""


async def announce(parts: Parts, verification_id: str, ended: Concluded | Refused) -> None:
    """Have the message about what just ended brought at once, if there is one.

    That it is due stands in the store: if the job cannot be scheduled, the next look finds it.
    """
    if ended.announced:
        with suppress(TrailUnavailable):
            await parts.jobs.schedule(WEBHOOK, verification_id)


class Deliveries:
    """The attempts of one process; `close` lets go of those under way."""

    def __init__(self, parts: Parts, observe: Observe) -> None:
        """`observe` counts."""
        self._parts = parts
        self._observe = observe
        self._under_way: dict[str, asyncio.Task[None]] = {}

    def work(self) -> Work:
        """This kind of job."""
        return Work(WEBHOOK, self.look, self._parts.post.book.unfinished)

    async def look(self, verification_id: str) -> Verdict:
        """Begin an attempt if one is due; when to look again in any case."""
        book, now = self._parts.post.book, self._parts.clock.now()
        found = await book.due(verification_id)
        if found is None:
            return Done()
        delivery, webhook = found
        wait = _wait(delivery, webhook, now)
        if wait > timedelta(0):
            return Again(wait.total_seconds())
        if end_of_rest(webhook, now) and not _has_last_attempt(delivery):
            # Its day is over, and an attempt at another message failed not long ago.
            await self._settle(_given_up(delivery, now), webhook)
            return GaveUp()
        if webhook.webhook_id in self._under_way or len(self._under_way) >= ATTEMPTS_AT_ONCE:
            return Again(BUSY_SECONDS * (1 + self._parts.chance.take(1)[0] / 256))
        if await book.take(delivery, now, now + TAKEN_FOR):
            self._begin(delivery, webhook)
        return Again(TAKEN_FOR.total_seconds())

    async def idle(self) -> None:
        """Wait until no attempt is under way."""
        while self._under_way:
            await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    async def close(self) -> None:
        """Break off what is under way: it is due again when somebody serves."""
        for task in self._under_way.values():
            task.cancel()
        await self.idle()

    def _begin(self, delivery: Delivery, webhook: Webhook) -> None:
        task = asyncio.create_task(self._attempt(delivery, webhook))
        self._under_way[webhook.webhook_id] = task
        task.add_done_callback(lambda _: self._under_way.pop(webhook.webhook_id, None))

    async def _attempt(self, delivery: Delivery, webhook: Webhook) -> None:
        """One attempt; the store not being there is met by the next look, as is everything."""
        with suppress(TrailUnavailable):
            posted = await self._post(delivery, webhook)
            now = self._parts.clock.now()
            settled, fares = self._judged(delivery, webhook, posted, now)
            await self._settle(settled, fares)
            if settled.next_at is not None:
                after = (settled.next_at - now).total_seconds()
                await self._parts.jobs.schedule(WEBHOOK, delivery.verification_id, after)

    async def _post(self, delivery: Delivery, webhook: Webhook) -> Posted:
        post, now = self._parts.post, self._parts.clock.now()
        secrets = await post.book.secrets(webhook.webhook_id, now)
        body = message_of(delivery)
        headers = post.stamp(secrets, delivery.event_id, now, body)
        return await post.courier.post(webhook.url, headers, body)

    def _judged(
        self, delivery: Delivery, webhook: Webhook, posted: Posted, now: datetime
    ) -> tuple[Delivery, Webhook]:
        tried = replace(
            delivery,
            attempts=delivery.attempts + 1,
            status=posted.status,
            failure=None if posted.failure is None else posted.failure.value,
        )
        if posted.is_accepted:
            done = replace(tried, state=DeliveryState.DELIVERED, next_at=None, done_at=now)
            return done, replace(webhook, failures=0, resting_until=None)
        failures = webhook.failures + 1
        again = now + pause_after(failures, self._parts.chance.take(2))
        fares = replace(webhook, failures=failures, resting_until=again)
        if now >= end_of(delivery) or posted.status == GONE:
            return _given_up(tried, now), fares
        return replace(tried, next_at=min(again, end_of(delivery))), fares

    async def _settle(self, delivery: Delivery, webhook: Webhook) -> None:
        """Write down what came of it, with an entry for what is over, and count it."""
        await self._parts.post.book.settle(delivery, webhook, self._entry(delivery, webhook))
        if delivery.status == GONE:
            entry = webhook_entry(
                self._parts, kinds.WEBHOOK_STATE, webhook, {"state": "disabled", "status": "410"}
            )
            await self._parts.post.book.set_state(webhook.webhook_id, WebhookState.DISABLED, entry)
        self._observe(_told(delivery))

    def _entry(self, delivery: Delivery, webhook: Webhook) -> NewEntry | None:
        if delivery.state is not DeliveryState.GIVEN_UP:
            return None
        about = {"event": delivery.event_id, "attempts": str(delivery.attempts)}
        reason = delivery.failure or f"status_{delivery.status}"
        return webhook_entry(
            self._parts,
            kinds.WEBHOOK_GIVEN_UP,
            webhook,
            about,
            delivery.verification_id,
            (reason,) if delivery.attempts else (),
        )


def _wait(delivery: Delivery, webhook: Webhook, now: datetime) -> timedelta:
    """How long until something is to be done about it; nothing once its day is over."""
    due_at = max(filter(None, (delivery.next_at, end_of_rest(webhook, now))), default=now)
    return min(due_at, max(end_of(delivery), delivery.next_at or now)) - now


def _has_last_attempt(delivery: Delivery) -> bool:
    """Whether its own latest failure left it an attempt at the end of its day."""
    return delivery.next_at is not None and delivery.next_at >= end_of(delivery)


def _given_up(delivery: Delivery, now: datetime) -> Delivery:
    return replace(delivery, state=DeliveryState.GIVEN_UP, next_at=None, done_at=now)


def _told(delivery: Delivery) -> str:
    if delivery.status == GONE:
        return "gone"
    match delivery.state:
        case DeliveryState.DELIVERED:
            return "delivered"
        case DeliveryState.GIVEN_UP:
            return "given_up"
        case _:
            return "failed"
