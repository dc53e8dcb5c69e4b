"""For operations and verifiers: life, readiness, metrics, keys, metadata."""

import pytest

from gateway.errors import SigningUnavailable, TrailUnavailable
from tests.api.office import ISSUER, SCOPES, Office
from tests.api.trouble import failing

SUPERVISING = {"demands:handle", "demands:read", "survey:read", "survey:write"}


async def test_alive(counter: Office) -> None:
    """A process that answers is alive."""
    reply = await counter.http.get("/healthz")
    assert (200, {"status": "ok"}) == (reply.status_code, reply.json())


async def test_ready(counter: Office) -> None:
    """It can sign and write."""
    reply = await counter.http.get("/readyz")
    assert (200, {"status": "ready"}) == (reply.status_code, reply.json())


@pytest.mark.parametrize("error", [TrailUnavailable("full"), OSError("disk")])
async def test_the_store_fails(
    office: Office, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """503 names the trail, whatever is wrong with it."""
    monkeypatch.setattr(type(office.store.writer), "run", failing(error))
    reply = await office.http.get("/readyz")
    assert (503, "trail", "5") == (
        reply.status_code,
        reply.json()["dependency"],
        reply.headers["retry-after"],
    )


@pytest.mark.parametrize("error", [SigningUnavailable("gone"), ValueError("key")])
async def test_the_key_fails(
    office: Office, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """503 names the signing key, whatever is wrong with it."""
    monkeypatch.setattr(type(office.parts.signer), "ready", failing(error))
    reply = await office.http.get("/readyz")
    assert (503, "signing") == (reply.status_code, reply.json()["dependency"])


async def test_readiness_is_not_remembered_for_long(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked at once it says the same; a second later it looks again."""
    before = await office.http.get("/readyz")
    monkeypatch.setattr(type(office.parts.signer), "ready", failing(SigningUnavailable("gone")))
    at_once = await office.http.get("/readyz")
    office.clock.move(seconds=1)
    later = await office.http.get("/readyz")
    assert [200, 200, 503] == [r.status_code for r in (before, at_once, later)]


async def test_readiness_leaves_nothing_behind(office: Office) -> None:
    """Asking for readiness over and over is always answered by a fresh write."""
    statuses = []
    for _ in range(3):
        statuses.append((await office.http.get("/readyz")).status_code)
        office.clock.move(seconds=2)
    assert [200, 200, 200] == statuses


async def test_metrics(office: Office) -> None:
    """Counters in Prometheus' text format, by route and status."""
    await office.http.get("/healthz")
    reply = await office.http.get("/metrics")
    counted = 'gateway_requests_total{method="GET",route="/healthz",status="200"} 1.0'
    assert (True, True) == (
        reply.headers["content-type"].startswith("text/plain; version="),
        counted in reply.text,
    )


async def test_keys(counter: Office) -> None:
    """Public halves only, as a JWK set that may be kept for a while."""
    reply = await counter.http.get("/.well-known/jwks.json")
    assert ("application/jwk-set+json", "public, max-age=300") == (
        reply.headers["content-type"],
        reply.headers["cache-control"],
    )
    assert [False] == ["d" in key for key in reply.json()["keys"]]


async def test_metadata(counter: Office) -> None:
    """Where tokens come from, and how a client proves itself (RFC 8414)."""
    metadata = (await counter.http.get("/.well-known/oauth-authorization-server")).json()
    assert (ISSUER, f"{ISSUER}/oauth/token", ["private_key_jwt"], SCOPES | SUPERVISING) == (
        metadata["issuer"],
        metadata["token_endpoint"],
        metadata["token_endpoint_auth_methods_supported"],
        frozenset(metadata["scopes_supported"]),
    )
