"""A watched source: replies go through unchanged, and what they say of it is counted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from gateway.domain.evidence import Answered, Cause, Failed, Holding, Late, Reply
from gateway.domain.person import Person
from gateway.domain.question import Question
from gateway.outbound.record_of_calls import WINDOW_SECONDS
from gateway.outbound.watched_source import WatchedSource
from gateway.ports.machine import Deadline
from gateway.ports.source import Envelope, Latency, SourceSettings
from tests.still import StillClock

PERSON = Person("11010519491231002X", "某人")
QUESTION = Question("health", "death", PERSON)
ENVELOPE = Envelope("request", "12500112EXAMPLE010", "某中心", "GJJ-007", PERSON)
ANSWER = Answered(Holding.NOT_HELD, (), date(2026, 11, 20))
TIMEOUT = 5.0
DOWN = (Cause.TIMEOUT, Cause.UNREACHABLE, Cause.BROKEN)


@dataclass
class Scripted:
    """A source that says what it is told to say, and takes as long as it is told."""

    clock: StillClock
    reply: Reply = ANSWER
    seconds: float = 0.0
    department: str = "health"
    operations: frozenset[str] = frozenset({"death"})
    calls: int = 0
    blocked: asyncio.Event | None = None

    async def ask(self, question: Question, envelope: Envelope, deadline: Deadline) -> Reply:
        self.calls += 1
        if self.blocked is not None:
            await self.blocked.wait()
        self.clock.move(seconds=self.seconds)
        return self.reply

    async def resume(
        self, question: Question, ticket: str, envelope: Envelope, deadline: Deadline
    ) -> Reply:
        return await self.ask(question, envelope, deadline)

    async def close(self) -> None:
        return None


@dataclass
class Scene:
    """One watched source on a still clock."""

    clock: StillClock = field(default_factory=StillClock)
    seen: list[tuple[str, Reply, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.source = Scripted(self.clock)
        settings = SourceSettings("health", "http://127.0.0.1:1", TIMEOUT, circuit_failures=3)
        self.watched = WatchedSource(
            self.source, settings, self.clock, lambda *told: self.seen.append(told)
        )

    def deadline(self, seconds: float = 8.0) -> Deadline:
        return Deadline(self.clock.monotonic() + seconds, self.clock.monotonic)

    async def ask(self, reply: Reply = ANSWER, *, left: float = 8.0, took: float = 0.0) -> Reply:
        self.source.reply, self.source.seconds = reply, took
        return await self.watched.ask(QUESTION, ENVELOPE, self.deadline(left))


def run(story: Callable[[Scene], Awaitable[None]]) -> None:
    asyncio.run(story(Scene()))  # type: ignore[arg-type]


@pytest.mark.parametrize("reply", [ANSWER, Late("1"), Failed(Cause.REFUSED), Failed(Cause.TIMEOUT)])
def test_a_reply_goes_through_unchanged(reply: Reply) -> None:
    """Whatever the source says is what the flow hears."""

    async def story(scene: Scene) -> None:
        assert reply == await scene.ask(reply)

    run(story)


@pytest.mark.parametrize("cause", DOWN)
def test_a_department_that_is_down_is_not_asked_again_at_once(cause: Cause) -> None:
    """After three failures in a row the fourth question is silence without a call."""

    async def story(scene: Scene) -> None:
        for _ in range(3):
            await scene.ask(Failed(cause))
        assert Failed(Cause.CIRCUIT_OPEN) == await scene.ask()
        assert 3 == scene.source.calls
        assert "resting" == scene.watched.health().state
        resumed = await scene.watched.resume(QUESTION, "1", ENVELOPE, scene.deadline())
        assert Failed(Cause.CIRCUIT_OPEN) == resumed

    run(story)


@pytest.mark.parametrize(("left", "state"), [(7.9, "resting"), (4.0, "failing")])
def test_a_department_that_may_take_longer_than_a_verification(left: float, state: str) -> None:
    """It had its time if it had nearly the whole of the deadline; a later round has not."""

    async def story(scene: Scene) -> None:
        settings = SourceSettings("health", "http://127.0.0.1:1", 20.0, circuit_failures=3)
        scene.watched = WatchedSource(scene.source, settings, scene.clock, deadline_seconds=8.0)
        for _ in range(3):
            await scene.ask(Failed(Cause.TIMEOUT), left=left, took=left)
        assert state == scene.watched.health().state

    run(story)


@pytest.mark.parametrize("cause", [cause for cause in Cause if cause not in DOWN])
def test_a_department_that_speaks_is_asked_again(cause: Cause) -> None:
    """Refusals, garbled replies and what was never put to it open no circuit."""

    async def story(scene: Scene) -> None:
        for _ in range(10):
            await scene.ask(Failed(cause))
        assert ANSWER == await scene.ask()

    run(story)


def test_a_timeout_that_our_own_deadline_cut_short_does_not_count() -> None:
    """A department that got less than its own time is not blamed."""

    async def story(scene: Scene) -> None:
        for _ in range(10):
            await scene.ask(Failed(Cause.TIMEOUT), left=TIMEOUT - 0.1)
        assert ANSWER == await scene.ask()

    run(story)


def test_a_question_that_was_cancelled_does_not_count() -> None:
    """Callers who go away open no circuit, nor do they keep a probe's place."""

    async def story(scene: Scene) -> None:
        for _ in range(3):
            await scene.ask(Failed(Cause.BROKEN))
        scene.clock.move(seconds=5.0)
        scene.source.blocked = asyncio.Event()
        probe = asyncio.create_task(scene.watched.ask(QUESTION, ENVELOPE, scene.deadline()))
        await asyncio.sleep(0)
        assert "probing" == scene.watched.health().state
        probe.cancel()
        with pytest.raises(asyncio.CancelledError):
            await probe
        scene.source.blocked = None
        assert ANSWER == await scene.ask()
        assert "answering" == scene.watched.health().state

    run(story)


def test_the_figures_tell_of_the_last_quarter_of_an_hour() -> None:
    """Counts by what came of it, nearest-rank percentiles, and nothing that is older."""

    async def story(scene: Scene) -> None:
        for hundredth in range(1, 101):
            await scene.ask(took=hundredth / 100)
        await scene.ask(Failed(Cause.MALFORMED))
        health = scene.watched.health()
        assert ("failing", 100, 0) == (health.state, health.answered, health.late)
        assert {"malformed": 1} == health.silent
        assert health.latency is not None
        told = Latency(
            *(round(t, 6) for t in (health.latency.p50, health.latency.p95, health.latency.p99))
        )
        assert Latency(0.5, 0.95, 0.99) == told
        scene.clock.move(seconds=WINDOW_SECONDS + 1)
        later = scene.watched.health()
        assert ("untried", 0, {}, None) == (
            later.state,
            later.answered,
            later.silent,
            later.latency,
        )
        assert scene.clock.now() - timedelta(seconds=WINDOW_SECONDS + 1) == later.last_spoke_at
        assert date(2026, 11, 20) == later.data_as_of

    run(story)


def test_silence_is_failing_until_it_speaks_again() -> None:
    """The state says so before a circuit opens, and as soon as the department is back."""

    async def story(scene: Scene) -> None:
        await scene.ask(Late("1"))
        await scene.ask(Failed(Cause.MALFORMED))
        assert "failing" == scene.watched.health().state
        await scene.ask()
        assert "answering" == scene.watched.health().state
        assert 1 == scene.watched.health().late

    run(story)


def test_observers_hear_of_calls_only() -> None:
    """What was kept back, and what no call was made for, is not counted as a call."""

    async def story(scene: Scene) -> None:
        await scene.ask(Failed(Cause.UNSUPPORTED))
        for _ in range(3):
            await scene.ask(Failed(Cause.BROKEN), took=0.5)
        await scene.ask()
        assert [("health", Failed(Cause.BROKEN), 0.5)] * 3 == scene.seen

    run(story)
