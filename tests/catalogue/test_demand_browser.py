"""The pages of improper demands in a real browser: a whole report, by keyboard, on a phone.

Pictures are kept in `build/screenshots`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

from tests.catalogue.browser import ENTER, MISSING, TAB, Browser, a_browser, find_browser
from tests.journeys.served import Served, serving, settings_for

PICTURES = Path(__file__).parents[2] / "build" / "screenshots"
AXE = Path(__file__).parent / "axe_core" / "axe.min.js"
WIDTHS = {"desk": 1280, "phone": 390}
FILL = """
    const typed = arguments[0];
    for (const [name, value] of Object.entries(typed)) {
        const field = document.querySelector(`#report [name="${name}"]`);
        if (field.type === 'radio') field.checked = true; else field.value = value;
    }
    const form = document.getElementById('report');
    form.noValidate = true;
    form.submit();
"""
TYPED = {
    "reporter": "resident",
    "paper": "健在证明",
    "office": "两江区养老金经办中心",
    "when": "2026-01-05",
    "area": "500000",
    "place": "二楼3号窗口",
    "said": "说没有社区盖章就停发。",
}
HEADING = "return document.querySelector('h1').textContent"
NUMBER = "return document.querySelector('.follow-number span').textContent"

# Where a browser is demanded (.ci/run does) its absence fails these tests; elsewhere, skips them.
DEMANDED = os.environ.get("BROWSER_TESTS") == "required"

pytestmark = [
    pytest.mark.allow_hosts(["127.0.0.1"]),
    pytest.mark.skipif(find_browser() is None and not DEMANDED, reason=MISSING),
]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A gateway that takes more from one address than it would elsewhere."""
    data = tmp_path_factory.mktemp("gateway")
    many = {"public_per_address_minute": 1000, "public_per_address_day": 1000}
    with serving(settings_for(data, {}, **many)) as gateway:
        yield gateway


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests of this module."""
    found = find_browser()
    assert found is not None
    with a_browser(*found, tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@retry(
    retry=retry_if_exception_type((AssertionError, httpx.TransportError)),
    stop=stop_after_delay(60.0),
    wait=wait_fixed(0.05),
    reraise=True,
)
def _heading(browser: Browser, expected: str) -> None:
    """Wait until the page that a key or a script leads to is there."""
    found = browser.run(f"{HEADING} + document.readyState")
    assert f"{expected}complete" == found


def _show(browser: Browser, served: Served, page: str, lang: str) -> None:
    """Bring one of the pages up, those that are replies included."""
    browser.open(f"{served.url}/demands?lang={lang}")
    titles = {"zh": ("已经收到", "查询处理情况"), "en": ("Received", "See what became of a report")}
    kept, follow = titles[lang]
    if page == "wrong":
        browser.run(FILL, {**TYPED, "office": "", "area": "某县", "when": ""})
        browser.wait_for("/demands")
    elif page in ("kept", "followed"):
        browser.run(FILL, TYPED)
        _heading(browser, kept)
    if page == "followed":
        number = browser.run(NUMBER)
        browser.open(f"{served.url}/demands/follow?lang={lang}")
        browser.run("document.getElementById('number').value = arguments[0]", number)
        browser.run("document.getElementById('follow').submit()")
        _heading(browser, follow)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("page", ["form", "wrong", "kept", "followed"])
def test_accessible(browser: Browser, served: Served, page: str, width: str, lang: str) -> None:
    """No rule of axe is violated, nothing must be scrolled sideways; a picture is kept."""
    browser.resize(WIDTHS[width], 1000)
    _show(browser, served, page, lang)
    browser.run(AXE.read_text(encoding="utf-8"))
    found = browser.run_async(
        "const done = arguments[0];"
        "axe.run().then(r => done(r.violations.map(v => [v.id, v.nodes.map(n => n.html)])))"
    )
    assert [] == found, json.dumps(found, ensure_ascii=False)
    sideways = "const e = document.documentElement; return e.scrollWidth - e.clientWidth"
    assert 0 == browser.run(sideways)
    browser.screenshot(PICTURES / f"demands-{page}-{width}-{lang}.png")


def test_what_is_wrong_is_marked(browser: Browser, served: Served) -> None:
    """A field that is to be changed has a border of another colour, and no other field has."""
    _show(browser, served, "wrong", "zh")
    colour = "return getComputedStyle(document.getElementById(arguments[0])).borderTopColor"
    found = [browser.run(colour, name) for name in ("office", "when", "area", "place")]
    assert ["rgb(138, 28, 28)"] * 3 == found[:3]
    assert "rgb(138, 28, 28)" != found[3]


def _focused(browser: Browser) -> dict[str, Any]:
    script = """
        const e = document.activeElement, s = getComputedStyle(e);
        return {name: e.name || e.textContent.trim(),
                outline: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2};
    """
    found: dict[str, Any] = browser.run(script)
    return found


def test_keyboard_only(browser: Browser, served: Served) -> None:
    """From the catalogue's answer to a number, without a mouse: every stop is visibly focused."""
    browser.resize(1280, 1000)
    browser.open(f"{served.url}/demands?list=negative&number=10")
    passed = []
    for _ in range(3):
        browser.press(TAB)
        passed.append(_focused(browser))
    assert ["跳到主要内容", "证明事项查询", "switch"] == [one["name"] for one in passed]
    browser.press(TAB + " ")
    browser.press(TAB + TAB + "养老金经办中心" + TAB + TAB)
    assert "code" == _focused(browser)["name"]
    browser.press(TAB)
    passed.append(_focused(browser))
    browser.run("document.getElementById('when').value = '2026-01-05'")
    browser.press(TAB * 4)
    browser.run("document.getElementById('area').focus()")
    browser.press("500000" + TAB + "二楼" + TAB + "要盖章" + TAB)
    passed.append(_focused(browser))
    assert [True] * 5 == [one["outline"] for one in passed]
    browser.press(ENTER)
    _heading(browser, "已经收到")
    assert 24 == len(browser.run(NUMBER))


def test_the_switch_keeps_what_was_typed(browser: Browser, served: Served) -> None:
    """The other language shows the same form with the same words in it."""
    browser.open(f"{served.url}/demands")
    browser.run("document.getElementById('said').value = '说要盖章'")
    browser.run("document.querySelector('.switch').click()")
    _heading(browser, "Report an improper demand")
    assert "说要盖章" == browser.run("return document.getElementById('said').value")


def test_no_request_leaves_the_host(browser: Browser, served: Served) -> None:
    """A browser that goes through a whole report asks nobody but the gateway itself."""
    browser.requested()
    _show(browser, served, "followed", "zh")
    urls = browser.requested()
    ours = (f"{served.url}/", "data:")  # the browser draws its own calendar button
    assert [] == [url for url in urls if not url.startswith(ours)]
    assert 3 <= len(urls)
