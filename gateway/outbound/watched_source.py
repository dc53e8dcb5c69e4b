"""A source with its circuit breaker and its figures: what the flow asks instead of the bare one.

Must never change a reply; a question that the open circuit keeps back is silence (domain.md G1).
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Final

from gateway.domain.evidence import Cause, Failed
from gateway.outbound.circuit import Circuit, Pass, Position
from gateway.outbound.record_of_calls import RecordOfCalls
from gateway.ports.source import SourceHealth

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from gateway.domain.evidence import Reply
    from gateway.domain.question import Question
    from gateway.ports.machine import Clock, Deadline
    from gateway.ports.source import Envelope, Source
    from gateway.settings import SourceSettings

_DOWN: Final = frozenset({Cause.TIMEOUT, Cause.UNREACHABLE, Cause.BROKEN})
"""What says that the department itself is down or drowning. A refusal, a garbled reply or one that
the question was not understood does not: it came at once, and the next question may fare better."""

_NO_CALL: Final = frozenset({Cause.UNSUPPORTED, Cause.NOT_ASKED})
"""Failures for which nobody was called: they tell nothing about the department."""


_NEARLY_ALL: Final = 0.9


def _observe_nothing(_department: str, _reply: Reply, _seconds: float) -> None:
    return None


class WatchedSource:
    """Implements `gateway.ports.source.Source` and `Watched` around another source."""

    def __init__(
        self,
        source: Source,
        settings: SourceSettings,
        clock: Clock,
        observe: Callable[[str, Reply, float], None] = _observe_nothing,
        deadline_seconds: float = inf,
    ) -> None:
        """`observe` gets department, reply and seconds of every call.

        `deadline_seconds`: what a verification has in all. No question is given more, so that where
        the department's own time is longer, nearly all of that counts as its time.
        """
        self.department = source.department
        self.operations = source.operations
        self._source = source
        self._settings = settings
        self._clock = clock
        self._observe = observe
        self._circuit = Circuit(
            settings.circuit_failures, settings.circuit_rest_seconds, clock.monotonic
        )
        self._calls = RecordOfCalls()
        self._its_time = min(settings.timeout_seconds, _NEARLY_ALL * deadline_seconds)

    async def ask(self, question: Question, envelope: Envelope, deadline: Deadline) -> Reply:
        """Put one question, unless the circuit is open."""
        return await self._watch(lambda: self._source.ask(question, envelope, deadline), deadline)

    async def resume(
        self, question: Question, ticket: str, envelope: Envelope, deadline: Deadline
    ) -> Reply:
        """Look for a late answer, unless the circuit is open."""
        return await self._watch(
            lambda: self._source.resume(question, ticket, envelope, deadline), deadline
        )

    async def close(self) -> None:
        """Close the source."""
        await self._source.close()

    def health(self) -> SourceHealth:
        """How this process has seen the department of late."""
        now = self._clock.monotonic()
        answered, late = self._calls.spoken(now)
        return SourceHealth(
            state=self._state(now),
            answered=answered,
            late=late,
            silent=self._calls.silences(now),
            latency=self._calls.latency(now),
            last_spoke_at=self._calls.last_spoke_at,
            data_as_of=self._calls.data_as_of,
            coverage=self._settings.coverage,
        )

    def _state(self, now: float) -> str:
        match self._circuit.position:
            case Position.OPEN:
                return "resting"
            case Position.HALF_OPEN:
                return "probing"
            case Position.CLOSED:
                spoke = self._calls.latest_spoke(now)
                if spoke is None:
                    return "untried"
                return "answering" if spoke else "failing"

    async def _watch(self, call: Callable[[], Awaitable[Reply]], deadline: Deadline) -> Reply:
        leave = self._circuit.admit()
        if leave is None:
            return Failed(Cause.CIRCUIT_OPEN)
        had_its_time = deadline.remaining() >= self._its_time
        began = self._clock.monotonic()
        reply: Reply | None = None
        try:
            reply = await call()
        finally:
            self._give_back(leave, reply, had_its_time=had_its_time)
        self._take_down(reply, began)
        return reply

    def _give_back(self, leave: Pass, reply: Reply | None, *, had_its_time: bool) -> None:
        """Tell the circuit how it ended; no reply: it was cancelled, or the source raised.

        A time-out that our own deadline cut short is no failure of theirs.
        """
        cause = reply.cause if isinstance(reply, Failed) else None
        cut_short = cause is Cause.TIMEOUT and not had_its_time
        if reply is None or cut_short or cause in _NO_CALL:
            self._circuit.left(leave)
        elif cause in _DOWN:
            self._circuit.failed(leave)
        else:
            self._circuit.succeeded()

    def _take_down(self, reply: Reply, began: float) -> None:
        if isinstance(reply, Failed) and reply.cause in _NO_CALL:
            return
        ended = self._clock.monotonic()
        self._calls.add(reply, ended, ended - began, self._clock.now())
        self._observe(self.department, reply, ended - began)
