"""What became of a verification: for the same requester only."""

import pytest
from joserfc.jwk import OKPKey

from gateway.flow.registrations import register_client, register_requester
from gateway.ports.registers import Client
from gateway.signing.receipts import check_receipt
from tests.api.office import CLIENT_ID, SCOPES, Office, a_request
from tests.policy.builders import a_requester

ASK = "/v1/verify/identity"
VIEWS = ("", "/receipt", "/proof", "/notice")
OTHER_REQUESTER = "125001120000000002"


async def _asked(office: Office) -> str:
    reply = await office.post(ASK, a_request())
    return str(reply.json()["verification_id"])


async def test_reading_gives_the_same_answer(office: Office) -> None:
    """A later GET gives the very bytes of the first reply."""
    first = await office.post(ASK, a_request())
    again = await office.get(f"/v1/verifications/{first.json()['verification_id']}")
    assert (200, first.content) == (again.status_code, again.content)
    assert "idempotent-replayed" not in again.headers


async def test_the_receipt(office: Office) -> None:
    """The receipt is an SD-JWT that can be checked with the published keys."""
    verification_id = await _asked(office)
    reply = await office.get(f"/v1/verifications/{verification_id}/receipt")
    keys = (await office.http.get("/.well-known/jwks.json")).json()
    checked = check_receipt(reply.text, keys, office.clock.now())
    assert ("application/sd-jwt", verification_id) == (
        reply.headers["content-type"],
        checked.claims["jti"],
    )


async def test_the_proof_is_not_there_yet(office: Office) -> None:
    """Until its entry is in a checkpoint there is no proof, and that is said."""
    reply = await office.get(f"/v1/verifications/{await _asked(office)}/proof")
    assert (404, "proof_not_yet") == (reply.status_code, reply.json()["reason"])
    assert "1" == reply.headers["retry-after"]


@pytest.mark.parametrize("view", VIEWS)
async def test_unknown_ones(counter: Office, view: str) -> None:
    """What does not exist, and what cannot exist, is not found."""
    for verification_id in (f"ver_{'0' * 32}", "ver_1", "x", "..%2f.."):
        reply = await counter.get(f"/v1/verifications/{verification_id}{view}")
        assert (404, "not_found") == (reply.status_code, reply.json()["reason"])


@pytest.mark.parametrize("view", VIEWS)
async def test_a_foreign_one_looks_unknown(office: Office, view: str) -> None:
    """Another requester's verification is answered like one that does not exist."""
    verification_id = await _asked(office)
    unknown = await office.get(f"/v1/verifications/ver_{'0' * 32}{view}")
    await _become_another_requester(office)
    foreign = await office.get(f"/v1/verifications/{verification_id}{view}")
    volatile = {"request_id": None}
    assert (404, unknown.json() | volatile) == (foreign.status_code, foreign.json() | volatile)


async def _become_another_requester(office: Office) -> None:
    await register_requester(office.parts, a_requester(code=OTHER_REQUESTER))
    office.client_key = OKPKey.generate_key("Ed25519")
    public = office.client_key.as_dict(private=False)
    client = Client(CLIENT_ID, OTHER_REQUESTER, SCOPES, (public,))  # type: ignore[arg-type]
    await register_client(office.parts, client)


async def test_a_client_without_the_fact_sees_nothing(office: Office) -> None:
    """Reading an answer needs the scope that asking it needs."""
    verification_id = await _asked(office)
    headers = await office.login("verify:alive")
    reply = await office.http.get(f"/v1/verifications/{verification_id}", headers=headers)
    assert 404 == reply.status_code


@pytest.mark.parametrize("view", ["", "/receipt", "/notice"])
async def test_a_refused_one(office: Office, view: str) -> None:
    """What was refused stays refused, however it is looked at."""
    refused = await office.post(ASK, a_request(matter="NOBODY-1"))
    verification_id = refused.json()["verification_id"]
    reply = await office.get(f"/v1/verifications/{verification_id}{view}")
    assert (403, "matter_unknown", verification_id) == (
        reply.status_code,
        reply.json()["reason"],
        reply.json()["verification_id"],
    )
