"""The catalogue's pages and its search, asked without a browser."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from tests.api.office import Office

PAGE = "/catalogue"
AXE = Path(__file__).parents[1] / "catalogue" / "axe_core"


async def test_search_ranks_what_it_finds(counter: Office) -> None:
    """`q` finds in both languages, closest first, and says by which name."""
    reply = (await counter.http.get("/v1/catalogue", params={"q": "Marriage"})).json()
    first = reply["found"][0]
    assert ("negative", 8, "other_name", False) == (
        first["list"],
        first["number"],
        first["by"],
        reply["on_neither_list"],
    )
    assert [8, 14, 20] == [paper["number"] for paper in reply["negative"]]
    assert "certificate of marriage" == first["text"]["en"]


async def test_search_within_one_list(counter: Office) -> None:
    """The other conditions hold for what is found, too."""
    params = {"q": "marriage", "list": "retained"}
    reply = (await counter.http.get("/v1/catalogue", params=params)).json()
    assert ([6], [], 1) == (
        [paper["number"] for paper in reply["retained"]],
        reply["negative"],
        len(reply["found"]),
    )


async def test_search_for_what_is_on_neither_list(counter: Office) -> None:
    """The third answer has both halves: no longer issued, unless within a committee's duties."""
    reply = (await counter.http.get("/v1/catalogue", params={"q": "单身证明"})).json()
    assert ([], True) == (reply["found"], reply["on_neither_list"])
    assert "一律不再出具" in reply["unlisted"]["rule"]["zh"]
    assert "据实提供" in reply["unlisted"]["proviso"]["zh"]


async def test_without_a_search_nothing_is_found_or_missed(counter: Office) -> None:
    """Whoever reads the lists is not told that a paper is on neither."""
    reply = (await counter.http.get("/v1/catalogue")).json()
    assert set() == {"found", "on_neither_list"} & set(reply)


@pytest.mark.parametrize("q", ["", " ", "。", "x" * 41], ids=["empty", "space", "stop", "long"])
async def test_searches_that_cannot_be(counter: Office, q: str) -> None:
    """A search without a letter or beyond the limit is refused."""
    reply = await counter.http.get("/v1/catalogue", params={"q": q})
    assert (400, "query_not_allowed") == (reply.status_code, reply.json()["reason"])


@pytest.mark.parametrize(
    "path", [PAGE, f"{PAGE}?q=健在", f"{PAGE}/negative/8", f"{PAGE}/retained/5"]
)
async def test_pages_load_nothing_and_run_nothing(counter: Office, path: str) -> None:
    """Without login; no script, no file of others, one style sheet, a form only to ourselves."""
    page = await counter.http.get(path)
    policy = page.headers["content-security-policy"]
    assert (200, "text/html; charset=utf-8") == (page.status_code, page.headers["content-type"])
    assert [] == re.findall(r"<script|<img|<iframe|\bon\w+=|\bsrc=|style=|//", page.text)
    assert ("default-src 'none'", True, False) == (
        policy.split(";")[0],
        "form-action 'self'" in policy,
        "unsafe" in policy,
    )


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?q=健在", "由办事部门通过信息共享向卫生健康部门核对"),
        ("?q=同一人证明", "同一人证明"),
        ("?q=marriage&lang=en", "Found by the name: <strong>certificate of marriage"),
        ("?q=8&lang=en", "the office checks with civil affairs, people&#39;s courts."),
        ("?q=征兵", "村（居）民委员会调查走访人员签署意见"),
        ("?q=居民个人档案证明", "本网关尚未接入"),
        ("?q=单身证明", "一律不再出具，也不再配合出具"),
        ("?q=单身证明", "本着便民利民的原则，可以据实提供"),
        ("?q=单身证明", "村（社区）不再出具的 30 项"),
        ("?q=。", "村（社区）不再出具的 30 项"),
        ("", "村（社区）仍可出具的 7 项"),
        ("/negative/1", "保留清单第 5 项"),
        ("/negative/22", "没有法律法规依据"),
        ("/negative/18", "由人民调解委员会调解"),
        ("/negative/21", "《取消清单》第 4 项"),
        ("/negative/10", "据实出具，不让居民办事无门"),
        ("/retained/5", "名称中还写有税务业务"),
        ("/retained/2?lang=en", "party that contracts the land out"),
    ],
)
async def test_what_the_pages_say(counter: Office, query: str, said: str) -> None:
    """From whom, by sharing, with which papers; when and by whom; or that it is on neither list."""
    assert said in (await counter.http.get(PAGE + query)).text


@pytest.mark.parametrize(("lang", "tag"), [("zh", "zh-CN"), ("en", "en")])
async def test_language(counter: Office, lang: str, tag: str) -> None:
    """The page says its language, and leads to the other one with the search kept."""
    page = await counter.http.get(PAGE, params={"q": "健在", "lang": lang})
    other = "zh" if lang == "en" else "en"
    assert (tag, True, True) == (
        page.headers["content-language"],
        f'<html lang="{tag}">' in page.text,
        f"?lang={other}&amp;q=%E5%81%A5%E5%9C%A8" in page.text,
    )


async def test_what_is_typed_stays_text(counter: Office) -> None:
    """A search is shown again as it was typed, and never as a part of the page."""
    page = await counter.http.get(PAGE, params={"q": '"><b>健在'})
    assert (False, True) == ("<b>" in page.text, "&#34;&gt;&lt;b&gt;健在" in page.text)


async def test_too_long_a_search(counter: Office) -> None:
    """It is refused with a page that says why, and cut in the box."""
    page = await counter.http.get(PAGE, params={"q": "健" * 41})
    assert (400, True, "no-store") == (
        page.status_code,
        "请缩短到 40 个字以内" in page.text,
        page.headers["cache-control"],
    )
    assert "健" * 41 not in page.text


@pytest.mark.parametrize("path", ["/negative/31", "/other/1", "/negative/x", "/retained/08"])
async def test_no_such_page(counter: Office, path: str) -> None:
    """What is on neither list has no page."""
    assert 404 == (await counter.http.get(PAGE + path)).status_code


@pytest.mark.parametrize("query", ["?lang=de", "?x=1", "?q=1&q=2"])
async def test_no_such_query(counter: Office, query: str) -> None:
    """Unknown languages and parameters are refused."""
    assert 400 == (await counter.http.get(PAGE + query)).status_code


async def test_whoever_holds_the_page_is_told_so(counter: Office) -> None:
    """304 for the same page, the whole for another search or another language."""
    page = await counter.http.get(PAGE, params={"q": "健在"})
    held = {"If-None-Match": page.headers["etag"]}
    same = await counter.http.get(PAGE, params={"q": "健在"}, headers=held)
    other = await counter.http.get(PAGE, params={"q": "健在", "lang": "en"}, headers=held)
    assert (304, b"", 200) == (same.status_code, same.content, other.status_code)
    assert "public, max-age=300" == page.headers["cache-control"]


async def test_searches_are_not_logged(counter: Office) -> None:
    """What somebody types may be a name after all: no log line holds it."""
    await counter.http.get(PAGE, params={"q": "甲某某的证明"})
    assert "甲某某" not in counter.log.getvalue()
    assert "%E7%94%B2" not in counter.log.getvalue()


def test_axe_is_what_it_says() -> None:
    """The file that judges accessibility is unchanged, and its licence lies beside it."""
    listed = re.findall(r"^([0-9a-f]{64})  (\S+)$", (AXE / "SOURCE.md").read_text(), re.MULTILINE)
    found = [(hashlib.sha256((AXE / name).read_bytes()).hexdigest(), name) for _, name in listed]
    assert ({"LICENSE", "LICENSE-3RD-PARTY.txt", "axe.min.js"}, listed) == (
        {name for _, name in listed},
        found,
    )
