"""How the client proves who it is: assertions, tokens kept and renewed."""

from __future__ import annotations

import json

import httpx
import pytest
from joserfc import jws

from gateway.client import NotUnderstood, Unauthorised, Unreachable
from tests.client.desk import ISSUER, REQUEST, Desk, answered, problem


def test_the_assertion_is_what_the_standard_demands() -> None:
    """RFC 7523: issuer and subject are the client, the audience is the gateway, and it is short."""
    desk = Desk()
    desk.gateway().verify("identity", REQUEST)
    signed = jws.deserialize_compact(desk.assertions[0], desk.key.key, algorithms=["Ed25519"])
    claims = json.loads(signed.payload)
    assert ("counter", "counter", ISSUER) == (claims["iss"], claims["sub"], claims["aud"])
    assert claims["exp"] - claims["iat"] <= 60
    assert desk.key.thumbprint == signed.headers()["kid"]


def test_a_token_is_kept() -> None:
    """Two calls in a row need one token."""
    desk = Desk()
    with desk.gateway() as gateway:
        gateway.verify("identity", REQUEST)
        gateway.verification("ver_1")
    assert ["Bearer token-1"] * 2 == [call.headers["Authorization"] for call in desk.calls]


def test_a_token_is_renewed_before_it_expires() -> None:
    """Shortly before a token's end the next call fetches another, by an assertion of its own."""
    desk = Desk()
    gateway = desk.gateway()
    gateway.verification("ver_1")
    desk.moment += 290
    gateway.verification("ver_1")
    assert "Bearer token-2" == desk.calls[-1].headers["Authorization"]
    assert 2 == len(set(desk.assertions))


def test_a_token_that_is_refused_is_renewed_once() -> None:
    """A 401 is answered with a new token and the very same request."""
    desk = Desk([problem(401, "token_expired"), answered()])
    desk.gateway().verify("identity", REQUEST)
    assert ["Bearer token-1", "Bearer token-2"] == [
        call.headers["Authorization"] for call in desk.calls
    ]
    assert 1 == len(set(desk.keys_sent()))


def test_a_second_refusal_is_told() -> None:
    """A 401 to a new token is not tried a third time."""
    desk = Desk([problem(401, "token_invalid"), problem(401, "token_invalid")])
    with pytest.raises(Unauthorised):
        desk.gateway().verify("identity", REQUEST)
    assert (2, []) == (len(desk.calls), desk.waits)


def test_an_assertion_that_is_refused_is_told() -> None:
    """Nothing is asked without a token."""
    desk = Desk(token_replies=[problem(401, "client_unknown")])
    with pytest.raises(Unauthorised, match="client_unknown"):
        desk.gateway().verify("identity", REQUEST)
    assert [] == desk.calls


def test_a_gateway_that_is_gone_when_a_token_is_needed() -> None:
    """The token's call is tried again like any other, and its failure is told alike."""
    desk = Desk(token_replies=[httpx.ConnectError("x"), httpx.ReadTimeout("x")])
    assert desk.gateway().verify("identity", REQUEST).answer.is_confirmed
    desk = Desk(token_replies=[httpx.ConnectError("x")] * 3)
    with pytest.raises(Unreachable, match="ConnectError"):
        desk.gateway().verify("identity", REQUEST)


@pytest.mark.parametrize(
    "body", [[], {}, {"access_token": 5, "expires_in": 1}, {"access_token": "t"}]
)
def test_a_token_reply_that_is_none(body: object) -> None:
    """A reply that is no token is not taken for one."""
    desk = Desk(token_replies=[answered(body=body)])
    with pytest.raises(NotUnderstood):
        desk.gateway().verify("identity", REQUEST)
    assert [] == desk.calls


def test_without_a_key_only_public_calls() -> None:
    """A client without a key reads the codes, and is told at once that it cannot ask."""
    desk = Desk([answered(body={"reasons": []})])
    gateway = desk.gateway(None)
    assert {"reasons": []} == gateway.reasons()
    with pytest.raises(Unauthorised, match="no_client"):
        gateway.verify("identity", REQUEST)
    assert 1 == len(desk.calls)
