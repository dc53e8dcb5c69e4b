"""The catalogue's pages in a real browser: searching, the keyboard, phones, accessibility.

Pictures are kept in `build/screenshots`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.catalogue.browser import ENTER, MISSING, TAB, Browser, a_browser, find_browser
from tests.journeys.served import Served, serving, settings_for

PICTURES = Path(__file__).parents[2] / "build" / "screenshots"
AXE = Path(__file__).parent / "axe_core" / "axe.min.js"
WIDTHS = {"desk": 1280, "phone": 390}
PAGES = {
    "home": "/catalogue?",
    "alive": f"/catalogue?q={quote('健在')}",
    "marriage": "/catalogue?q=marriage",
    "older name": f"/catalogue?q={quote('同一人证明')}",
    "neither": f"/catalogue?q={quote('无此证明书')}",
    "too long": f"/catalogue?q={'x' * 60}",
    "property": "/catalogue/negative/17?",
    "inheritance": "/catalogue/negative/18?",
    "no basis": "/catalogue/negative/22?",
    "notarial kinship": "/catalogue/retained/5?",
}
TITLES = "return [...document.querySelectorAll('.card h3')].map(e => e.textContent)"

# Where a browser is demanded (.ci/run does) its absence fails these tests; elsewhere, skips them.
DEMANDED = os.environ.get("BROWSER_TESTS") == "required"

pytestmark = [
    pytest.mark.allow_hosts(["127.0.0.1"]),
    pytest.mark.skipif(find_browser() is None and not DEMANDED, reason=MISSING),
]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A gateway without departments: the catalogue needs none."""
    with serving(settings_for(tmp_path_factory.mktemp("gateway"), {})) as gateway:
        yield gateway


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests of this module."""
    found = find_browser()
    assert found is not None
    with a_browser(*found, tmp_path_factory.mktemp("browser")) as opened:
        yield opened


def _look(browser: Browser, served: Served, page: str, width: str, lang: str = "zh") -> None:
    browser.resize(WIDTHS[width], 900)
    browser.open(f"{served.url}{PAGES[page]}&lang={lang}")


def _focused(browser: Browser) -> dict[str, Any]:
    """What has the focus: its text or name, and whether that can be seen."""
    script = """
        const e = document.activeElement, s = getComputedStyle(e);
        return {text: e.textContent.trim(), name: e.name || null, tag: e.tagName,
                outline: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2};
    """
    found: dict[str, Any] = browser.run(script)
    return found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("alive", ["健在证明"]),
        (
            "marriage",
            ["婚姻状况证明", "婚育状况证明", "婚姻登记档案丢失的婚姻状况证明", "证件遗失证明"],
        ),
        ("older name", ["户口登记项目内容变更申请证明"]),
    ],
)
def test_searching(
    browser: Browser, served: Served, page: str, expected: list[str], width: str
) -> None:
    """Names in both languages and older names lead to the paper; a picture is kept."""
    _look(browser, served, page, width)
    browser.screenshot(PICTURES / f"{page.replace(' ', '-')}-{width}.png")
    assert expected == browser.run(TITLES)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("page", PAGES)
def test_accessible(browser: Browser, served: Served, page: str, width: str, lang: str) -> None:
    """No rule of axe is violated, and nothing must be scrolled sideways."""
    _look(browser, served, page, width, lang)
    browser.run(AXE.read_text(encoding="utf-8"))
    found = browser.run_async(
        "const done = arguments[0];"
        "axe.run().then(r => done(r.violations.map(v => [v.id, v.nodes.map(n => n.html)])))"
    )
    assert [] == found, json.dumps(found, ensure_ascii=False)
    sideways = "const e = document.documentElement; return e.scrollWidth - e.clientWidth"
    assert 0 == browser.run(sideways)
    if lang == "en" or page in {"home", "property", "neither", "notarial kinship"}:
        browser.screenshot(PICTURES / f"{page.replace(' ', '-')}-{width}-{lang}.png")


def test_keyboard_only(browser: Browser, served: Served) -> None:
    """Skip link, language, search box, button, result: in this order, each visibly focused."""
    _look(browser, served, "home", "desk")
    passed = []
    for _ in range(4):
        browser.press(TAB)
        passed.append(_focused(browser))
    assert ["跳到主要内容", "证明事项查询", "English"] == [one["text"] for one in passed[:3]]
    assert ("q", [True] * 4) == (passed[3]["name"], [one["outline"] for one in passed])
    browser.press("健在" + ENTER)
    browser.wait_for(PAGES["alive"])
    assert ["健在证明"] == browser.run(TITLES)
    for _ in range(6):
        browser.press(TAB)
    assert "健在证明" == _focused(browser)["text"]
    browser.press(ENTER)
    browser.wait_for("/catalogue/negative/10")
    assert "健在证明" == browser.run("return document.querySelector('h1').textContent")


def test_skip_link(browser: Browser, served: Served) -> None:
    """The skip link leads past the header into the content."""
    _look(browser, served, "home", "phone")
    browser.press(TAB + ENTER)
    browser.wait_for(f"{PAGES['home']}&lang=zh#content")
    browser.press(TAB)
    assert "q" == _focused(browser)["name"]


def test_language_switch_keeps_the_search(browser: Browser, served: Served) -> None:
    """The other language shows the same result, and says so to screen readers."""
    _look(browser, served, "marriage", "phone")
    browser.run("document.querySelector('nav a').click()")
    browser.wait_for("/catalogue?lang=en&q=marriage")
    assert ("en", "marriage") == (
        browser.run("return document.documentElement.lang"),
        browser.run("return document.querySelector('#q').value"),
    )
    assert "certificate of marital status" == browser.run(TITLES)[0]


def test_no_request_leaves_the_host(browser: Browser, served: Served) -> None:
    """A browser that opens every page asks nobody but the gateway itself."""
    browser.requested()
    for page in PAGES:
        _look(browser, served, page, "desk")
    urls = browser.requested()
    assert len(PAGES) <= len(urls)
    assert [] == [url for url in urls if not url.startswith(f"{served.url}/")]
