"""Consents from their recording to their end, over HTTP (domain.md §2)."""

from __future__ import annotations

import threading
from dataclasses import replace

import httpx
import pytest

from gateway.client import Invalid, NotFound, NotPermitted
from gateway.domain.consent import Assurance
from gateway.domain.matter import Whose
from gateway.domain.requester import Requester, RequesterKind
from mocks.serving import Mocks
from tests.journeys.desk import (
    DEPARTMENTS,
    DIGEST,
    Desk,
    an_office,
    asked,
    naming,
    open_desk,
    open_matter,
    persons_of,
    problem,
    same_but_for_ids,
    scenarios,
)
from tests.journeys.served import Served
from tests.journeys.trail import kinds

MOTHER = "kinship-k5-52-certified"
MARRIED = "marriage-m2-in-force"
UNMARRIED = "marriage-m4-nothing"
HELD = "identity-i5-held"


@pytest.fixture
def desk(served: Served) -> Desk:
    """An office with one matter, at the shared gateway."""
    return open_desk(served, an_office(1), open_matter(), open_matter("JR-002"))


def test_both_consent_by_code_and_one_question_is_answered(desk: Desk, mocks: Mocks) -> None:
    """Recorded is not yet given; both codes open exactly one question, and not a second one."""
    body = desk.request(MOTHER)
    consents = desk.record_all(MOTHER, body["case"])
    assert ["awaiting", "awaiting"] == [c.state for c in consents]
    body["basis"] = naming(consents)
    assert (403, "consent_missing") == problem(desk.ask("kinship", body))
    desk.confirm(consents[0])
    assert (403, "consent_missing") == problem(desk.ask("kinship", body))
    assert set() == asked(mocks)
    desk.confirm(consents[1])
    first = desk.ask("kinship", body)
    assert (200, "confirmed") == (first.status_code, first.json()["outcome"])
    mocks.mend()
    assert (403, "consent_exhausted") == problem(desk.ask("kinship", body))
    assert set() == asked(mocks)
    assert "exhausted" == desk.gateway.consent(consents[0].consent_id).state


def test_wrong_codes_count_and_then_it_is_over(desk: Desk) -> None:
    """After five wrong tries the right code opens nothing either."""
    consent = desk.record_all(HELD, desk.served.case())[0]
    right = desk.served.message(consent.consent_id)["code"]
    wrong = f"{(int(right) + 1) % 10**8:08d}"
    for code in (wrong, wrong, wrong, wrong, wrong, right):
        with pytest.raises(NotPermitted) as refused:
            desk.gateway.confirm_consent(consent.consent_id, code)
        assert "code_refused" == refused.value.reason
    assert "active" != desk.gateway.consent(consent.consent_id).state


def test_a_wrong_code_does_not_spoil_the_right_one(desk: Desk) -> None:
    """Who mistyped may try again."""
    consent = desk.record_all(HELD, desk.served.case())[0]
    with pytest.raises(NotPermitted):
        desk.gateway.confirm_consent(consent.consent_id, "no code")
    desk.confirm(consent)
    assert "active" == desk.gateway.consent(consent.consent_id).state


def test_codes_of_unknown_consents_are_refused_alike(desk: Desk) -> None:
    """A wrong code, a consent that is not there, and one that is confirmed cannot be told apart."""
    case = desk.served.case()
    awaiting, confirmed = (desk.record_all(HELD, case)[0] for _ in range(2))
    desk.confirm(confirmed)
    code = desk.served.message(confirmed.consent_id)["code"]
    tries = (awaiting.consent_id, confirmed.consent_id, "cns_" + "0" * 32)
    replies = [
        desk.http.post("/v1/consents/confirm", json={"consent_id": name, "code": code})
        for name in tries
    ]
    assert {(403, "code_refused")} == {problem(reply) for reply in replies}
    assert 1 == len({same_but_for_ids(reply) for reply in replies})


def test_the_resident_withdraws_by_her_own_code(desk: Desk, mocks: Mocks) -> None:
    """Without a login, however she types it; from then on nothing is asked under it."""
    body = desk.request(MOTHER)
    consents = desk.record_all(MOTHER, body["case"])
    for consent in consents:
        desk.confirm(consent)
    code = desk.served.message(consents[1].consent_id)["withdrawal_code"]
    assert consents[1].withdrawal_code == code
    desk.served.client().withdraw_consent(f" {code[:5].lower()}-{code[5:]} ")
    refused = desk.ask("kinship", {**body, "basis": naming(consents)})
    assert (403, "consent_revoked") == problem(refused)
    assert set() == asked(mocks)
    with pytest.raises(NotPermitted) as wrong:
        desk.served.client().withdraw_consent("A" * 24)
    assert "code_refused" == wrong.value.reason


def test_the_requester_revokes_for_the_resident(desk: Desk) -> None:
    """Revoking twice, under the same key or another, changes nothing and says the same."""
    body = desk.on_consent(HELD)
    name = body["basis"]["consents"][0]
    replies = [
        desk.post(f"/v1/consents/{name}/revoke", {}, {"Idempotency-Key": key})
        for key in ("one", "one", "two")
    ]
    assert [(200, "revoked")] * 3 == [(r.status_code, r.json()["state"]) for r in replies]
    assert ["one"] == [
        key
        for key, reply in zip(("first", "one", "two"), replies, strict=True)
        if reply.headers.get("Idempotent-Replayed") == "true"
    ]
    assert (403, "consent_revoked") == problem(desk.ask("identity", body))


def test_foreign_and_unknown_consents_look_alike(desk: Desk, served: Served, mocks: Mocks) -> None:
    """Asking, reading and revoking tell nobody that a consent of another office exists."""
    other = open_desk(served, an_office(2))
    foreign = other.on_consent(HELD)["basis"]["consents"][0]
    names = (foreign, foreign[:-6] + "000000")
    body = desk.request(HELD)
    refused = [
        desk.ask("identity", {**body, "basis": {"kind": "consent", "consents": [name]}})
        for name in names
    ]
    assert {(403, "consent_missing")} == {problem(reply) for reply in refused}
    assert 1 == len({same_but_for_ids(reply) for reply in refused})
    assert set() == asked(mocks)
    read = [desk.get(f"/v1/consents/{name}") for name in names]
    revoked = [
        desk.post(f"/v1/consents/{name}/revoke", {}, {"Idempotency-Key": name}) for name in names
    ]
    assert {(404, "not_found")} == {problem(reply) for reply in (*read, *revoked)}
    assert 1 == len({same_but_for_ids(reply) for reply in (*read, *revoked)})
    assert "active" == other.gateway.consent(foreign).state


@pytest.mark.parametrize("other", ["case", "matter", "fact", "relative", "subject"])
def test_a_consent_covers_exactly_what_it_names(other: str, desk: Desk, mocks: Mocks) -> None:
    """Another case, matter, fact, relative or person is outside of it, and nobody is asked."""
    body, fact = desk.on_consent(MARRIED), "marriage"
    stranger = scenarios()[HELD].subject
    match other:
        case "case":
            body["case"] = desk.served.case()
        case "matter":
            body["matter"] = "JR-002"
        case "fact":
            fact, body["claim"] = "kinship", {"relative": body["claim"]["spouse"], "relation": "10"}
        case "relative":
            body["claim"] = {"spouse": dict(stranger)}
        case _:
            body["subject"] = dict(stranger)
    assert (403, "consent_scope") == problem(desk.ask(fact, body))
    assert set() == asked(mocks)


def test_a_guardian_consents_for_a_child(desk: Desk, mocks: Mocks) -> None:
    """For an under-fourteen a guardian's consent is taken, and none without a guardian."""
    child = scenarios()["birth-b2-everything"].subject
    parent = scenarios()[HELD].subject
    case, persons = desk.served.case(), [child]
    with pytest.raises(Invalid) as refused:
        desk.record(child, persons, "identity", case)
    assert [{"pointer": "/guardian", "reason": "guardian_required"}] == refused.value.errors
    guardian = {"person": dict(parent), "relation": "52", "proof_digest": DIGEST}
    consent = desk.record(child, persons, "identity", case, guardian=guardian)
    desk.confirm(consent)
    body = desk.request(HELD, naming([consent]), subject=dict(child), case=case)
    assert "confirmed" == desk.ask("identity", body).json()["outcome"]
    assert {"public_security"} == asked(mocks)


def test_an_outage_spends_nothing(desk: Desk, mocks: Mocks) -> None:
    """The same claim may be asked again under its reservation; another claim may not."""
    body = desk.on_consent(MARRIED)
    mocks.controls("civil_affairs").fault("status_500")
    assert "unavailable" == desk.ask("marriage", body).json()["outcome"]
    mocks.mend()
    spouse = body["claim"]["spouse"]
    as_another = {**body, "claim": {"spouse": {**spouse, "name": spouse["name"] + "某"}}}
    assert (403, "consent_exhausted") == problem(desk.ask("marriage", as_another))
    assert set() == asked(mocks)
    assert "confirmed" == desk.ask("marriage", body).json()["outcome"]
    assert (403, "consent_exhausted") == problem(desk.ask("marriage", body))


def test_two_at_once_share_one_use(desk: Desk) -> None:
    """Of simultaneous questions under one single use exactly one is permitted."""
    body = desk.on_consent(MARRIED)
    replies: list[httpx.Response] = []
    start = threading.Barrier(4)

    def ask() -> None:
        start.wait()
        replies.append(desk.ask("marriage", body))

    desk.tokens.token()
    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [200, 403, 403, 403] == sorted(reply.status_code for reply in replies)
    refused = [reply for reply in replies if reply.status_code == 403]
    assert {(403, "consent_exhausted")} == {problem(reply) for reply in refused}
    names = [reply.json()["verification_id"] for reply in refused]
    assert [["refused"]] * 3 == [kinds(desk.served.data, name) for name in names]


@pytest.mark.parametrize(
    ("minimum", "how"),
    [
        (Assurance.CONFIRMED_BY_CODE, "in_person_signature"),
        (Assurance.SIGNED_BY_PERSON, "one_time_code"),
    ],
    ids=["paper-for-code", "code-for-signature"],
)
def test_too_weak_a_consent_is_not_recorded(minimum: Assurance, how: str, served: Served) -> None:
    """What no question could rest on is refused when it is handed in, naming the field."""
    desk = open_desk(served, an_office(3), open_matter(minimum_assurance=minimum))
    evidence = {"digest": DIGEST, "place": "archive 7"}
    with pytest.raises(Invalid) as refused:
        desk.record_all(HELD, served.case(), how_given=how, evidence=evidence)
    assert [{"pointer": "/how_given", "reason": "consent_assurance"}] == refused.value.errors


def test_a_signed_consent_needs_no_code(desk: Desk) -> None:
    """An electronic signature with its evidence is active at once."""
    evidence = {"digest": DIGEST, "place": "archive 7"}
    case = desk.served.case()
    signed = {"how_given": "electronic_signature", "evidence": evidence, "contact": None}
    consents = desk.record_all(HELD, case, **signed)
    assert ["active"] == [consent.state for consent in consents]
    answered = desk.ask("identity", desk.request(HELD, naming(consents), case=case))
    assert "confirmed" == answered.json()["outcome"]


def test_a_bank_asks_on_consent_and_agreement_only(served: Served, mocks: Mocks) -> None:
    """Kind `other` needs consent, and the written agreement of every required department."""
    bank = an_office(4, RequesterKind.OTHER)
    alone = open_desk(served, bank)
    body = alone.on_consent(MARRIED)
    assert (403, "department_not_approved") == problem(alone.ask("marriage", body))
    assert (403, "basis_not_allowed") == problem(alone.ask("marriage", alone.request(MARRIED)))
    assert set() == asked(mocks)
    agreed = open_desk(served, _with_agreements(bank))
    assert "confirmed" == agreed.ask("marriage", body).json()["outcome"]


def _with_agreements(bank: Requester) -> Requester:
    return replace(bank, agreements=tuple((name, f"XY-{name}") for name in DEPARTMENTS))


def test_a_consent_of_another_office_cannot_be_read(desk: Desk, served: Served) -> None:
    """The record, with its receipt, is for the office that took it."""
    consent = desk.record_all(HELD, served.case())[0]
    record = desk.gateway.consent(consent.consent_id).body
    assert {"consent_id", "state", "record", "receipt"} == record.keys()
    with pytest.raises(NotFound):
        open_desk(served, an_office(2)).gateway.consent(consent.consent_id)


def test_no_consent_is_taken_for_a_death(desk: Desk) -> None:
    """The dead cannot consent: such a consent is refused at its recording."""
    with pytest.raises(Invalid) as refused:
        desk.record_all("death-d3-known-to-all", desk.served.case())
    assert [{"pointer": "/facts", "reason": "basis_not_allowed"}] == refused.value.errors


def test_one_persons_consent_serves_where_the_matter_says_so(served: Served) -> None:
    """A matter may be content with the subject's own consent about two persons."""
    desk = open_desk(served, an_office(5), open_matter(whose=Whose.SUBJECT))
    persons, case = persons_of(scenarios()[MOTHER]), served.case()
    consent = desk.record(persons[0], persons, "kinship", case)
    desk.confirm(consent)
    body = desk.request(MOTHER, naming([consent]), case=case)
    assert "confirmed" == desk.ask("kinship", body).json()["outcome"]
