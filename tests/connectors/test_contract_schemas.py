"""The schemas of the wire contracts: they take every reply of the mocks, and little else."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache

import pytest

from connectors.kit.scripted import Line, Sent, reply, scripted
from gateway.domain.person import Person
from gateway.domain.question import Question
from gateway.ports.machine import Deadline
from gateway.ports.source import LinkReply, SourceSettings
from mocks.asking import Ask
from mocks.courts.calling_back import Address, post_signed
from mocks.population import Population
from mocks.serving import open_department
from mocks.town import build_town
from tests.connectors.contract_schemas import against_json, problems_of_reply, problems_of_request
from tests.connectors.dialects import BY_NAME, DIALECTS
from tests.connectors.scenario_files import DEPARTMENTS, FOLDER, envelope

OPERATIONS = [
    (dialect.department, operation)
    for dialect in DIALECTS
    for operation in sorted(dialect.connect().operations)
]
Change = Callable[[str], str]


def _swap(old: str, new: str) -> Change:
    return lambda text: text.replace(old, new, 1)


def _sub(pattern: str, new: str) -> Change:
    return lambda text: re.sub(pattern, new, text, count=1, flags=re.DOTALL)


WRONG_REQUESTS: Mapping[str, Mapping[str, Change]] = {
    "public_security": {
        "a field more": _swap("</XM>", "</XM><BZ>x</BZ>"),
        "no operator": _sub("<QQRGMSFHM>.*</QQRXM>", ""),
        "an unknown service": _swap(">RYXX<", ">XXXX<"),
        "an empty name": _sub("<XM>[^<]*</XM>", "<XM/>"),
        "a small x": _sub("<GMSFHM>[^<]*<", "<GMSFHM>11010519491231002x<"),
        "no header": _sub("<soapenv:Header>.*</soapenv:Header>", ""),
        "a namespace": _swap("urn:ga:rkfw:1.0", "urn:ga:rkfw:2.0"),
    },
    "health": {
        "a field more": _swap("</GMSFHM>", "</GMSFHM><BZ>x</BZ>"),
        "an unknown action": _swap(">SWZM<", ">XXXX<"),
        "no name": _sub("<XM>[^<]*</XM>", ""),
        "no head": _sub("<head>.*</head>", ""),
        "a time": _sub("<sendtime>[^<]*<", "<sendtime>now<"),
    },
    "civil_affairs": {
        "a field more": lambda text: text + "&more=x",
        "no sign": _sub("&sign=[0-9A-F]*", ""),
        "a short sign": _sub("sign=[0-9A-F]{32}", "sign="),
        "another version": _swap("version=1.0", "version=2.0"),
        "half of a second person": _swap("%22%7D", "%22%2C%22name_woman%22%3A%22A%22%7D"),
        "a number that is none": _sub("biz_content=[^&]*", "biz_content=%7B%22name%22%3A1%7D"),
    },
    "courts": {
        "a member more": _swap('"matter"', '"more":"x","matter"'),
        "an unknown type": _swap("FAMILY", "XXXX"),
        "no name": _sub(',"name":"[^"]*"', ""),
        "a credit code": _sub('"applyOrg":"[^"]*"', '"applyOrg":"1"'),
    },
}
WRONG_REPLIES: Mapping[str, Mapping[str, Change]] = {
    "public_security": {
        "a code": _swap("<FHDM>00<", "<FHDM>01<"),
        "a match": _swap("<xm_ppddm>2<", "<xm_ppddm>5<"),
        "nobody": _sub("<RYLB>.*</RYLB>", "<RYLB/>"),
        "a day": _swap("<SJRQ>20261120<", "<SJRQ>2026-11-20<"),
        "no seal": _swap("<BMBS>0</BMBS>", ""),
        "an attribute": _swap("<RYLB>", '<RYLB a="b">'),
    },
    "health": {
        "a code": _swap("<success>0<", "<success>2<"),
        "no seal": _sub("<FCBZ>[^<]*</FCBZ>", ""),
        "a day": _swap("<SWRQ>20260228<", "<SWRQ>2026-02-28<"),
        "no result": _sub("<resultinfo>.*</resultinfo>", ""),
    },
    "civil_affairs": {
        "a code": _swap('"code": "1"', '"code": "2"'),
        "a kind": _swap('"op_type": "IA"', '"op_type": "IX"'),
        "a seal": _swap('"seal_flag": "0"', '"seal_flag": 0'),
        "a member less": _swap('"op_date": "1979-05-01",', ""),
        "no data": _sub(',\\s*"biz_data".*', "}"),
    },
    "courts": {
        "a code": _swap('"code": "0000"', '"code": "0001"'),
        "a kind": _swap('"kind": "LHPJ"', '"kind": "XXXX"'),
        "half an effect": _swap('"effectBy": "JUDGMENT_FINAL"', '"effectBy": null'),
        "a sealed one with data": _swap('"sealed": false', '"sealed": true'),
        "a day": _swap("T00:00:00+08:00", "T00:00:00Z"),
    },
}


def _cases(wrong: Mapping[str, Mapping[str, Change]]) -> list[object]:
    return [
        pytest.param(department, change, id=f"{department}-{name.replace(' ', '-')}")
        for department, changes in wrong.items()
        for name, change in changes.items()
    ]


def _packed(department: str, text: str, *, asking: bool) -> bytes:
    if department != "health":
        return text.encode()
    outer, inner = ("exchange", "message") if asking else ("exchangeResponse", "return")
    message = base64.b64encode(text.encode()).decode()
    return (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>'
        f'<{outer} xmlns="urn:wjw:mde"><{inner}>{message}</{inner}></{outer}></e:Body></e:Envelope>'
    ).encode()


def _problems(department: str, text: str, *, asking: bool) -> list[str]:
    dialect = BY_NAME[department]
    body = _packed(department, text, asking=asking)
    if asking:
        return problems_of_request(department, dialect.paths[0], body)
    return problems_of_reply(department, dialect.paths[-1 if department == "courts" else 0], body)


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_the_golden_files_keep_the_contracts(department: str) -> None:
    """The request and the reply that the wrong ones are made from are right."""
    dialect = BY_NAME[department]
    assert [] == _problems(department, dialect.plain_request(), asking=True)
    assert [] == _problems(department, dialect.plain(), asking=False)


@pytest.mark.parametrize(("department", "change"), _cases(WRONG_REQUESTS))
def test_wrong_requests(department: str, change: Change) -> None:
    """What the contract does not let us send is refused by its schema."""
    right = BY_NAME[department].plain_request()
    assert change(right) != right
    assert [] != _problems(department, change(right), asking=True)


@pytest.mark.parametrize(("department", "change"), _cases(WRONG_REPLIES))
def test_wrong_replies(department: str, change: Change) -> None:
    """What the contract does not let a department answer is refused by its schema."""
    right = BY_NAME[department].plain()
    assert change(right) != right
    assert [] != _problems(department, change(right), asking=False)


@cache
def _town() -> Population:
    return build_town(date(2026, 11, 20), size=20)


class Post:
    """The Link port over a mock department; remembers what breaks the contract."""

    def __init__(self, department: str) -> None:
        self._department = open_department(department, _town())
        self.problems: list[str] = []
        self.calls = 0

    async def exchange(
        self,
        method: str,
        path: str,
        *,
        content: bytes,
        headers: Mapping[str, str],
        deadline: Deadline,
        idempotent: bool,
    ) -> LinkReply:
        name = self._department.name
        ask = self._department.read(path, content)
        assert isinstance(ask, Ask)
        reply = self._department.answer(ask)
        self.calls += 1
        self.problems += problems_of_request(name, path, content)
        self.problems += problems_of_reply(name, path, reply)
        return LinkReply(200, self._department.reply_type.partition(";")[0], reply)

    async def close(self) -> None:
        """Nothing to close."""


@pytest.mark.parametrize(("department", "operation"), OPERATIONS)
async def test_about_everybody_in_the_town(department: str, operation: str) -> None:
    """Whoever is asked about, request and reply keep the contract."""
    post = Post(department)
    source = BY_NAME[department].connect().open(SourceSettings(department, "http://x"), post)
    certificates = [birth.certificate for birth in _town().health.births]
    for place, resident in enumerate(_town().residents):
        question = Question(
            department,
            operation,
            Person(resident.number, resident.name),
            certificate_number=certificates[place % len(certificates)],
        )
        await source.ask(question, envelope(), Deadline(5.0, lambda: 0.0))
    assert [] == post.problems
    assert post.calls >= len(_town().residents)


@pytest.mark.parametrize("department", ["civil_affairs", "courts", "platform"])
def test_the_descriptions_are_whole(department: str) -> None:
    """Every part that a description refers to is there, and every part is referred to."""
    text = (FOLDER / department / "openapi.json").read_text(encoding="utf-8")
    parts = set(json.loads(text)["components"]["schemas"])
    assert parts == set(re.findall(r"#/components/schemas/(\w+)", text))


async def test_a_call_back_keeps_the_contract() -> None:
    """What our mock court sends when an answer is there is a query number, signed as described."""
    heard: list[Sent] = []

    def script(sent: Sent) -> Line:
        heard.append(sent)
        return reply(b"", status=202)

    async with scripted(script) as gateway:
        body = json.dumps({"queryNo": "20261120500112000001"}).encode()
        address = Address(gateway.url + "/callbacks/courts", b"s" * 32)
        assert 202 == await asyncio.to_thread(post_signed, address, body)
    (sent,) = heard
    assert [] == against_json("courts", "Poll", json.loads(sent.body))
    for header, kind in (("timestamp", "Timestamp"), ("signature", "Signature")):
        assert [] == against_json("courts", kind, sent.headers[f"x-callback-{header}"])


def test_a_form_keeps_its_content_apart() -> None:
    """The content of a form is judged by its own schema, one- or two-sided."""
    man = {"name_man": "A", "cert_num_man": "1"}
    woman = {"name_woman": "B", "cert_num_woman": "2"}
    assert [] == against_json("civil_affairs", "MaritalContent", {**man, **woman})
    assert [] != against_json("civil_affairs", "MaritalContent", woman)
