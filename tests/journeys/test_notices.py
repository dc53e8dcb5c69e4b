"""Notices over HTTP: one for a whole paper, and nobody leaves with two halves."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from gateway.signing.notices import check_notice
from gateway.signing.receipts import check_receipt
from mocks.serving import Mocks
from tests.api.notices import printed_code
from tests.journeys.desk import (
    Desk,
    an_office,
    open_desk,
    open_matter,
    persons_of,
    problem,
    scenarios,
)
from tests.journeys.served import Served
from tests.journeys.test_certificates import (
    CHILD,
    INHERITANCE,
    NOTARY,
    SON,
    WIDOW,
    ask,
    example_matter,
    succession,
)
from tests.journeys.trail import kinds
from tests.policy.builders import the_catalogue


@pytest.fixture
def notary(served: Served) -> Desk:
    """The notary office of the examples with its matter GZ-001."""
    return open_desk(served, NOTARY, example_matter("GZ-001", NOTARY))


def checked(desk: Desk, page: str) -> dict[str, Any]:
    """The claims of the page's code, found to hold with the issuer's keys."""
    code = printed_code(page)
    assert code is not None
    return dict(check_notice(code, desk.gateway.jwks(), datetime.now(UTC)).claims)


def ids_of(answer: dict[str, Any]) -> list[str]:
    """The ids of a paper's verifications, in the order of its plan."""
    return [one["verification_id"] for one in answer["verifications"].values()]


def test_one_notice_for_the_whole_paper(notary: Desk) -> None:
    """Kinship not on record: one page names both facts, the paper, and retained paper no. 5."""
    answer = ask(notary, INHERITANCE, succession(notary, SON)).json()
    page = notary.get(answer["notice"])
    claims = checked(notary, page.text)
    assert ",".join(ids_of(answer)) == claims["jti"]
    assert {"death": "confirmed", "kinship": "no_record"} == claims["facts"]
    assert ("no_record", INHERITANCE, "death") == (
        claims["outcome"],
        claims["paper"],
        claims["judged_at"],
    )
    assert (["transition", "retained"], [5]) == (claims["committee"], claims["retained"])
    name, retained = the_catalogue().negative[INHERITANCE].name, the_catalogue().retained[5].name
    said = [
        "未能核验告知单",
        name.zh,
        retained.zh,
        "按被核验人死亡时的情况判断",
        "负面清单第 18 项",
    ]
    assert said == [words for words in said if words in page.text]
    person, heir = persons_of(scenarios()[SON])
    notice = check_notice(str(printed_code(page.text)), notary.gateway.jwks(), datetime.now(UTC))
    assert ("subject", "relative") == (
        notice.role_of(person["name"], person["id_number"]),
        notice.role_of(heir["name"], heir["id_number"]),
    )


def test_the_order_of_the_ids_does_not_matter(notary: Desk) -> None:
    """The paper's own order stands on the notice; every reading is on the trail of every part."""
    answer = ask(notary, INHERITANCE, succession(notary, SON)).json()
    first, second = ids_of(answer)
    page = notary.get(f"/v1/verifications/{second},{first}/notice").text
    assert f"{first},{second}" == checked(notary, page)["jti"]
    for one in (first, second):
        assert "read" == kinds(notary.served.data, one)[-1]


def test_a_part_says_that_it_is_one(notary: Desk) -> None:
    """The notice of one fact alone names the paper, and that there is one for the whole."""
    answer = ask(notary, INHERITANCE, succession(notary, SON)).json()
    page = notary.get(f"/v1/verifications/{ids_of(answer)[1]}/notice").text
    assert (True, INHERITANCE) == ("整份证明另有一张告知单" in page, checked(notary, page)["paper"])


def test_a_confirmed_paper_is_a_receipt(notary: Desk) -> None:
    """Everything confirmed: the page names both facts, without a code; the receipts count."""
    answer = ask(notary, INHERITANCE, succession(notary, CHILD)).json()
    page = notary.get(answer["notice"]).text
    assert ("核验回执" in page, None) == (True, printed_code(page))
    for one in answer["verifications"].values():
        claims = check_receipt(one["receipt"], notary.gateway.jwks(), datetime.now(UTC)).claims
        assert one["verification_id"] == claims["jti"]


def test_while_a_department_is_awaited(notary: Desk, mocks: Mocks) -> None:
    """The page says until when and bears no code; when all have answered it is a receipt."""
    mocks.controls("courts").after_polls(None)
    answer = ask(notary, INHERITANCE, succession(notary, WIDOW)).json()
    page = notary.get(answer["notice"]).text
    assert (True, True, None) == (
        "核验待反馈说明" in page,
        answer["due_on"] in page,
        printed_code(page),
    )
    mocks.mend()
    assert "核验回执" in notary.get(answer["notice"]).text


def test_an_outage_in_one_part(notary: Desk, mocks: Mocks) -> None:
    """Unavailable is no statement: the notice of the whole is signed as that."""
    mocks.controls("civil_affairs").fault("status_500")
    answer = ask(notary, INHERITANCE, succession(notary, CHILD)).json()
    claims = checked(notary, notary.get(answer["notice"]).text)
    assert {"death": "confirmed", "kinship": "unavailable"} == claims["facts"]
    assert "unavailable" == claims["outcome"]


def test_what_does_not_belong_together(notary: Desk, served: Served) -> None:
    """Parts of two cases, one part twice, bare facts, somebody else's: not found."""
    first = ids_of(ask(notary, INHERITANCE, succession(notary, SON)).json())
    second = ids_of(ask(notary, INHERITANCE, succession(notary, SON)).json())
    foreign = open_desk(served, an_office(83), open_matter())
    for wrong in (
        [first[0], second[1]],
        [first[0], first[0]],
        [first[1], second[1]],
        [*first, second[0]],
        [first[0], "ver_x"],
        [],
    ):
        reply = notary.get(f"/v1/verifications/{','.join(wrong)}/notice")
        assert (404, "not_found") == problem(reply)
    assert (404, "not_found") == problem(foreign.get(f"/v1/verifications/{','.join(first)}/notice"))


def test_two_bare_facts_are_no_paper(served: Served) -> None:
    """Only what was asked for by a paper's number is put together."""
    desk = open_desk(served, an_office(84), open_matter())
    body = succession(desk, SON)
    ids = [
        desk.ask(fact, {**body, "claim": body["claim"][fact]}).json()["verification_id"]
        for fact in ("death", "kinship")
    ]
    assert (404, "not_found") == problem(desk.get(f"/v1/verifications/{','.join(ids)}/notice"))
