"""The form that a head signs in a real browser: accessible, on A4, asking nobody for anything.

Pictures are kept in `build/screenshots`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.api.pages.survey import survey_form
from gateway.policy.survey_form import read_survey
from tests.catalogue.browser import MISSING, Browser, a_browser, find_browser
from tests.policy.builders import the_catalogue
from tests.policy.survey_builders import YEAR, a_row, a_survey, filed, nothing_demanded

PICTURES = Path(__file__).parents[2] / "build" / "screenshots"
AXE = Path(__file__).parents[1] / "catalogue" / "axe_core" / "axe.min.js"
WIDTHS = {"desk": 1280, "phone": 390}
CITED = {"basis": "《某条例》第一条"}
ROWS = (
    a_row(),
    a_row(number=11, per_year=30, proposal="keep", remarks="夜间急诊", **CITED),
    a_row(listed="retained", number=5, per_year=5, proposal="keep", basis="《公证法》第十一条"),
    a_row(listed=None, number=None, paper="居民好评证明书", matter="评优", proposal="cancel"),
)
SURVEYS = {
    "hospital": a_survey(*ROWS),
    "nothing": read_survey(nothing_demanded(), the_catalogue(), YEAR),
    "long": a_survey(*(a_row(matter=f"事项{n}", remarks="长" * 120) for n in range(40))),
}

# Where a browser is demanded (.ci/run does) its absence fails these tests; elsewhere, skips them.
DEMANDED = os.environ.get("BROWSER_TESTS") == "required"

pytestmark = pytest.mark.skipif(find_browser() is None and not DEMANDED, reason=MISSING)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests of this module."""
    found = find_browser()
    assert found is not None
    with a_browser(*found, tmp_path_factory.mktemp("browser")) as opened:
        yield opened


def _show(browser: Browser, folder: Path, name: str, width: str, lang: str) -> None:
    """Open the saved form, as whoever prints it does."""
    page = survey_form(filed(SURVEYS[name]), the_catalogue(), "0" * 64, None, lang, is_file=True)
    file = folder / "form.html"
    file.write_bytes(bytes(page.body))
    browser.resize(WIDTHS[width], 900)
    browser.open(file.as_uri())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SURVEYS)
def test_accessible(browser: Browser, tmp_path: Path, name: str, width: str, lang: str) -> None:
    """No rule of axe is violated, and nothing must be scrolled sideways."""
    _show(browser, tmp_path, name, width, lang)
    browser.run(AXE.read_text(encoding="utf-8"))
    found = browser.run_async(
        "const done = arguments[0];"
        "axe.run().then(r => done(r.violations.map(v => [v.id, v.nodes.map(n => n.html)])))"
    )
    assert [] == found, json.dumps(found, ensure_ascii=False)
    sideways = "const e = document.documentElement; return e.scrollWidth - e.clientWidth"
    assert 0 == browser.run(sideways)
    if name == "hospital":
        browser.screenshot(PICTURES / f"survey-{width}-{lang}.png")


def test_nobody_is_asked_for_anything(browser: Browser, tmp_path: Path) -> None:
    """The saved form loads nothing but itself."""
    browser.requested()
    _show(browser, tmp_path, "hospital", "desk", "zh")
    assert [(tmp_path / "form.html").as_uri()] == browser.requested()


def test_a_long_survey_bears_its_digest_on_every_page(browser: Browser, tmp_path: Path) -> None:
    """Heading and foot of the rows are repeated where a page ends, and the style is applied."""
    _show(browser, tmp_path, "long", "desk", "zh")
    display = "return getComputedStyle(document.querySelector(arguments[0])).display"
    assert ["table-header-group", "table-footer-group"] == [
        browser.run(display, f".rows {part}") for part in ("thead", "tfoot")
    ]
    shown = browser.run("return document.querySelector('.rows tfoot').textContent")
    assert "abababab abababab" in shown


def test_every_page_is_numbered_and_bears_the_digest(browser: Browser, tmp_path: Path) -> None:
    """The browser knows the boxes in the margin, so that no page can be exchanged unseen."""
    _show(browser, tmp_path, "nothing", "desk", "zh")
    rules = browser.run("return [...document.styleSheets[0].cssRules].map(r => r.cssText).join()")
    half = " ".join(["abababab"] * 4)
    wanted = (f'content: "srv_{1:032x}   {half}"', 'content: counter(page) " / " counter(pages)')
    assert [True, True] == [text in rules for text in wanted]
