"""Receipts, proofs and notices over HTTP (design.md §6; promise 5)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateway.signing.receipts import ReceiptRefused, check_receipt
from mocks.serving import Mocks
from tests.journeys.desk import (
    Desk,
    an_office,
    asked,
    open_desk,
    persons_of,
    problem,
    same_but_for_ids,
    scenarios,
)
from tests.journeys.served import OPERATOR, Served
from tests.journeys.trail import entries

MOTHER = "kinship-k5-52-certified"
UNMARRIED = "marriage-m9-10-no-record"
PARTS = ("", "/receipt", "/notice", "/proof")


@pytest.fixture
def desk(served: Served) -> Desk:
    """An office at the shared gateway."""
    return open_desk(served, an_office(51))


def answer(desk: Desk, scenario: str = MOTHER, **changes: Any) -> Mapping[str, Any]:
    """The answer to a scenario's question under a statutory duty."""
    reply = desk.ask(scenarios()[scenario].fact, desk.request(scenario, **changes))
    assert 200 == reply.status_code
    body: Mapping[str, Any] = reply.json()
    return body


def test_the_receipt_by_get_is_the_one_in_the_answer(desk: Desk) -> None:
    """One receipt is signed and disclosed; fetching it signs nothing anew."""
    given = answer(desk)
    reply = desk.get(f"/v1/verifications/{given['verification_id']}/receipt")
    assert (200, "application/sd-jwt") == (reply.status_code, reply.headers["Content-Type"])
    assert given["receipt"] == reply.text


@pytest.mark.parametrize("scenario", [MOTHER, UNMARRIED, "birth-b2-everything"])
def test_a_receipt_is_checked_offline(scenario: str, desk: Desk) -> None:
    """With the published keys alone: who asked, under which matter, what was answered."""
    given = answer(desk, scenario)
    checked = check_receipt(given["receipt"], desk.gateway.jwks(), datetime.now(UTC))
    assert (True, True) == (checked.current, checked.request_matches)
    same = ("fact", "outcome", "parts", "reasons", "as_of")
    assert {name: given[name] for name in same} == {name: checked.claims[name] for name in same}
    assert given["verification_id"] == checked.claims["jti"]
    assert given["audit"]["intent"] == checked.claims["intent"]
    assert desk.requester.code == checked.claims["requester"]
    assert scenarios()[scenario].subject["name"] == _named(checked.disclosed["subject"])


def _named(person: Any) -> str:
    return str(person["name"])


def test_what_is_signed_names_nobody(desk: Desk) -> None:
    """Persons, case and operator stand in the disclosures only: a holder may leave them out."""
    jwt, *disclosures, _ = answer(desk)["receipt"].split("~")
    visible = check_receipt(jwt + "~", desk.gateway.jwks(), datetime.now(UTC))
    assert (None, {}) == (visible.request_matches, dict(visible.disclosed))
    persons = [*persons_of(scenarios()[MOTHER]), OPERATOR]
    told = str(visible.claims)
    assert disclosures
    assert not any(person[part] in told for person in persons for part in ("id_number", "name"))


def test_a_receipt_that_was_touched_does_not_hold(desk: Desk) -> None:
    """Nor does one under other keys; one that is old is not current, but still proves."""
    receipt, jwks, now = answer(desk)["receipt"], desk.gateway.jwks(), datetime.now(UTC)
    jwt, rest = receipt.split("~", 1)
    head, payload, signature = jwt.split(".")
    other = "A" if payload[40] != "A" else "B"
    touched = f"{head}.{payload[:40]}{other}{payload[41:]}.{signature}~{rest}"
    with pytest.raises(ReceiptRefused):
        check_receipt(touched, jwks, now)
    with pytest.raises(ReceiptRefused):
        check_receipt(receipt, {"keys": []}, now)
    assert not check_receipt(receipt, jwks, now + timedelta(days=400)).current


def test_the_disclosed_entry_commits_to_the_receipt(desk: Desk) -> None:
    """Its digest stands in the trail, and so does the key that signed it."""
    given = answer(desk)
    checked = check_receipt(given["receipt"], desk.gateway.jwks(), datetime.now(UTC))
    disclosed = entries(desk.served.data, given["verification_id"])[-1]
    signed = given["receipt"].split("~")[0].encode("ascii")  # formats.md §3: the signed JWT
    assert hashlib.sha256(signed).hexdigest() == disclosed["digests"]["receipt"]
    assert [checked.key_id] == disclosed["key_ids"]
    assert given["audit"]["disclosure"] == disclosed["entry_id"]


def test_the_receipt_says_what_its_reasons_do_not_mean(desk: Desk) -> None:
    """M9: 查无记录不等于未婚 travels with the receipt itself, in both languages."""
    claims = check_receipt(
        answer(desk, UNMARRIED)["receipt"], desk.gateway.jwks(), datetime.now(UTC)
    ).claims
    sentences: Any = claims["sentences"]
    reasons: Any = claims["reasons"]
    assert set(reasons) == set(sentences)
    assert any("不得作为单身证明使用" in each["zh"] for each in sentences.values())
    assert claims["assurance"] is None


def test_the_receipt_says_how_sure_the_consents_are(desk: Desk) -> None:
    """The weakest assurance of the consents that it rests on (domain.md §2)."""
    given = desk.ask("kinship", desk.on_consent(MOTHER)).json()
    checked = check_receipt(given["receipt"], desk.gateway.jwks(), datetime.now(UTC))
    assert "confirmed_by_code" == checked.claims["assurance"]


def test_the_intent_names_who_will_be_asked(desk: Desk, mocks: Mocks) -> None:
    """Before anybody is asked, and exactly those who then are."""
    given = answer(desk)
    intent = entries(desk.served.data, given["verification_id"])[0]
    named = [{"department": name, "reply": "asked"} for name in sorted(asked(mocks))]
    assert named == intent["departments"]


def test_a_reading_is_on_the_trail_with_its_reader(desk: Desk) -> None:
    """Under the matter it was asked under; who read it is sealed."""
    given = answer(desk)
    desk.get(f"/v1/verifications/{given['verification_id']}")
    read = entries(desk.served.data, given["verification_id"])[-1]
    assert ("verification.read", given["audit"]["disclosure"]) == (read["kind"], read["parent"])
    assert desk.matter == read["matter"]


def test_a_proof_is_not_there_before_a_checkpoint(desk: Desk) -> None:
    """It exists, but not yet."""
    name = answer(desk)["verification_id"]
    reply = desk.get(f"/v1/verifications/{name}/proof")
    assert (404, "proof_not_yet") == problem(reply)


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [("zh", "查无记录不等于未婚，不得作为单身证明使用"), ("en", "proof")],
)
def test_the_notice_is_for_people(lang: str, sentence: str, desk: Desk) -> None:
    """In both languages, complete in itself, and it says what `no_record` does not mean."""
    name = answer(desk, UNMARRIED)["verification_id"]
    reply = desk.get(f"/v1/verifications/{name}/notice?lang={lang}")
    assert (200, "text/html; charset=utf-8") == (reply.status_code, reply.headers["Content-Type"])
    assert f'lang="{lang}' in reply.text
    assert sentence in reply.text
    policy = reply.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert [] == re.findall(r"""(?:src|href|action)\s*=\s*["']?(?:https?:)?//""", reply.text)
    assert "<script" not in reply.text


def test_the_notice_is_chinese_unless_asked_otherwise(desk: Desk) -> None:
    """And a language that there is not is a bad request."""
    place = f"/v1/verifications/{answer(desk, UNMARRIED)['verification_id']}/notice"
    assert 'lang="zh' in desk.get(place).text
    assert (400, "query_not_allowed") == problem(desk.get(f"{place}?lang=tlh"))


def test_a_notice_of_an_outage_offers_a_way(desk: Desk, mocks: Mocks) -> None:
    """未能核验告知单: who could not be heard, and what the resident can do."""
    mocks.controls("public_security").fault("status_500")
    given = answer(desk, "identity-i5-held")
    assert "unavailable" == given["outcome"]
    page = desk.get(f"/v1/verifications/{given['verification_id']}/notice").text
    assert "未能核验" in page
    assert given["guidance"]


@pytest.mark.parametrize("part", PARTS, ids=["state", "receipt", "notice", "proof"])
def test_foreign_and_unknown_look_alike(part: str, desk: Desk, served: Served) -> None:
    """404, byte by byte, but for the id of the request."""
    other = open_desk(served, an_office(52))
    name = answer(other, "identity-i5-held")["verification_id"]
    unknown = name[:-6] + ("000000" if name[-6:] != "000000" else "111111")
    replies = [desk.get(f"/v1/verifications/{one}{part}") for one in (name, unknown, "nothing")]
    assert {(404, "not_found")} == {problem(reply) for reply in replies}
    assert 1 == len({same_but_for_ids(reply) for reply in replies})
    headers = [
        {k: v for k, v in reply.headers.items() if k not in ("date", "x-request-id")}
        for reply in replies
    ]
    assert headers[0] == headers[1] == headers[2]


def test_what_was_refused_has_no_receipt(desk: Desk) -> None:
    """A refusal is told again by GET, and no receipt is made of it."""
    refused = desk.ask("identity", desk.request("identity-i5-held", {"kind": "statutory_duty"}))
    name = refused.json()["verification_id"]
    for part in ("", "/receipt", "/notice"):
        reply = desk.get(f"/v1/verifications/{name}{part}")
        assert (403, "notice_missing") == problem(reply)
