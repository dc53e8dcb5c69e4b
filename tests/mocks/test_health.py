"""The mock of health keeps its wire contract."""

from dataclasses import replace
from datetime import date, datetime

import httpx
import pytest
from lxml import etree

from mocks.asking import Ask
from mocks.health import HealthMock
from mocks.population import Population
from mocks.population.health_registers import Birth, Death
from mocks.population.people import Spelt
from mocks.serving import Mocks
from tests.mocks import calls, examples
from tests.mocks.examples import DAUGHTER, FATHER, GRANDCHILD, MOTHER, NOBODY


@pytest.fixture
def url(mocks: Mocks) -> str:
    """Where health is."""
    return mocks.urls["health"]


def _records(population: Population, action: str, **body: str) -> list[dict[str, str]]:
    """The records that the registers give, without a server in between."""
    mock = HealthMock(population)
    request = calls.health_request(calls.health_message(action, body))
    ask = mock.read(calls.HEALTH_PATH, request)
    assert isinstance(ask, Ask)
    return _read(calls.read_health(mock.answer(ask)))


def _read(reply: etree._Element) -> list[dict[str, str]]:
    return [
        {str(field.tag): field.text or "" for field in record}
        for record in reply.iterfind("body/records/record")
    ]


def test_the_example_of_the_contract(url: str) -> None:
    """The contract's example message gets the contract's example reply, cause of death and all."""
    _, message, expected, *_ = examples.read_fences("health", "xml")
    reply = calls.post_health(url, message.encode())
    assert calls.canonical(expected.encode()) == calls.canonical(etree.tostring(reply))


def test_the_content_type(url: str) -> None:
    """The reply is XML in UTF-8."""
    request = calls.health_request(calls.health_message("SWZM", {}))
    reply = httpx.post(url + calls.HEALTH_PATH, content=request, headers=calls.XML)
    assert "text/xml; charset=UTF-8" == reply.headers["content-type"]


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("CSZM_ZH", {"CSZMBH": "E500000123"}),
        ("CSZM_ET", {"ETXM": GRANDCHILD.name, "ETGMSFHM": GRANDCHILD.number}),
        ("CSZM_MQ", {"MQXM": DAUGHTER.name, "MQGMSFHM": DAUGHTER.number}),
    ],
    ids=["by certificate", "by child", "by mother"],
)
def test_the_example_of_a_birth(url: str, action: str, body: dict[str, str]) -> None:
    """Certificate, child and mother all find it, as in the contract."""
    _, _, _, expected, _ = examples.read_fences("health", "xml")
    reply = calls.ask_health(url, action, **body)
    (record,) = reply.iterfind("body/records/record")
    assert calls.canonical(expected) == calls.canonical(etree.tostring(record))


def test_the_example_of_an_error(url: str) -> None:
    """A message with a field that the contract does not name is refused in the contract's words."""
    *_, expected = examples.read_fences("health", "xml")
    body = {"XM": FATHER.name, "GMSFHM": FATHER.number, "BZ": "x"}
    reply = calls.post_health(url, calls.health_message("SWZM", body, msgid="0d6f9a3c-0003"))
    assert calls.canonical(expected.encode()) == calls.canonical(etree.tostring(reply))


def test_the_last_service(url: str) -> None:
    """It is a day and nothing else."""
    reply = calls.ask_health(url, "JZJL", XM=MOTHER.name, GMSFHM=MOTHER.number)
    expected = {"XM": MOTHER.name, "GMSFHM": MOTHER.number, "JZRQ": "20261102", "FCBZ": "0"}
    assert [expected] == _read(reply)


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("CSZM_ZH", {"CSZMBH": "Z999999999"}),
        ("CSZM_ET", {"ETXM": NOBODY[1], "ETGMSFHM": NOBODY[0]}),
        ("CSZM_MQ", {"MQXM": NOBODY[1], "MQGMSFHM": NOBODY[0]}),
        ("SWZM", {"XM": NOBODY[1], "GMSFHM": NOBODY[0]}),
        ("JZJL", {"XM": NOBODY[1], "GMSFHM": NOBODY[0]}),
    ],
    ids=["certificate", "child", "mother", "death", "service"],
)
def test_nothing_held(url: str, action: str, body: dict[str, str]) -> None:
    """It is a success without records that echoes what was asked."""
    reply = calls.ask_health(url, action, **body)
    found = [reply.findtext(path) for path in ("resultinfo/success", "body/asked")]
    assert ["0", next(iter(reversed(body.values())))] == found
    assert [] == _read(reply)


def test_replaced_and_voided_certificates() -> None:
    """A child's certificates all come, each with its state and what replaced it."""
    ledger = examples.open_ledger()
    born_at = datetime.fromisoformat("2010-11-03T08:15:00")
    valid = Birth("E500000003", born_at, Spelt("daughter"), Spelt("grandchild"), "2")
    ledger.add(
        replace(valid, certificate="E500000001", status="replaced", replaced_by="E500000003"),
        replace(valid, certificate="E500000002", status="voided"),
        valid,
    )
    body = {"ETXM": GRANDCHILD.name, "ETGMSFHM": GRANDCHILD.number}
    records = _records(ledger.close(), "CSZM_ET", **body)
    states = [(record["CSZMBH"], record["ZT"], record["HFBH"]) for record in records]
    assert [
        ("E500000001", "2", "E500000003"),
        ("E500000002", "3", ""),
        ("E500000003", "1", ""),
    ] == states


def test_a_child_not_named_yet() -> None:
    """Name and number of the child are empty, and the mother finds the birth."""
    ledger = examples.open_ledger()
    ledger.add(Birth("E500000001", datetime.fromisoformat("2026-11-01T00:01"), Spelt("daughter")))
    body = {"MQXM": DAUGHTER.name, "MQGMSFHM": DAUGHTER.number}
    (record,) = _records(ledger.close(), "CSZM_MQ", **body)
    assert ["", "", "0"] == [record[name] for name in ("ETXM", "ETGMSFHM", "ETXB")]


def test_a_sealed_record() -> None:
    """It is a record with nothing in it but the flag."""
    ledger = examples.open_ledger()
    ledger.add(Death("SW1", "old", Spelt("father"), date(2020, 1, 1), "R54", sealed=True))
    (record,) = _records(ledger.close(), "SWZM", XM=FATHER.name, GMSFHM=FATHER.number)
    filled = {name: value for name, value in record.items() if value}
    assert {"FCBZ": "1"} == filled


def test_the_new_form_of_a_death_certificate() -> None:
    """Its number is the deceased's own."""
    ledger = examples.open_ledger()
    ledger.add(Death(FATHER.number, "new", Spelt("father"), date(2026, 8, 1), "R54"))
    (record,) = _records(ledger.close(), "SWZM", XM="别名", GMSFHM=FATHER.number)
    assert [FATHER.number, "1", FATHER.name] == [record[n] for n in ("ZSBH", "ZSLX", "XM")]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (b"not xml", "E01"),
        (b"<A/>", "E01"),
        (b"<MDEML/>", "E01"),
        (b"<MDEML><head/></MDEML>", "E01"),
        (calls.health_message("SWZM", {"XM": "甲"}), "E01"),
        (calls.health_message("SWZM", {}, sendtime="now"), "E01"),
        (calls.health_message("QTJY", {}), "E02"),
    ],
    ids=["no xml", "other root", "no head", "empty head", "no number", "bad time", "unknown"],
)
def test_a_malformed_message(url: str, message: bytes, code: str) -> None:
    """The failure has a code and no body."""
    reply = calls.post_health(url, message)
    assert ["1", code] == [reply.findtext(f"resultinfo/{n}") for n in ("success", "errcode")]
    assert reply.find("body") is None


def test_a_message_that_is_not_base64(url: str) -> None:
    """It is malformed, not an error of HTTP."""
    request = calls.health_request(b"x").replace(b"eA==", b"***")
    reply = httpx.post(url + calls.HEALTH_PATH, content=request, headers=calls.XML)
    assert "E01" == calls.read_health(reply.content).findtext("resultinfo/errcode")


@pytest.mark.parametrize("body", [b"", b"<a/>", b"<!DOCTYPE a><a/>"], ids=["none", "other", "dtd"])
def test_what_is_no_envelope(url: str, body: bytes) -> None:
    """It is turned away with 400 and no content."""
    reply = httpx.post(url + calls.HEALTH_PATH, content=body, headers=calls.XML)
    assert (400, b"") == (reply.status_code, reply.content)
