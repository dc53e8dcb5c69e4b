"""How a source behaves: deadline, cancellation, many at once, no state, nothing in logs."""

from __future__ import annotations

import asyncio
import logging

import pytest

from connectors.kit.asking import Counter, ask_golden, counter
from connectors.kit.dialect import Dialect, unchanged
from connectors.kit.marking import AboutOneDialect, shows
from connectors.kit.people import (
    JIANGUO,
    LE,
    LI_WEI,
    XIAOYU,
    envelope_of,
    holds_nothing_personal,
)
from connectors.kit.scripted import HANG, Line, Sent
from gateway.domain.evidence import Answered, Cause, Failed, Reply
from gateway.domain.question import Question
from gateway.ports.machine import Deadline

PEOPLE = (JIANGUO, XIAOYU, LI_WEI, LE)


class Crowd:
    """Answers about whoever is asked about, and knows nobody else."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect

    def __call__(self, sent: Sent) -> Line:
        """The reply, made out for the person in the request."""
        before = self._dialect.between(sent)
        place = self._place(sent)
        if place is None:
            assert before is not None, "a request that names nobody of those asked about"
            return before
        if before is not None:
            return Line(self._made_out(before.raw.decode(), place).encode(), before.then)
        return self._dialect.line(self._made_out(self._dialect.plain(self._dialect.crowd), place))

    async def ask(self, desk: Counter, place: int) -> Reply:
        """Ask about one of them, under a request number of its own."""
        question = Question(self._dialect.department, self._dialect.crowd, PEOPLE[place])
        return await desk.ask(question, envelope_of(_request_id(place)))

    def _place(self, sent: Sent) -> int | None:
        said = self._dialect.said(sent)
        for place, person in enumerate(PEOPLE):
            if any(mark in said for mark in self._dialect.marks(place, person)):
                return place
        return None

    def _made_out(self, text: str, place: int) -> str:
        return self._dialect.made_out(text, place, PEOPLE[place], _request_id(place))


def _request_id(place: int) -> str:
    """A request number as long as that of the golden files, so that a reply keeps its length."""
    return f"0d6f9a3c-100{place}"


class ConductRules(AboutOneDialect):
    """Rules about time, state and logs."""

    @shows("deadline")
    async def test_the_deadline_is_kept(self) -> None:
        """A department that hangs is left at the deadline, however long its own timeout."""
        async with counter(self.dialect, lambda _: HANG, patience=60.0) as desk:
            async with asyncio.timeout(10):
                reply = await desk.ask(
                    self.dialect.question(), deadline=Deadline(0.05, lambda: 0.0)
                )
        assert Failed(Cause.TIMEOUT) == reply

    @shows("deadline")
    async def test_nothing_is_sent_after_the_deadline(self) -> None:
        """With no time left, nobody is asked."""
        async with counter(self.dialect, self.dialect.script(unchanged)) as desk:
            reply = await desk.ask(self.dialect.question(), deadline=Deadline(1.0, lambda: 1.0))
            assert [] == desk.department.sent
        assert Failed(Cause.TIMEOUT) == reply

    @shows("cancellation")
    async def test_cancellation_goes_through(self) -> None:
        """A cancelled question ends at once, and the source can be used again."""
        came = asyncio.Event()

        def script(sent: Sent) -> Line:
            if came.is_set():
                return self.dialect.script(unchanged)(sent)
            came.set()
            return HANG

        async with counter(self.dialect, script) as desk:
            task = asyncio.create_task(desk.ask(self.dialect.question()))
            asked = asyncio.create_task(came.wait())
            await asyncio.wait([task, asked], return_when=asyncio.FIRST_COMPLETED)
            asked.cancel()
            assert came.is_set(), "the question ended, and nobody was asked"
            task.cancel()
            await asyncio.wait([task])
            assert task.cancelled()
            assert isinstance(await desk.ask(self.dialect.question()), Answered)

    @shows("concurrency")
    async def test_questions_do_not_mix(self) -> None:
        """Many questions about different people at once, over one source, get their own answers."""
        crowd = Crowd(self.dialect)
        async with counter(self.dialect, crowd) as desk:
            order = [0, 1, 2, 3] * 8
            replies = await asyncio.gather(*(crowd.ask(desk, place) for place in order))
            alone = [await crowd.ask(desk, place) for place in range(4)]
        assert [alone[place] for place in order] == list(replies)
        assert all(isinstance(reply, Answered) and reply.records for reply in replies)

    @shows("stateless")
    async def test_a_failure_leaves_nothing_behind(self) -> None:
        """After a question that failed, the next one is answered as if nothing had been."""
        turns = iter([True, False, True, False])

        def script(sent: Sent) -> Line:
            fails = self.dialect.between(sent) is None and next(turns)
            return self.dialect.script(lambda text: text[:40] if fails else text)(sent)

        async with counter(self.dialect, script) as desk:
            replies = [await desk.ask(self.dialect.question()) for _ in range(4)]
        assert [Failed(Cause.MALFORMED)] * 2 == replies[::2]
        assert replies[1] == replies[3]
        assert isinstance(replies[1], Answered)

    @shows("stateless")
    async def test_two_sources_share_nothing(self) -> None:
        """What one source was told is unknown to another one of the same connector."""
        first = await ask_golden(self.dialect)
        async with counter(self.dialect, lambda _: HANG, patience=0.05) as desk:
            assert Failed(Cause.TIMEOUT) == await desk.ask(self.dialect.question())
        assert first == await ask_golden(self.dialect)

    @shows("logs")
    async def test_an_answer_leaves_nothing_in_the_logs(
        self,
        operation: str,
        caplog: pytest.LogCaptureFixture,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """A good answer is logged by nobody, at no level, and printed by nobody."""
        caplog.set_level(logging.DEBUG)
        question = self.dialect.question(operation)
        assert isinstance(
            await ask_golden(self.dialect, operation=operation, question=question), Answered
        )
        assert holds_nothing_personal(caplog.text)
        assert ("", "") == capsys.readouterr()
        loud = ("http", "gateway", type(self.dialect.connect()).__module__.partition(".")[0])
        assert [] == [r.name for r in caplog.records if r.name.startswith(loud)]
