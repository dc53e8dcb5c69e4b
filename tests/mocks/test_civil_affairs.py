"""The mock of civil affairs keeps its wire contract."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from mocks.asking import Ask
from mocks.civil_affairs import CivilAffairsMock
from mocks.population import Population
from mocks.population.people import Spelt
from mocks.population.recording import divorce, marital, marry
from mocks.serving import Mocks
from tests.mocks import calls, examples
from tests.mocks.examples import FATHER, GRANDCHILD, MOTHER, NOBODY, SON_IN_LAW

MARRIAGE = {"name_man": FATHER.name, "cert_num_man": FATHER.number}


@pytest.fixture
def url(mocks: Mocks) -> str:
    """Where civil affairs is."""
    return mocks.urls["civil_affairs"]


def _rows(population: Population, what: str, content: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows that the registers give, without a server in between."""
    mock = CivilAffairsMock(population)
    form = urlencode(calls.civil_affairs_form(content))
    ask = mock.read(f"/openapi/{what}/query", form.encode())
    assert isinstance(ask, Ask)
    rows: list[dict[str, Any]] = json.loads(mock.answer(ask))["biz_data"]["result"]
    return rows


def test_the_example_of_the_contract(url: str) -> None:
    """The contract's example request gets the contract's example reply."""
    (request,) = examples.read_fences("civil_affairs", "http")
    expected, *_ = examples.read_fences("civil_affairs", "json")
    head, body = request.split("\n\n")
    path = head.split()[1]
    reply = httpx.post(url + path, content=body.strip(), headers=calls.FORM)
    assert "application/json; charset=utf-8" == reply.headers["content-type"]
    assert json.loads(expected) == reply.json()


def test_the_example_of_an_adoption(url: str) -> None:
    """The adopted finds the adoption, with the parent whose tie is kept."""
    _, expected, _ = examples.read_fences("civil_affairs", "json")
    person = {"name": GRANDCHILD.name, "cert_num": GRANDCHILD.number}
    reply = calls.ask_civil_affairs(url, "adoption", person)
    assert [json.loads(expected)] == reply["biz_data"]["result"]


def test_an_adoption_from_the_adopter_s_side(url: str) -> None:
    """The adopter finds the same adoption in the other role."""
    person = {"name": "李某", "cert_num": SON_IN_LAW.number}
    (row,) = calls.ask_civil_affairs(url, "adoption", person)["biz_data"]["result"]
    found = [row[name] for name in ("role", "name_self", "cert_num_self", "name_match")]
    assert ["B", SON_IN_LAW.name, SON_IN_LAW.number, "N"] == found


def test_the_example_of_a_cremation(url: str) -> None:
    """The row is as in the contract."""
    expected = examples.read_inline("civil_affairs", '{"cremate_date"')
    person = {"name": FATHER.name, "cert_num": FATHER.number}
    reply = calls.ask_civil_affairs(url, "cremation", person)
    assert [json.loads(expected)] == reply["biz_data"]["result"]


def test_the_example_of_an_error(url: str) -> None:
    """A form without its signature is malformed, in the contract's words."""
    *_, expected = examples.read_fences("civil_affairs", "json")
    form = calls.civil_affairs_form(MARRIAGE, request_id="0d6f9a3c-0002")
    del form["sign"]
    reply = httpx.post(f"{url}/openapi/marriage/query", data=form)
    assert json.loads(expected) == reply.json()


def test_no_marital_event(url: str) -> None:
    """Nothing is one row that says so, with every member of a row."""
    content = {"cert_num_man": NOBODY[0], "name_man": NOBODY[1]}
    data = calls.ask_civil_affairs(url, "marriage", content)["biz_data"]
    (row,) = data["result"]
    assert ["INR", "无匹配记录", "0"] == [row[n] for n in ("op_type", "op_type_desc", "seal_flag")]
    assert [NOBODY[0], "1", "0"] == [data[n] for n in ("cert_num_asked", "status", "code")]


@pytest.mark.parametrize("what", ["adoption", "cremation"])
def test_nothing_else(url: str, what: str) -> None:
    """Adoptions and cremations that are not held are an empty list."""
    person = {"name": NOBODY[1], "cert_num": NOBODY[0]}
    assert [] == calls.ask_civil_affairs(url, what, person)["biz_data"]["result"]


def test_every_kind_of_event() -> None:
    """Events come oldest first, each with its code."""
    ledger = examples.open_ledger()
    kinds = ("marriage", "marriage_reissued", "divorce", "divorce_reissued", "annulment")
    for years, kind in reversed(list(enumerate(kinds))):
        on = date(2000 + years, 1, 1)
        ledger.add(marital(ledger, kind, "mother", "father", on))
    rows = _rows(ledger.close(), "marriage", MARRIAGE)
    assert ["IA", "ICA", "IB", "ICB", "ID"] == [row["op_type"] for row in rows]
    assert {MOTHER.number} == {row["cert_num_other"] for row in rows}


def test_two_sided() -> None:
    """Only the events between the two come, whichever side each stood on."""
    ledger = examples.open_ledger()
    marry(ledger, "mother", "father", date(1983, 1, 1))
    divorce(ledger, "father", "mother", date(1993, 1, 1))
    marry(ledger, "father", "daughter", date(1994, 1, 1))
    woman = {"name_woman": MOTHER.name, "cert_num_woman": MOTHER.number}
    rows = _rows(ledger.close(), "marriage", {**MARRIAGE, **woman})
    assert ["IA", "IB"] == [row["op_type"] for row in rows]


def test_an_archive_of_15_digits() -> None:
    """Both forms of a number find the record, which keeps the archive's spelling."""
    ledger = examples.open_ledger()
    event = marital(ledger, "marriage", "mother", "father", date(1983, 1, 1))
    ledger.add(replace(event, other=Spelt("father", number="500112580312001")))
    population = ledger.close()
    for number in (FATHER.number, "500112580312001"):
        (row,) = _rows(population, "marriage", {**MARRIAGE, "cert_num_man": number})
        assert "500112580312001" == row["cert_num_self"]


def test_a_sealed_record() -> None:
    """The department marks the row and sends its data all the same."""
    ledger = examples.open_ledger()
    event = marital(ledger, "marriage", "mother", "father", date(1983, 1, 1))
    ledger.add(replace(event, sealed=True))
    (row,) = _rows(ledger.close(), "marriage", MARRIAGE)
    assert ["1", MOTHER.name] == [row["seal_flag"], row["name_other"]]


@pytest.mark.parametrize(
    "change",
    [
        {"format": "xml"},
        {"version": "2.0"},
        {"sign": "short"},
        {"timestamp": "now"},
        {"request_id": ""},
        {"more": "x"},
        {"biz_content": "[]"},
        {"biz_content": "{"},
        {"biz_content": '{"name": "甲", "cert_num": "1"}'},
        {"biz_content": '{"name_man": "甲", "cert_num_man": 1}'},
        {"biz_content": '{"name_man": "", "cert_num_man": "1"}'},
    ],
    ids=[
        *("format", "version", "sign", "timestamp", "request_id", "unknown field", "a list"),
        *("no JSON", "another form", "a number", "an empty name"),
    ],
)
def test_a_malformed_form(url: str, change: dict[str, str]) -> None:
    """Every field is looked at."""
    reply = calls.ask_civil_affairs(url, "marriage", MARRIAGE, **change)
    assert ["0", False] == [reply["code"], "biz_data" in reply]


@pytest.mark.parametrize("body", [b"", b"a=1&a=2", b"\xff=1"], ids=["empty", "doubled", "bytes"])
def test_what_is_no_form(url: str, body: bytes) -> None:
    """It is malformed too, and no request number can be read from it."""
    reply = httpx.post(f"{url}/openapi/marriage/query", content=body, headers=calls.FORM)
    assert {"code": "0", "msg": "参数错误", "request_id": ""} == reply.json()


@pytest.mark.parametrize(
    "change",
    [{"sign": "0" * 64}, {"access_key": "nobody"}, {"access_key": "verification-gateway"}],
    ids=["another sign", "an unknown key", "the secret of another key"],
)
def test_a_wrong_sign(url: str, change: dict[str, str]) -> None:
    """A sign that does not fit the key's secret is refused, and nothing is answered."""
    reply = calls.ask_civil_affairs(url, "marriage", MARRIAGE, **change)
    assert ["-1", False] == [reply["code"], "biz_data" in reply]


def test_the_sign_covers_what_is_asked(url: str) -> None:
    """A question that was exchanged on the way does not fit its sign any more."""
    form = calls.civil_affairs_form(MARRIAGE)
    form["biz_content"] = form["biz_content"].replace(FATHER.number, MOTHER.number)
    reply = httpx.post(f"{url}/openapi/marriage/query", data=form)
    assert "-1" == reply.json()["code"]


def test_the_example_of_a_request(url: str) -> None:
    """The request of the contract is answered: its sign is right."""
    example = examples.read_fences("civil_affairs", "http")[0].splitlines()[-1]
    reply = httpx.post(f"{url}/openapi/marriage/query", content=example, headers=calls.FORM)
    assert ["1", "0d6f9a3c-0002"] == [reply.json()["code"], reply.json()["request_id"]]
