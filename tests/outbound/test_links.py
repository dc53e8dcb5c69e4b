"""A link: one exchange with its time limit, bounded retries, size limit and places."""

from __future__ import annotations

import asyncio
import gzip
import logging
import os
from collections.abc import Iterator

import pytest

from connectors.kit.scripted import HANG, HANG_UP, RESET, Line, Sent, reply
from gateway.domain.evidence import Cause
from gateway.outbound import Patience
from gateway.ports.machine import Deadline
from gateway.ports.source import LinkFailed, LinkReply
from tests.outbound.links_on_loopback import Pauses, call, far, linked

GOOD = reply(b"answer", "Text/XML; charset=UTF-8")
SECRET = "50011219580312001"


def _in_turn(*lines: Line) -> Iterator[Line]:
    return iter(lines)


async def test_an_exchange() -> None:
    """The request arrives below the department's address; the reply has its type and body."""
    async with linked(lambda _: GOOD) as (link, department):
        answer = await call(link)
    (sent,) = department.sent
    assert ("POST", "/base/path", b"question") == (sent.method, sent.target, sent.body)
    assert isinstance(answer, LinkReply)
    assert (200, "text/xml", b"answer") == (answer.status, answer.media_type, answer.body)


async def test_any_2xx_is_a_reply() -> None:
    """Created, accepted and no content are replies; what they are worth is the connector's."""
    lines = _in_turn(reply(b"", status=201), reply(b"x", status=202))
    async with linked(lambda _: next(lines)) as (link, _department):
        answers = [await call(link), await call(link)]
    assert [201, 202] == [a.status for a in answers if isinstance(a, LinkReply)]


async def test_connections_are_reused() -> None:
    """Ten exchanges in a row need one connection."""
    async with linked(lambda _: GOOD) as (link, department):
        for _ in range(10):
            await call(link)
    assert (10, 1) == (len(department.sent), department.connections)


@pytest.mark.parametrize("status", [502, 503, 504])
async def test_a_passing_failure_is_tried_again(status: int) -> None:
    """An idempotent exchange outlives two passing failures, with a pause before each new try."""
    lines = _in_turn(reply(b"", status=status), RESET, GOOD)
    pauses = Pauses()
    patience = Patience(wait=lambda state: 0.25 * state.attempt_number, sleep=pauses.sleep)
    async with linked(lambda _: next(lines), patience=patience) as (link, department):
        answer = await call(link)
    assert isinstance(answer, LinkReply)
    assert ([0.25, 0.5], 3) == (pauses.taken, len(department.sent))
    assert 1 == len({sent.body for sent in department.sent})


@pytest.mark.parametrize(
    ("line", "cause"), [(reply(b"", status=503), Cause.BROKEN), (RESET, Cause.UNREACHABLE)]
)
async def test_retries_are_bounded(line: Line, cause: Cause) -> None:
    """A failure that does not pass is told after three attempts."""
    patience = Patience(wait=lambda _: 0.0, sleep=Pauses().sleep)
    async with linked(lambda _: line, patience=patience) as (link, department):
        assert cause == await call(link)
    assert 3 == len(department.sent)


@pytest.mark.parametrize("line", [reply(b"", status=503), RESET])
async def test_what_is_not_idempotent_is_sent_once(line: Line) -> None:
    """Nothing is sent twice that might then happen twice."""
    async with linked(lambda _: line) as (link, department):
        await call(link, idempotent=False)
    assert 1 == len(department.sent)


@pytest.mark.parametrize(
    "line",
    [
        reply(b"", status=400),
        reply(b"", status=403),
        reply(b"", status=500),
        reply(b"", status=501),
        reply(b"x" * 2_000),
        HANG_UP,
    ],
    ids=["400", "403", "500", "501", "oversized", "hangs-up"],
)
async def test_what_will_not_pass_is_not_tried_again(line: Line) -> None:
    """A refusal, an error of theirs, a reply too large: the same request would fail again."""
    async with linked(lambda _: line) as (link, department):
        assert isinstance(await call(link), Cause)
    assert 1 == len(department.sent)


async def test_no_pause_reaches_the_deadline() -> None:
    """If the next pause would last until the deadline, the failure is told at once."""
    pauses = Pauses()
    patience = Patience(wait=lambda _: 1.0, sleep=pauses.sleep)
    async with linked(lambda _: reply(b"", status=503), patience=patience) as (link, department):
        assert Cause.BROKEN == await call(link, deadline=Deadline(0.9, lambda: 0.0))
    assert ([], 1) == (pauses.taken, len(department.sent))


async def test_the_default_pauses_have_jitter() -> None:
    """Callers that failed together do not come back together."""
    pauses = Pauses()
    patience = Patience(attempts=8, sleep=pauses.sleep)
    async with linked(lambda _: reply(b"", status=503), patience=patience) as (link, _):
        await call(link)
    assert 7 == len(pauses.taken)
    assert 1 < len(set(pauses.taken))
    assert all(0 <= pause <= 1.0 for pause in pauses.taken)


@pytest.mark.parametrize(
    ("seconds", "remaining"), [(0.05, 60.0), (60.0, 0.05)], ids=["timeout", "deadline"]
)
async def test_the_smaller_limit_holds(seconds: float, remaining: float) -> None:
    """Both the department's timeout and the deadline end a wait, attempts and all."""
    patience = Patience(attempts=1_000_000, wait=lambda _: 0.0, sleep=asyncio.sleep)
    lines = _in_turn(reply(b"", status=503), reply(b"", status=503))
    async with (
        linked(lambda _: next(lines, HANG), seconds=seconds, patience=patience) as (link, _),
        asyncio.timeout(2),
    ):
        assert Cause.TIMEOUT == await call(link, deadline=Deadline(remaining, lambda: 0.0))


async def test_nothing_is_sent_after_the_deadline() -> None:
    """With no time left nobody is asked."""
    async with linked(lambda _: GOOD) as (link, department):
        assert Cause.TIMEOUT == await call(link, deadline=Deadline(1.0, lambda: 2.0))
    assert [] == department.sent


async def test_only_so_many_calls_at_once() -> None:
    """The option `concurrency` bounds the calls under way; all of them are made in the end."""
    async with linked(lambda _: GOOD, options={"concurrency": "2"}) as (link, department):
        answers = await asyncio.gather(*(call(link) for _ in range(20)))
    assert {LinkReply} == {type(answer) for answer in answers}
    assert (True, True) == (department.most_underway <= 2, department.connections <= 2)


async def test_waiting_for_a_place_has_a_limit() -> None:
    """Whoever gets no place in time is not sent at all."""
    came = asyncio.Event()

    def script(_: Sent) -> Line:
        came.set()
        return HANG

    async with linked(script, options={"concurrency": "1"}) as (link, department):
        first = asyncio.create_task(call(link))
        await came.wait()
        assert Cause.TIMEOUT == await call(link, deadline=Deadline(0.05, lambda: 0.0))
        assert 1 == len(department.sent)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)


async def test_a_place_is_given_back() -> None:
    """After a cancelled exchange its place is free, and the link works."""
    came = asyncio.Event()

    def script(_: Sent) -> Line:
        first = not came.is_set()
        came.set()
        return HANG if first else GOOD

    async with linked(script, options={"concurrency": "1"}) as (link, _department):
        task = asyncio.create_task(call(link))
        await came.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert isinstance(await call(link), LinkReply)


@pytest.mark.parametrize("size", [1_000, 1_001])
async def test_the_size_limit(size: int) -> None:
    """A body as large as the limit is read, one byte more is not."""
    async with linked(lambda _: reply(b"x" * size), limit=1_000) as (link, _department):
        answer = await call(link)
    assert (Cause.OVERSIZED == answer) is (size > 1_000)


async def test_an_announced_size_is_believed() -> None:
    """A department that announces too much is left before it has sent it."""
    raw = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"
    async with linked(lambda _: Line(raw, "hang")) as (link, _department):
        assert Cause.OVERSIZED == await call(link)


def _packed(body: bytes, coding: str = "gzip") -> Line:
    return reply(body, headers={"Content-Encoding": coding})


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (_packed(gzip.compress(b"x" * 1_000)), None),
        (_packed(gzip.compress(b"x" * 1_001)), Cause.OVERSIZED),
        (_packed(gzip.compress(b"x" * 50)[:-4]), Cause.MALFORMED),
        (_packed(gzip.compress(b"x" * 50) + b"more"), Cause.MALFORMED),
        (_packed(b"not packed at all"), Cause.MALFORMED),
        (_packed(b"whatever", "br"), Cause.MALFORMED),
        (_packed(b"whatever", "gzip, gzip"), Cause.MALFORMED),
    ],
    ids=["fits", "bomb", "cut-off", "more", "plain", "brotli", "twice"],
)
async def test_compressed_bodies(line: Line, expected: Cause | None) -> None:
    """Only gzip is understood, and only as much of it as fits."""
    async with linked(lambda _: line) as (link, department):
        answer = await call(link)
    assert "identity" == department.sent[0].headers["accept-encoding"]
    assert expected == (answer if isinstance(answer, Cause) else None)


async def test_redirects_are_not_followed() -> None:
    """A redirect, even to the same department, is an error of theirs."""
    line = reply(b"", status=302, headers={"Location": "/elsewhere"})
    async with linked(lambda _: line) as (link, department):
        assert Cause.BROKEN == await call(link)
    assert 1 == len(department.sent)


async def test_the_environment_is_not_heeded(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy of the environment sees what departments are asked."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    async with linked(lambda _: GOOD) as (link, _department):
        assert isinstance(await call(link), LinkReply)
    assert "http://127.0.0.1:9" == os.environ["HTTP_PROXY"]


@pytest.mark.parametrize("line", [RESET, HANG_UP, reply(b"", status=500)])
async def test_an_error_carries_nothing(line: Line) -> None:
    """Neither text nor context of the error leads back to the request."""
    patience = Patience(attempts=1)
    async with linked(lambda _: line, patience=patience) as (link, _department):
        with pytest.raises(LinkFailed) as caught:
            await link.exchange(
                "POST",
                "/path",
                content=SECRET.encode(),
                headers={},
                deadline=far(),
                idempotent=True,
            )
    error = caught.value
    assert (None, None) == (error.__cause__, error.__context__)
    assert SECRET not in repr(error) + str(error)


async def test_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Neither we nor the libraries log an address, a header or a body, at any level."""
    caplog.set_level(logging.DEBUG)
    lines = _in_turn(
        reply(SECRET.encode(), headers={"X-Echo": SECRET}),
        reply(b"", status=302, headers={"Location": f"/{SECRET}"}),
        HANG_UP,
    )
    async with linked(lambda _: next(lines)) as (link, _department):
        for _ in range(3):
            await call(link, content=SECRET.encode())
    assert [] == [r.name for r in caplog.records if not r.name.startswith("asyncio")]
    assert SECRET not in caplog.text
