"""Compliance reads improper demands, groups them, marks them and takes the table away."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from gateway.audit.entry import DEMAND_DISPOSED, DEMAND_READ
from gateway.audit.leaf import Leaf, read_leaf
from gateway.domain.demand import DemandedPaper
from gateway.domain.demand import Office as DemandingOffice
from gateway.storage.trail_tables import entry
from tests.api.demanding import (
    CODE,
    HANDLE,
    OFFICE,
    PATH,
    READ,
    SUPERIOR,
    a_report,
    follow,
    keep,
    let_handle,
    send,
)
from tests.api.office import Office

UNKNOWN = f"dmd_{'0' * 32}"
CORRECTED = {"status": "corrected", "note": "已改为自行核查。"}


@pytest.fixture
async def desk(office: Office) -> Office:
    """An office whose client may read and handle."""
    await let_handle(office, READ, HANDLE)
    return office


async def _entries(office: Office, kind: str) -> list[Leaf]:
    query = select(entry.c.bytes).where(entry.c.kind == kind).order_by(entry.c.seq)
    rows = await office.store.writer.run(lambda t: t.scalars(query).all())
    return [read_leaf(row) for row in rows]


async def _listed(desk: Office, query: str) -> list[str]:
    reply = await desk.get(f"{PATH}?{query}")
    assert 200 == reply.status_code, reply.text
    return [one["demand_id"] for one in reply.json()["demands"]]


async def _dispose(desk: Office, demand_id: str, body: Any, key: str = "d-1") -> httpx.Response:
    return await desk.post(f"{PATH}/{demand_id}/disposition", body, key)


@pytest.mark.parametrize("path", ["", "/repeats", "/export", f"/{UNKNOWN}"])
async def test_reading_needs_its_scope(office: Office, path: str) -> None:
    """No token is 401, a token without the scope 403."""
    assert 401 == (await office.http.get(PATH + path)).status_code
    reply = await office.get(PATH + path)
    assert (403, "scope_missing") == (reply.status_code, reply.json()["reason"])


async def test_handling_needs_its_scope(office: Office) -> None:
    """Whoever may read may not mark."""
    await let_handle(office, READ)
    kept = await keep(office, "a")
    reply = await _dispose(office, kept.demand.demand_id, CORRECTED)
    assert (403, "scope_missing") == (reply.status_code, reply.json()["reason"])


async def test_a_demand_as_compliance_reads_it(desk: Office) -> None:
    """All that was reported, with state and due date, and what was done about it."""
    await send(desk, a_report())
    (listed,) = (await desk.get(PATH)).json()["demands"]
    read = (await desk.get(f"{PATH}/{listed['demand_id']}")).json()
    assert {**listed, "history": []} == read
    assert (OFFICE, SUPERIOR, "2026-11-23") == (
        read["office"]["name"],
        read["office"]["superior"],
        read["when"],
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"a", "b", "c"}),
        ("office=养老金", {"a", "b"}),
        (f"office={CODE}", {"c"}),
        ("superior=两江区 人力资源", {"a", "b"}),
        ("list=negative", {"a", "c"}),
        ("list=negative&number=10", {"a"}),
        ("list=neither", {"b"}),
        ("paper=好人", {"b"}),
        ("status=received", {"a", "b", "c"}),
        ("status=corrected,unfounded", set()),
        ("from=2026-11-24", {"a", "b", "c"}),
        ("until=2026-11-23", set()),
        ("overdue=true", set()),
        ("office=%25", None),
        ("paper=%25好", set()),
    ],
)
async def test_narrowing(desk: Office, query: str, expected: set[str] | None) -> None:
    """By office, superior body, paper, state and day; wildcards of the store mean nothing."""
    kept = {
        "a": await keep(desk, "a"),
        "b": await keep(desk, "b", paper=DemandedPaper(None, None, "好人证明")),
        "c": await keep(desk, "c", 8, office=DemandingOffice("民政窗口", CODE, None)),
    }
    if expected is None:
        assert 400 == (await desk.get(f"{PATH}?{query}")).status_code
    else:
        ids = {kept[name].demand.demand_id for name in expected}
        assert ids == set(await _listed(desk, query))


@pytest.mark.parametrize(
    "query",
    [
        "limit=0", "limit=201", "limit=x", "after=1", "list=both", "number=0", "number=1x",
        "overdue=false", "status=", "status=open", "from=2026-02-30", "until=tomorrow",
        "office=110105194912" + "31002X", "office=a&office=b", "colour=red", "office=",
    ],
)  # fmt: skip
async def test_queries_that_are_none(desk: Office, query: str) -> None:
    """What is no condition is refused, and so is what looks like somebody's number."""
    reply = await desk.get(f"{PATH}?{query}")
    assert (400, "query_not_allowed") == (reply.status_code, reply.json()["reason"])


async def test_pages(desk: Office) -> None:
    """`next` leads through all of them, newest first, whatever comes in meanwhile."""
    kept = []
    for number in range(5):
        kept.append((await keep(desk, f"k{number}")).demand.demand_id)
        desk.clock.move(seconds=1)
    first = (await desk.get(f"{PATH}?limit=2")).json()
    await keep(desk, "meanwhile")
    seen, after = [one["demand_id"] for one in first["demands"]], first["next"]
    while after is not None:
        page = (await desk.get(f"{PATH}?limit=2&after={after}")).json()
        seen += [one["demand_id"] for one in page["demands"]]
        after = page["next"]
    assert list(reversed(kept)) == seen
    assert 5 == first["counts"]["total"]


async def test_repeats(desk: Office) -> None:
    """Office by paper: how often, first, last, open, overdue; the most frequent first."""
    first = await keep(desk, "a")
    await keep(desk, "b", 8)
    desk.clock.move(days=30)
    await keep(desk, "c", office=DemandingOffice(f" {OFFICE} ", CODE, None))
    await _dispose(desk, first.demand.demand_id, CORRECTED)
    table = (await desk.get(f"{PATH}/repeats")).json()["repeats"]
    often, once = table
    assert (2, 1, 0) == (often["times"], often["open"], often["overdue"])
    assert (1, 1, 1) == (once["times"], once["open"], once["overdue"])
    assert "2026-11-24T04:00:00.000Z" == often["first"]
    assert "2026-12-24T04:00:00.000Z" == often["last"]
    assert (CODE, SUPERIOR) == (often["office"]["credit_code"], often["office"]["superior"])


async def test_marking(desk: Office) -> None:
    """Referred, then corrected: the state follows, the history keeps both, the note is told."""
    kept = await keep(desk, "a")
    demand_id = kept.demand.demand_id
    referred = await _dispose(desk, demand_id, {"status": "referred", "note": "已转主管部门。"})
    due = {**CORRECTED, "due_on": "2026-12-31"}
    corrected = await _dispose(desk, demand_id, due, "d-2")
    assert ("referred", "2026-12-08") == (referred.json()["status"], referred.json()["due_on"])
    assert ("corrected", "2026-12-31") == (corrected.json()["status"], corrected.json()["due_on"])
    history = (await desk.get(f"{PATH}/{demand_id}")).json()["history"]
    assert ["referred", "corrected"] == [one["status"] for one in history]
    followed = (await follow(desk, kept.number)).json()
    assert ("corrected", CORRECTED["note"]) == (followed["status"], followed["note"])


async def test_marking_twice_under_one_key(desk: Office) -> None:
    """The same disposition sent again is one; another content is a conflict."""
    demand_id = (await keep(desk, "a")).demand.demand_id
    first, again = [await _dispose(desk, demand_id, CORRECTED) for _ in range(2)]
    other = await _dispose(desk, demand_id, {**CORRECTED, "status": "unfounded"})
    assert (200, 200, "true") == (
        first.status_code,
        again.status_code,
        again.headers["idempotent-replayed"],
    )
    assert (409, "idempotency_conflict") == (other.status_code, other.json()["reason"])
    assert 1 == len((await desk.get(f"{PATH}/{demand_id}")).json()["history"])


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"status": "received", "note": "x"}, ("/status", "unknown_code")),
        ({"status": "corrected"}, ("/note", "missing_field")),
        ({"status": "corrected", "note": " "}, ("/note", "text_empty")),
        ({"status": "corrected", "note": "13800138000"}, ("/note", "looks_like_phone_number")),
        ({**CORRECTED, "due_on": "2026-11-23"}, ("/due_on", "day_in_the_past")),
        ({**CORRECTED, "due_on": "soon"}, ("/due_on", "date_malformed")),
    ],
)  # fmt: skip
async def test_what_is_no_disposition(
    desk: Office, body: dict[str, Any], expected: tuple[str, str]
) -> None:
    """Every wrong field is named."""
    reply = await _dispose(desk, (await keep(desk, "a")).demand.demand_id, body)
    (error,) = reply.json()["errors"]
    assert (422, expected) == (reply.status_code, (error["pointer"], error["reason"]))


async def test_unknown_demands(desk: Office) -> None:
    """What does not exist is 404 for reading and for marking."""
    read, marked = await desk.get(f"{PATH}/{UNKNOWN}"), await _dispose(desk, UNKNOWN, CORRECTED)
    assert (404, 404) == (read.status_code, marked.status_code)


async def test_everything_is_on_the_trail(desk: Office) -> None:
    """Each read and each disposition is an entry with who did it, and without what was written."""
    demand_id = (await keep(desk, "a")).demand.demand_id
    await desk.get(f"{PATH}?office=养老金")
    await desk.get(f"{PATH}/repeats")
    await desk.get(f"{PATH}/export")
    await desk.get(f"{PATH}/{demand_id}")
    await _dispose(desk, demand_id, CORRECTED)
    read = [leaf.draft.about for leaf in await _entries(desk, DEMAND_READ)]
    assert ["list", "repeats", "export", "one"] == [about["what"] for about in read]
    assert ("office", "1") == (read[0]["conditions"], read[0]["count"])
    (disposed,) = await _entries(desk, DEMAND_DISPOSED)
    assert (demand_id, "corrected") == (
        disposed.draft.about["demand"],
        disposed.draft.about["state"],
    )
    assert {"disposition"} == set(disposed.draft.digests)
    text = json.dumps(read, ensure_ascii=False)
    assert [] == [word for word in ("养老金", CORRECTED["note"]) if word in text]


async def test_export_for_exposure(desk: Office) -> None:
    """Both tables as CSV and JSON; nothing of what was said in own words; no cell is a formula."""
    evil = '=HYPERLINK("http://x","y")'
    await keep(desk, "a", office=DemandingOffice(evil, None, "＋1"), said="说了什么", place="+2")
    reply = await desk.get(f"{PATH}/export")
    assert "text/csv" in reply.headers["content-type"]
    assert 'filename="demands-2026-11-24.csv"' in reply.headers["content-disposition"]
    (row,) = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert (f"'{evil}", "'＋1") == (row["索要单位"], row["主管部门"])
    assert "说了什么" not in reply.text
    told = (await desk.get(f"{PATH}/export?format=json&table=repeats")).json()
    assert (evil, 1) == (told["rows"][0]["office"], told["rows"][0]["times"])


async def test_overdue_is_seen(desk: Office) -> None:
    """What nobody dealt with in its working days is counted, found and told to the reporter."""
    kept = await keep(desk, "a")
    desk.clock.move(days=20)
    page = (await desk.get(f"{PATH}?overdue=true")).json()
    assert (1, True) == (page["counts"]["overdue"], page["demands"][0]["overdue"])
    assert (await follow(desk, kept.number)).json()["overdue"]
