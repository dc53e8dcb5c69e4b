"""Consents over HTTP: recorded by the requester, confirmed and withdrawn by the resident."""

# ruff: noqa: E501 - a case is one row of a table

from datetime import date
from typing import Any

import httpx
import pytest

from gateway.api.forms.content_reasons import CONTENT_REASONS
from tests.api.office import OPERATOR, RELATIVE, SUBJECT, Office, a_request, person_json
from tests.policy.builders import a_person

CONSENTS = "/v1/consents"
UNKNOWN = f"cns_{'0' * 32}"
DIGEST = "ab" * 32


def a_consent_form(**changes: Any) -> dict[str, Any]:
    """The subject's consent by one-time code; None leaves a field out."""
    form = {
        "principal": person_json(SUBJECT),
        "matter": "GJJ-007",
        "facts": ["identity"],
        "case": "2026-000123",
        "operator": {**person_json(OPERATOR), "staff_id": "0042"},
        "how_given": "one_time_code",
        "contact": "resident@example",
    }
    return {name: value for name, value in (form | changes).items() if value is not None}


def _told(reply: httpx.Response) -> tuple[int, str]:
    return reply.status_code, reply.json()["reason"]


async def _confirm(office: Office, consent_id: str, code: str) -> httpx.Response:
    body = {"consent_id": consent_id, "code": code}
    return await office.http.post(f"{CONSENTS}/confirm", json=body)


async def test_from_recording_to_an_answer_to_withdrawal(office: Office) -> None:
    """The resident's own code makes it active; it carries one answer; she can withdraw it."""
    recorded = await office.post(CONSENTS, a_consent_form())
    consent = recorded.json()
    path = f"{CONSENTS}/{consent['consent_id']}"
    assert (201, "awaiting", path) == (
        recorded.status_code,
        consent["state"],
        recorded.headers["location"],
    )
    message = office.outbox.messages[0]
    confirmed = await _confirm(office, message.consent_id, message.code or "")
    assert (200, "active") == (confirmed.status_code, confirmed.json()["state"])
    basis = {"kind": "consent", "consents": [consent["consent_id"]]}
    answer = await office.post("/v1/verify/identity", a_request(basis=basis))
    assert (200, "confirmed") == (answer.status_code, answer.json()["outcome"])
    body = {"withdrawal_code": consent["withdrawal_code"].lower()}
    withdrawn = await office.http.post(f"{CONSENTS}/withdraw", json=body)
    assert (200, "revoked") == (withdrawn.status_code, withdrawn.json()["state"])
    read = await office.get(path)
    assert ("revoked", False) == (read.json()["state"], "withdrawal_code" in read.json())


async def test_recording_is_replayed(office: Office) -> None:
    """The same request gets the same consent, and the resident no second message."""
    first = await office.post(CONSENTS, a_consent_form())
    second = await office.post(CONSENTS, a_consent_form())
    assert (201, first.json(), "true") == (
        second.status_code,
        second.json(),
        second.headers["idempotent-replayed"],
    )
    assert 1 == len(office.outbox.messages)


async def test_another_consent_under_the_key(office: Office) -> None:
    """A key stands for one consent."""
    await office.post(CONSENTS, a_consent_form())
    reply = await office.post(CONSENTS, a_consent_form(case="2"))
    assert (409, "idempotency_conflict") == _told(reply)


@pytest.mark.parametrize("body", [b"", b"{}"], ids=["nothing", "empty-object"])
async def test_revoking(office: Office, body: bytes) -> None:
    """The requester revokes for the resident; once more changes nothing."""
    consent_id = (await office.post(CONSENTS, a_consent_form())).json()["consent_id"]
    headers = await office.login() | ({"Content-Type": "application/json"} if body else {})
    replies = [
        await office.http.post(
            f"{CONSENTS}/{consent_id}/revoke",
            content=body,
            headers={**headers, "Idempotency-Key": key},
        )
        for key in ("r1", "r1", "r2")
    ]
    assert [(200, "revoked")] * 3 == [(r.status_code, r.json()["state"]) for r in replies]
    replayed = [reply.headers.get("idempotent-replayed") for reply in replies]
    assert [None, "true", None] == replayed


@pytest.mark.parametrize("content", [b'{"why": 1}', b"x"], ids=["field", "no-json"])
async def test_revoking_says_nothing_else(counter: Office, content: bytes) -> None:
    """A revocation has no content."""
    reply = await counter.post(f"{CONSENTS}/{UNKNOWN}/revoke", content)
    assert reply.json()["reason"] in {"content_invalid", "not_json"}


async def test_a_body_without_its_type(counter: Office) -> None:
    """Without a Content-Type there may be no body."""
    headers = {**await counter.login(), "Idempotency-Key": "k"}
    path = f"{CONSENTS}/{UNKNOWN}/revoke"
    reply = await counter.http.post(path, content=b"{}", headers=headers)
    assert (413, "body_too_large") == _told(reply)


@pytest.mark.parametrize("consent_id", [UNKNOWN, "cns_1", "confirm"])
async def test_unknown_consents(counter: Office, consent_id: str) -> None:
    """What does not exist, and what cannot exist, is not found."""
    read = await counter.get(f"{CONSENTS}/{consent_id}")
    assert (404, "not_found") == _told(read)


async def test_revoking_an_unknown_one(counter: Office) -> None:
    """Nothing is revoked that does not exist."""
    reply = await counter.post(f"{CONSENTS}/{UNKNOWN}/revoke", {}, key="u")
    assert (404, "not_found") == _told(reply)


async def test_every_wrong_code_gets_the_same_answer(office: Office) -> None:
    """A wrong code, a used one, one of nobody, and one tried too often cannot be told apart."""
    first = (await office.post(CONSENTS, a_consent_form(), key="a")).json()["consent_id"]
    second = (await office.post(CONSENTS, a_consent_form(case="2"), key="b")).json()["consent_id"]
    codes = {message.consent_id: message.code or "" for message in office.outbox.messages}
    wrong = "0" * 8 if codes[first] != "0" * 8 else "1" * 8
    replies = [await _confirm(office, first, wrong) for _ in range(5)]
    replies.append(await _confirm(office, first, codes[first]))  # right, but tried too often
    assert 200 == (await _confirm(office, second, codes[second])).status_code
    replies.append(await _confirm(office, second, wrong))
    replies.append(await _confirm(office, UNKNOWN, codes[second]))
    office.clock.move(hours=1)
    body = {"withdrawal_code": "MFRGGZDFMZTWQ2LKNNWG23TP"}
    replies.append(await office.http.post(f"{CONSENTS}/withdraw", json=body))
    seen = [{**reply.json(), "request_id": None, "status": reply.status_code} for reply in replies]
    assert [seen[0]] * len(seen) == seen
    assert (403, "code_refused") == _told(replies[0])


async def test_scopes(counter: Office) -> None:
    """Reading and writing consents need their own scopes."""
    headers = {**await counter.login("verify:identity"), "Idempotency-Key": "k"}
    replies = [
        await counter.http.post(CONSENTS, json=a_consent_form(), headers=headers),
        await counter.http.post(f"{CONSENTS}/{UNKNOWN}/revoke", headers=headers),
        await counter.http.get(f"{CONSENTS}/{UNKNOWN}", headers=headers),
    ]
    assert [(403, "scope_missing")] * 3 == [_told(reply) for reply in replies]


GUARDIAN = {"person": person_json(RELATIVE), "relation": "51", "proof_digest": DIGEST}
CHILD = person_json(a_person(born_on=date(2020, 1, 1)))
BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "unknown-field": ({"note": "x"}, "/note", "unknown_field"),
    "no-principal": ({"principal": None}, "/principal", "missing_field"),
    "bad-principal": ({"principal": {"id_number": "1", "name": "x"}}, "/principal/id_number", "number_length"),
    "bad-other": ({"others": [{"id_number": RELATIVE.number, "name": ""}]}, "/others/0/name", "name_empty"),
    "many-others": ({"others": [person_json(RELATIVE)] * 5}, "/others", "too_many"),
    "other-is-principal": ({"others": [person_json(SUBJECT)]}, "/others/0", "same_person"),
    "no-facts": ({"facts": []}, "/facts", "too_few"),
    "fact-twice": ({"facts": ["identity", "identity"]}, "/facts", "repeated"),
    "fact-not-in-matter": ({"facts": ["wealth"]}, "/facts", "fact_not_in_matter"),
    "death-by-consent": ({"facts": ["death"]}, "/facts", "basis_not_allowed"),
    "unknown-matter": ({"matter": "NOBODY-1"}, "/matter", "matter_unknown"),
    "matter-type": ({"matter": 7}, "/matter", "wrong_type"),
    "how-given": ({"how_given": "by_phone"}, "/how_given", "unknown_code"),
    "too-weak": ({"how_given": "in_person_signature", "evidence": {"digest": DIGEST, "place": "x"}}, "/how_given", "consent_assurance"),
    "no-evidence": ({"how_given": "electronic_signature"}, "/evidence", "missing_field"),
    "evidence-digest": ({"evidence": {"digest": "abc", "place": "x"}}, "/evidence/digest", "text_malformed"),
    "no-contact": ({"contact": None}, "/contact", "missing_field"),
    "language": ({"language": "fr"}, "/language", "unknown_code"),
    "no-use": ({"uses": 0}, "/uses", "out_of_range"),
    "too-many-uses": ({"uses": 2}, "/uses", "out_of_range"),
    "too-long": ({"validity_days": 91}, "/validity_days", "out_of_range"),
    "days-type": ({"validity_days": "90"}, "/validity_days", "wrong_type"),
    "operator": ({"operator": {"staff_id": "1"}}, "/operator/id_number", "missing_field"),
    "child": ({"principal": CHILD}, "/guardian", "guardian_required"),
    "guardian-person": ({"guardian": {**GUARDIAN, "person": {"id_number": "1", "name": "x"}}}, "/guardian/person/id_number", "number_length"),
    "guardian-relation": ({"guardian": {**GUARDIAN, "relation": "father"}}, "/guardian/relation", "text_malformed"),
    "guardian-is-principal": ({"guardian": {**GUARDIAN, "person": person_json(SUBJECT)}}, "/guardian/person", "same_person"),
    "guardian-is-a-child": ({"guardian": {**GUARDIAN, "person": CHILD}}, "/guardian/person", "is_a_child"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
async def test_bad_consents(counter: Office, case: str) -> None:
    """Every mistake has its pointer and its reason, and nobody is sent a code."""
    changes, pointer, reason = BAD[case]
    reply = await counter.post(CONSENTS, a_consent_form(**changes), key=case)
    assert (422, "content_invalid") == _told(reply)
    assert {"pointer": pointer, "reason": reason} in reply.json()["errors"]
    assert (True, 0) == (reason in CONTENT_REASONS, len(counter.outbox.messages))


async def test_a_guardians_consent(office: Office) -> None:
    """For a child a guardian consents, and her proof is kept as a digest."""
    form = a_consent_form(principal=CHILD, guardian=GUARDIAN)
    reply = await office.post(CONSENTS, form)
    assert (201, DIGEST) == (
        reply.status_code,
        reply.json()["record"]["extension"]["guardian"]["proof_digest"],
    )


@pytest.mark.parametrize("call", ["confirm", "withdraw"])
@pytest.mark.parametrize("body", [{}, {"code": 1}, {"withdrawal_code": ""}, {"code": "字"}])
async def test_malformed_codes(counter: Office, call: str, body: dict[str, Any]) -> None:
    """What cannot be a code is a mistake in the form."""
    reply = await counter.http.post(f"{CONSENTS}/{call}", json=body)
    assert (422, "content_invalid") == _told(reply)
