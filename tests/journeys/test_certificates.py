"""Asking for the decree's papers by their numbers, over HTTP through all layers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from gateway.client import Invalid
from gateway.domain.matter import Matter
from gateway.domain.requester import Requester, RequesterKind
from gateway.domain.text import Text
from gateway.policy.matter_form import read_matter
from gateway.signing.receipts import check_receipt
from mocks.serving import Mocks
from tests.api.office import FACTS
from tests.journeys.desk import (
    Body,
    Desk,
    an_office,
    asked,
    fresh_key,
    open_desk,
    open_matter,
    problem,
    scenarios,
)
from tests.journeys.served import Served, a_request
from tests.journeys.trail import count, entries, kinds, rows
from tests.policy.builders import CONTRACTS, the_catalogue, the_codes

ESTATE = "death-d3-estate"
WIDOW = "kinship-k2-10-estate-widow"
CHILD = "kinship-k5-30-estate-child"
SON = "kinship-k11-20-estate-son"
INHERITANCE = 18
DOWN = "status_500"


def example_matter(code: str, requester: Requester) -> Matter:
    """A matter of the examples that ship."""
    path = CONTRACTS / "catalogue" / "matters" / f"{code.lower()}.toml"
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return read_matter(raw, the_catalogue(), FACTS, requester=requester, codes=the_codes())


NOTARY = Requester(
    "12500112EXAMPLE049",
    Text("示例公证处", "Example Notary Office"),
    RequesterKind.AUTHORISED_ORGANISATION,
)


@pytest.fixture
def notary(served: Served) -> Desk:
    """The notary office of the examples with its matter GZ-001."""
    return open_desk(served, NOTARY, example_matter("GZ-001", NOTARY))


def succession(desk: Desk, heir: str) -> Body:
    """The death of the deceased and the kinship of an heir."""
    claims = {"death": {}, "kinship": dict(scenarios()[heir].claim)}
    return a_request(scenarios()[ESTATE].subject, claims, desk.matter, desk.served.case())


def ask(
    desk: Desk, number: int | str, body: Mapping[str, Any], key: str | None = None
) -> httpx.Response:
    """Ask for a paper of the negative list (or, as "retained/5", of the other)."""
    headers = {"Idempotency-Key": key or fresh_key()}
    return desk.post(f"/v1/verify/certificates/{number}", body, headers)


@pytest.mark.parametrize("heir", [WIDOW, CHILD], ids=["widow", "child"])
def test_an_heir_with_all_parts_confirmed(notary: Desk, heir: str) -> None:
    """Death and kinship at the death are both on record; nothing is left to be done."""
    answer = ask(notary, INHERITANCE, succession(notary, heir)).json()
    assert {"listed": "negative", "number": INHERITANCE} == {
        name: answer["certificate"][name] for name in ("listed", "number")
    }
    assert "confirmed" == answer["outcome"]
    assert {"death": "confirmed", "kinship": "confirmed"} == answer["parts"]
    assert answer["guidance"] is None
    assert "due_on" not in answer


def test_every_fact_is_a_verification_of_its_own(notary: Desk) -> None:
    """Each has entries under the certificate asked for, a receipt, and can be read again."""
    answer = ask(notary, INHERITANCE, succession(notary, CHILD)).json()
    ids = {one["verification_id"] for one in answer["verifications"].values()}
    assert 2 == len(ids)
    for fact, one in answer["verifications"].items():
        written = entries(notary.served.data, one["verification_id"])
        assert ["intent", "disclosed"] == kinds(notary.served.data, one["verification_id"])
        assert {fact} == {str(entry["fact"]) for entry in written}
        assert [{"listed": "negative", "number": INHERITANCE}] * 2 == [
            entry["certificate"] for entry in written
        ]
        read = notary.get(f"/v1/verifications/{one['verification_id']}")
        assert one == read.json()
        receipt = notary.get(f"/v1/verifications/{one['verification_id']}/receipt")
        assert one["receipt"] == receipt.text


def test_the_paper_travels_with_every_part(notary: Desk) -> None:
    """Answer, receipt and entries name the paper, and that kinship was judged at the death."""
    answer = ask(notary, INHERITANCE, succession(notary, WIDOW)).json()
    name = the_catalogue().negative[INHERITANCE].name.form()
    reference = {"listed": "negative", "number": INHERITANCE}
    jwks = notary.gateway.jwks()
    for fact, one in answer["verifications"].items():
        judged = "death" if fact == "kinship" else None
        assert (reference | {"name": name}, judged) == (one["certificate"], one.get("judged_at"))
        claims = check_receipt(one["receipt"], jwks, datetime.now(UTC)).claims
        assert (reference, judged) == (claims["certificate"], claims.get("judged_at"))
        written = entries(notary.served.data, one["verification_id"])
        about = None if judged is None else {"judged_at": judged}
        assert [(reference, about)] * len(written) == [
            (entry["certificate"], entry.get("about")) for entry in written
        ]


def test_a_bare_fact_names_no_paper(served: Served) -> None:
    """What was not asked for by a paper's number says so by leaving it out."""
    desk = open_desk(served, an_office(82), open_matter())
    scenario = scenarios()[CHILD]
    body = a_request(scenario.subject, scenario.claim, desk.matter, served.case())
    answer = desk.ask("kinship", body).json()
    claims = check_receipt(answer["receipt"], desk.gateway.jwks(), datetime.now(UTC)).claims
    assert set() == {"certificate", "judged_at"} & (answer.keys() | claims.keys())


def test_a_widow_is_judged_at_the_death_whatever_the_matter_says(served: Served) -> None:
    """The paper itself says when: no matter has to."""
    matter = replace(example_matter("GZ-001", NOTARY), code="GZ-002", at_death=False)
    desk = open_desk(served, NOTARY, matter)
    body = succession(desk, WIDOW)
    assert "confirmed" == ask(desk, INHERITANCE, body).json()["outcome"]
    alone = {**body, "claim": body["claim"]["kinship"]}
    assert "contradicted" == desk.ask("kinship", alone).json()["outcome"]


def test_kinship_not_on_record_names_the_retained_certificate(notary: Desk) -> None:
    """The matter is notarial: the committee's certificate of kinship, no. 5, is the fallback."""
    answer = ask(notary, INHERITANCE, succession(notary, SON)).json()
    assert "no_record" == answer["outcome"]
    assert {"death": "confirmed", "kinship": "no_record"} == answer["parts"]
    guidance = answer["guidance"]
    assert INHERITANCE == guidance["certificate"]["number"]
    assert [5] == [paper["number"] for paper in guidance["retained"]]
    assert guidance["transition"] is not None
    assert "结婚证" in [paper["zh"] for paper in guidance["papers"]]
    part = answer["verifications"]["kinship"]["guidance"]
    assert (INHERITANCE, [5]) == (
        part["certificate"]["number"],
        [paper["number"] for paper in part["retained"]],
    )


def test_a_replay_asks_nobody_again(notary: Desk, mocks: Mocks) -> None:
    """The same request with the same key: the same bytes, every fact's replay on the trail."""
    body, key = succession(notary, CHILD), fresh_key()
    first = ask(notary, INHERITANCE, body, key)
    mocks.mend()
    again = ask(notary, INHERITANCE, body, key)
    assert first.content == again.content
    assert "true" == again.headers["Idempotent-Replayed"]
    assert set() == asked(mocks)
    for one in first.json()["verifications"].values():
        written = kinds(notary.served.data, one["verification_id"])
        assert ["intent", "disclosed", "replayed"] == written


def test_a_key_used_for_another_heir_is_a_conflict(notary: Desk, mocks: Mocks) -> None:
    """Nobody is asked under a key that stands for another request."""
    key = fresh_key()
    ask(notary, INHERITANCE, succession(notary, CHILD), key)
    mocks.mend()
    conflict = ask(notary, INHERITANCE, succession(notary, WIDOW), key)
    assert (409, "idempotency_conflict") == problem(conflict)
    assert set() == asked(mocks)


def test_an_outage_leaves_one_part_unavailable(notary: Desk, mocks: Mocks) -> None:
    """Civil affairs is down: the death stands, the kinship is not known, and that is no no."""
    mocks.controls("civil_affairs").fault(DOWN)
    answer = ask(notary, INHERITANCE, succession(notary, CHILD)).json()
    assert "unavailable" == answer["outcome"]
    assert {"death": "confirmed", "kinship": "unavailable"} == answer["parts"]
    assert ["civil_affairs"] == answer["verifications"]["kinship"]["departments"]
    assert [5] == [paper["number"] for paper in answer["guidance"]["retained"]]


def test_a_late_department_completes_with_the_same_request(notary: Desk, mocks: Mocks) -> None:
    """202 while the courts are awaited; the same request then gets the answer."""
    mocks.controls("courts").after_polls(None)
    body, key = succession(notary, WIDOW), fresh_key()
    waiting = ask(notary, INHERITANCE, body, key)
    assert (202, "pending") == (waiting.status_code, waiting.json()["outcome"])
    pending = waiting.json()["verifications"]["kinship"]["verification_id"]
    assert f"/v1/verifications/{pending}" == waiting.headers["Location"]
    assert waiting.json()["due_on"] == waiting.json()["verifications"]["kinship"]["due_on"]
    mocks.mend()
    assert "confirmed" == notary.get(f"/v1/verifications/{pending}").json()["outcome"]
    complete = ask(notary, INHERITANCE, body, key)
    assert (200, "confirmed") == (complete.status_code, complete.json()["outcome"])


def test_the_typed_client_asks_for_a_paper(notary: Desk) -> None:
    """One call, one outcome, the answer of each fact; what to do instead where there is none."""
    body = succession(notary, CHILD)
    paper = notary.gateway.verify_certificate(INHERITANCE, body, idempotency_key="paper-1")
    assert (INHERITANCE, True, False) == (paper.number, paper.is_confirmed, paper.pending)
    assert ["death", "kinship"] == list(paper.answers)
    assert all(answer.is_confirmed and answer.receipt for answer in paper.answers.values())
    assert paper.body["notice"] == f"/v1/verifications/{paper.notice_id}/notice"
    assert "遗产继承权证明" in notary.gateway.notice(paper.notice_id)
    again = notary.gateway.verify_certificate(INHERITANCE, body, idempotency_key="paper-1")
    assert (True, paper.body) == (again.replayed, again.body)
    with pytest.raises(Invalid) as refused:
        notary.gateway.verify_certificate(26, body)
    assert refused.value.guidance is not None
    assert 26 == refused.value.guidance["certificate"]["number"]


def test_a_widow_asks_for_herself(served: Served) -> None:
    """A near relative's own right carries both facts (PIPL 49); a stranger's carries neither."""
    desk = open_desk(served, an_office(81), open_matter())
    claim = scenarios()[WIDOW].claim
    basis = {
        "kind": "near_relative",
        "person": claim["relative"],
        "relation": claim["relation"],
        "interest": "succession",
    }
    own = {**succession(desk, WIDOW), "basis": basis}
    assert "confirmed" == ask(desk, INHERITANCE, own).json()["outcome"]
    stranger = {**basis, "person": scenarios()[SON].claim["relative"], "relation": "20"}
    foreign = {**succession(desk, SON), "basis": stranger}
    assert (403, "basis_not_established") == problem(ask(desk, INHERITANCE, foreign))


def test_a_refused_part_refuses_the_whole(notary: Desk, mocks: Mocks) -> None:
    """Kinship may be asked by consent and death may not: nobody is asked about either."""
    body = {
        **succession(notary, CHILD),
        "basis": {"kind": "consent", "consents": ["cns_never_recorded"]},
    }
    mocks.mend()
    refused = ask(notary, INHERITANCE, body)
    assert (403, "basis_not_allowed") == problem(refused)
    assert set() == asked(mocks)
    assert ["refused"] == kinds(notary.served.data, refused.json()["verification_id"])


def test_a_paper_nobody_can_be_asked_about(notary: Desk, mocks: Mocks) -> None:
    """No. 12: 422 with the decree's way instead; on the trail, and nobody is asked."""
    before = count(notary.served.data)
    mocks.mend()
    answered = ask(notary, 12, {**succession(notary, CHILD), "claim": {}})
    assert (422, "certificate_not_askable") == problem(answered)
    told = answered.json()
    assert ["other_authority", "own_documents"] == told["routes"]
    assert told["guidance"]["certificate"]["instead"]["zh"].startswith("村（社区）不出具；改由")
    assert ["就医记录"] == [paper["zh"] for paper in told["guidance"]["papers"]]
    assert set() == asked(mocks)
    assert before + 1 == count(notary.served.data)
    (entry,) = rows(
        notary.served.data,
        "SELECT kind, requester, matter FROM entry WHERE entry_id = ?",
        told["audit"]["entry"],
    )
    assert ("certificate.not_askable", notary.requester.code, notary.matter) == entry


def test_a_retained_paper_itself(notary: Desk, mocks: Mocks) -> None:
    """No. 5 of the other list is the committee's to issue: refused, with who signs it."""
    mocks.mend()
    refused = ask(notary, "retained/5", succession(notary, CHILD))
    assert (403, "certificate_retained") == problem(refused)
    told = refused.json()
    paper = the_catalogue().retained[5]
    assert (paper.signed_by.zh, paper.used_for.zh) == (
        told["certificate"]["signed_by"]["zh"],
        told["certificate"]["used_for"]["zh"],
    )
    assert set() == asked(mocks)
    (entry,) = rows(
        notary.served.data, "SELECT kind FROM entry WHERE entry_id = ?", told["audit"]["entry"]
    )
    assert ("certificate.refused",) == entry


@pytest.mark.parametrize("number", ["0", "31", "01", "retained/8", "five"])
def test_no_such_paper(notary: Desk, number: str) -> None:
    """What neither list has is not found."""
    assert (404, "not_found") == problem(ask(notary, number, succession(notary, CHILD)))
