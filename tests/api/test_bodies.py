"""Bodies: size, media type, encoding, whoever sends them and however."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.api.office import Office, a_request

PATH = "/v1/verify/identity"


async def _chunks(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 1024):
        yield b" " * 1024


async def test_a_mebibyte_is_refused_by_its_declared_length(counter: Office) -> None:
    """A body of 1 MiB is 413, without being read."""
    reply = await counter.post(PATH, b" " * 1_048_576)
    assert (413, "body_too_large", "close") == (
        reply.status_code,
        reply.json()["reason"],
        reply.headers["connection"],
    )


async def test_a_mebibyte_is_refused_without_a_declared_length(counter: Office) -> None:
    """A chunked body is 413 as soon as the limit is passed."""
    headers = {
        **await counter.login(),
        "Content-Type": "application/json",
        "Idempotency-Key": "k",
    }
    read = []

    async def counted() -> AsyncIterator[bytes]:
        async for chunk in _chunks(1_048_576):
            read.append(chunk)
            yield chunk

    reply = await counter.http.post(PATH, content=counted(), headers=headers)
    assert (413, "body_too_large") == (reply.status_code, reply.json()["reason"])
    assert 65 == len(read)


async def test_a_body_that_does_not_come(counter: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sends nothing does not keep the desk waiting."""
    monkeypatch.setattr("gateway.api.bodies.BODY_SECONDS", 0.0)
    headers = {
        **await counter.login(),
        "Content-Type": "application/json",
        "Idempotency-Key": "k",
    }

    async def never() -> AsyncIterator[bytes]:
        await asyncio.Event().wait()
        yield b""

    reply = await counter.http.post(PATH, content=never(), headers=headers)
    assert (408, "body_too_slow") == (reply.status_code, reply.json()["reason"])


@pytest.mark.parametrize("length", ["9" * 30, "65537"])
async def test_a_false_length_is_refused_unread(counter: Office, length: str) -> None:
    """What a header declares counts, however long its number is."""
    headers = {"Content-Length": length}
    reply = await counter.post(PATH, a_request(), **headers)
    assert (413, "body_too_large") == (reply.status_code, reply.json()["reason"])


async def test_the_largest_body_is_read(counter: Office) -> None:
    """A body of exactly the limit is read: it fails for its content only."""
    reply = await counter.post(PATH, b'{"a": 1}' + b" " * (65_536 - 8))
    assert (422, "content_invalid") == (reply.status_code, reply.json()["reason"])


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": ""},
        {"Content-Type": "application/json; charset=gb18030"},
        {"Content-Type": "application/problem+json"},
        {"Content-Encoding": "gzip"},
    ],
    ids=["text", "none", "charset", "other-json", "coding"],
)
async def test_other_media_types_are_refused(counter: Office, headers: dict[str, str]) -> None:
    """Only plain JSON in UTF-8 is taken, and the reply names it."""
    reply = await counter.post(PATH, a_request(), **headers)
    assert (415, "media_type_unsupported", "application/json") == (
        reply.status_code,
        reply.json()["reason"],
        reply.headers["accept-post"],
    )


@pytest.mark.parametrize("declared", ["application/json", 'Application/JSON; charset="UTF-8"'])
async def test_json_in_utf8_is_taken(counter: Office, declared: str) -> None:
    """The charset may be said."""
    headers = {"Content-Type": declared}
    reply = await counter.post(PATH, {}, key=None, **headers)
    assert "idempotency_key_missing" == reply.json()["reason"]


@pytest.mark.parametrize(
    ("content", "reason", "pointer"),
    [
        (b'{"subject": "\xff"}', "not_utf8", None),
        (b"{", "not_json", None),
        (b'{"case": "a", "case": "b"}', "duplicate_key", "/case"),
        (b'{"claim": {"max_age_days": 1e999}}', "number_out_of_range", "/claim/max_age_days"),
        (
            b'{"subject": {"name": 110105199003070011}}',
            "number_out_of_range",
            "/subject/name",
        ),
        (b'{"claim": ' + b"[" * 500 + b"]" * 500 + b"}", "nesting_too_deep", None),
    ],
    ids=["not-utf8", "not-json", "duplicate", "number", "number-for-a-person", "deep"],
)
async def test_malformed_bodies(
    counter: Office, content: bytes, reason: str, pointer: str | None
) -> None:
    """What is no proper JSON is 400, with its place where there is one."""
    reply = await counter.post(PATH, content)
    problem = reply.json()
    places = [error["pointer"] for error in problem.get("errors", [])]
    assert (400, reason) == (reply.status_code, problem["reason"])
    assert pointer is None or [pointer] == places


@pytest.mark.parametrize("content", [b"[]", b"null", b'"text"', b"1"])
async def test_what_is_no_object_is_wrong_content(counter: Office, content: bytes) -> None:
    """JSON that is no object is understood, and wrong."""
    reply = await counter.post(PATH, content)
    assert (422, [{"pointer": "", "reason": "wrong_type"}]) == (
        reply.status_code,
        reply.json()["errors"],
    )
