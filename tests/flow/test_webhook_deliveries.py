"""Bringing messages: at once, again after failures for a day, and never in anybody's way."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest

from gateway.client import verify_webhook
from gateway.domain.webhook import DeliveryState, WebhookState
from gateway.errors import TrailUnavailable
from gateway.flow.webhook_deliveries import TAKEN_FOR, announce
from gateway.flow.webhooks import enable_webhook, remove_webhook
from gateway.ports.commands import Concluded
from gateway.ports.jobs import WEBHOOK, Again, Done, GaveUp
from gateway.ports.webhooks import Posted, SendFailure
from gateway.signing.webhook_signatures import secret_text
from tests.flow.receivers import TAKEN, at_the_counter
from tests.flow.scene import Scene
from tests.journeys.trail import rows
from tests.policy.builders import REQUESTER, SUBJECT

GIVEN_UP = "SELECT bytes FROM entry WHERE kind = 'webhook.given_up'"
DOWN = Posted(503)


async def test_a_message_is_brought_at_once(scene: Scene) -> None:
    """The end schedules the job; the job sends one signed message; then there is nothing to do."""
    counter = await at_the_counter(scene)
    name = await counter.end_one()
    assert (WEBHOOK, name, 0.0) in counter.jobs.asked
    assert isinstance(await counter.look(name), Again)
    assert Done() == await counter.look(name)
    ((_, headers, body),) = counter.courier.sent
    now = counter.parts.clock.now().timestamp
    message = verify_webhook(secret_text(counter.secret), headers, body, now=now)
    assert ("verification.concluded", name) == (message.kind, message.verification_id)
    assert {"type", "timestamp", "data"} == set(json.loads(body))
    shown = await counter.shown()
    assert (DeliveryState.DELIVERED, 1, 204) == (shown.state, shown.attempts, shown.status)
    assert shown.event_id == message.event_id
    assert ["delivered"] == counter.results


async def test_nothing_of_the_answer_is_in_it(scene: Scene) -> None:
    """Neither the person nor the fact nor the outcome."""
    counter = await at_the_counter(scene)
    await counter.look(await counter.end_one())
    ((_, headers, body),) = counter.courier.sent
    text = body.decode() + json.dumps(dict(headers))
    for told in (SUBJECT.number, SUBJECT.name, "identity", "confirmed", REQUESTER):
        assert told not in text


async def test_a_failure_is_tried_again_under_the_same_id(scene: Scene) -> None:
    """The job is due again after a pause; before that nothing is sent."""
    counter = await at_the_counter(scene)
    counter.courier.comes = [DOWN, Posted(failure=SendFailure.TIMEOUT), TAKEN]
    name = await counter.end_one()
    await counter.look(name)
    _, _, pause = counter.jobs.asked[-1]
    assert 3 <= pause <= 7
    early = await counter.look(name)
    assert isinstance(early, Again)
    assert 0.001 > abs(pause - early.after_seconds)
    for _ in range(2):
        counter.move(minutes=1)
        await counter.look(name)
    assert Done() == await counter.look(name)
    assert 1 == len({headers["webhook-id"] for _, headers, _ in counter.courier.sent})
    assert 3 == len({headers["webhook-timestamp"] for _, headers, _ in counter.courier.sent})
    assert ["failed", "failed", "delivered"] == counter.results


async def test_it_is_given_up_after_a_day(scene: Scene) -> None:
    """A dozen attempts, the last at the end of the day; then the trail tells it with the reason."""
    counter = await at_the_counter(scene)
    counter.courier.comes = [DOWN]
    name = await counter.end_one()
    begun = counter.parts.clock.now()
    while (verdict := await counter.look(name)) != Done():
        assert isinstance(verdict, Again)
        counter.move(seconds=verdict.after_seconds)
    shown, took = await counter.shown(), counter.parts.clock.now() - begun
    assert DeliveryState.GIVEN_UP is shown.state
    assert timedelta(days=1) <= took <= timedelta(days=1) + 2 * TAKEN_FOR
    assert 12 <= shown.attempts == len(counter.courier.sent) <= 20
    assert "given_up" == counter.results[-1]
    ((leaf,),) = rows(scene.parts.settings.data_dir, GIVEN_UP)
    entry = json.loads(leaf)
    assert (name, ["status_503"]) == (entry["verification_id"], entry["reasons"])
    assert shown.event_id == entry["about"]["event"]


async def test_a_receiver_that_is_gone(scene: Scene) -> None:
    """410 disables the webhook, withdraws what else is due, and nothing more is announced."""
    counter = await at_the_counter(scene)
    first, second = await counter.end_one(), await counter.end_one()
    counter.courier.comes = [Posted(410)]
    await counter.look(first)
    assert (Done(), Done()) == (await counter.look(first), await counter.look(second))
    webhook = await counter.parts.post.book.of(REQUESTER)
    assert webhook is not None
    assert WebhookState.DISABLED is webhook.state
    assert ["gone"] == counter.results
    counter.jobs.asked.clear()
    await counter.end_one()
    assert [] == [kind for kind, _, _ in counter.jobs.asked if kind == WEBHOOK]
    await enable_webhook(counter.parts, REQUESTER)
    await counter.end_one()
    assert [WEBHOOK] == [kind for kind, _, _ in counter.jobs.asked if kind == WEBHOOK]


@pytest.mark.parametrize("posted", [Posted(302), Posted(400), Posted(404), Posted(500)])
async def test_other_statuses_are_failures(scene: Scene, posted: Posted) -> None:
    """A redirect, a refusal, an error: each is tried again."""
    counter = await at_the_counter(scene)
    counter.courier.comes = [posted]
    await counter.look(await counter.end_one())
    shown = await counter.shown()
    assert (DeliveryState.DUE, posted.status) == (shown.state, shown.status)


async def test_one_that_hangs_keeps_nobody(scene: Scene) -> None:
    """A look returns while its attempt hangs; another message of that webhook waits its turn."""
    counter = await at_the_counter(scene)
    first, second = await counter.end_one(), await counter.end_one()
    counter.courier.hangs = asyncio.Event()
    taken = await counter.deliveries.look(first)
    assert Again(TAKEN_FOR.total_seconds()) == taken
    busy = await counter.deliveries.look(second)
    assert isinstance(busy, Again)
    assert 5 <= busy.after_seconds <= 10
    counter.courier.hangs.set()
    await counter.deliveries.idle()
    await counter.look(second)
    assert ["delivered", "delivered"] == counter.results


async def test_after_a_failure_its_webhook_rests(scene: Scene) -> None:
    """A second message is not even tried before the pause is over; after a success it is."""
    counter = await at_the_counter(scene)
    first, second = await counter.end_one(), await counter.end_one()
    counter.courier.comes = [DOWN, TAKEN]
    await counter.look(first)
    resting = await counter.look(second)
    assert isinstance(resting, Again)
    assert 1 == len(counter.courier.sent)
    counter.move(seconds=resting.after_seconds)
    await counter.look(second)
    await counter.look(first)
    assert ["failed", "delivered", "delivered"] == counter.results


async def test_what_rests_until_its_day_is_over(scene: Scene) -> None:
    """It is given up without an attempt of its own: another message's has just failed."""
    counter = await at_the_counter(scene)
    counter.courier.comes = [DOWN]
    early = await counter.end_one()
    counter.move(hours=23, minutes=59, seconds=58)
    await counter.look(await counter.end_one())
    assert Again(2.0) == await counter.look(early)
    counter.move(seconds=2)
    assert GaveUp() == await counter.look(early)
    assert Done() == await counter.look(early)
    assert (1, "given_up") == (len(counter.courier.sent), counter.results[-1])


async def test_a_rest_that_was_begun_by_a_wrong_clock(scene: Scene) -> None:
    """Once the clock has been set back, nobody rests for days because of one failure."""
    counter = await at_the_counter(scene)
    counter.courier.comes = [DOWN, TAKEN]
    counter.move(days=10)
    await counter.look(await counter.end_one())
    counter.move(days=-10)
    await counter.look(await counter.end_one())
    assert ["failed", "delivered"] == counter.results


async def test_a_process_that_died_while_sending(scene: Scene) -> None:
    """What it had taken is not sent by another before its time is over, and is then."""
    counter = await at_the_counter(scene)
    name = await counter.end_one()
    counter.courier.hangs = asyncio.Event()
    await counter.deliveries.look(name)
    await counter.deliveries.close()
    counter.courier.hangs = None
    waiting = await counter.look(name)
    assert isinstance(waiting, Again)
    counter.move(seconds=waiting.after_seconds)
    await counter.look(name)
    assert ["delivered"] == counter.results
    assert 1 == len({headers["webhook-id"] for _, headers, _ in counter.courier.sent})


async def test_a_webhook_that_is_removed_while_sending(scene: Scene) -> None:
    """What comes of the attempt changes nothing any more."""
    counter = await at_the_counter(scene)
    name = await counter.end_one()
    counter.courier.hangs = asyncio.Event()
    await counter.deliveries.look(name)
    await remove_webhook(counter.parts, REQUESTER)
    counter.courier.hangs.set()
    await counter.deliveries.idle()
    assert DeliveryState.WITHDRAWN is (await counter.shown()).state
    assert Done() == await counter.look(name)


async def test_looking_at_what_is_not_there(scene: Scene) -> None:
    """An unknown verification, and one without a message, are done with."""
    counter = await at_the_counter(scene)
    assert Done() == await counter.look("ver_unknown")
    work = counter.deliveries.work()
    assert (WEBHOOK, ()) == (work.kind, await work.unfinished())


async def test_a_job_that_cannot_be_scheduled(scene: Scene) -> None:
    """The answer goes out all the same; the message stands in the store and is found there."""

    async def fails(kind: str, verification_id: str, after_seconds: float = 0.0) -> None:
        raise TrailUnavailable("no room for jobs")

    counter = await at_the_counter(scene)
    counter.jobs.schedule = fails  # type: ignore[method-assign]
    await announce(counter.parts, "ver_1", Concluded("entry", announced=True))
    assert () == await counter.deliveries.work().unfinished()
