"""A requester is told that its pending verification ended: over real HTTPS, once, for sure."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gateway.assembly.joining import Assembled, assembled
from gateway.assembly.machine import SystemChance, SystemClock
from gateway.client import verify_webhook
from gateway.domain.webhook import Delivery
from gateway.errors import GatewayError
from gateway.flow.webhooks import WebhookRefused, register_webhook, rotate_secret, send_probe
from gateway.settings import Settings
from gateway.signing.webhook_signatures import secret_text
from mocks.serving import Mocks
from tests.journeys.desk import Desk, an_office, open_desk
from tests.journeys.lateness import (
    MARRIED,
    courts_are_late,
    courts_have_answered,
    until,
)
from tests.journeys.receiver import Receiver, receiving
from tests.journeys.served import serving, settings_for
from tests.journeys.trail import rows

OFFICE = an_office(47)
HERE = ("127.0.0.1/32",)


@dataclass
class Place:
    """A data directory, departments, and an office's receiver."""

    data: Path
    mocks: Mocks
    receiver: Receiver

    def settings(self, **changes: Any) -> Settings:
        values: dict[str, Any] = {"deadline_seconds": 2.0, "webhook_networks": HERE}
        values["webhook_ca"] = str(self.receiver.authority)
        return settings_for(self.data, self.mocks.urls, **(values | changes))

    @contextmanager
    def gateway(self) -> Iterator[Desk]:
        """Start one, and sit down at the office's desk; it ends with the block."""
        with serving(self.settings(), self.mocks) as served:
            yield open_desk(served, OFFICE)

    def as_administrator(self, work: Callable[[Assembled], Any], **changes: Any) -> Any:
        """Do what the command line does, beside a serving gateway."""

        async def run() -> Any:
            machine = (SystemClock(), SystemChance())
            async with assembled(self.settings(**changes), *machine, serving=False) as opened:
                return await work(opened)

        return asyncio.run(run())

    def register(self, **changes: Any) -> str:
        """Register the receiver; its secret."""

        async def work(opened: Assembled) -> bytes:
            _, secret, _ = await register_webhook(opened.parts, OFFICE.code, self.receiver.url)
            return secret

        return secret_text(self.as_administrator(work, **changes))

    def messages(self) -> tuple[Delivery, ...]:
        """What `gateway webhook deliveries` shows."""
        return self.as_administrator(lambda o: o.parts.post.book.deliveries(OFFICE.code, 10))  # type: ignore[no-any-return]

    def pend(self, desk: Desk) -> str:
        """A question that the courts answer later."""
        courts_are_late(self.mocks)
        reply = desk.ask("marriage", desk.request(MARRIED))
        assert 202 == reply.status_code
        return str(reply.json()["verification_id"])

    def is_settled(self, name: str) -> bool:
        """Whether its message is neither due nor under way."""
        query = "SELECT state FROM webhook_delivery WHERE verification_id = ?"
        return [("delivered",)] == rows(self.data, query, name)


@pytest.fixture
def place(tmp_path: Path, mocks: Mocks) -> Iterator[Place]:
    """A fresh data directory before mended departments, and a receiver."""
    with receiving(tmp_path) as receiver:
        yield Place(tmp_path / "data", mocks, receiver)


def test_a_late_answer_is_told_even_if_the_receiver_stumbles(place: Place) -> None:
    """500, then 204: told twice under one id, signed, without outcome; GET has the answer."""
    place.receiver.statuses = [500, 204]
    with place.gateway() as desk:
        secret, name = place.register(), place.pend(desk)
        courts_have_answered(place.mocks)
        assert 200 == desk.get(f"/v1/verifications/{name}").status_code
        first, second = place.receiver.wait_for(2)
        until(lambda: place.is_settled(name))
        assert "delivered" in desk.http.get("/metrics").text.partition("webhook_attempts_total")[2]
    assert first.event_id == second.event_id
    assert first.body == second.body
    assert first.is_signed_with(secret)
    assert second.is_signed_with(secret)
    assert "verification.concluded" == second.content["type"]
    assert {"verification_id": name, "state": "concluded"} == second.content["data"]
    assert name == verify_webhook(secret, second.headers, second.body).verification_id
    assert 2 == len(place.receiver.received)
    (told,) = place.messages()
    assert ("delivered", 2, 204) == (told.state.value, told.attempts, told.status)


def test_a_message_survives_a_restart(place: Place) -> None:
    """What could not be told before the process ended is told by the next one, once."""
    place.receiver.statuses = [503, 204]
    with place.gateway() as desk:
        place.register()
        name = place.pend(desk)
        courts_have_answered(place.mocks)
        assert 200 == desk.get(f"/v1/verifications/{name}").status_code
        place.receiver.wait_for(1)
    with place.gateway():
        before, after = place.receiver.wait_for(2)
        until(lambda: place.is_settled(name))
    assert before.event_id == after.event_id
    assert 2 == len(place.receiver.received)


def test_a_withdrawal_is_told_as_dropped_or_refused(place: Place) -> None:
    """That it ended without an answer is told; why is for the office to ask, as itself."""
    with place.gateway() as desk:
        place.register()
        courts_are_late(place.mocks)
        body = desk.on_consent(MARRIED)
        name = desk.ask("marriage", body).json()["verification_id"]
        code = desk.served.message(body["basis"]["consents"][0])["withdrawal_code"]
        desk.served.client().withdraw_consent(code)
        assert 403 == desk.get(f"/v1/verifications/{name}").status_code
        (told,) = place.receiver.wait_for(1)
        until(lambda: place.is_settled(name))
    assert {"verification_id": name, "state": "refused"} == told.content["data"]


def test_what_is_answered_at_once_is_not_told(place: Place) -> None:
    """Whoever asked has the answer."""
    with place.gateway() as desk:
        place.register()
        courts_have_answered(place.mocks)
        assert 200 == desk.ask("marriage", desk.request(MARRIED)).status_code
    assert () == place.messages()
    assert [] == place.receiver.received


def test_without_the_setting_loopback_is_refused(place: Place) -> None:
    """Nobody can have the gateway speak to its own machine; the receiver hears nothing."""
    with place.gateway():
        pass
    with pytest.raises(WebhookRefused, match="webhook_networks"):
        place.register(webhook_networks=())
    place.register()
    probe = place.as_administrator(
        lambda opened: send_probe(opened.parts, OFFICE.code), webhook_networks=()
    )
    assert "address_refused" == probe.failure.value
    assert [] == place.receiver.received


def test_a_probe_and_a_changed_secret(place: Place) -> None:
    """`gateway webhook test` arrives, signed with the new secret and with the earlier one."""
    with place.gateway():
        pass
    earlier = place.register()
    newer = secret_text(place.as_administrator(lambda o: rotate_secret(o.parts, OFFICE.code)))
    probe = place.as_administrator(lambda opened: send_probe(opened.parts, OFFICE.code))
    (told,) = place.receiver.received
    assert (204, "webhook.test") == (probe.status, told.content["type"])
    assert [True, True] == [told.is_signed_with(secret) for secret in (earlier, newer)]


def test_a_wrong_setting_is_told_at_the_start(place: Place) -> None:
    """A network that is none, and a file that holds no certificates."""
    for wrong in ({"webhook_networks": ("everything",)}, {"webhook_ca": "nowhere.pem"}):
        with pytest.raises(GatewayError, match="webhook_"):
            place.as_administrator(lambda _: None, **wrong)
