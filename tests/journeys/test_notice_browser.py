"""The page that checks notices, in a real browser: genuine, tampered, whose, offline, accessible.

Pictures are kept in `build/screenshots`.
"""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

from mocks.serving import Mocks
from tests.api.notices import payload_of, printed_code, tampered, with_es256
from tests.catalogue.browser import MISSING, Browser, a_browser, find_browser
from tests.catalogue.test_browser import AXE, PICTURES
from tests.journeys.desk import (
    Desk,
    an_office,
    open_desk,
    open_matter,
    persons_of,
    scenarios,
)
from tests.journeys.served import Served
from tests.journeys.test_certificates import (
    INHERITANCE,
    NOTARY,
    SON,
    ask,
    example_matter,
    succession,
)

DEMANDED = os.environ.get("BROWSER_TESTS") == "required"
pytestmark = pytest.mark.skipif(find_browser() is None and not DEMANDED, reason=MISSING)

RESULT = """
    const result = document.getElementById('result'), title = result.querySelector('h2');
    return {verdict: result.dataset.verdict || '', said: result.innerText,
            color: title && getComputedStyle(title).color,
            person: !document.getElementById('person').hidden,
            whose: document.getElementById('whose').innerText};
"""
GREEN, RED = "rgb(20, 99, 43)", "rgb(156, 19, 19)"


@dataclass(frozen=True, repr=False)
class Paper:
    """A notice as it was printed, and where it is checked."""

    address: str
    code: str
    page: str


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests of this module."""
    found = find_browser()
    assert found is not None
    with a_browser(*found, tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.fixture
def notary(served: Served) -> Desk:
    """The notary office of the examples."""
    return open_desk(served, NOTARY, example_matter("GZ-001", NOTARY))


@pytest.fixture
def paper(notary: Desk) -> Paper:
    """The notice of a succession whose kinship is not on record."""
    answer = ask(notary, INHERITANCE, succession(notary, SON)).json()
    page = notary.get(answer["notice"]).text
    code = printed_code(page)
    assert code is not None
    return Paper(f"{notary.served.url}/notices/check", code, page)


@retry(
    retry=retry_if_exception_type((AssertionError, httpx.TransportError)),
    stop=stop_after_delay(20.0),
    wait=wait_fixed(0.05),
    reraise=True,
)
def shown(browser: Browser, field: str, wanted: Any) -> dict[str, Any]:
    """What the page says, once it says that."""
    found: dict[str, Any] = browser.run(RESULT)
    assert wanted == found[field]
    return found


def look(browser: Browser, paper: Paper, code: str, query: str = "") -> None:
    """Open the page as scanning the code does."""
    browser.resize(390, 900)
    browser.open("about:blank")
    browser.open(f"{paper.address}{query}#{code}")


def fill(browser: Browser, form: str, **fields: str) -> None:
    """Fill fields in and send the form."""
    for name, value in fields.items():
        browser.run("document.getElementById(arguments[0]).value = arguments[1]", name, value)
    browser.run("document.getElementById(arguments[0]).requestSubmit()", form)


def test_a_genuine_notice(browser: Browser, paper: Paper) -> None:
    """Scanned: green, both facts with their outcomes, what to accept, which retained paper."""
    look(browser, paper, paper.code)
    found = shown(browser, "verdict", "valid")
    browser.screenshot(PICTURES / "notice-check-phone.png")
    assert (GREEN, True) == (found["color"], found["person"])
    words = [
        "真实有效",
        "遗产继承权证明",
        "查无记录",
        "接受居民据实提供的现有证件、文书",
        "村（社区）不出具；改由办事部门通过信息共享核对",
        "亲属关系证明",
        "仅用于不动产登记和公证办理",
        "可以确定的只有后两项",
        "由谁出具：村（居）民委员会提供证明",
    ]
    assert words == [word for word in words if word in found["said"]]


def test_no_record_is_said_for_its_fact(browser: Browser, served: Served) -> None:
    """Of a marriage it says what no record is not, as the paper does (domain.md M9)."""
    desk = open_desk(served, an_office(86), open_matter())
    answer = desk.ask("marriage", desk.request("marriage-m9-10-no-record")).json()
    page = desk.get(f"/v1/verifications/{answer['verification_id']}/notice").text
    code = printed_code(page)
    assert code is not None
    look(browser, Paper(f"{served.url}/notices/check", code, page), code)
    said = shown(browser, "verdict", "valid")["said"]
    assert "查无记录不等于未婚，不得作为单身证明使用" in said


def test_in_english(browser: Browser, paper: Paper) -> None:
    """The switch keeps the code, for it asks nobody; `?lang=en` opens in English."""
    look(browser, paper, paper.code)
    shown(browser, "verdict", "valid")
    browser.run("document.getElementById('language').click()")
    said = browser.run(RESULT)["said"]
    assert ("Genuine and in force" in said, "真实有效" in said) == (True, False)
    look(browser, paper, paper.code, "?lang=en")
    assert "Genuine and in force" in shown(browser, "verdict", "valid")["said"]


def test_a_tampered_notice_turns_red(browser: Browser, paper: Paper) -> None:
    """Another outcome under the same signature: red, and nothing of it is shown."""
    look(browser, paper, tampered(paper.code, outcome="confirmed"))
    found = shown(browser, "verdict", "invalid")
    browser.screenshot(PICTURES / "notice-check-tampered.png")
    assert (RED, False) == (found["color"], found["person"])
    assert ("签名不符" in found["said"], "遗产继承权证明" in found["said"]) == (True, False)


def test_typed_in_groups(browser: Browser, paper: Paper) -> None:
    """Typed from the paper with its blanks, it holds as well; a slip of the pen does not."""
    browser.open(paper.address)
    groups = " \n".join(re.findall(".{1,8}", paper.code))
    fill(browser, "ask", code=groups)
    shown(browser, "verdict", "valid")
    fill(browser, "ask", code=groups.replace(groups[30], "A" if groups[30] != "A" else "B", 1))
    shown(browser, "verdict", "invalid")
    fill(browser, "ask", code="no code at all")
    assert "这不是告知单的代码" in shown(browser, "verdict", "invalid")["said"]


def test_whose_notice_it_is(browser: Browser, paper: Paper) -> None:
    """Name and number are compared in the browser: the subject, the heir, or nobody."""
    look(browser, paper, paper.code)
    shown(browser, "verdict", "valid")
    browser.requested()
    subject, heir = persons_of(scenarios()[SON])
    spaced = " ".join(subject["name"])
    fill(browser, "person", name=spaced, number=subject["id_number"])
    shown(browser, "whose", "是本告知单上的：被核验人")
    fill(browser, "person", name=heir["name"], number=heir["id_number"][-4:].lower())
    shown(browser, "whose", "是本告知单上的：另一人")
    number = subject["id_number"]
    fill(browser, "person", name=subject["name"], number=number[:6] + number[8:-1])
    shown(browser, "whose", "是本告知单上的：被核验人")
    fill(browser, "person", name=heir["name"], number=subject["id_number"])
    shown(browser, "whose", "不是本告知单上的人，或者输入有误。")
    assert [] == browser.requested()


def test_neither_code_nor_person_leaves_the_browser(browser: Browser, paper: Paper) -> None:
    """Page and script are asked for; the code is in no request."""
    browser.requested()
    look(browser, paper, paper.code)
    shown(browser, "verdict", "valid")
    urls = [url.partition("#")[0] for url in browser.requested() if url != "about:blank"]
    assert {paper.address, f"{paper.address}.js"} == set(urls)


def test_saved_and_offline(
    browser: Browser, paper: Paper, served: Served, tmp_path: Path, mocks: Mocks
) -> None:
    """A saved page checks without any network, with its own keys; another's keys turn it red."""
    page = httpx.get(paper.address).text.replace('src="/notices/check.js"', 'src="check.js"')
    (tmp_path / "check.js").write_text(httpx.get(f"{paper.address}.js").text, encoding="utf-8")
    (tmp_path / "saved.html").write_text(page, encoding="utf-8")
    browser.requested()
    browser.open(f"file://{tmp_path}/saved.html#{paper.code}")
    shown(browser, "verdict", "valid")
    assert [] == [url for url in browser.requested() if url.startswith("http")]
    keyless = re.sub(r'"keys": \{"keys": \[.*?\]\}', '"keys": {"keys": []}', page)
    assert keyless != page
    (tmp_path / "keyless.html").write_text(keyless, encoding="utf-8")
    browser.open(f"file://{tmp_path}/keyless.html#{paper.code}")
    assert "不是由这些公钥的签发者签名的" in shown(browser, "verdict", "invalid")["said"]
    choose(browser, json.dumps(dict(served.client().jwks())))
    assert "请确认文件来自签发者本身" in shown(browser, "verdict", "valid")["said"]
    choose(browser, '{"keys": []}')
    shown(browser, "verdict", "invalid")
    for content in ("no JSON", "null", '{"kty": "OKP"}'):
        choose(browser, content)
        assert "公钥文件无法读取" in shown(browser, "verdict", "unchecked")["said"]


def test_an_issuer_whose_key_is_on_p_256(browser: Browser, paper: Paper) -> None:
    """ES256 is checked too, and a change of what it signed is seen."""
    code, jwks = with_es256(payload_of(paper.code))
    for text, verdict in ((code, "valid"), (tampered(code, outcome="confirmed"), "invalid")):
        look(browser, paper, "")
        browser.run("document.getElementById('code').value = arguments[0]", text)
        choose(browser, json.dumps(jwks))
        assert verdict == shown(browser, "verdict", verdict)["verdict"]


@pytest.mark.parametrize("error", ["NotSupportedError", "DataError", "OperationError"])
def test_a_browser_that_cannot_check_says_so(browser: Browser, paper: Paper, error: str) -> None:
    """Whatever it cannot do, nothing is said about the notice, least of all that it is forged."""
    look(browser, paper, "")
    browser.run(
        "const name = arguments[0];"
        "crypto.subtle.importKey = () => Promise.reject(new DOMException('', name));",
        error,
    )
    fill(browser, "ask", code=paper.code)
    found = shown(browser, "verdict", "unchecked")
    assert (True, False) == ("不能核对签名" in found["said"], "无效" in found["said"])


def test_a_header_that_names_no_key(browser: Browser, paper: Paper) -> None:
    """Nobody signed it, also where the keys hold one of a kind that signs nothing of ours."""
    header = base64.urlsafe_b64encode(b'{"alg":"none","kid":null}').rstrip(b"=").decode()
    look(browser, paper, "")
    browser.run(
        "document.getElementById('code').value = arguments[0]",
        ".".join((header, *paper.code.split(".")[1:])),
    )
    choose(browser, '{"keys": [{"kty": "RSA"}]}')
    assert "不是由这些公钥的签发者签名的" in shown(browser, "verdict", "invalid")["said"]


def choose(browser: Browser, content: str) -> None:
    """Choose a file of keys, and check again."""
    browser.run(
        "const chosen = new DataTransfer();"
        "chosen.items.add(new File([arguments[0]], 'jwks.json'));"
        "document.getElementById('result').dataset.verdict = '';"
        "document.getElementById('keys').files = chosen.files;"
        "document.getElementById('ask').requestSubmit();",
        content,
    )


@pytest.mark.parametrize("state", ["empty", "valid", "invalid"])
@pytest.mark.parametrize("width", [390, 1280])
def test_accessible(browser: Browser, paper: Paper, state: str, width: int) -> None:
    """No rule of axe is violated in any state, and nothing must be scrolled sideways."""
    codes = {"empty": "", "valid": paper.code, "invalid": tampered(paper.code, matter="X")}
    look(browser, paper, codes[state])
    browser.resize(width, 900)
    shown(browser, "verdict", "" if state == "empty" else state)
    assert [] == violations(browser)


def test_the_printed_page_is_accessible_and_fits_two_sheets(
    browser: Browser, paper: Paper, tmp_path: Path
) -> None:
    """The notice itself passes axe, and a whole succession goes on both sides of one A4 sheet."""
    (tmp_path / "notice.html").write_text(paper.page, encoding="utf-8")
    browser.resize(794, 1123)  # A4 at 96 dots an inch
    browser.open(f"file://{tmp_path}/notice.html")
    browser.screenshot(PICTURES / "notice-paper.png")
    assert [] == violations(browser)
    printed = browser.print_pdf()
    (PICTURES / "notice-paper.pdf").write_bytes(printed)
    assert 2 >= len(re.findall(rb"/Type\s*/Page\b", printed))


def violations(browser: Browser) -> list[Any]:
    """What axe finds, and a page that is wider than its window."""
    browser.run(AXE.read_text(encoding="utf-8"))
    found: list[Any] = browser.run_async(
        "const done = arguments[0];"
        "axe.run().then(r => done(r.violations.map(v => [v.id, v.nodes.map(n => n.html)])))"
    )
    sideways = "const e = document.documentElement; return e.scrollWidth - e.clientWidth"
    return [*found, *(["sideways"] if browser.run(sideways) else [])]
