"""The mock of the courts keeps its wire contract."""

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import httpx
import pytest

from mocks.population.court_files import Declaration, Judgment
from mocks.population.people import Spelt
from mocks.serving import Mocks, running
from tests.mocks import calls, examples
from tests.mocks.examples import DAUGHTER, FATHER, MOTHER, NOBODY, SON_IN_LAW


@pytest.fixture
def url(mocks: Mocks) -> str:
    """Where the courts are."""
    return mocks.urls["courts"]


def _fences() -> list[Any]:
    return [json.loads(text) for text in examples.read_fences("courts", "json")]


def test_the_examples_of_the_contract() -> None:
    """The first application of a day and its polls are those of the contract."""
    request, accepted, done, working, _ = _fences()
    with running(examples.make_population(), ["courts"]) as mocks:
        url = mocks.urls["courts"]
        mocks.controls("courts").after_polls(1)
        assert accepted == calls.post_courts(url, "apply", request)
        query = {"queryNo": accepted["data"]["queryNo"]}
        assert working == calls.post_courts(url, "result", query)
        assert done == calls.post_courts(url, "result", query)


def test_the_example_of_a_revocation(url: str) -> None:
    """A revoked declaration is two items, the second as in the contract."""
    expected = json.loads(examples.read_inline("courts", '{"sealed": false, "selfName": "陈建国"'))
    items = calls.ask_courts(url, "DECLARATION", FATHER.number, FATHER.name)["items"]
    assert ["XGSW", "CXSW"] == [item["kind"] for item in items]
    assert expected == items[1]


def test_the_example_of_custody(url: str) -> None:
    """The item is as in the contract."""
    expected = json.loads(examples.read_inline("courts", '{"sealed": false, "selfName": "李伟"'))
    data = calls.ask_courts(url, "CUSTODY", SON_IN_LAW.number, "李某")
    assert [expected] == data["items"]


def test_the_example_of_an_error(url: str) -> None:
    """An unknown query number is refused in the contract's words."""
    *_, expected = _fences()
    assert expected == calls.post_courts(url, "result", {"queryNo": "20261120500112999999"})


@pytest.mark.parametrize("query_type", ["FAMILY", "DECLARATION", "CUSTODY"])
def test_nothing_held(url: str, query_type: str) -> None:
    """It is a finished answer without items that echoes the number asked."""
    data = calls.ask_courts(url, query_type, *NOBODY)
    found = [data[name] for name in ("state", "party", "items")]
    assert ["DONE", {"idNo": NOBODY[0]}, []] == found


def test_both_parties_find_a_judgment(url: str) -> None:
    """Each is `self` in the answer about him or her."""
    (item,) = calls.ask_courts(url, "FAMILY", SON_IN_LAW.number, SON_IN_LAW.name)["items"]
    found = [item[name] for name in ("selfIdNo", "partnerIdNo", "partnerName")]
    assert [SON_IN_LAW.number, DAUGHTER.number, DAUGHTER.name] == found


def test_kinds_of_judgments_and_effects() -> None:
    """An effect that is not proven has neither date nor way; a partner may lack a number."""
    ledger = examples.open_ledger()
    mother, nameless = Spelt("mother"), Spelt(None, None, "张三")
    ledger.add(
        Judgment("divorce_judgment", mother, nameless, date(2001, 1, 1)),
        Judgment(
            "divorce_mediation",
            mother,
            Spelt("father"),
            date(2002, 1, 1),
            date(2002, 2, 1),
            "last_signature",
        ),
    )
    with running(ledger.close(), ["courts"]) as mocks:
        items = calls.ask_courts(mocks.urls["courts"], "FAMILY", MOTHER.number, "x")["items"]
    names = ("kind", "partnerIdNo", "effectiveDate", "effectBy")
    assert [
        ["LHPJ", None, None, None],
        ["LHTJ", FATHER.number, "2002-02-01T00:00:00+08:00", "LAST_SIGNATURE"],
    ] == [[item[name] for name in names] for item in items]


def test_sealed_files() -> None:
    """The court says that something is sealed, and nothing more."""
    ledger = examples.open_ledger()
    declared = Declaration("disappearance", Spelt("father"), date(2020, 1, 1), sealed=True)
    ledger.add(declared, replace(declared, revoked_on=date(2021, 1, 1), kind="death"))
    with running(ledger.close(), ["courts"]) as mocks:
        data = calls.ask_courts(mocks.urls["courts"], "DECLARATION", FATHER.number, "x")
    assert [{"sealed": True}] * 3 == data["items"]


def test_query_numbers(url: str) -> None:
    """Twenty digits; the same application keeps its number, another gets another."""
    first = calls.application("FAMILY", FATHER.number, FATHER.name)
    again = calls.application("FAMILY", FATHER.number, FATHER.name)
    other = calls.application("FAMILY", FATHER.number, FATHER.name, reqId="req-9")
    numbers = [
        calls.post_courts(url, "apply", content)["data"]["queryNo"]
        for content in (first, again, other)
    ]
    assert numbers[0] == numbers[1] != numbers[2]
    assert re.fullmatch(r"20261120500112[0-9]{6}", numbers[0])


def test_an_answer_that_takes_a_while(mocks: Mocks, url: str) -> None:
    """It is there after the polls that were set, for that operation only, and then stays."""
    mocks.controls("courts").after_polls(2, "declarations")
    applied = calls.post_courts(
        url, "apply", calls.application("DECLARATION", FATHER.number, "x", reqId="slow")
    )
    states = [
        calls.post_courts(url, "result", {"queryNo": applied["data"]["queryNo"]})["data"]["state"]
        for _ in range(4)
    ]
    assert ["WORKING", "WORKING", "DONE", "DONE"] == states
    assert "DONE" == calls.ask_courts(url, "FAMILY", *NOBODY)["state"]


def test_an_answer_that_never_comes_may_come_after_all(mocks: Mocks, url: str) -> None:
    """What waits takes over a new setting; what was answered stays answered."""
    controls = mocks.controls("courts")
    controls.after_polls(None)
    content = calls.application("FAMILY", FATHER.number, "x", reqId="never")
    query = {"queryNo": calls.post_courts(url, "apply", content)["data"]["queryNo"]}
    assert "WORKING" == calls.post_courts(url, "result", query)["data"]["state"]
    controls.after_polls(0)
    assert "DONE" == calls.post_courts(url, "result", query)["data"]["state"]
    controls.after_polls(None)
    assert "DONE" == calls.post_courts(url, "result", query)["data"]["state"]


@pytest.mark.parametrize(
    ("step", "content", "code"),
    [
        ("apply", [], "3001"),
        ("apply", {}, "3001"),
        ("apply", calls.application("FAMILY", "1", "甲"), "3001"),
        ("apply", calls.application("FAMILY", NOBODY[0], ""), "3001"),
        ("apply", calls.application("FAMILY", *NOBODY, more="x"), "3001"),
        ("apply", calls.application("FAMILY", *NOBODY, idNo=NOBODY[0]), "3001"),
        ("apply", calls.application("OTHER", *NOBODY), "3003"),
        ("result", {}, "3001"),
        ("result", {"queryNo": 1}, "3001"),
        ("result", {"queryNo": "1"}, "4041"),
    ],
    ids=[
        *("a list", "nothing", "bad number", "no name", "unknown member", "number outside"),
        *("unknown type", "no query", "not a text", "unknown query"),
    ],
)
def test_a_malformed_call(url: str, step: str, content: object, code: str) -> None:
    """Every member is looked at."""
    reply = calls.post_courts(url, step, content)
    assert [False, code, None] == [reply[name] for name in ("success", "code", "data")]


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 20_000], ids=["empty", "cut", "deep"])
def test_what_is_no_json(url: str, body: bytes) -> None:
    """It is malformed too."""
    reply = httpx.post(f"{url}/sfcx/v1/apply", content=body, headers=calls.JSON)
    assert "3001" == reply.json()["code"]
