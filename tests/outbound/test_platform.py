"""The exchange platform in front of a department: signed, kept fresh, and silent when it fails."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import logging

import pytest

from gateway.domain.evidence import Cause
from gateway.outbound.platform_signing import signed_fields
from gateway.ports.source import LinkFailed, LinkReply
from mocks.platform.door import BUSY, ENDED, INCOMPLETE, NO_REQUESTER, NO_SERVICE, WRONG_SIGN
from tests.outbound.platform_at_hand import ANSWER, OPTIONS, said, set_up

ANSWERED = LinkReply(200, "application/json", ANSWER)


def test_the_sign_is_the_documented_one() -> None:
    """Base64 of HMAC-SHA256 over service, requester and time, under the secret."""
    fields = signed_fields("r1", "s1", 1_700_000_000_123, b"secret")
    digest = hmac.new(b"secret", b"s1r11700000000123", hashlib.sha256).digest()
    expected = {
        "gjgxjhpt_rid": "r1",
        "gjgxjhpt_sid": "s1",
        "gjgxjhpt_rtime": "1700000000123",
        "gjgxjhpt_sign": base64.b64encode(digest).decode(),
    }
    assert expected == fields


def test_a_sign_that_was_worked_out_elsewhere() -> None:
    """The sign of fixed values, as `openssl dgst -sha256 -hmac` makes it."""
    fields = signed_fields("mock-requester", "s_0001", 1_764_000_000_000, b"0123456789abcdef")
    assert "NjwumiH3f0U+vzpDAzHpVpo+8le69KoD7vIJ+FVadA4=" == fields["gjgxjhpt_sign"]


async def test_a_call_is_signed_and_passed_on() -> None:
    """The connector's own headers stay, the platform's four are added, the body is as it was."""
    setting = set_up()
    assert ANSWERED == await setting.call()
    (headers,) = setting.direct.seen
    assert {
        "Content-Type",
        "gjgxjhpt_rid",
        "gjgxjhpt_sid",
        "gjgxjhpt_rtime",
        "gjgxjhpt_sign",
    } == headers.keys()
    assert [b"question"] == setting.direct.contents


async def test_one_secret_serves_many_calls() -> None:
    """The secret is asked for once and used until it is about to end."""
    setting = set_up()
    for _ in range(5):
        await setting.call()
    assert (5, 1) == (len(setting.direct.seen), len(setting.refreshing.seen))


async def test_an_address_with_a_service_of_its_own() -> None:
    """Where an address has its own service, that one is named, with a secret of its own."""
    setting = set_up()
    assert ANSWERED == await setting.call()
    assert ANSWERED == await setting.call("/openapi/adoption/query")
    services = [headers["gjgxjhpt_sid"] for headers in setting.direct.seen]
    assert ["s_12_civil_affairs", "s_12_adoption"] == services
    assert services == [fields["gjgxjhpt_sid"] for fields in setting.refreshing.seen]


async def test_calls_at_once_share_one_refresh() -> None:
    """However many need a secret at once, one refresh is under way."""
    setting = set_up()
    setting.refreshing.gate = asyncio.Event()
    calls = [asyncio.create_task(setting.call()) for _ in range(20)]
    await setting.refreshing.arrivals.get()
    setting.refreshing.gate.set()
    assert [ANSWERED] * 20 == await asyncio.gather(*calls)
    assert 1 == len(setting.refreshing.seen)


async def test_a_caller_that_goes_away_takes_nobody_along() -> None:
    """Cancelling the call that began the refresh leaves the refresh to the others."""
    setting = set_up()
    setting.refreshing.gate = asyncio.Event()
    first = asyncio.create_task(setting.call())
    await setting.refreshing.arrivals.get()
    second = asyncio.create_task(setting.call())
    await asyncio.sleep(0)
    first.cancel()
    setting.refreshing.gate.set()
    assert ANSWERED == await second
    assert first.cancelled()
    assert 1 == len(setting.refreshing.seen)


async def test_a_secret_is_replaced_before_it_ends() -> None:
    """Within the margin the held secret still signs, while a fresh one is fetched beside it."""
    setting = set_up()
    await setting.call()
    setting.clock.move(seconds=3_600 - 30)
    setting.refreshing.gate = asyncio.Event()
    assert ANSWERED == await setting.call()
    await setting.refreshing.arrivals.get()
    await setting.refreshing.arrivals.get()
    setting.refreshing.gate.set()
    assert ANSWERED == await setting.call()
    assert 2 == len(setting.refreshing.seen)


async def test_a_failed_replacement_in_time_harms_nobody() -> None:
    """A refresh that fails while the secret still serves is tried again a little later."""
    setting = set_up()
    await setting.call()
    setting.clock.move(seconds=3_600 - 50)
    setting.refreshing.wrong = [LinkFailed(Cause.UNREACHABLE)]
    for _ in range(3):
        assert ANSWERED == await setting.call()
        await asyncio.sleep(0)
    assert 2 == len(setting.refreshing.seen)
    setting.clock.move(seconds=6)
    assert ANSWERED == await setting.call()
    await asyncio.sleep(0)
    assert 3 == len(setting.refreshing.seen)


async def test_a_secret_that_has_ended_is_not_used() -> None:
    """After its end a fresh secret is waited for; no call goes out with the old one."""
    setting = set_up()
    await setting.call()
    setting.clock.move(hours=2)
    assert ANSWERED == await setting.call()
    assert (2, 2) == (len(setting.direct.seen), len(setting.refreshing.seen))


@pytest.mark.parametrize("idempotent", [True, False])
async def test_a_stale_secret_is_replaced_once(idempotent: bool) -> None:
    """Refused as stale: one refresh, and the call again, for it was never passed on."""
    setting = set_up()
    await setting.call()
    setting.door.void()
    assert ANSWERED == await setting.call(idempotent=idempotent)
    assert (3, 2) == (len(setting.direct.seen), len(setting.refreshing.seen))


async def test_calls_at_once_that_are_refused_as_stale_share_one_refresh() -> None:
    """A secret found stale by many is replaced once, and the fresh one is not thrown away."""
    setting = set_up()
    await setting.call()
    setting.door.void()
    assert [ANSWERED] * 10 == await asyncio.gather(*(setting.call() for _ in range(10)))
    assert 2 == len(setting.refreshing.seen)


@pytest.mark.parametrize("code", [WRONG_SIGN, ENDED])
async def test_refused_as_stale_again_and_again(code: str) -> None:
    """Whoever is refused with a fresh secret too is silent; it is not tried for ever."""
    setting = set_up()
    setting.direct.wrong = [said(setting.door.say(code))] * 5
    assert Cause.REFUSED == await setting.call()
    assert (2, 2) == (len(setting.direct.seen), len(setting.refreshing.seen))


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        (INCOMPLETE, Cause.BROKEN),
        (NO_REQUESTER, Cause.REFUSED),
        (NO_SERVICE, Cause.REFUSED),
        (BUSY, Cause.BROKEN),
        ("GJ4711", Cause.UNKNOWN_CODE),
    ],
)
async def test_refusals_of_the_platform_are_silence(code: str, cause: Cause) -> None:
    """Each refusal has its cause and is not tried again; none of them reaches the connector."""
    setting = set_up()
    setting.direct.wrong = [said(setting.door.say(code))]
    assert cause == await setting.call()
    assert 1 == len(setting.direct.seen)


async def test_replies_of_the_department_are_left_alone() -> None:
    """What only looks a little like a refusal is the department's own."""
    setting = set_up()
    own = [
        said({"code": "0", "message": "m", "data": None}),
        said({"code": "GJ1006", "message": "m", "data": None, "success": False}),
        said({"code": 1006, "message": "m", "data": None}),
        LinkReply(200, "text/xml", b'{"code": "GJ1006", "message": "m", "data": null}'),
        LinkReply(200, "application/json", b'{"code": "GJ1006", "message": "m", "data": '),
        LinkReply(200, "application/json", b" " * 5_000 + b"{}"),
    ]
    setting.direct.wrong = list(own)
    assert own == [await setting.call() for _ in own]


async def test_nothing_of_a_secret_is_logged_or_shown(caplog: pytest.LogCaptureFixture) -> None:
    """Neither key, secret nor sign is in any log, in the options' text or in an error."""
    caplog.set_level(logging.DEBUG)
    setting = set_up()
    given: list[str] = []
    refresh = setting.door.refresh

    def note(fields: dict[str, str]) -> dict[str, object]:
        reply = refresh(fields)
        data = reply["data"]
        assert isinstance(data, dict)
        given.append(data["secret"])
        return reply

    setting.door.refresh = note  # type: ignore[method-assign,assignment]
    await setting.call()
    setting.door.void()
    await setting.call()
    setting.door.clock_ahead_seconds = 7_200
    assert Cause.REFUSED == await setting.call()
    assert "too far apart" in caplog.text
    shown = caplog.text + repr(OPTIONS) + repr(vars(setting.link)["_keepers"])
    signs = [headers["gjgxjhpt_sign"] for headers in setting.direct.seen]
    assert [] == [word for word in (*given, *signs, OPTIONS.key.decode()) if word in shown]


async def test_closing_ends_a_refresh_and_both_links() -> None:
    """A refresh that hangs does not keep the link from closing; who waits for it hears nothing."""
    setting = set_up()
    setting.refreshing.gate = asyncio.Event()
    call = asyncio.create_task(setting.call())
    await setting.refreshing.arrivals.get()
    await setting.link.close()
    assert setting.direct.closed
    assert setting.refreshing.closed
    assert Cause.UNREACHABLE == await call
