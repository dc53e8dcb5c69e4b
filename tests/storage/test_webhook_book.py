"""Webhooks and their messages in the store: announced with the end, taken once, settled once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from gateway.audit import entry as kinds
from gateway.domain.decision import RefusalReason
from gateway.domain.webhook import Delivery, DeliveryState, Webhook, WebhookState
from gateway.errors import NotFound
from gateway.ports.commands import Attempt, Concluded, Refused
from gateway.storage.store import Store
from gateway.storage.webhook_tables import webhook as table
from tests.storage.conftest import Look
from tests.storage.scene import REQUESTER, SUBJECT, Scene

SECRET, NEWER = b"s" * 32, b"n" * 32
URL = "https://receiver.example/hook?token=1"


def a_webhook(scene: Scene, requester: str = REQUESTER) -> Webhook:
    """A webhook of the requester."""
    now = scene.clock.now()
    return Webhook("whk_1", requester, URL, WebhookState.ACTIVE, now)


async def added(scene: Scene, store: Store) -> Webhook:
    """The requester's webhook, registered."""
    new = a_webhook(scene)
    entry = scene.entry(kinds.WEBHOOK_REGISTERED, matter=None)
    assert await store.webhooks.add(new, SECRET, entry)
    return new


async def begun(scene: Scene, store: Store, *, deferred: bool = True) -> Attempt:
    """A verification that waits for a late answer, or does not."""
    attempt = scene.attempt(persons=(SUBJECT,))
    await store.trail.begin(attempt)
    if deferred:
        await store.trail.defer(scene.deferral(attempt))
    return attempt


async def due(scene: Scene, store: Store) -> tuple[Delivery, Webhook]:
    """A message about a verification that has just ended, and its webhook."""
    await added(scene, store)
    attempt = await begun(scene, store)
    await store.trail.conclude(scene.disclosure(attempt))
    found = await store.webhooks.due(attempt.verification_id)
    assert found is not None
    return found


async def test_what_was_pending_is_announced_with_its_end(scene: Scene, store: Store) -> None:
    """The message stands in the store in the same step, with an id of its own."""
    await added(scene, store)
    attempt = await begun(scene, store)
    disclosure = scene.disclosure(attempt)
    ended = await store.trail.conclude(disclosure)
    assert Concluded(disclosure.entry.draft.entry_id, announced=True) == ended
    (told,) = await store.webhooks.deliveries(None, 10)
    assert ("verification.concluded", "due", 0) == (told.kind, told.state.value, told.attempts)
    assert (attempt.verification_id, REQUESTER) == (told.verification_id, told.requester)
    assert told.event_id.startswith("evt_")
    assert (attempt.verification_id,) == await store.webhooks.unfinished()


@pytest.mark.parametrize(("drop", "kind"), [(False, "refused"), (True, "dropped")])
async def test_refused_and_dropped_ones_are_too(
    scene: Scene, store: Store, drop: bool, kind: str
) -> None:
    """A permit that no longer holds, before the answer came or when it was ready."""
    await added(scene, store)
    await scene.give(store, "cns_1")
    attempt = scene.attempt("cns_1")
    await store.trail.begin(attempt)
    await store.trail.defer(scene.deferral(attempt))
    if drop:
        entry = scene.entry(kinds.CONSENT_REVOKED)
        await store.consents.revoke("cns_1", REQUESTER, scene.clock.now(), entry)
        ended = await store.trail.conclude(scene.disclosure(attempt))
    else:
        reason = RefusalReason.CONSENT_REVOKED
        refusal = scene.refusal(reason, (SUBJECT,), verification_id=attempt.verification_id)
        ended = await store.trail.refuse(attempt.verification_id, reason, refusal)
    assert isinstance(ended, Refused)
    assert ended.announced
    (told,) = await store.webhooks.deliveries(REQUESTER, 10)
    assert f"verification.{kind}" == told.kind


async def test_what_is_not_announced(scene: Scene, store: Store) -> None:
    """Without a webhook, at once instead of late, and after it was disabled: nothing."""
    nobody = await begun(scene, store)
    assert not (await store.trail.conclude(scene.disclosure(nobody))).announced
    new = await added(scene, store)
    at_once = await begun(scene, store, deferred=False)
    assert not (await store.trail.conclude(scene.disclosure(at_once))).announced
    entry = scene.entry(kinds.WEBHOOK_STATE, matter=None)
    await store.webhooks.set_state(new.webhook_id, WebhookState.DISABLED, entry)
    silenced = await begun(scene, store)
    assert not (await store.trail.conclude(scene.disclosure(silenced))).announced
    assert () == await store.webhooks.deliveries(None, 10)


async def test_one_for_a_requester(scene: Scene, store: Store, look: Look) -> None:
    """A second is not added and leaves no entry; an unknown requester is told as such."""
    await added(scene, store)
    again = replace(a_webhook(scene), webhook_id="whk_2")
    entry = scene.entry(kinds.WEBHOOK_REGISTERED, matter=None)
    assert not await store.webhooks.add(again, SECRET, entry)
    kind = "SELECT count(*) FROM entry WHERE kind = 'webhook.registered'"
    assert [(1,)] == look(kind)
    with pytest.raises(NotFound):
        await store.webhooks.add(a_webhook(scene, "unknown"), SECRET, entry)


async def test_a_secret_is_sealed(scene: Scene, store: Store, look: Look) -> None:
    """Neither the new nor the earlier one stands in the clear; both sign until the day is over."""
    new, until = await added(scene, store), scene.clock.now() + timedelta(days=1)
    entry = scene.entry(kinds.WEBHOOK_ROTATED, matter=None)
    await store.webhooks.rotate(new.webhook_id, NEWER, until, entry)
    assert (NEWER, SECRET) == await store.webhooks.secrets("whk_1", scene.clock.now())
    assert (NEWER,) == await store.webhooks.secrets("whk_1", until)
    assert () == await store.webhooks.secrets("whk_2", until)
    (row,) = look("SELECT secret, earlier_secret FROM webhook")
    assert not any(secret in sealed for secret in (SECRET, NEWER) for sealed in row)


async def test_an_attempt_is_taken_by_one(scene: Scene, store: Store) -> None:
    """Until it is over nobody else takes it; then it is due again."""
    delivery, _ = await due(scene, store)
    now = scene.clock.now()
    until = now + timedelta(seconds=30)
    assert [True, False] == [await store.webhooks.take(delivery, now, until) for _ in range(2)]
    assert await store.webhooks.take(delivery, until, until + timedelta(seconds=30))


def failed(delivery: Delivery, webhook: Webhook, again: datetime) -> tuple[Delivery, Webhook]:
    """What comes of an attempt that failed."""
    tried = replace(delivery, attempts=1, status=503, next_at=again)
    return tried, replace(webhook, failures=1, resting_until=again)


async def test_what_came_of_an_attempt(scene: Scene, store: Store) -> None:
    """A failure is due again and its webhook rests; a success is neither."""
    delivery, webhook = await due(scene, store)
    again = scene.clock.now() + timedelta(seconds=5)
    tried, rests = failed(delivery, webhook, again)
    await store.webhooks.settle(tried, rests)
    assert (tried, rests) == await store.webhooks.due(delivery.verification_id)
    done = replace(tried, state=DeliveryState.DELIVERED, attempts=2, next_at=None, done_at=again)
    await store.webhooks.settle(done, webhook)
    assert (done,) == await store.webhooks.deliveries(None, 10)
    assert (webhook,) == await store.webhooks.all()
    assert await store.webhooks.due(delivery.verification_id) is None
    assert () == await store.webhooks.unfinished()


@pytest.mark.parametrize("removed", [False, True], ids=["disabled", "removed"])
async def test_what_was_due_is_withdrawn(scene: Scene, store: Store, removed: bool) -> None:
    """With its webhook gone a message is not due, and a result that comes late changes nothing."""
    delivery, webhook = await due(scene, store)
    entry = scene.entry(kinds.WEBHOOK_STATE, matter=None)
    if removed:
        await store.webhooks.remove(webhook.webhook_id, entry)
    else:
        await store.webhooks.set_state(webhook.webhook_id, WebhookState.DISABLED, entry)
    await store.webhooks.settle(*failed(delivery, webhook, scene.clock.now()))
    (told,) = await store.webhooks.deliveries(None, 10)
    assert (DeliveryState.WITHDRAWN, 0, None) == (told.state, told.attempts, told.next_at)
    found = await store.webhooks.of(REQUESTER)
    assert removed is (found is None)
    assert (0, None) == ((found or webhook).failures, (found or webhook).resting_until)


async def test_messages_are_shown_for_thirty_days(scene: Scene, store: Store) -> None:
    """What is done is swept then; what is due stays."""
    delivery, webhook = await due(scene, store)
    other = await begun(scene, store)
    await store.trail.conclude(scene.disclosure(other))
    now = scene.clock.now()
    done = replace(delivery, state=DeliveryState.DELIVERED, next_at=None, done_at=now)
    await store.webhooks.settle(done, webhook)
    scene.clock.move(days=29)
    await store.sweep()
    assert 2 == len(await store.webhooks.deliveries(None, 10))
    scene.clock.move(days=2)
    await store.sweep()
    (left,) = await store.webhooks.deliveries(None, 10)
    assert other.verification_id == left.verification_id


async def test_only_so_many_are_shown(scene: Scene, store: Store) -> None:
    """The newest of one requester; a stranger has none."""
    await added(scene, store)
    for _ in range(3):
        attempt = await begun(scene, store)
        scene.clock.move(seconds=1)
        await store.trail.conclude(scene.disclosure(attempt))
    shown = await store.webhooks.deliveries(REQUESTER, 2)
    assert ["ver_3", "ver_2"] == [one.verification_id for one in shown]
    assert () == await store.webhooks.deliveries("11500000000000002K", 2)


def test_nothing_in_the_table_is_a_persons() -> None:
    """The columns are those that are described, and the secrets are the only bytes."""
    assert {"secret", "earlier_secret"} == {
        column.name for column in table.columns if column.type.python_type is bytes
    }
