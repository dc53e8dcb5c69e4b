"""Who is calling: what a token must be, and what must still hold behind it."""

from dataclasses import replace

import pytest

from gateway.api.passes import Passes
from gateway.flow.registrations import register_client
from gateway.ports.registers import Client
from gateway.signing.tokens import Access, TokenRefused, issue_access
from tests.api.office import CLIENT_ID, ISSUER, SCOPES, Office, a_request
from tests.policy.builders import REQUESTER

MATTERS = "/v1/matters"


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (None, "token_missing"),
        ("Basic dXNlcjpwYXNz", "token_invalid"),
        ("Bearer", "token_invalid"),
        ("Bearer  ", "token_invalid"),
        ("Bearer x.y.z", "token_invalid"),
        ("Bearer " + "x" * 5000, "token_invalid"),
    ],
    ids=["none", "basic", "empty", "blank", "nonsense", "long"],
)
async def test_what_is_no_token(counter: Office, header: str | None, reason: str) -> None:
    """401 with a challenge, and the same words for whatever is wrong with a token."""
    headers = {} if header is None else {"Authorization": header}
    reply = await counter.http.get(MATTERS, headers=headers)
    challenge = reply.headers["www-authenticate"]
    assert (401, reason) == (reply.status_code, reply.json()["reason"])
    assert (header is None) == ("error=" not in challenge)


async def test_two_authorization_headers(counter: Office) -> None:
    """Nobody guesses which of two tokens was meant."""
    token = (await counter.login())["Authorization"]
    lines = [("Authorization", token), ("Authorization", token)]
    reply = await counter.http.get(MATTERS, headers=lines)
    assert (401, "token_invalid") == (reply.status_code, reply.json()["reason"])


async def test_a_token_in_the_url_is_refused(counter: Office) -> None:
    """A URL ends up in logs: nothing but the header is looked at."""
    reply = await counter.http.get(f"{MATTERS}?access_token=x")
    assert (400, "query_not_allowed") == (reply.status_code, reply.json()["reason"])


async def test_a_token_expires(office: Office) -> None:
    """A token is good until it expires, however often it was seen before."""
    headers = await office.login()
    before = await office.http.get(MATTERS, headers=headers)
    office.clock.move(seconds=300)
    after = await office.http.get(MATTERS, headers=headers)
    assert (200, 401) == (before.status_code, after.status_code)


async def test_a_foreign_token(counter: Office, office: Office) -> None:
    """A token that another gateway signed is worth nothing here."""
    reply = await counter.http.get(MATTERS, headers=await office.login())
    assert (401, "token_invalid") == (reply.status_code, reply.json()["reason"])


async def test_a_key_that_is_no_longer_registered(office: Office) -> None:
    """A token dies with the key that it is bound to."""
    headers = await office.login()
    client = Client(CLIENT_ID, REQUESTER, SCOPES, ())
    await register_client(office.parts, client)
    reply = await office.http.get(MATTERS, headers=headers)
    assert (401, "token_invalid") == (reply.status_code, reply.json()["reason"])


async def test_a_key_that_is_none(office: Office) -> None:
    """A registered value that is no key proves nothing, and breaks nothing."""
    headers = await office.login()
    await register_client(office.parts, Client(CLIENT_ID, REQUESTER, SCOPES, ({"kty": "?"},)))
    reply = await office.http.get(MATTERS, headers=headers)
    assert (401, "token_invalid") == (reply.status_code, reply.json()["reason"])


async def test_scopes_that_are_no_longer_registered(office: Office) -> None:
    """A scope taken away is gone at once, also from tokens issued before."""
    headers = await office.login()
    client = await office.parts.registry.client(CLIENT_ID)
    assert client is not None
    await register_client(office.parts, replace(client, scopes=frozenset({"verify:alive"})))
    reply = await office.http.post("/v1/verify/identity", json=a_request(), headers=headers)
    assert (403, "scope_missing") == (reply.status_code, reply.json()["reason"])


async def test_a_scope_that_the_token_lacks(counter: Office) -> None:
    """The challenge names the scope that is needed."""
    headers = await counter.login("verify:alive")
    reply = await counter.http.post("/v1/verify/identity", json=a_request(), headers=headers)
    assert (403, "scope_missing") == (reply.status_code, reply.json()["reason"])
    assert (
        'error="insufficient_scope", scope="verify:identity"' in (reply.headers["www-authenticate"])
    )


async def test_a_suspended_requester(office: Office) -> None:
    """Her question is refused on the trail, everything else at the desk."""
    headers = {**await office.login(), "Idempotency-Key": "k"}
    await office.suspend()
    asked = await office.http.post("/v1/verify/identity", json=a_request(), headers=headers)
    listed = await office.http.get(MATTERS, headers=headers)
    assert [(403, "requester_suspended")] * 2 == [
        (reply.status_code, reply.json()["reason"]) for reply in (asked, listed)
    ]
    stored = await office.parts.trail.verification(asked.json()["verification_id"])
    assert stored is not None
    assert "refused" == stored.state


def _token(office: Office, number: int) -> str:
    expires = int(office.clock.now().timestamp()) + 300
    access = Access(CLIENT_ID, REQUESTER, SCOPES, f"jti-{number}", "key", expires)
    return issue_access(office.keys, ISSUER, access, office.clock.now())


async def test_a_token_is_verified_once(counter: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time its digest is enough; and no more than a bound are remembered."""
    passes, now = Passes(counter.keys, ISSUER), counter.clock.now()
    tokens = [_token(counter, number) for number in range(3)]
    monkeypatch.setattr("gateway.api.passes.MOST_PASSES", 2)
    for token in tokens:
        passes.check(token, now)
    monkeypatch.setattr("gateway.api.passes.check_access", _refuse)
    assert "jti-2" == passes.check(tokens[2], now).token_id
    with pytest.raises(TokenRefused):
        passes.check(tokens[0], now)


def _refuse(*_arguments: object) -> Access:
    raise TokenRefused("was forgotten")
