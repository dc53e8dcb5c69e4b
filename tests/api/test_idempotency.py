"""Idempotency-Key: required where something is written, bound to client, path and content."""

from datetime import timedelta

import httpx
import pytest

from gateway.errors import InFlight, ReplyErased
from tests.api.office import Office, a_request
from tests.api.trouble import failing

PATH = "/v1/verify/identity"


def _told(reply: httpx.Response) -> tuple[int, str]:
    return reply.status_code, reply.json()["reason"]


@pytest.mark.parametrize("path", [PATH, "/v1/consents", f"/v1/consents/cns_{'0' * 32}/revoke"])
async def test_it_is_required(counter: Office, path: str) -> None:
    """Without it nothing is written."""
    assert (400, "idempotency_key_missing") == _told(await counter.post(path, {}, key=None))


MALFORMED = {
    "empty": "",
    "long": "x" * 129,
    "space": "a b",
    "not-ascii": "钥".encode().decode("latin-1"),
    "half-quoted": '"abc',
    "empty-quotes": '""',
    "quoted-space": '"a b"',
    "parameters": '"abc";a=1',
    "bad-escape": '"a\\b"',
    "long-quoted": f'"{"x" * 129}"',
}


@pytest.mark.parametrize("case", MALFORMED)
async def test_malformed(counter: Office, case: str) -> None:
    """1 to 128 visible ASCII characters, bare or as a quoted string."""
    headers = {**await counter.login(), "Idempotency-Key": MALFORMED[case].encode("latin-1")}
    reply = await counter.http.post(PATH, json=a_request(), headers=headers)  # type: ignore[arg-type]
    assert (400, "idempotency_key_malformed") == _told(reply)


async def test_two_keys(counter: Office) -> None:
    """Nobody guesses which of two was meant."""
    token = (await counter.login())["Authorization"]
    lines = [("Authorization", token), ("Idempotency-Key", "a"), ("Idempotency-Key", "a")]
    reply = await counter.http.post(PATH, json=a_request(), headers=lines)
    assert (400, "idempotency_key_malformed") == _told(reply)


async def test_a_replay_is_equal_and_asks_nobody(office: Office) -> None:
    """The same request gets the same bytes, marked, and no department hears of it."""
    first = await office.post(PATH, a_request())
    second = await office.post(PATH, a_request(), key='"key-1"')
    assert (first.content, 1) == (second.content, len(office.police.asked))
    assert (None, "true") == tuple(
        reply.headers.get("idempotent-replayed") for reply in (first, second)
    )


async def test_another_content_is_a_conflict(office: Office) -> None:
    """A key stands for one request."""
    await office.post(PATH, a_request())
    reply = await office.post(PATH, a_request(case="2026-000124"))
    assert (409, "idempotency_conflict") == _told(reply)


async def test_the_same_key_at_another_path(office: Office) -> None:
    """A key is scoped to its path."""
    first = await office.post(PATH, a_request())
    second = await office.post("/v1/verify/alive", a_request())
    assert [200, 200] == [first.status_code, second.status_code]


async def test_in_flight(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the first is being answered, the second is told when to come again."""
    monkeypatch.setattr(type(office.store.trail), "recall", failing(InFlight(7)))
    reply = await office.post(PATH, a_request())
    assert (409, "idempotency_in_flight") == _told(reply)
    assert "7" == reply.headers["retry-after"]


async def test_erased(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was erased with its person cannot be replayed."""
    monkeypatch.setattr(type(office.store.trail), "recall", failing(ReplyErased()))
    assert (410, "reply_erased") == _told(await office.post(PATH, a_request()))


async def test_kept_for_a_day(office: Office) -> None:
    """After its time a key may be used anew."""
    await office.post(PATH, a_request())
    office.clock.move(hours=25)
    request = a_request(basis={**a_request()["basis"], "notice": _notice(office)})
    reply = await office.post(PATH, request)
    assert (200, None) == (reply.status_code, reply.headers.get("idempotent-replayed"))


def _notice(office: Office) -> dict[str, str]:
    given_at = office.clock.now() - timedelta(hours=1)
    return {"version": "2026-01", "given_at": given_at.isoformat()}


async def test_a_refusal_is_replayed(office: Office) -> None:
    """A refusal is a stored reply like any other."""
    unknown = a_request(matter="NOBODY-1")
    replies = [await office.post(PATH, unknown) for _ in range(2)]
    assert [(403, "matter_unknown")] * 2 == [_told(reply) for reply in replies]
    assert "true" == replies[1].headers["idempotent-replayed"]
    assert 1 == len({reply.json()["verification_id"] for reply in replies})
