"""The printable notice: understandable, whole in itself, and no more than the answer."""

import base64
import hashlib
import re
from datetime import date

import httpx
import pytest

from gateway.domain.evidence import Answered, Cause, Failed, Holding, Late
from tests.api.office import RELATIVE, SUBJECT, Office, a_request, on_duty, person_json

NOT_HELD = Answered(Holding.NOT_HELD, (), date(2026, 11, 20))


async def _notice(office: Office, query: str = "", fact: str = "identity") -> httpx.Response:
    asked = await office.post(f"/v1/verify/{fact}", a_request(claim=_claim(fact)))
    return await office.get(f"/v1/verifications/{asked.json()['verification_id']}/notice{query}")


def _claim(fact: str) -> dict[str, object]:
    return {"status": "20"} if fact == "marriage" else {}


async def test_a_receipt_in_chinese(office: Office) -> None:
    """Without a wish the page is Chinese, and says what was asked and what came of it."""
    page = await _notice(office)
    said = ["核验回执", "示例中心", "GJJ-007", "2026-000123", "居民身份核验", "一致", "人口登记"]
    assert (200, "zh-CN", said) == (
        page.status_code,
        page.headers["content-language"],
        [words for words in said if words in page.text],
    )
    assert "未能核验告知单" not in page.text


async def test_a_notice_in_english(office: Office) -> None:
    """`?lang=en` says the same in English, with a way back."""
    office.police.reply = NOT_HELD
    page = await _notice(office, "?lang=en")
    said = ["Notice of what could not be verified", "no record", "Not from a committee"]
    assert said == [words for words in said if words in page.text]
    assert ('href="?lang=zh"' in page.text, "en") == (True, page.headers["content-language"])


async def test_nobody_is_left_without_a_way(office: Office) -> None:
    """No record: what it does not mean, what can be shown instead, and the transition clause."""
    office.police.reply = NOT_HELD
    page = (await _notice(office)).text
    said = [
        "未能核验告知单",
        "查无记录不是相反事实的证明",
        "村（社区）不出具",
        "居民户口簿",
        "据实出具，不让居民办事无门",
        "《实施方案》四（三）做好工作衔接",
    ]
    assert said == [words for words in said if words in page]


async def test_an_outage_says_nothing_about_anybody(office: Office) -> None:
    """Unavailable is worded as no statement at all."""
    office.police.reply = Failed(Cause.TIMEOUT)
    page = (await _notice(office)).text
    assert ("暂无法核验" in page, "不是对当事人的任何认定" in page) == (True, True)


async def test_a_pending_one_has_its_day(office: Office) -> None:
    """While an answer is awaited the page says until when."""
    office.police.reply = Late("ticket")
    page = (await _notice(office)).text
    assert ("待反馈" in page, "2026-12-08" in page) == (True, True)


async def test_codes_have_their_names(office: Office) -> None:
    """A claimed code is printed as people call it."""
    assert "已婚" in (await _notice(office, fact="marriage")).text


async def test_claimed_words_are_said_in_both_languages(office: Office) -> None:
    """What is claimed by a word of ours is printed in the reader's language."""
    claim = {"status": "deregistered"}
    asked = (await office.post("/v1/verify/identity", a_request(claim=claim))).json()
    page = (await office.get(f"/v1/verifications/{asked['verification_id']}/notice")).text
    assert ("户籍已注销" in page, "deregistered" in page) == (True, False)


async def test_everybody_in_the_claim_is_named(office: Office) -> None:
    """The second person is named as the first is, number hidden."""
    request = a_request(claim={"spouse": person_json(RELATIVE)})
    asked = await office.post("/v1/verify/marriage", request)
    verification_id = asked.json()["verification_id"]
    page = (await office.get(f"/v1/verifications/{verification_id}/notice")).text
    assert ('<th scope="row">配偶</th>' in page, RELATIVE.number in page) == (True, False)


async def test_the_number_is_hidden_but_for_its_end(office: Office) -> None:
    """Who finds the page learns a name, not a number."""
    page = (await _notice(office)).text
    assert (True, True, False) == (
        SUBJECT.name in page,
        "*" * 14 + SUBJECT.number[-4:] in page,
        SUBJECT.number in page,
    )


async def test_names_are_escaped(office: Office) -> None:
    """A name is text, whatever it looks like."""
    subject = person_json(SUBJECT) | {"name": "<script>alert(1)</script>"}
    asked = await office.post("/v1/verify/identity", a_request(subject=subject))
    verification_id = asked.json()["verification_id"]
    page = await office.get(f"/v1/verifications/{verification_id}/notice")
    assert (False, True) == ("<script>" in page.text, "&lt;script&gt;" in page.text)


async def test_the_page_loads_nothing(office: Office) -> None:
    """No script, no address of elsewhere, and only the page's own style sheet may style it."""
    page = await _notice(office)
    style = re.findall(r"<style>(.*?)</style>", page.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
    policy = page.headers["content-security-policy"]
    assert (1, [], []) == (
        len(style),
        re.findall(r"<script|\bsrc=|url\(|@import", page.text),
        re.findall(r'href="(?!\?lang=)', page.text),
    )
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'")
    assert "@media print" in style[0]


@pytest.mark.parametrize("query", ["?lang=fr", "?lang=", "?lang=zh&lang=en", "?name=x"])
async def test_other_queries(counter: Office, query: str) -> None:
    """Only the language may be chosen."""
    reply = await counter.get(f"/v1/verifications/ver_{'0' * 32}/notice{query}")
    assert (400, "query_not_allowed") == (reply.status_code, reply.json()["reason"])


async def test_a_new_facts_own_words_are_shown_as_they_are(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A field or reason that the page has no words for is shown by its name."""
    monkeypatch.setattr("gateway.api.pages.notice_words.LABELS", {})
    page = await _notice(office, fact="marriage")
    assert (200, True) == (page.status_code, '<th scope="row">subject</th>' in page.text)
    assert on_duty()["kind"] not in page.text
