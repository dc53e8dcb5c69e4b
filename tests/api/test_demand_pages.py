"""The pages on which anybody reports an improper demand and follows it."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest

from gateway.api.pages.demands import wait_of
from gateway.domain.text import Text
from tests.api.demanding import HANDLE, OFFICE, PATH, READ, keep, let_handle
from tests.api.office import Office

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'onfocus='alert(1)",
    "</textarea><svg/onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "<!-- x",
    "&lt;b&gt;",
]

TYPED = ("paper", "office", "superior", "place", "said", "area", "code", "when", "key")


def typed(**changes: str) -> dict[str, str]:
    """A form as a resident fills it in."""
    return {
        "key": "ab" * 16,
        "lang": "zh",
        "reporter": "resident",
        "paper": "健在证明",
        "office": OFFICE,
        "code": "",
        "superior": "",
        "when": "2026-11-23",
        "area": "500112",
        "place": "二楼3号窗口",
        "said": "说要盖章",
    } | changes


async def _send(desk: Office, **changes: str) -> httpx.Response:
    return await desk.http.post("/demands", data=typed(**changes))


def _number(page: httpx.Response) -> str:
    found = re.search(r"<span>([0-9A-Z-]{24})</span>", page.text)
    assert found is not None
    return found[1]


def _values(page: httpx.Response) -> dict[str, str]:
    """What stands in the fields of the form for reporting."""
    form = page.text.partition('id="report"')[2].partition("</form>")[0]
    inputs = re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', form)
    area = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", form, re.DOTALL)
    said = [("said", area[1])] if area is not None else []
    return {name: html.unescape(value) for name, value in [*inputs, *said]}


class _Foreign(HTMLParser):
    """Collects what no page of ours has: scripts, pictures, comments, handlers."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs if name.startswith("on") or name == "src"}
        self.found |= names | ({tag} & {"script", "img", "svg", "b"})

    def handle_comment(self, data: str) -> None:
        self.found.add("comment")

    @classmethod
    def in_page(cls, text: str) -> set[str]:
        parser = cls()
        parser.feed(text)
        return parser.found


@pytest.mark.parametrize("path", ["/demands", "/demands/follow", "/demands?list=retained&number=5"])
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_open_to_all(office: Office, path: str, lang: str) -> None:
    """A page in each language, kept nowhere, with nothing from elsewhere and no script at all."""
    reply = await office.http.get(path, params={"lang": lang})
    assert (200, "no-store") == (reply.status_code, reply.headers["cache-control"])
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy + reply.text
    assert "http" not in reply.text


async def test_one_heading(office: Office) -> None:
    """The page for a number says once what it is for, and its form is named after that."""
    for path, count in (("/demands", 1), ("/demands/follow", 1)):
        page = (await office.http.get(path)).text
        assert count == page.count(">查询处理情况</h")
        assert 1 == page.count('id="follow-title"')


async def test_the_chosen_paper(office: Office) -> None:
    """From the catalogue the paper is chosen already; one that no list has is refused."""
    reply = await office.http.get("/demands?list=negative&number=10")
    assert "健在证明" in reply.text
    assert {"list": "negative", "number": "10"}.items() <= _values(reply).items()
    other = await office.http.get("/demands?list=negative&number=31")
    assert 400 == other.status_code


async def test_a_report_is_kept(office: Office) -> None:
    """201 with the number to print, the day it is due, and what holds for the paper."""
    page = await _send(office)
    assert 201 == page.status_code
    assert "2026-12-08" in page.text
    assert "这份证明在负面清单上。村（社区）不出具；改由" in page.text
    followed = await office.http.post("/demands/follow", data={"number": _number(page)})
    assert 200 == followed.status_code
    assert "已收到，正在核实" in followed.text


async def test_sent_twice(office: Office) -> None:
    """A second press of the button, or a page that is loaded again, shows the same number."""
    assert _number(await _send(office)) == _number(await _send(office))


async def test_the_number_in_the_other_language(office: Office) -> None:
    """The switch on the page with the number shows the same number in English."""
    page = await _send(office)
    other = await _send(office, switch="en", kept="1")
    assert (_number(page), "en") == (_number(other), other.headers["content-language"])
    assert "Number to follow" in other.text


async def test_the_switch_sends_nothing(office: Office) -> None:
    """On the form the switch changes the language only, and keeps what was typed."""
    page = await _send(office, switch="en")
    assert (200, "en") == (page.status_code, page.headers["content-language"])
    assert typed()["said"] == _values(page)["said"]
    assert 0 == (await _count(office))


async def test_another_site_reports_nothing(office: Office) -> None:
    """A form that another site sends is shown, filled in, and kept only if it is sent from here."""
    headers = {"Sec-Fetch-Site": "cross-site"}
    page = await office.http.post("/demands", data=typed(), headers=headers)
    assert (200, 0) == (page.status_code, await _count(office))
    assert typed()["said"] == _values(page)["said"]


async def _count(office: Office) -> int:
    await let_handle(office, READ, HANDLE)
    total = (await office.get(PATH)).json()["counts"]["total"]
    assert isinstance(total, int)
    return total


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"office": ""}, "office"),
        ({"paper": ""}, "paper"),
        ({"when": "2027-01-01"}, "when"),
        ({"area": "某某县"}, "area"),
        ({"area": "", "place": ""}, "place"),
        ({"code": "123"}, "code"),
        ({"said": "号码110105194912" + "31002X"}, "said"),
        ({"reporter": ""}, "reporter"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_nothing_is_lost(
    office: Office, change: dict[str, str], field: str, lang: str
) -> None:
    """What is wrong is said beside the field, in the page's language; all that was typed stays."""
    page = await _send(office, **change, lang=lang)
    assert 422 == page.status_code
    assert f'id="{field}-wrong"' in page.text
    expected = typed(**change, lang=lang)
    kept = _values(page)
    assert {n: expected[n] for n in kept if n != "reporter"} == {
        n: v for n, v in kept.items() if n != "reporter"
    }


async def test_a_district_by_name(office: Office) -> None:
    """A district that exists is known by its name."""
    assert 201 == (await _send(office, area="重庆市")).status_code


async def test_a_retained_paper(office: Office) -> None:
    """It is said when the demand may be lawful, and kept all the same."""
    page = await _send(office, paper="", list="retained", number="5")
    assert 201 == page.status_code
    assert "这份证明在保留清单上" in page.text


async def test_a_paper_on_neither_list(office: Office) -> None:
    """It is kept under its name, with entries that may have been meant."""
    page = await _send(office, paper="婚姻证明", lang="en")
    assert 201 == page.status_code
    assert "/catalogue/negative/8?lang=en" in page.text
    assert "Neither list has a paper of this name" in page.text


async def test_a_name_of_several_papers(office: Office) -> None:
    """An older item that two entries cover is attributed to neither; both are shown."""
    page = await _send(office, paper="公租房申请人就业和收入证明")
    assert 201 == page.status_code
    assert "清单上不止一项证明包括这个名称" in page.text
    assert ("两份清单上都没有" in page.text, "登记" in page.text) == (False, True)
    assert {"15", "17"} == set(re.findall(r'href="/catalogue/negative/(\d+)"', page.text))


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_stays_text(office: Office, text: str) -> None:
    """Whatever is typed is shown as text: in the form, on the confirmation, and when followed."""
    wrong = await _send(office, **dict.fromkeys(TYPED, text))
    kept = await _send(office, paper=text, office=text)
    followed = await office.http.post("/demands/follow", data={"number": _number(kept)})
    missing = await office.http.post("/demands/follow", data={"number": text})
    assert [422, 201, 200, 404] == [p.status_code for p in (wrong, kept, followed, missing)]
    for page in (wrong, kept, followed, missing):
        assert html.escape(text) in page.text.replace("&#34;", "&quot;").replace("&#39;", "&#x27;")
        assert set() == _Foreign.in_page(page.text)


async def test_a_hostile_note(office: Office) -> None:
    """What compliance writes is text too."""
    await let_handle(office, READ, HANDLE)
    kept = await keep(office, "k")
    body = {"status": "unfounded", "note": HOSTILE[0]}
    await office.post(f"{PATH}/{kept.demand.demand_id}/disposition", body)
    followed = await office.http.post("/demands/follow", data={"number": kept.number})
    assert "&lt;script&gt;" in followed.text
    assert "<script" not in followed.text


async def test_too_many(office: Office) -> None:
    """Soon after the tenth in a minute: 429 as a page, with Retry-After and all that was typed."""
    pages = [await _send(office, said=f"第{n}次") for n in range(25)]
    assert {201} == {page.status_code for page in pages[:10]}
    place, last = next((n, page) for n, page in enumerate(pages) if page.status_code == 429)
    assert 1 <= int(last.headers["retry-after"]) <= 120
    assert f"第{place}次" == _values(last)["said"]
    assert 'role="alert"' in last.text
    assert re.search(r"请在 \d+ (秒|分钟) 后再点一次", last.text)


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (1, "1 秒", "1 s"),
        (119, "119 秒", "119 s"),
        (121, "3 分钟", "3 min"),
        (86_400, "24 小时", "24 h"),
    ],
)
def test_how_long_to_wait(seconds: int, zh: str, en: str) -> None:
    """In the unit in which people would say it, never too short."""
    assert Text(zh, en) == wait_of(seconds)


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (b"office=%FF%FE", "application/x-www-form-urlencoded", 400),
        ("office=办".encode("gbk"), "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a%d=1" % n for n in range(99)), "application/x-www-form-urlencoded", 400),
        (b"said=" + b"x" * 17_000, "application/x-www-form-urlencoded", 413),
        (b"{}", "application/json", 415),
        (b"lang=fr", "application/x-www-form-urlencoded", 400),
    ],
)
async def test_forms_that_are_none(
    office: Office, content: bytes, media_type: str, status: int
) -> None:
    """Other encodings, too much, too many fields, another type: turned away."""
    headers = {"Content-Type": media_type}
    reply = await office.http.post("/demands", content=content, headers=headers)
    assert status == reply.status_code


async def test_the_catalogue_leads_here_and_back(office: Office) -> None:
    """Every listed paper's answer links to its report; the report links to the answer."""
    answer = await office.http.get("/catalogue/negative/10?lang=en")
    assert "/demands?list=negative&amp;number=10&amp;lang=en" in answer.text
    page: Any = await _send(office)
    assert "/catalogue/negative/10" in page.text
