"""The mock of public security keeps its wire contract."""

from dataclasses import replace
from datetime import date

import httpx
import pytest
from lxml import etree

from mocks.asking import Ask
from mocks.population import Population
from mocks.population.people import Spelt
from mocks.population.population_register import Cancellation, Entry
from mocks.public_security import PublicSecurityMock
from mocks.serving import Mocks
from tests.mocks import calls, examples
from tests.mocks.examples import DAUGHTER, FATHER, MOTHER, NOBODY


@pytest.fixture
def url(mocks: Mocks) -> str:
    """Where public security is."""
    return mocks.urls["public_security"]


def _ask(population: Population, service: str, number: str, name: str) -> etree._Element:
    """The FWFH that a register gives, without a server in between."""
    mock = PublicSecurityMock(population)
    request = calls.public_security_request(service, number, name)
    ask = mock.read(calls.PUBLIC_SECURITY_PATH, request)
    assert isinstance(ask, Ask)
    return calls.read_envelope(mock.answer(ask))


def test_the_example_of_the_contract(url: str) -> None:
    """The contract's example request gets the contract's example reply."""
    request, expected, *_ = examples.read_fences("public_security", "xml")
    reply = httpx.post(
        url + calls.PUBLIC_SECURITY_PATH, content=request.encode(), headers=calls.XML
    )
    assert "text/xml; charset=UTF-8" == reply.headers["content-type"]
    assert calls.canonical(expected.encode()) == calls.canonical(reply.content)


def test_the_example_of_a_household(url: str) -> None:
    """The members come with their relation to the head, as in the contract."""
    _, _, expected, *_ = examples.read_fences("public_security", "xml")
    reply = calls.ask_public_security(url, "HJXX", MOTHER.number, MOTHER.name)
    assert _section(expected) == _plain(calls.people(reply)[0], "HHLB")


def test_the_example_of_a_birth_registration(url: str) -> None:
    """Both parents come with number and name, as in the contract."""
    reply = calls.ask_public_security(url, "CSDJ", DAUGHTER.number, DAUGHTER.name)
    expected = examples.read_inline("public_security", "<CSDJLB>")
    assert _section(expected) == _plain(calls.people(reply)[0], "CSDJLB")


def test_the_example_of_an_unnatural_death(url: str) -> None:
    """The certificate states the date of death, as in the contract."""
    reply = calls.ask_public_security(url, "FZCSW", FATHER.number, FATHER.name)
    expected = examples.read_inline("public_security", "<FZCSWLB>")
    assert _section(expected) == _plain(calls.people(reply)[0], "FZCSWLB")


def test_the_example_of_an_error(url: str) -> None:
    """A request with a field that the contract does not name is refused in the contract's words."""
    *_, expected = examples.read_fences("public_security", "xml")
    request = calls.public_security_request(
        "RYXX", FATHER.number, FATHER.name, FWQQBH="0d6f9a3c-0001", BZ="x"
    )
    reply = httpx.post(url + calls.PUBLIC_SECURITY_PATH, content=request, headers=calls.XML)
    assert calls.canonical(expected.encode()) == calls.canonical(reply.content)


@pytest.mark.parametrize("service", ["RYXX", "HJXX", "CSDJ", "FZCSW"])
def test_a_number_that_is_not_held(url: str, service: str) -> None:
    """Nobody is a RY too: no match of number and name, and nothing else."""
    (nobody,) = calls.people(calls.ask_public_security(url, service, *NOBODY))
    found = {etree.QName(child).localname: child.text for child in nobody}
    assert {"CXHM": NOBODY[0], "gmsfzh_ppddm": "4", "xm_ppddm": "4"} == found


@pytest.mark.parametrize("service", ["HJXX", "CSDJ", "FZCSW"])
def test_held_but_nothing_to_list(service: str) -> None:
    """Where the register has no such record the list is there and empty."""
    population = examples.open_ledger().close()
    (person,) = calls.people(_ask(population, service, MOTHER.number, MOTHER.name))
    assert "2" == calls.text(person, "gmsfzh_ppddm")
    assert 0 == len(person[-1])


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("阿依古丽·买买提", "2"),
        ("阿依古丽・买买提", "1"),
        ("阿依古丽 · 买买提", "1"),
        ("阿依古丽·买买江", "3"),
        ("古丽", "4"),
    ],
    ids=["the same", "another interpunct", "spaces", "one character differs", "another name"],
)
def test_match_of_the_name(asked: str, code: str) -> None:
    """The name's match code tells spelling from similarity from difference."""
    ledger = examples.open_ledger()
    ledger.residents["mother"] = replace(MOTHER, name="阿依古丽·买买提")
    (person,) = calls.people(_ask(ledger.close(), "RYXX", MOTHER.number, asked))
    assert code == calls.text(person, "xm_ppddm")
    assert "阿依古丽·买买提" == calls.text(person, "XM")


def test_asked_under_a_former_number(url: str) -> None:
    """A 15-digit number finds its person, and is only `consistent`."""
    (person,) = calls.people(calls.ask_public_security(url, "RYXX", "500112580312001", FATHER.name))
    found = [calls.text(person, name) for name in ("CXHM", "gmsfzh_ppddm", "GMSFHM")]
    assert ["500112580312001", "1", FATHER.number] == found


def test_a_double_registration() -> None:
    """The cancelled number finds the cancelled entry, the retained one the other."""
    ledger = examples.open_ledger()
    second = ledger.issue("500109", MOTHER.born_on, "2")
    ledger.entries["mother"] = replace(ledger.entries["mother"], other_numbers=(second,))
    ledger.entries["second"] = Entry(
        Spelt("mother", number=second),
        "2",
        MOTHER.born_on,
        Cancellation("duplicate", date(2011, 1, 1)),
        other_numbers=(MOTHER.number,),
    )
    population = ledger.close()
    (kept,) = calls.people(_ask(population, "RYXX", MOTHER.number, MOTHER.name))
    (cancelled,) = calls.people(_ask(population, "RYXX", second, MOTHER.name))
    for person, state in ((kept, "1"), (cancelled, "2")):
        assert ["2", state] == [calls.text(person, n) for n in ("gmsfzh_ppddm", "HKZT")]
    assert "5" == calls.text(cancelled, "ZXYY")
    assert MOTHER.number == calls.text(cancelled, "CYHMLB/CYHM")


def test_two_people_under_one_number() -> None:
    """Both are in the reply."""
    ledger = examples.open_ledger()
    ledger.add_resident(replace(MOTHER, id="another", name="王桂兰", number_shared=True))
    found = calls.people(_ask(ledger.close(), "RYXX", MOTHER.number, MOTHER.name))
    assert ["2", "4"] == [calls.text(person, "xm_ppddm") for person in found]


def test_a_sealed_entry() -> None:
    """The department says that it is sealed, and sends everything all the same."""
    ledger = examples.open_ledger()
    ledger.entries["mother"] = replace(ledger.entries["mother"], sealed=True)
    (person,) = calls.people(_ask(ledger.close(), "RYXX", MOTHER.number, MOTHER.name))
    assert ["1", "1"] == [calls.text(person, name) for name in ("BMBS", "HKZT")]


def test_a_sealed_member_of_a_household() -> None:
    """A sealed member is marked in the household of somebody who is not."""
    ledger = examples.open_ledger()
    examples.record_public_security(ledger)
    ledger.entries["father"] = replace(ledger.entries["father"], sealed=True)
    (person,) = calls.people(_ask(ledger.close(), "HJXX", MOTHER.number, MOTHER.name))
    flags = [member.text for member in person.iterfind(".//{*}CY/{*}BMBS")]
    assert ["0", ["1", "0"]] == [calls.text(person, "BMBS"), flags]


def test_the_present_household_comes_first() -> None:
    """Then the former ones, newest first."""
    ledger = examples.open_ledger()
    homes = ((1980, 1990), (2000, None), (1990, 2000))
    for since, until in homes:
        ledger.add(examples.make_household(MOTHER, since, until))
    reply = _ask(ledger.close(), "HJXX", MOTHER.number, MOTHER.name)
    starts = [start.text for start in reply.iterfind(".//{*}QSRQ")]
    assert ["20000101", "19900101", "19800101"] == starts


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("FWQQBH", "", "10"),
        ("QQRGMSFHM", "1", "10"),
        ("QQRXM", "", "10"),
        ("QQRDWDM", "short", "10"),
        ("QQYWLXDM", "a b", "10"),
        ("QQSJ", "today", "10"),
        ("FWBS", "QTFW", "12"),
    ],
)
def test_an_incomplete_request(url: str, field: str, value: str, code: str) -> None:
    """Every field of the header is looked at."""
    reply = calls.ask_public_security(url, "RYXX", FATHER.number, FATHER.name, **{field: value})
    assert [code, []] == [calls.text(reply, "FHDM"), calls.people(reply)]


@pytest.mark.parametrize(
    "body",
    [
        b"not xml",
        b"<a/>",
        b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>',
        b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>',
    ],
    ids=["no xml", "no envelope", "dtd", "empty envelope"],
)
def test_what_is_no_envelope(url: str, body: bytes) -> None:
    """It is turned away with 400 and no content."""
    reply = httpx.post(url + calls.PUBLIC_SECURITY_PATH, content=body, headers=calls.XML)
    assert (400, b"") == (reply.status_code, reply.content)


def _section(expected: str) -> bytes:
    return calls.canonical(expected)


def _plain(person: etree._Element, name: str) -> bytes:
    """A section of a RY without its namespace, as the contract prints it."""
    section = person.find(f"{{*}}{name}")
    assert section is not None
    return calls.canonical(etree.tostring(section).replace(f' xmlns="{calls.GA}"'.encode(), b""))
