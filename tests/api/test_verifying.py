"""Asking over HTTP: what comes back when it is in order, not permitted, late, or impossible."""

from dataclasses import replace
from typing import Any

import pytest

from gateway.domain.evidence import Cause, Failed, Late
from gateway.domain.matter import Quotas
from gateway.errors import SigningUnavailable, TrailUnavailable
from gateway.flow.registrations import register_matter
from gateway.signing.receipts import check_receipt
from tests.api.office import ISSUER, RELATIVE, Office, a_request, on_duty, person_json
from tests.api.trouble import failing
from tests.policy.builders import a_matter

PATH = "/v1/verify/identity"


async def test_a_confirmed_answer(office: Office) -> None:
    """An identity that is held as claimed is confirmed, with a receipt that can be checked."""
    reply = await office.post(PATH, a_request())
    answer = reply.json()
    checked = check_receipt(answer["receipt"], office.keys.jwks(), office.clock.now())
    assert (200, "confirmed", None) == (reply.status_code, answer["outcome"], answer["guidance"])
    assert (ISSUER, True, answer["audit"]["intent"]) == (
        checked.claims["iss"],
        checked.request_matches,
        checked.claims["intent"],
    )


async def test_an_outage_is_unavailable(office: Office) -> None:
    """A department that fails gives no statement but guidance."""
    office.police.reply = Failed(Cause.BROKEN)
    answer = (await office.post(PATH, a_request())).json()
    assert ("unavailable", ["public_security"]) == (answer["outcome"], answer["departments"])
    assert "不是对当事人的任何认定" in answer["guidance"]["meaning"]["zh"]


async def test_a_late_answer(office: Office) -> None:
    """202 says where to look and when; the later GET brings the answer."""
    office.police.reply = Late("ticket")
    reply = await office.post(PATH, a_request())
    assert (202, "pending", None) == (
        reply.status_code,
        reply.json()["outcome"],
        reply.json()["receipt"],
    )
    assert "30" == reply.headers["retry-after"]
    location = reply.headers["location"]
    waiting = await office.get(location)
    early = await office.get(f"{location}/receipt")
    assert (202, 404, "receipt_not_yet") == (
        waiting.status_code,
        early.status_code,
        early.json()["reason"],
    )
    office.police.later = type(office.police)("").reply
    done = await office.get(location)
    assert (200, "confirmed") == (done.status_code, done.json()["outcome"])


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "unknown-matter": ({"matter": "NOBODY-1"}, "matter_unknown"),
    "unknown-consent": (
        {"basis": {"kind": "consent", "consents": ["cns_unknown"]}},
        "consent_missing",
    ),
    "no-notice": ({"basis": {"kind": "statutory_duty"}}, "notice_missing"),
    "old-notice": (
        {"basis": {**on_duty(), "notice": {**on_duty()["notice"], "version": "2025-01"}}},
        "notice_missing",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_refusals(counter: Office, case: str) -> None:
    """A refusal is 403 with its reason and its verification's id, and it is on the trail."""
    changes, reason = REFUSED[case]
    reply = await counter.post(PATH, a_request(**changes), key=case)
    problem = reply.json()
    stored = await counter.parts.trail.verification(problem["verification_id"])
    assert stored is not None
    assert (403, reason, "refused") == (reply.status_code, problem["reason"], stored.state)
    assert 0 == len(counter.police.asked)


async def test_a_near_relatives_basis(office: Office) -> None:
    """Death or relation not confirmed: one refusal, whatever the cause, for a basis well formed."""
    basis = {
        "kind": "near_relative",
        "person": person_json(RELATIVE),
        "relation": "30",
        "interest": "inheritance",
    }
    reply = await office.post("/v1/verify/death", a_request(basis=basis))
    assert (403, "basis_not_established") == (reply.status_code, reply.json()["reason"])


async def test_a_quota(office: Office) -> None:
    """429 says how long to wait, and the same key may try again."""
    await register_matter(office.parts, a_matter(quotas=Quotas(per_matter=1)))
    await office.post(PATH, a_request(), key="a")
    reply = await office.post(PATH, a_request(case="2"), key="b")
    waiting = int(reply.headers["retry-after"])
    assert (429, "quota_exceeded") == (reply.status_code, reply.json()["reason"])
    assert 0 < waiting <= 86_400


async def test_an_unknown_fact(counter: Office) -> None:
    """A fact that is not there is 404, whoever asks."""
    replies = [await counter.http.post("/v1/verify/wealth", json={}) for _ in range(2)]
    assert {(404, "fact_unknown")} == {(r.status_code, r.json()["reason"]) for r in replies}


@pytest.mark.parametrize("method", ["begin", "conclude", "recall"])
async def test_no_answer_without_the_trail(
    office: Office, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    """If the trail cannot be written, there is a 503 and no answer."""
    with monkeypatch.context() as broken:
        broken.setattr(type(office.store.trail), method, failing(TrailUnavailable("full")))
        reply = await office.post(PATH, a_request())
    assert (503, "trail_unavailable", "trail", "5") == (
        reply.status_code,
        reply.json()["reason"],
        reply.json()["dependency"],
        reply.headers["retry-after"],
    )
    assert method == "conclude" or not office.police.asked


async def test_no_answer_without_a_signature(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be signed is not told."""
    unable = failing(SigningUnavailable("no key"))
    monkeypatch.setattr(type(office.parts.signer), "issue_receipt", unable)
    reply = await office.post(PATH, a_request())
    assert (503, "signing") == (reply.status_code, reply.json()["dependency"])


async def test_the_unforeseen(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody foresaw is a 500 without detail; the log has its kind and place, not its text."""
    secret = "text-with-a-name"
    monkeypatch.setattr(type(office.store.registry), "matter", failing(RuntimeError(secret)))
    reply = await office.post(PATH, a_request())
    line = office.log.getvalue().splitlines()[-1]
    assert (500, "internal_error") == (reply.status_code, reply.json()["reason"])
    assert (False, False) == (secret in reply.text, secret in line)
    assert ('"error": "RuntimeError"' in line, '"place": "trouble.py:' in line) == (True, True)


async def test_another_scope_is_another_fact(counter: Office) -> None:
    """Each fact has its scope."""
    headers = {**await counter.login("verify:identity"), "Idempotency-Key": "k"}
    replies = [
        await counter.http.post(f"/v1/verify/{fact}", json={}, headers=headers)
        for fact in ("identity", "alive")
    ]
    assert [422, 403] == [reply.status_code for reply in replies]


async def test_an_inactive_matter(office: Office) -> None:
    """A matter that is not in use is refused."""
    inactive = replace(a_matter(), state=type(a_matter().state).INACTIVE)
    await register_matter(office.parts, inactive)
    reply = await office.post(PATH, a_request())
    assert (403, "matter_inactive") == (reply.status_code, reply.json()["reason"])
