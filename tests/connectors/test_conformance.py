"""Conformance, one suite for every connector: what goes wrong is silence, never an answer.

The rules are those of connectors/README.md; the ids of the tests name department and fault.
"""

from __future__ import annotations

import asyncio
import logging

import pytest

from gateway.domain.evidence import Answered, Cause, Failed, Reply
from gateway.domain.person import Person
from gateway.domain.question import Question
from gateway.ports.machine import Deadline
from gateway.ports.source import Envelope
from tests.connectors.asking import Counter, ask_golden, counter
from tests.connectors.dialect import (
    APPLY,
    QUERY_NUMBER,
    Dialect,
    about,
    plain_request,
    unchanged,
)
from tests.connectors.dialects import BY_NAME, DIALECTS
from tests.connectors.misbehaviour import ON_THE_WIRE, in_the_document
from tests.connectors.misreadings import BY_DEPARTMENT
from tests.connectors.people import ENVELOPE, JIANGUO, LE, LI_WEI, XIAOYU, holds_nothing_personal
from tests.connectors.scripted import HANG, Line, Sent

WIRE = [(dialect, fault) for dialect in DIALECTS for fault in ON_THE_WIRE]
DOCUMENT = [(dialect, fault) for dialect in DIALECTS for fault in in_the_document(dialect)]
DIALECT_FAULTS = [(name, fault) for name, faults in BY_DEPARTMENT.items() for fault in faults]
every_department = pytest.mark.parametrize(
    "dialect", DIALECTS, ids=lambda dialect: dialect.department
)


def _ids(value: object) -> str:
    return value.department if isinstance(value, Dialect) else str(value)


@pytest.mark.parametrize(("dialect", "fault"), WIRE, ids=_ids)
async def test_faults_on_the_wire(
    dialect: Dialect, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever breaks on the wire is silence with its cause, and leaves nothing in the logs."""
    caplog.set_level(logging.DEBUG)
    misbehave, cause = ON_THE_WIRE[fault]

    def script(sent: Sent) -> Line:
        text = dialect.plain("accepted" if sent.target == APPLY else None)
        return misbehave(dialect, dialect.encode(text))

    patience = 0.05 if cause is Cause.TIMEOUT else 2.0
    async with counter(dialect, script, patience=patience) as desk:
        reply = await desk.ask(dialect.question())
    assert Failed(cause) == reply
    assert holds_nothing_personal(caplog.text)


@pytest.mark.parametrize(
    "fault", [name for name, (_, cause) in ON_THE_WIRE.items() if cause is not Cause.TIMEOUT]
)
async def test_faults_on_the_wire_when_the_courts_are_polled(fault: str) -> None:
    """Looking at a query fails as applying does; a time-out is shown with the courts' own tests."""
    dialect = BY_NAME["courts"]
    misbehave, cause = ON_THE_WIRE[fault]

    def script(sent: Sent) -> Line:
        if sent.target == APPLY:
            return dialect.line(dialect.plain("accepted"))
        return misbehave(dialect, dialect.encode(dialect.plain()))

    async with counter(dialect, script) as desk:
        assert Failed(cause) == await desk.ask(dialect.question())


@pytest.mark.parametrize(("dialect", "fault"), DOCUMENT, ids=_ids)
async def test_faults_in_the_document(dialect: Dialect, fault: str) -> None:
    """Entities, DOCTYPEs, depth, doubled keys and numbers that are none cannot be read."""
    assert Failed(Cause.MALFORMED) == await ask_golden(dialect, in_the_document(dialect)[fault])


@pytest.mark.parametrize(("department", "fault"), DIALECT_FAULTS)
async def test_faults_in_the_dialect(
    department: str, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Unknown codes, other people and unreadable values are silence with their cause."""
    caplog.set_level(logging.DEBUG)
    operation, change, cause = BY_DEPARTMENT[department][fault]
    assert Failed(cause) == await ask_golden(BY_NAME[department], change, operation)
    assert holds_nothing_personal(caplog.text)
    assert [] == [r for r in caplog.records if r.levelno >= logging.WARNING]


@every_department
async def test_a_department_that_is_down(dialect: Dialect) -> None:
    """A port at which nobody listens is unreachable."""
    async with counter(dialect, dialect.script(unchanged)) as gone:
        url = gone.department.url
    async with counter(dialect, dialect.script(unchanged), url=url) as desk:
        assert Failed(Cause.UNREACHABLE) == await desk.ask(dialect.question())


@every_department
async def test_the_deadline_is_kept(dialect: Dialect) -> None:
    """A department that hangs is left at the deadline, however long its own timeout."""
    async with counter(dialect, lambda _: HANG, patience=60.0) as desk, asyncio.timeout(2):
        reply = await desk.ask(dialect.question(), deadline=Deadline(0.05, lambda: 0.0))
    assert Failed(Cause.TIMEOUT) == reply


@every_department
async def test_nothing_is_sent_after_the_deadline(dialect: Dialect) -> None:
    """With no time left, nobody is asked."""
    async with counter(dialect, dialect.script(unchanged)) as desk:
        reply = await desk.ask(dialect.question(), deadline=Deadline(1.0, lambda: 1.0))
        assert [] == desk.department.sent
    assert Failed(Cause.TIMEOUT) == reply


@every_department
async def test_cancellation_goes_through(dialect: Dialect) -> None:
    """A cancelled question ends at once, and the source can be used again."""
    came = asyncio.Event()

    def script(sent: Sent) -> Line:
        if came.is_set():
            return dialect.script(unchanged)(sent)
        came.set()
        return HANG

    async with counter(dialect, script) as desk:
        task = asyncio.create_task(desk.ask(dialect.question()))
        await came.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert isinstance(await desk.ask(dialect.question()), Answered)


PEOPLE = (JIANGUO, XIAOYU, LI_WEI, LE)
TRUSTED = {
    "public_security": "unnatural_death",
    "civil_affairs": "cremation",
    "health": "last_service",
    "courts": "custody",
}


class Crowd:
    """Answers about whoever is asked about, and refuses to know anybody else."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._operation = TRUSTED[dialect.department]

    def __call__(self, sent: Sent) -> Line:
        """The golden reply, made out for the person in the request."""
        said = plain_request(sent)
        index = next(
            i for i, person in enumerate(PEOPLE) if person.number in said or _no(i) in said
        )
        applied = sent.target == APPLY
        text = self._dialect.plain("accepted" if applied else self._operation)
        changed = about(PEOPLE[index], f"q-{index}")(text)
        return self._dialect.line(changed.replace(QUERY_NUMBER, _no(index)))

    async def ask(self, desk: Counter, index: int) -> Reply:
        """Ask about one of them, under an envelope of its own."""
        envelope = Envelope(
            f"q-{index}",
            ENVELOPE.requester,
            ENVELOPE.requester_name,
            ENVELOPE.business,
            ENVELOPE.operator,
        )
        question = Question(self._dialect.department, self._operation, PEOPLE[index])
        return await desk.ask(question, envelope)


def _no(index: int) -> str:
    return f"{QUERY_NUMBER[:-1]}{index + 5}"


@every_department
async def test_questions_do_not_mix(dialect: Dialect) -> None:
    """Many questions about different people at once, over one source, each get their own answer."""
    crowd = Crowd(dialect)
    async with counter(dialect, crowd) as desk:
        order = [0, 1, 2, 3] * 8
        replies = await asyncio.gather(*(crowd.ask(desk, index) for index in order))
        alone = [await crowd.ask(desk, index) for index in range(4)]
    assert [alone[index] for index in order] == list(replies)
    assert all(isinstance(reply, Answered) and reply.records for reply in replies)


@every_department
async def test_a_failure_leaves_nothing_behind(dialect: Dialect) -> None:
    """After a question that failed, the next one is answered as if nothing had been."""
    lines = iter([True, False, True, False])

    def script(sent: Sent) -> Line:
        fails = dialect.is_last_step(sent) and next(lines)
        return dialect.script(lambda text: text[:40] if fails else text)(sent)

    async with counter(dialect, script) as desk:
        replies = [await desk.ask(dialect.question()) for _ in range(4)]
    assert [Failed(Cause.MALFORMED)] * 2 == replies[::2]
    assert replies[1] == replies[3]
    assert isinstance(replies[1], Answered)


@every_department
async def test_an_answer_leaves_nothing_in_the_logs(
    dialect: Dialect, caplog: pytest.LogCaptureFixture
) -> None:
    """A good answer is logged by nobody, at no level."""
    caplog.set_level(logging.DEBUG)
    assert isinstance(await ask_golden(dialect), Answered)
    assert holds_nothing_personal(caplog.text)
    assert [] == [r.name for r in caplog.records if r.name.startswith(("http", "gateway"))]


@every_department
@pytest.mark.parametrize("operation", ["housing", "", "*"])
async def test_an_operation_it_lacks(dialect: Dialect, operation: str) -> None:
    """An operation that is not in the manifest is not asked."""
    async with counter(dialect, dialect.script(unchanged)) as desk:
        reply = await desk.ask(Question(dialect.department, operation, JIANGUO))
        assert (Failed(Cause.UNSUPPORTED), []) == (reply, desk.department.sent)


@every_department
async def test_an_operation_that_this_department_lacks(dialect: Dialect) -> None:
    """What the option `lacks` names is neither offered nor asked."""
    options = {"lacks": f" {dialect.example} ,"}
    async with counter(dialect, dialect.script(unchanged), options=options) as desk:
        reply = await desk.ask(dialect.question())
        assert (Failed(Cause.UNSUPPORTED), []) == (reply, desk.department.sent)
        assert dialect.connect().operations - {dialect.example} == desk.source.operations


@every_department
async def test_a_document_it_cannot_use(dialect: Dialect) -> None:
    """Nobody is asked about somebody who is named by another document, on either side."""
    foreign = Person("E00000000", "某人", "passport")
    async with counter(dialect, dialect.script(unchanged)) as desk:
        for question in (
            dialect.question(about=foreign),
            Question(dialect.department, dialect.example, JIANGUO, other=foreign),
        ):
            assert Failed(Cause.UNSUPPORTED) == await desk.ask(question)
        assert [] == desk.department.sent


@every_department
async def test_resuming_where_nothing_is_late(dialect: Dialect) -> None:
    """A department that answers at once has promised nothing."""
    async with counter(dialect, dialect.script(unchanged)) as desk:
        deadline = Deadline(5.0, lambda: 0.0)
        reply = await desk.source.resume(dialect.question(), QUERY_NUMBER, ENVELOPE, deadline)
    if dialect.connect().answers_late:
        assert isinstance(reply, Answered)
    else:
        assert Failed(Cause.UNSUPPORTED) == reply
