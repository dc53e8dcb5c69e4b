"""The call that gives secrets: every failure is silence, within what the caller may wait."""

from __future__ import annotations

import asyncio
import json

import pytest

from gateway.domain.evidence import Cause
from gateway.ports.source import LinkFailed, LinkReply
from mocks.platform.door import BUSY, INCOMPLETE, NO_REQUESTER, NO_SERVICE, WRONG_SIGN
from tests.outbound.platform_at_hand import ANSWER, OPTIONS, said, set_up

ANSWERED = LinkReply(200, "application/json", ANSWER)
FAR_MS = 1_900_000_000_000
SECRET = "0123456789abcdef0123456789abcdef"


async def test_the_refresh_is_signed_with_the_application_key() -> None:
    """The four fields go as JSON; the key itself and anything about a person do not."""
    setting = set_up()
    await setting.call()
    (content,) = setting.refreshing.contents
    assert {
        "gjgxjhpt_rid",
        "gjgxjhpt_sid",
        "gjgxjhpt_rtime",
        "gjgxjhpt_sign",
    } == json.loads(content).keys()
    assert OPTIONS.key not in content


@pytest.mark.parametrize("cause", [Cause.UNREACHABLE, Cause.TIMEOUT, Cause.BROKEN, Cause.OVERSIZED])
async def test_a_refresh_that_fails_is_silence(cause: Cause) -> None:
    """Its cause is told, nothing goes to the department, and the next question tries again."""
    setting = set_up()
    setting.refreshing.wrong = [LinkFailed(cause)]
    assert cause == await setting.call()
    assert [] == setting.direct.seen
    assert ANSWERED == await setting.call()


@pytest.mark.parametrize(
    ("reply", "cause"),
    [
        (said({"code": "7", "message": "?", "data": None}), Cause.UNKNOWN_CODE),
        (said({"code": 0, "data": {"secret": SECRET, "secretEndTime": FAR_MS}}), Cause.MALFORMED),
        (said({"code": "0"}), Cause.MALFORMED),
        (said({"code": "0", "data": None}), Cause.MALFORMED),
        (said({"code": "0", "data": {"secret": SECRET}}), Cause.MALFORMED),
        (said({"code": "0", "data": {"secret": "", "secretEndTime": FAR_MS}}), Cause.MALFORMED),
        (
            said({"code": "0", "data": {"secret": "密" * 9, "secretEndTime": FAR_MS}}),
            Cause.MALFORMED,
        ),
        (said({"code": "0", "data": {"secret": SECRET, "secretEndTime": "soon"}}), Cause.MALFORMED),
        (said({"code": "0", "data": {"secret": SECRET, "secretEndTime": True}}), Cause.MALFORMED),
        (LinkReply(200, "text/html", b"<html/>"), Cause.MALFORMED),
        (LinkReply(200, "application/json", b'{"code": "0"'), Cause.MALFORMED),
    ],
    ids=range(11),
)
async def test_replies_that_give_no_secret(reply: LinkReply, cause: Cause) -> None:
    """Whatever is not exactly a secret with its end is silence with its cause."""
    setting = set_up()
    setting.refreshing.wrong = [reply]
    assert cause == await setting.call()
    assert [] == setting.direct.seen


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        (INCOMPLETE, Cause.BROKEN),
        (NO_REQUESTER, Cause.REFUSED),
        (NO_SERVICE, Cause.REFUSED),
        (WRONG_SIGN, Cause.REFUSED),
        (BUSY, Cause.BROKEN),
        ("GJ4711", Cause.UNKNOWN_CODE),
    ],
)
async def test_refusals_of_the_refresh(code: str, cause: Cause) -> None:
    """A refused refresh (a wrong application key, say) is asked once and is silence."""
    setting = set_up()
    setting.refreshing.wrong = [said(setting.door.say(code))]
    assert cause == await setting.call()
    assert (0, 1) == (len(setting.direct.seen), len(setting.refreshing.seen))


async def test_nobody_waits_for_a_secret_beyond_the_deadline() -> None:
    """A refresh that hangs is a timeout at the caller's deadline; it goes on for the others."""
    setting = set_up()
    setting.refreshing.gate = asyncio.Event()
    assert Cause.TIMEOUT == await setting.call(seconds=0.01)
    setting.refreshing.gate.set()
    assert ANSWERED == await setting.call()
    assert 1 == len(setting.refreshing.seen)


async def test_the_time_limit_of_the_department_holds_for_its_secret_too() -> None:
    """With plenty of deadline left, a refresh is waited for as long as one exchange may take."""
    setting = set_up(timeout=0.01)
    setting.refreshing.gate = asyncio.Event()
    assert Cause.TIMEOUT == await setting.call(seconds=60.0)
    await setting.link.close()


async def test_no_time_left_at_all() -> None:
    """Without a secret and without time nothing is sent to the department."""
    setting = set_up()
    assert Cause.TIMEOUT == await setting.call(seconds=0.0)
    assert [] == setting.direct.seen
    await setting.link.close()


@pytest.mark.parametrize("ahead", [-600, 600])
async def test_a_platform_whose_clock_differs(ahead: float) -> None:
    """Minutes of difference are learnt from the refusal and kept; nobody notices."""
    setting = set_up()
    setting.door.clock_ahead_seconds = ahead
    assert ANSWERED == await setting.call()
    assert ANSWERED == await setting.call()
    assert (2, 2) == (len(setting.direct.seen), len(setting.refreshing.seen))


@pytest.mark.parametrize("ahead", [-3_600, 3_600])
async def test_a_platform_whose_clock_is_wrong_altogether(ahead: float) -> None:
    """Hours of difference are for people to put right: silence, and no second attempt."""
    setting = set_up()
    setting.door.clock_ahead_seconds = ahead
    assert Cause.REFUSED == await setting.call()
    assert (0, 1) == (len(setting.direct.seen), len(setting.refreshing.seen))


async def test_a_clock_that_starts_to_differ() -> None:
    """A call that is refused for its time is put right and sent again."""
    setting = set_up()
    assert ANSWERED == await setting.call()
    setting.door.clock_ahead_seconds = 400
    assert ANSWERED == await setting.call()
    assert (3, 1) == (len(setting.direct.seen), len(setting.refreshing.seen))


async def test_a_time_refused_without_saying_which_would_be_right() -> None:
    """A refusal for the time that tells no time cannot be put right."""
    setting = set_up()
    setting.refreshing.wrong = [said({"code": "GJ1004", "message": "m", "data": None})]
    assert Cause.REFUSED == await setting.call()


async def test_a_secret_that_seems_to_have_ended_already() -> None:
    """With clocks apart an end in our past is used for a while, and not asked for at every call."""
    setting = set_up()
    setting.door.clock_ahead_seconds = -280
    setting.door.lifetime_seconds = 240
    for _ in range(3):
        assert ANSWERED == await setting.call()
    assert (3, 1) == (len(setting.direct.seen), len(setting.refreshing.seen))
