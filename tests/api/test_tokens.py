"""POST /oauth/token: a client proves itself by a key that is registered, and by nothing else."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from joserfc import jws
from joserfc.jwk import OKPKey

from gateway.errors import TrailUnavailable
from gateway.signing.tokens import check_access
from tests.api.office import CLIENT_ID, ISSUER, SCOPES, Office
from tests.api.trouble import failing

FORM = "application/x-www-form-urlencoded"


def _error(reply: httpx.Response) -> tuple[int, str, str]:
    """Status, the error of RFC 6749 and our own reason."""
    body = reply.json()
    return reply.status_code, body["error"], body["reason"]


async def test_a_token_says_what_it_is_for(counter: Office) -> None:
    """A token is bound to client, requester, scopes and the key of the assertion."""
    reply = await counter.get_token(scope="verify:alive consent:read")
    body = reply.json()
    access = check_access(body["access_token"], counter.keys, ISSUER, counter.clock.now())
    assert ("Bearer", 300, "consent:read verify:alive") == (
        body["token_type"],
        body["expires_in"],
        body["scope"],
    )
    assert (CLIENT_ID, counter.client_key.thumbprint()) == (access.client_id, access.key_id)
    assert ("no-store", "no-cache") == (reply.headers["cache-control"], reply.headers["pragma"])


async def test_without_a_scope_all_registered_ones_are_granted(counter: Office) -> None:
    """Leaving scope out asks for everything that the client is registered for."""
    reply = await counter.get_token()
    assert SCOPES == set(reply.json()["scope"].split())


@pytest.mark.parametrize("scope", ["verify:unknown", "verify:alive audit:read", "", "  "])
async def test_only_registered_scopes(counter: Office, scope: str) -> None:
    """A scope beyond the registration is refused, even beside a registered one."""
    reply = await counter.get_token(scope=scope)
    assert (400, "invalid_scope", "invalid_scope") == _error(reply)


async def test_an_assertion_counts_once(counter: Office) -> None:
    """The same assertion proves nothing a second time."""
    assertion = counter.assertion()
    first = await counter.get_token(client_assertion=assertion)
    second = await counter.get_token(client_assertion=assertion)
    assert (200, (401, "invalid_client", "invalid_client")) == (first.status_code, _error(second))


UNPROVEN: dict[str, dict[str, Any]] = {
    "unknown-client": {"sub": "nobody", "iss": "nobody"},
    "issuer-differs": {"iss": "somebody"},
    "other-audience": {"aud": "https://elsewhere.example"},
    "two-audiences": {"aud": [ISSUER, "https://elsewhere.example"]},
    "expired": {"exp": 1},
    "valid-too-long": {"exp": 4_000_000_000},
    "no-expiry": {"exp": None},
    "no-jti": {"jti": None},
    "short-jti": {"jti": "short"},
    "from-the-future": {"iat": 4_000_000_000},
}


@pytest.mark.parametrize("case", UNPROVEN)
async def test_what_proves_nothing(counter: Office, case: str) -> None:
    """Every assertion that does not hold gets the same answer."""
    reply = await counter.get_token(client_assertion=counter.assertion(**UNPROVEN[case]))
    assert (401, "invalid_client", "invalid_client") == _error(reply)
    assert reply.headers["www-authenticate"].startswith("Bearer")


def _by_another_key(counter: Office) -> str:
    key = OKPKey.generate_key("Ed25519")
    payload = jws.extract_compact(counter.assertion().encode()).payload
    return jws.serialize_compact({"alg": "Ed25519"}, payload, key, algorithms=["Ed25519"])


def _unsigned(counter: Office) -> str:
    payload = counter.assertion().split(".")[1]
    return f"eyJhbGciOiJub25lIn0.{payload}."


@pytest.mark.parametrize(
    "forge",
    [_by_another_key, _unsigned, lambda _: "a.b.c", lambda _: "x", lambda _: "字", lambda _: ""],
    ids=["another-key", "unsigned", "three-letters", "one-letter", "not-ascii", "empty"],
)
async def test_forgeries(counter: Office, forge: Callable[[Office], str]) -> None:
    """Only a registered key makes a signature, and none is no signature."""
    reply = await counter.get_token(client_assertion=forge(counter))
    assert (401, "invalid_client", "invalid_client") == _error(reply)


async def test_the_client_id_must_be_the_asserted_one(counter: Office) -> None:
    """A client_id is not needed, but if it is there it must fit."""
    fitting = await counter.get_token(client_id=CLIENT_ID)
    other = await counter.get_token(client_id="other")
    assert (200, (401, "invalid_client", "invalid_client")) == (fitting.status_code, _error(other))


async def test_a_suspended_requester_gets_no_token(office: Office) -> None:
    """Suspension is effective at once, and looks like any other unproven client."""
    await office.suspend()
    assert (401, "invalid_client", "invalid_client") == _error(await office.get_token())


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"grant_type": None}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"client_assertion": None}, "invalid_client"),
        ({"client_assertion_type": "urn:other"}, "invalid_client"),
    ],
    ids=["no-grant", "other-grant", "no-assertion", "other-assertion-type"],
)
async def test_incomplete_forms(counter: Office, changes: dict[str, Any], error: str) -> None:
    """What is missing or unknown gets its code of RFC 6749."""
    reply = await counter.get_token(**changes)
    assert error == reply.json()["error"]


@pytest.mark.parametrize(
    "content",
    [b"grant_type=a&grant_type=a", b"grant_type", b"%ff=%ff", b"\xff", b"", b"a=1&" * 40],
    ids=["repeated", "no-value", "not-utf8", "not-ascii", "empty", "many"],
)
async def test_malformed_forms(counter: Office, content: bytes) -> None:
    """A form that cannot be read in one way only is an invalid request."""
    reply = await counter.http.post("/oauth/token", content=content, headers={"Content-Type": FORM})
    assert (400, "invalid_request", "invalid_request") == _error(reply)


async def test_forms_only(counter: Office) -> None:
    """JSON is not taken, nor a form that is too large; both carry the members of RFC 6749."""
    json = await counter.http.post("/oauth/token", json={})
    large = await counter.get_token(scope="x" * 70_000)
    assert (415, "invalid_request", "media_type_unsupported") == _error(json)
    assert (413, "invalid_request", "body_too_large") == _error(large)
    assert "application/json" == json.headers["content-type"]


async def test_no_token_without_the_store(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """If nobody can remember that an assertion was used, it proves nothing."""
    monkeypatch.setattr(type(office.store.tokens), "use", failing(TrailUnavailable("full")))
    reply = await office.get_token()
    assert (503, "trail", "5") == (
        reply.status_code,
        reply.json()["dependency"],
        reply.headers["retry-after"],
    )
