"""When a call is made again, under which key, and after how long."""

from __future__ import annotations

import httpx
import pytest

from gateway.client import Conflict, Gateway, TooMany, Unavailable, Unreachable
from tests.client.desk import REQUEST, Desk, Reply, answered, problem

AGAIN: dict[str, Reply] = {
    "not-reached": httpx.ConnectError("x"),
    "no-answer": httpx.ReadTimeout("x"),
    "broken-off": httpx.RemoteProtocolError("x"),
    "not-ready": problem(503, "trail_unavailable"),
    "in-flight": problem(409, "idempotency_in_flight", Retry_After="1"),
}
NEVER = {
    "bad-gateway": 502,
    "failed": 500,
    "refused": 403,
    "quota": 429,
    "invalid": 422,
    "conflict": 409,
    "redirected": 307,
}


@pytest.mark.parametrize("trouble", AGAIN)
def test_what_is_safe_is_tried_again(trouble: str) -> None:
    """The very same request goes out again under the same key, after a pause."""
    desk = Desk([AGAIN[trouble], answered()])
    assert desk.gateway().verify("identity", REQUEST).answer.is_confirmed
    assert (1, 1) == (len(set(desk.keys_sent())), len(desk.waits))
    assert [REQUEST, REQUEST] == desk.bodies_sent()


@pytest.mark.parametrize("status", NEVER.values(), ids=NEVER)
def test_everything_else_is_told_at_once(status: int) -> None:
    """A refusal, a quota or a failure is not asked for twice."""
    desk = Desk([problem(status, "whatever")])
    with pytest.raises(Exception, match=f"{status} whatever"):
        desk.gateway().verify("identity", REQUEST)
    assert (1, []) == (len(desk.calls), desk.waits)


def test_it_gives_up() -> None:
    """After three attempts the last trouble is told."""
    desk = Desk([httpx.ConnectError("x"), httpx.ConnectError("x"), problem(503, "not_ready")])
    with pytest.raises(Unavailable, match="not_ready"):
        desk.gateway().verify("identity", REQUEST)
    assert (3, 2, 1) == (len(desk.calls), len(desk.waits), len(set(desk.keys_sent())))


def test_the_gateway_says_how_long_to_wait() -> None:
    """`Retry-After` is respected, and one second is waited where it says nothing."""
    desk = Desk([problem(503, "x", Retry_After="4"), problem(503, "x"), answered()])
    desk.gateway().verify("identity", REQUEST)
    assert [4, 1] == desk.waits


def test_nobody_is_blocked_for_long() -> None:
    """Told to wait longer than a few seconds, the client hands the waiting to its caller."""
    desk = Desk([problem(503, "x", Retry_After="120")])
    with pytest.raises(Unavailable) as told:
        desk.gateway().verify("identity", REQUEST)
    assert (120, []) == (told.value.retry_after, desk.waits)


@pytest.mark.parametrize("header", ["soon", "²", "9" * 5000, "-1", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_a_pause_that_is_not_understood(header: str) -> None:
    """A `Retry-After` that is no small number is as good as none."""
    desk = Desk([httpx.Response(429, headers={b"Retry-After": header.encode()})])
    with pytest.raises(TooMany) as told:
        desk.gateway().verify("identity", REQUEST)
    assert told.value.retry_after is None


def test_each_call_has_a_key_of_its_own() -> None:
    """Two calls are two requests, unless the caller gives them one key."""
    desk = Desk()
    gateway = desk.gateway()
    gateway.verify("identity", REQUEST)
    gateway.verify("identity", REQUEST)
    gateway.verify("identity", REQUEST, idempotency_key="mine")
    gateway.verify("identity", REQUEST, idempotency_key="mine")
    first, second, third, fourth = desk.keys_sent()
    assert (True, "mine", "mine") == (first != second, third, fourth)


def test_reading_is_tried_again_without_a_key() -> None:
    """A read changes nothing, so it needs no key."""
    desk = Desk([httpx.ConnectError("x"), answered()])
    desk.gateway().verification("ver_1")
    assert [False, False] == ["Idempotency-Key" in call.headers for call in desk.calls]


def test_a_residents_code_is_entered_once() -> None:
    """Tries of a code are counted, so a failed call is not repeated behind the clerk's back."""
    desk = Desk([httpx.ConnectError("x")])
    with pytest.raises(Unreachable):
        desk.gateway().confirm_consent("cns_1", "123456")
    assert 1 == len(desk.calls)


def test_another_request_under_the_key() -> None:
    """The conflict of two requests under one key is told, not waited for."""
    desk = Desk([problem(409, "idempotency_key_reused", Retry_After="1")])
    with pytest.raises(Conflict):
        desk.gateway().verify("identity", REQUEST, idempotency_key="mine")
    assert 1 == len(desk.calls)


@pytest.mark.parametrize(
    "url", ["gateway.example", "ftp://gateway.example", "http://", "http://a:b", ""]
)
def test_an_address_that_is_none(url: str) -> None:
    """What is no address is refused when the client is made."""
    with pytest.raises(ValueError, match="is not an http or https address"):
        Gateway(url)
