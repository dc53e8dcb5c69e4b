"""The code of a notice: signed for whatever was not confirmed, bound to persons whom it hides."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import date
from typing import Any

import httpx
import pytest
import segno

from gateway.api.pages.notice_check_words import ACCEPTED, COMMITTEE
from gateway.domain.catalogue import Route
from gateway.domain.evidence import Answered, Cause, Failed, Holding, Late, Reply
from gateway.signing.notices import CheckedNotice, check_notice
from gateway.signing.receipts import check_receipt
from tests.api.notices import payload_of, printed_code
from tests.api.office import (
    HELD,
    ISSUER,
    OPERATOR,
    RELATIVE,
    SUBJECT,
    Office,
    a_request,
    person_json,
)
from tests.policy.builders import REQUESTER

DAY = date(2026, 11, 20)
NOT_HELD = Answered(Holding.NOT_HELD, (), DAY)
MISMATCH = Answered(Holding.NAME_MISMATCH, (), DAY)
SILENT = Failed(Cause.TIMEOUT)


async def ask(office: Office, fact: str = "identity", **changes: Any) -> dict[str, Any]:
    """Ask, and give the answer."""
    answer: dict[str, Any] = (
        await office.post(f"/v1/verify/{fact}", a_request(**changes), f"key-of-{fact}")
    ).json()
    return answer


async def page_of(office: Office, answer: dict[str, Any], query: str = "") -> httpx.Response:
    """The notice of an answer."""
    return await office.get(f"/v1/verifications/{answer['verification_id']}/notice{query}")


async def code_of(office: Office, answer: dict[str, Any]) -> str:
    """The code on its notice."""
    code = printed_code((await page_of(office, answer)).text)
    assert code is not None
    return code


async def checked(office: Office, answer: dict[str, Any]) -> CheckedNotice:
    """The notice as anybody finds it with the issuer's keys."""
    code = await code_of(office, answer)
    return check_notice(code, office.keys.jwks(), office.clock.now())


@pytest.mark.parametrize(
    ("reply", "claim", "outcome", "title"),
    [
        (NOT_HELD, {}, "no_record", "未能核验告知单"),
        (SILENT, {}, "unavailable", "未能核验告知单"),
        (MISMATCH, {}, "ambiguous", "未能核验告知单"),
        (HELD, {"status": "deregistered"}, "contradicted", "核验不一致告知单"),
    ],
    ids=["no_record", "unavailable", "ambiguous", "contradicted"],
)
async def test_whatever_is_not_confirmed_is_signed(
    office: Office, reply: Reply, claim: dict[str, Any], outcome: str, title: str
) -> None:
    """The page bears a code that holds and says the same as the answer."""
    office.police.reply = reply
    answer = await ask(office, claim=claim)
    notice = await checked(office, answer)
    claims = notice.claims
    assert (outcome, {"identity": outcome}) == (claims["outcome"], claims["facts"])
    assert (answer["verification_id"], ISSUER) == (claims["jti"], claims["iss"])
    assert (REQUESTER, "GJJ-007") == (claims["requester"], claims["matter"])
    assert f"<h1>{title}</h1>" in (await page_of(office, answer)).text


@pytest.mark.parametrize("reply", [HELD, Late("ticket")], ids=["confirmed", "pending"])
async def test_a_receipt_and_what_is_still_to_come_bear_no_code(
    office: Office, reply: Reply
) -> None:
    """For the one the receipt counts; the other may still become anything."""
    office.police.reply = reply
    assert printed_code((await page_of(office, await ask(office))).text) is None


async def test_what_the_office_must_accept(office: Office) -> None:
    """The ways of the paper's entry, that a committee may certify truthfully, by which lists."""
    office.police.reply = NOT_HELD
    claims = (await checked(office, await ask(office))).claims
    assert (2, ["sharing", "own_documents"]) == (claims["paper"], claims["accept"])
    assert ["transition"] == claims["committee"]
    digest = base64.urlsafe_b64decode(f"{claims['catalogue']}=").hex()
    assert office.parts.catalogue_digest == digest


async def test_against_the_registers_no_committee_certifies(office: Office) -> None:
    """A contradiction names no committee, and the paper says so in words."""
    answer = await ask(office, claim={"status": "deregistered"})
    assert [] == (await checked(office, answer)).claims["committee"]
    assert "办事部门不得要求居民去开具" in (await page_of(office, answer)).text


async def test_the_code_holds_nobody(office: Office) -> None:
    """Neither name nor number nor case nor operator, in whatever encoding."""
    office.police.reply = NOT_HELD
    content = str(payload_of(await code_of(office, await ask(office))))
    secrets = (SUBJECT.name, SUBJECT.number, SUBJECT.number[-4:], "2026-000123", OPERATOR.number)
    assert [] == [secret for secret in secrets if secret in content]


async def test_it_is_bound_to_its_persons(office: Office) -> None:
    """Name and end of number tell whose it is; another name or number is nobody's."""
    answer = await ask(office, "marriage", claim={"spouse": person_json(RELATIVE)})
    notice = await checked(office, answer)
    assert "subject" == notice.role_of(SUBJECT.name, SUBJECT.number)
    assert "spouse" == notice.role_of(f" {RELATIVE.name} ", RELATIVE.number[-4:].lower())
    assert [None, None] == [
        notice.role_of("别人", SUBJECT.number),
        notice.role_of(SUBJECT.name, "000000000000000000"),
    ]


async def test_a_number_of_15_digits_is_the_one_on_the_card(office: Office) -> None:
    """Who was named by her old number checks with the new one."""
    office.police.reply = NOT_HELD
    old = SUBJECT.number[:6] + SUBJECT.number[8:17]
    answer = await ask(office, subject={"id_number": old, "name": SUBJECT.name})
    assert "subject" == (await checked(office, answer)).role_of(SUBJECT.name, SUBJECT.number)
    assert f"{'*' * 14}{SUBJECT.number[-4:]}" in (await page_of(office, answer)).text


async def test_it_counts_as_long_as_the_receipt_however_often_it_is_printed(
    office: Office,
) -> None:
    """Printed again days later it expires on the same day; and it names the receipt."""
    office.police.reply = NOT_HELD
    answer = await ask(office)
    receipt = check_receipt(answer["receipt"], office.keys.jwks(), office.clock.now()).claims
    office.clock.move(days=3)
    claims = (await checked(office, answer)).claims
    assert (receipt["exp"], receipt["answered_at"]) == (claims["exp"], claims["answered_at"])
    jwt = answer["receipt"].partition("~")[0].encode()
    digest = base64.urlsafe_b64encode(hashlib.sha256(jwt).digest()).rstrip(b"=").decode()
    assert [digest] == claims["receipts"]


async def test_every_printing_has_a_salt_of_its_own(office: Office) -> None:
    """Two papers about one person cannot be linked by their digests."""
    office.police.reply = NOT_HELD
    answer = await ask(office)
    first, second = [(await checked(office, answer)).claims for _ in range(2)]
    assert (True, True) == (
        first["salt"] != second["salt"],
        first["persons"] != second["persons"],
    )


async def test_the_drawn_code_leads_to_the_page_that_checks(office: Office) -> None:
    """It is the address with the code behind `#`, at most 117 modules wide: a phone reads it."""
    office.police.reply = NOT_HELD
    page = (await page_of(office, await ask(office))).text
    code = printed_code(page)
    wanted = segno.make(f"{ISSUER}/notices/check#{code}", error="m", micro=False)
    path = re.search(r'<path[^>]* d="([^"]+)"', page)
    assert path is not None
    assert path[1] in wanted.svg_inline(border=4, omitsize=True)
    assert wanted.symbol_size(border=0)[0] <= 125


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_the_page_says_how_to_check(office: Office, lang: str) -> None:
    """Address, what is not in the code, and until when it counts, in the page's language."""
    office.police.reply = NOT_HELD
    page = (await page_of(office, await ask(office), f"?lang={lang}")).text
    said = {"zh": "代码里没有姓名", "en": "The code holds no name"}[lang]
    assert (True, True) == (said in page, f"{ISSUER}/notices/check</p>" in page)


def test_every_code_has_its_words() -> None:
    """The page that checks knows each way, and what a committee may."""
    assert {route.value for route in Route} == set(ACCEPTED)
    assert {"transition", "retained", "none"} == set(COMMITTEE)
