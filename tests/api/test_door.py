"""What every reply has: an id of ours, its headers, a problem document where something is wrong."""

from collections.abc import MutableMapping
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from starlette.requests import ClientDisconnect

from gateway.api.door import Door
from gateway.api.visit import Visit, open_visit, visit_of
from tests.api.office import ISSUER, Office, client_of
from tests.still import SeededChance, StillClock


async def test_every_reply_has_a_fresh_id(counter: Office) -> None:
    """The id is a UUIDv7 of ours, never the caller's."""
    theirs = "11111111-1111-7111-8111-111111111111"
    replies = [
        await counter.http.get(path, headers={"X-Request-Id": theirs})
        for path in ("/healthz", "/healthz", "/nowhere")
    ]
    ids = [reply.headers["x-request-id"] for reply in replies]
    assert (3, {"7"}, False) == (len(set(ids)), {i[14] for i in ids}, theirs in ids)
    assert ids[2] == replies[2].json()["request_id"]


@pytest.mark.parametrize("path", ["/healthz", "/nowhere", "/docs", "/v1/reasons", "/metrics"])
async def test_security_headers(counter: Office, path: str) -> None:
    """Nothing is sniffed, framed or told to other sites."""
    headers = (await counter.http.get(path)).headers
    assert ("nosniff", "no-referrer", True) == (
        headers["x-content-type-options"],
        headers["referrer-policy"],
        "frame-ancestors 'none'" in headers["content-security-policy"],
    )


async def test_answers_are_not_kept(counter: Office) -> None:
    """What is about somebody stays in no cache."""
    assert "no-store" == (await counter.get("/v1/matters")).headers["cache-control"]


@pytest.mark.parametrize("path", ["/nowhere", "/v1", "/v1/matters/", "/v1/verify/identity/x"])
async def test_no_such_address(counter: Office, path: str) -> None:
    """404 is a problem document too, and nobody is redirected."""
    reply = await counter.http.get(path)
    assert (404, "not_found", "application/problem+json") == (
        reply.status_code,
        reply.json()["reason"],
        reply.headers["content-type"],
    )


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/oauth/token", "POST"),
        ("DELETE", "/v1/reasons", "GET, HEAD"),
        ("BREW", "/docs", "GET, HEAD"),
    ],
)
async def test_no_such_method(counter: Office, method: str, path: str, allowed: str) -> None:
    """405 says which method there is."""
    reply = await counter.http.request(method, path)
    assert (405, "method_not_allowed", allowed) == (
        reply.status_code,
        reply.json()["reason"],
        ", ".join(sorted(reply.headers["allow"].split(", "))),
    )


async def test_a_head_is_a_get_without_its_body(counter: Office) -> None:
    """What can be got can be asked for without its content."""
    reply = await counter.http.head("/healthz")
    assert (200, "application/json") == (reply.status_code, reply.headers["content-type"])


@pytest.mark.parametrize("query", ["?x", "?x=1", "?=", "?%E5%BC%A0"])
async def test_no_query(counter: Office, query: str) -> None:
    """A call that knows no query takes none."""
    reply = await counter.http.get(f"/healthz{query}")
    assert (400, "query_not_allowed") == (reply.status_code, reply.json()["reason"])


async def test_path_tricks_lead_nowhere(counter: Office) -> None:
    """An encoded path is no other path."""
    for path in ("/v1/x/..%2fmatters", "/v1/%2e%2e/metrics/x", "//v1/matters"):
        reply = await counter.http.get(f"{ISSUER}{path}")
        assert 404 == reply.status_code


def _watched(app: FastAPI, seen: list[Any]) -> httpx.AsyncClient:
    app.add_middleware(Door, clock=StillClock(), chance=SeededChance(), observe=seen.append)
    return client_of(app)


async def test_a_caller_who_leaves(counter: Office) -> None:
    """A caller who leaves before the body came is noted as such, and as no error of ours."""
    app, seen = FastAPI(), []  # type: FastAPI, list[Any]

    @app.get("/left")
    async def left() -> None:
        raise ClientDisconnect

    with pytest.raises(AssertionError):
        await _watched(app, seen).get("/left")  # no reply is ever begun
    assert [(499, "client_closed")] == [(v["status"], v["problem"]) for v in seen]


async def test_an_error_after_the_reply_has_begun(counter: Office) -> None:
    """What breaks then is noted; there is nothing left to be said to the caller."""
    seen: list[Any] = []

    async def broken(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("text")

    door = Door(broken, clock=StillClock(), chance=SeededChance(), observe=seen.append)
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await door({"type": "http", "method": "GET"}, lambda: None, send)  # type: ignore[arg-type, return-value]
    assert (1, [(200, "internal_error")]) == (
        len(sent),
        [(visit["status"], visit["problem"]) for visit in seen],
    )


async def test_other_protocols_pass(counter: Office) -> None:
    """What is no HTTP request goes through untouched."""
    passed: list[str] = []

    async def inner(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        passed.append(scope["type"])

    door = Door(inner, clock=StillClock(), chance=SeededChance(), observe=lambda _: None)
    await door({"type": "lifespan"}, lambda: None, lambda _: None)  # type: ignore[arg-type, return-value]
    assert ["lifespan"] == passed


def test_a_request_has_passed_the_door() -> None:
    """Nobody gets to the desk without an id."""
    scope: dict[str, Any] = {"type": "http"}
    open_visit(scope, Visit("id"))
    assert "id" == visit_of(Request(scope)).request_id
    scope["gateway.visit"] = None
    with pytest.raises(TypeError):
        visit_of(Request(scope))
