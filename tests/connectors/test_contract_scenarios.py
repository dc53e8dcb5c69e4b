"""Connectors and mock departments against the scenario files and schemas of the wire contracts."""

from __future__ import annotations

import base64
import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import pytest

from gateway.ports.machine import Deadline
from gateway.ports.source import LinkReply, SourceSettings
from mocks.asking import Ask
from mocks.civil_affairs.department import ACCESS
from mocks.population import Population
from mocks.population.filing import load_file
from mocks.serving import open_department
from tests.connectors.contract_schemas import (
    canonical,
    problems_of_reply,
    problems_of_request,
    unpacked,
)
from tests.connectors.dialects import BY_NAME
from tests.connectors.scenario_files import (
    ASKING,
    DEPARTMENTS,
    FOLDER,
    RESIDENTS,
    Scenario,
    envelope,
    evidence,
    scenarios,
)

ALL = [one for department in DEPARTMENTS for one in scenarios(department)]
APPLY = "/sfcx/v1/apply"
XML = ("public_security", "health")
PACKED = (
    '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>'
    '<exchangeResponse xmlns="urn:wjw:mde"><return>{}</return></exchangeResponse>'
    "</e:Body></e:Envelope>"
)
AGREED: Mapping[str, list[Mapping[str, str]]] = tomllib.loads(
    (FOLDER / "to_be_agreed.toml").read_text(encoding="utf-8")
)
by_scenario = pytest.mark.parametrize("scenario", ALL, ids=str)


@dataclass
class Post:
    """The Link port: every request gets the reply that a test gives it."""

    answer: Callable[[str, bytes], bytes]
    media_type: str
    sent: list[tuple[str, bytes]] = field(default_factory=list)
    got: list[bytes] = field(default_factory=list)

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
        self.sent.append((path, content))
        self.got.append(self.answer(path, content))
        return LinkReply(200, self.media_type, self.got[-1])

    async def close(self) -> None:
        """Nothing to close."""


def _post(scenario: Scenario, answer: Callable[[str, bytes], bytes]) -> Post:
    return Post(answer, "text/xml" if scenario.department in XML else "application/json")


async def _ask(scenario: Scenario, post: Post) -> dict[str, Any]:
    """What the connector makes of the scenario; a court that is at work is not waited for."""
    settings = SourceSettings(scenario.department, "http://127.0.0.1", poll_seconds=0.2)
    source = BY_NAME[scenario.department].connect().open(settings, post)
    deadline = Deadline(0.25, lambda: 0.0)
    return evidence(await source.ask(scenario.question, envelope(), deadline))


def _wire(scenario: Scenario, text: str) -> bytes:
    """A text of a scenario file as it goes over the wire."""
    if scenario.department == "health":
        return PACKED.format(base64.b64encode(text.lstrip().encode()).decode()).encode()
    return text.lstrip().encode()


def _scripted(scenario: Scenario) -> Callable[[str, bytes], bytes]:
    def answer(path: str, _content: bytes) -> bytes:
        said = scenario.more["accepted"] if path == APPLY else scenario.reply
        return _wire(scenario, said)

    return answer


def _content(department: str, body: bytes) -> object:
    """What a body says, whatever its spacing and packing."""
    match department:
        case "public_security":
            return canonical(body)
        case "health":
            return canonical(unpacked(body))
        case _:
            return json.loads(body)


def _said(department: str, text: str) -> object:
    """What a text of a scenario file says."""
    return canonical(text.lstrip().encode()) if department in XML else json.loads(text)


def _form(text: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in text.strip().splitlines())


@by_scenario
async def test_a_connector_sends_the_request(scenario: Scenario) -> None:
    """What it sends says what the file says, and keeps the contract."""
    post = _post(scenario, _scripted(scenario))
    await _ask(scenario, post)
    path, body = post.sent[0]
    if scenario.department == "civil_affairs":
        assert _form(scenario.request) == dict(parse_qsl(body.decode()))
    else:
        assert _said(scenario.department, scenario.request) == _content(scenario.department, body)
    for polled_at, poll in post.sent[1:]:
        assert json.loads(scenario.more["poll"]) == json.loads(poll)
        assert [] == problems_of_request(scenario.department, polled_at, poll)
    assert [] == problems_of_request(scenario.department, path, body)


@by_scenario
async def test_a_connector_reads_the_reply(scenario: Scenario) -> None:
    """What it makes of the reply is the evidence that the file expects."""
    assert scenario.expected == await _ask(scenario, _post(scenario, _scripted(scenario)))


@by_scenario
async def test_the_replies_keep_the_contract(scenario: Scenario) -> None:
    """A reply validates against the contract, unless the file says that it breaks it."""
    post = _post(scenario, _scripted(scenario))
    await _ask(scenario, post)
    found = [
        problem
        for (path, _), reply in zip(post.sent, post.got, strict=True)
        for problem in problems_of_reply(scenario.department, path, reply)
    ]
    assert scenario.breaks_contract is bool(found), found


@pytest.fixture(scope="module")
def residents() -> Population:
    """The residents of the scenarios."""
    return load_file(RESIDENTS)


def _mocked(scenario: Scenario, residents: Population) -> Callable[[str, bytes], bytes]:
    department = open_department(scenario.department, residents)
    if scenario.mock == "later":
        department.take_polls({"*": None})  # type: ignore[attr-defined]
    fault = scenario.mock.partition(":")[2] or None

    def answer(path: str, content: bytes) -> bytes:
        ask = department.read(path, content)
        assert isinstance(ask, Ask)
        return department.answer(ask, None if path == APPLY else fault)

    return answer


@pytest.mark.parametrize("scenario", [one for one in ALL if one.mock != "never"], ids=str)
async def test_a_mock_department_answers_the_reply(
    scenario: Scenario, residents: Population
) -> None:
    """Over the residents of the scenarios our mock gives exactly the reply of the file."""
    post = _post(scenario, _mocked(scenario, residents))
    assert scenario.expected == await _ask(scenario, post)
    reply = _content(scenario.department, post.got[-1])
    assert _said(scenario.department, scenario.reply) == reply
    if "accepted" in scenario.more:
        assert json.loads(scenario.more["accepted"]) == json.loads(post.got[0])


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_every_operation_has_its_situations(department: str) -> None:
    """Of each operation there are scenarios: held, not held, under another name, sealed."""
    offered = BY_NAME[department].connect().operations
    found: dict[str, set[str]] = {operation: set() for operation in offered}
    for one in scenarios(department):
        found[one.operation].add(one.name)
    lacking = {
        operation: {"not held", "name differs", "sealed"} - names
        for operation, names in found.items()
    }
    assert {operation: set() for operation in offered} == lacking
    held = {one.operation for one in scenarios(department) if one.expected.get("holding") == "held"}
    assert offered == held


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_every_cause_of_silence_is_shown(department: str) -> None:
    """Failures of each kind are shown; each one that our mock does not have has a reason."""
    silences = {one.expected.get("silent") for one in scenarios(department)} - {None}
    assert {"broken", "refused", "unknown_code", "wrong_person"} <= silences
    unreasoned = [str(one) for one in scenarios(department) if one.mock == "never" and not one.why]
    assert [] == unreasoned


def test_who_asks_in_the_scenarios_is_who_asks_in_the_golden_files() -> None:
    """One envelope and one moment for both, so that neither drifts."""
    moment = ASKING["moment"]
    assert "2026-11-20T09:30:01+08:00" == moment.isoformat()
    assert {"verification-gateway", "gw-demo"} == set(ACCESS)


@pytest.mark.parametrize(
    ("department", "item"),
    [
        pytest.param(department, item, id=f"{department}-{item['field']}")
        for department, items in AGREED.items()
        for item in items
    ],
)
async def test_what_has_to_be_agreed_is_offered(
    department: str, item: Mapping[str, str], residents: Population
) -> None:
    """Each thing that no public interface shows is offered by our mock, in the scenario named."""
    (scenario,) = [
        one for one in scenarios(department) if f"{one.operation}: {one.name}" == item["shown"]
    ]
    post = _post(scenario, _mocked(scenario, residents))
    await _ask(scenario, post)
    content = _content(department, post.got[-1])
    reply = content if isinstance(content, bytes) else json.dumps(content).encode()
    assert item["field"] in scenario.request + reply.decode()
    assert item["kind"] in {"unseen", "added"}


def test_every_department_has_something_to_agree() -> None:
    """Nobody is left out of the list."""
    assert set(DEPARTMENTS) == set(AGREED)
