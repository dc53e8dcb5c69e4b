"""The lists: catalogue and codes for anybody, matters and sources for a requester."""

import pytest

from gateway.api.forms.content_reasons import CONTENT_REASONS
from gateway.api.problems.kinds import KINDS
from gateway.domain.decision import RefusalReason
from gateway.domain.outcome import Outcome
from gateway.flow.late import INTERRUPTED, OVERDUE
from tests.api.office import FACTS, Office

CATALOGUE = "/v1/catalogue"


async def test_both_lists_for_anybody(counter: Office) -> None:
    """Thirty entries and seven, without login, with the digest as their ETag."""
    reply = await counter.http.get(CATALOGUE)
    lists = reply.json()
    assert (30, 7) == (len(lists["negative"]), len(lists["retained"]))
    assert (f'"{lists["digest"]}"', counter.parts.catalogue_digest) == (
        reply.headers["etag"],
        lists["digest"],
    )
    assert "public, max-age=300" == reply.headers["cache-control"]


@pytest.mark.parametrize(
    ("query", "negative", "retained"),
    [
        ("list=negative", 30, 0),
        ("list=retained&number=5", 0, 1),
        ("number=1", 1, 1),
        ("name=夫妻关系", 1, 0),
        ("name=Kinship&list=negative", 1, 0),
        ("name=无此证明", 0, 0),
    ],
)
async def test_searching(counter: Office, query: str, negative: int, retained: int) -> None:
    """By list, by number, by a part of a name, the names of older items included."""
    lists = (await counter.http.get(f"{CATALOGUE}?{query}")).json()
    assert (negative, retained) == (len(lists["negative"]), len(lists["retained"]))


@pytest.mark.parametrize(
    "query",
    ["number=x", "number=01", "number=1000", "list=other", "name=", f"name={'x' * 41}", "x=1"],
)
async def test_searches_that_make_no_sense(counter: Office, query: str) -> None:
    """What cannot be looked for is refused."""
    reply = await counter.http.get(f"{CATALOGUE}?{query}")
    assert (400, "query_not_allowed") == (reply.status_code, reply.json()["reason"])


async def test_one_entry(counter: Office) -> None:
    """An entry says what to do instead, and which list and catalogue it is of."""
    paper = (await counter.http.get(f"{CATALOGUE}/negative/1")).json()
    assert ("亲属关系证明", "negative", counter.parts.catalogue_digest) == (
        paper["name"]["zh"],
        paper["list"],
        paper["digest"],
    )
    assert "村（社区）不出具" in paper["instead"]["zh"]


@pytest.mark.parametrize(
    "place", ["negative/31", "negative/0", "retained/8", "other/1", "negative/x"]
)
async def test_no_such_entry(counter: Office, place: str) -> None:
    """What is on neither list is not found."""
    reply = await counter.http.get(f"{CATALOGUE}/{place}")
    assert (404, "not_found") == (reply.status_code, reply.json()["reason"])


@pytest.mark.parametrize("path", [CATALOGUE, f"{CATALOGUE}/negative/1"])
async def test_whoever_holds_it_is_told_so(counter: Office, path: str) -> None:
    """304 for the catalogue's own ETag, the whole for any other."""
    etag = (await counter.http.get(path)).headers["etag"]
    held = await counter.http.get(path, headers={"If-None-Match": f'"x", W/{etag}'})
    other = await counter.http.get(path, headers={"If-None-Match": '"x"'})
    assert (304, b"", etag, 200) == (
        held.status_code,
        held.content,
        held.headers["etag"],
        other.status_code,
    )


async def test_every_code_is_listed_in_both_languages(counter: Office) -> None:
    """Outcomes, reasons of every fact, refusals, problems, reasons of wrong content."""
    listed = (await counter.http.get("/v1/reasons")).json()
    codes = {group: {item["code"] for item in items} for group, items in listed.items()}
    of_facts = {reason.code for fact in FACTS.values() for reason in fact.reasons}
    assert {
        "outcomes": {outcome.value for outcome in Outcome},
        "outcome_reasons": of_facts | {INTERRUPTED, OVERDUE},
        "refusals": {reason.value for reason in RefusalReason},
        "problems": set(KINDS) - {reason.value for reason in RefusalReason},
        "content": set(CONTENT_REASONS),
    } == codes
    texts = [item["text"] for items in listed.values() for item in items]
    assert [] == [text for text in texts if not (text["zh"].strip() and text["en"].strip())]


async def test_matters(counter: Office) -> None:
    """What I may ask, on which basis, approved by whom."""
    (matter,) = (await counter.get("/v1/matters")).json()["matters"]
    assert ("GJJ-007", {"consent", "statutory_duty", "near_relative"}, True) == (
        matter["code"],
        set(matter["bases"]),
        all(approval["valid"] for approval in matter["approvals"]),
    )
    assert {"negative": 1} == {matter["replaces"]["listed"]: matter["replaces"]["number"]}


async def test_sources(counter: Office) -> None:
    """Departments with the facts that ask them, and whether they are connected."""
    listed = (await counter.get("/v1/sources")).json()
    connected = {source["department"]: source["connected"] for source in listed["sources"]}
    police = next(s for s in listed["sources"] if s["department"] == "public_security")
    assert {
        "civil_affairs": False,
        "courts": False,
        "health": False,
        "public_security": True,
    } == connected
    assert (["person"], True) == (police["operations"], "identity" in police["required_for"])
    assert list(FACTS) == [fact["fact"] for fact in listed["facts"]]


async def test_how_a_department_fares(counter: Office) -> None:
    """State, calls by what came of them, latency and data date: numbers and times, nobody's."""
    listed = (await counter.get("/v1/sources")).json()["sources"]
    fares = {source["department"]: source["health"] for source in listed}
    assert (None, "answering") == (fares["courts"], fares["public_security"]["state"])
    assert {
        "state": "answering",
        "answered": 12,
        "late": 0,
        "silent": {"timeout": 1},
        "latency_ms": {"p50": 48.2, "p95": 130.9, "p99": 402.5},
        "last_spoke_at": "2026-11-24T04:00:00.000Z",
        "data_as_of": "2026-11-20",
        "coverage": {"person": "1986-01-01"},
    } == fares["public_security"]


@pytest.mark.parametrize("path", ["/v1/matters", "/v1/sources"])
async def test_registers_need_a_login(counter: Office, path: str) -> None:
    """What a requester may ask is nobody else's business."""
    reply = await counter.http.get(path)
    assert (401, "token_missing") == (reply.status_code, reply.json()["reason"])
