"""What a message says, and how long a receiver that fails is left alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.webhook import (
    KEPT_TRYING,
    Delivery,
    Webhook,
    WebhookState,
    end_of,
    message_of,
    pause_after,
    probe_message,
)

ENDED = datetime(2026, 11, 24, 4, 0, 0, 123456, tzinfo=UTC)
ONE = Delivery("evt_1", "whk_1", "11500000000000001G", "ver_1", "verification.dropped", ENDED)


def test_a_message_says_that_and_how_it_ended() -> None:
    """Type, time, id and state; neither fact nor outcome nor requester."""
    assert {
        "type": "verification.dropped",
        "timestamp": "2026-11-24T04:00:00.123Z",
        "data": {"verification_id": "ver_1", "state": "dropped"},
    } == json.loads(message_of(ONE))


def test_a_probe_names_the_webhook_only() -> None:
    """There is no verification that it would be about."""
    webhook = Webhook(
        "whk_1", "11500000000000001G", "https://a.example", WebhookState.ACTIVE, ENDED
    )
    form = json.loads(probe_message(webhook, ENDED))
    assert ("webhook.test", {"webhook_id": "whk_1"}) == (form["type"], form["data"])


def test_it_is_tried_for_a_day() -> None:
    """The day begins when the verification ended."""
    assert ENDED + timedelta(days=1) == end_of(ONE)


CHANCE = st.binary(min_size=2, max_size=2)


@given(st.integers(1, 1000), CHANCE)
def test_pauses_are_bounded_and_spread(failures: int, chance: bytes) -> None:
    """Never under three seconds nor over five hours, and within a quarter of the middle."""
    middle = pause_after(failures, b"\x80\x00")
    pause = pause_after(failures, chance)
    assert timedelta(seconds=3) <= pause <= timedelta(hours=5)
    assert 0.75 * middle <= pause <= 1.25 * middle


@given(st.integers(1, 100), CHANCE)
def test_pauses_grow(failures: int, chance: bytes) -> None:
    """The more failures in a row, the longer the rest."""
    assert pause_after(failures, chance) <= pause_after(failures + 1, chance)


def test_how_often_it_is_tried_at_least() -> None:
    """With the longest pauses a receiver that is down all day is tried a dozen times."""
    at, attempts = timedelta(0), 1
    while at < KEPT_TRYING:
        at += pause_after(attempts, b"\xff\xff")
        attempts += 1
    assert 12 <= attempts <= 16
