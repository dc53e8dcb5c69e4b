"""Every connector against the mock departments, which were written from the contracts alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from datetime import date

import pytest

from gateway.domain.evidence import Answered, Cause, Failed, Late, Reply
from gateway.domain.identity_number import IdentityNumber
from gateway.domain.person import Person
from gateway.domain.question import Question
from gateway.outbound import Outbound
from gateway.ports.machine import Deadline
from gateway.ports.source import Envelope, Source, SourceSettings
from mocks.faults import Fault
from mocks.population import Population
from mocks.serving import Mocks, running
from mocks.town import build_town
from tests.connectors.asking import IMPATIENT
from tests.connectors.dialects import BY_NAME, DIALECTS
from tests.connectors.people import ENVELOPE, plenty

TODAY = date(2026, 11, 20)
OPERATIONS = [
    (dialect.department, operation)
    for dialect in DIALECTS
    for operation in sorted(dialect.connect().operations)
]
SAME_FOR_ALL = {
    "timeout": Cause.TIMEOUT,
    "status_403": Cause.REFUSED,
    "status_404": Cause.BROKEN,
    "status_500": Cause.BROKEN,
    "status_501": Cause.UNSUPPORTED,
    "malformed_body": Cause.MALFORMED,
    "truncated_body": Cause.MALFORMED,
    "oversized_body": Cause.OVERSIZED,
    "connection_reset": Cause.UNREACHABLE,
    "slow_drip": Cause.TIMEOUT,
    "wrong_person": Cause.WRONG_PERSON,
    "unknown_code": Cause.UNKNOWN_CODE,
    "unknown_value": Cause.UNKNOWN_CODE,
    "busy": Cause.BROKEN,
}
OF_ONE = {
    "civil_affairs": {"partial": Cause.BROKEN},
    "courts": {"not_offered": Cause.UNSUPPORTED},
}
FAULTS = [
    (dialect.department, kind)
    for dialect in DIALECTS
    for kind in (*SAME_FOR_ALL, *OF_ONE.get(dialect.department, {}))
]
FIELDS: Mapping[str, frozenset[str]] = {
    "public_security": frozenset(
        {"FWQQBH", "FWBS", "QQRGMSFHM", "QQRXM", "QQRDWDM", "QQYWLXDM", "QQSJ", "GMSFHM", "XM"}
    ),
    "civil_affairs": frozenset(
        {"access_key", "format", "request_id", "timestamp", "version", "sign"}
        | {"name_man", "cert_num_man", "name", "cert_num", "biz_content"}
    ),
    "health": frozenset(
        {"msgid", "action", "sender", "sendtime", "CSZMBH", "ETXM", "ETGMSFHM"}
        | {"MQXM", "MQGMSFHM", "XM", "GMSFHM"}
    ),
    "courts": frozenset({"reqId", "queryType", "idNo", "name", "applyOrg", "matter", "queryNo"}),
}


@pytest.fixture(scope="module")
def town() -> Population:
    """The residents of the scenarios and a few families."""
    return build_town(TODAY, size=20)


@pytest.fixture(scope="module")
def served(town: Population) -> Iterator[Mocks]:
    """The four mock departments of that town."""
    with running(town) as mocks:
        yield mocks


@pytest.fixture
def mocks(served: Mocks) -> Iterator[Mocks]:
    """The departments, mended afterwards."""
    served.mend()
    yield served
    served.mend()


@asynccontextmanager
async def opened(mocks: Mocks, department: str, seconds: float = 5.0) -> AsyncIterator[Source]:
    """A source of one department; every tenth of a second it looks for a late answer."""
    settings = SourceSettings(
        department, mocks.urls[department], timeout_seconds=seconds, poll_seconds=0.1
    )
    source = BY_NAME[department].connect().open(settings, Outbound(IMPATIENT).link(settings))
    try:
        yield source
    finally:
        await source.close()


def _people(town: Population) -> list[Person]:
    return [Person(IdentityNumber.parse(r.number).value, r.name) for r in town.residents]


def _question(department: str, operation: str, town: Population, about: Person) -> Question:
    by_certificate = operation == "birth_by_certificate"
    certificate = town.health.births[0].certificate if by_certificate else None
    return Question(department, operation, about, certificate_number=certificate)


def _envelope(number: int) -> Envelope:
    return Envelope(
        f"q-{number}",
        ENVELOPE.requester,
        ENVELOPE.requester_name,
        ENVELOPE.business,
        ENVELOPE.operator,
    )


@pytest.mark.parametrize(("department", "operation"), OPERATIONS)
async def test_everybody_is_answered(
    mocks: Mocks, town: Population, department: str, operation: str
) -> None:
    """About everybody in the town, and of every operation, there is an answer we understand."""
    people = _people(town)
    async with opened(mocks, department, seconds=60.0) as source:

        async def ask(number: int, person: Person) -> Reply:
            question = _question(department, operation, town, person)
            return await source.ask(question, _envelope(number), Deadline(60.0, lambda: 0.0))

        replies = await asyncio.gather(*(ask(n, p) for n, p in enumerate(people)))
    assert [] == [n for n, reply in enumerate(replies) if not isinstance(reply, Answered)]
    assert any(isinstance(reply, Answered) and reply.records for reply in replies)


@pytest.mark.parametrize(("department", "kind"), FAULTS)
async def test_faults_are_silence(
    mocks: Mocks, town: Population, department: str, kind: str
) -> None:
    """Every misbehaviour that a mock department knows becomes silence with its cause."""
    cause = {**SAME_FOR_ALL, **OF_ONE.get(department, {})}[kind]
    mocks.controls(department).switch(Fault(kind, step=_step(department, kind)))
    seconds = 0.2 if cause is Cause.TIMEOUT else 5.0
    dialect = BY_NAME[department]
    question = _question(department, dialect.example, town, _people(town)[0])
    async with opened(mocks, department, seconds) as source:
        assert Failed(cause) == await source.ask(question, ENVELOPE, plenty())


def _step(department: str, kind: str) -> str:
    """A court is late, not silent, once it has accepted; what it says wrong it says at the end."""
    if department != "courts":
        return "*"
    return "result" if kind in {"wrong_person", "unknown_value"} else "apply"


def test_every_fault_of_the_mocks_is_shown(served: Mocks) -> None:
    """No misbehaviour of a mock department is left out here."""
    for name, one in served.departments.items():
        known = {*SAME_FOR_ALL, *OF_ONE.get(name, {})}
        assert set() == one.department.twists - known


@pytest.mark.parametrize(("department", "operation"), OPERATIONS)
async def test_only_contracted_fields_are_sent(
    mocks: Mocks, town: Population, department: str, operation: str
) -> None:
    """A mock department sees the fields of its contract and nothing else."""
    question = _question(department, operation, town, _people(town)[0])
    async with opened(mocks, department) as source:
        await source.ask(question, ENVELOPE, plenty())
    asks = mocks.controls(department).asks()
    assert {operation} == {ask.operation for ask in asks}
    assert set() == {name for ask in asks for name in ask.fields} - FIELDS[department]


async def test_a_late_answer_is_resumed(mocks: Mocks, town: Population) -> None:
    """A court that needs longer promises; the ticket gets the answer that others get at once."""
    question = _question("courts", "declarations", town, _people(town)[0])
    async with opened(mocks, "courts") as source:
        mocks.controls("courts").after_polls(None)
        late = await source.ask(question, _envelope(10_000), _short())
        assert isinstance(late, Late)
        assert late == await source.resume(question, late.ticket, ENVELOPE, plenty())
        mocks.controls("courts").after_polls(0)
        resumed = await source.resume(question, late.ticket, ENVELOPE, plenty())
        assert isinstance(resumed, Answered)
        assert resumed == await source.ask(question, _envelope(10_001), plenty())


def _short() -> Deadline:
    return Deadline(0.2, lambda: 0.0)
