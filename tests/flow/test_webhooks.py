"""Webhooks as an administrator keeps them: checked, on the trail, told a secret once."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from gateway.client import verify_webhook
from gateway.domain.webhook import WebhookState
from gateway.errors import NotFound
from gateway.flow.parts import Parts
from gateway.flow.webhooks import (
    WebhookRefused,
    enable_webhook,
    register_webhook,
    remove_webhook,
    rotate_secret,
    send_probe,
)
from gateway.ports.webhooks import Posted, SendFailure
from gateway.signing.webhook_signatures import secret_text
from tests.flow.receivers import URL, at_the_counter
from tests.flow.scene import Scene
from tests.journeys.trail import rows
from tests.policy.builders import REQUESTER
from tests.storage.conftest import Look

ABOUT = "SELECT bytes FROM entry WHERE kind LIKE 'webhook.%' ORDER BY seq"


@pytest.fixture
def look(scene: Scene) -> Look:
    """Rows as another program sees them."""

    def run(sql: str, *values: object) -> list[tuple[Any, ...]]:
        return rows(scene.parts.settings.data_dir, sql, *values)

    return run


async def test_registering_is_on_the_trail(scene: Scene, look: Look) -> None:
    """Webhook and host, but neither the rest of the address nor the secret."""
    counter = await at_the_counter(scene)
    ((leaf,),) = look(ABOUT)
    entry = json.loads(leaf)
    assert ("webhook.registered", REQUESTER) == (entry["kind"], entry["requester"])
    assert {"host": "receiver.example", "state": "active"}.items() <= entry["about"].items()
    assert b"/hook" not in leaf
    assert counter.secret.hex().encode() not in leaf


async def test_what_is_not_registered(scene: Scene) -> None:
    """A wrong address, one that leads to a private network, a second one, an unknown requester."""
    counter = await at_the_counter(scene, registered=False)
    with pytest.raises(WebhookRefused, match="https"):
        await register_webhook(counter.parts, REQUESTER, "http://receiver.example/")
    counter.courier.found = SendFailure.ADDRESS_REFUSED
    with pytest.raises(WebhookRefused, match="webhook_networks"):
        await register_webhook(counter.parts, REQUESTER, URL)
    counter.courier.found = None
    with pytest.raises(NotFound):
        await register_webhook(counter.parts, "unknown", URL)
    await register_webhook(counter.parts, REQUESTER, URL)
    with pytest.raises(WebhookRefused, match="remove that one first"):
        await register_webhook(counter.parts, REQUESTER, URL)


async def test_a_name_that_is_not_found_yet(scene: Scene) -> None:
    """It is registered all the same, and whoever does so is told."""
    counter = await at_the_counter(scene, registered=False)
    counter.courier.found = SendFailure.UNRESOLVED
    _, _, found = await register_webhook(counter.parts, REQUESTER, URL)
    assert SendFailure.UNRESOLVED is found


async def test_a_new_secret(scene: Scene) -> None:
    """For a day both are good for checking a message, then only the new one."""
    counter = await at_the_counter(scene)
    newer, both = await rotate_secret(counter.parts, REQUESTER), set[bytes]()
    book, now = counter.parts.post.book, counter.parts.clock.now()
    webhook = await book.of(REQUESTER)
    assert webhook is not None
    both.update(await book.secrets(webhook.webhook_id, now))
    assert {counter.secret, newer} == both
    assert (newer,) == await book.secrets(webhook.webhook_id, now + timedelta(days=1))


async def test_a_probe(scene: Scene) -> None:
    """It is signed like any message, says nothing, and what comes back is shown."""
    counter = await at_the_counter(scene)
    counter.courier.comes = [Posted(503)]
    assert Posted(503) == await send_probe(counter.parts, REQUESTER)
    ((url, headers, body),) = counter.courier.sent
    now = counter.parts.clock.now().timestamp
    message = verify_webhook(secret_text(counter.secret), headers, body, now=now)
    assert (URL, "webhook.test", None) == (url, message.kind, message.verification_id)


async def test_enabling_and_removing(scene: Scene, look: Look) -> None:
    """Both are on the trail; a removed one can be registered anew."""
    counter = await at_the_counter(scene)
    await enable_webhook(counter.parts, REQUESTER)
    found = await counter.parts.post.book.of(REQUESTER)
    assert found is not None
    assert WebhookState.ACTIVE is found.state
    await remove_webhook(counter.parts, REQUESTER)
    assert await counter.parts.post.book.of(REQUESTER) is None
    states = [json.loads(leaf)["about"].get("state") for (leaf,) in look(ABOUT)]
    assert ["active", "active", "removed"] == states
    await register_webhook(counter.parts, REQUESTER, URL)


@pytest.mark.parametrize(
    "work", [rotate_secret, remove_webhook, enable_webhook, send_probe], ids=lambda w: w.__name__
)
async def test_a_requester_without_one(
    scene: Scene, work: Callable[[Parts, str], Awaitable[object]]
) -> None:
    """There is nothing to be done about a webhook that is not there."""
    with pytest.raises(NotFound):
        await work(scene.parts, REQUESTER)
