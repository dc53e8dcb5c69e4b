"""What a source did of late: how often it spoke, how long it took, how old its data were.

Numbers and times only; must never hold anything of a question or an answer.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gateway.domain.evidence import Answered, Failed, Late
from gateway.ports.source import Latency

if TYPE_CHECKING:
    from datetime import date, datetime

    from gateway.domain.evidence import Cause, Reply

KEPT: Final = 1000
"""The latest calls of which the figures tell, at most."""

WINDOW_SECONDS: Final = 900.0
"""Calls older than this are left out of the figures."""


@dataclass(frozen=True, slots=True)
class _Call:
    ended: float
    took: float
    cause: Cause | None
    late: bool


@dataclass(slots=True)
class RecordOfCalls:
    """The latest calls of one source, and when it last spoke."""

    last_spoke_at: datetime | None = None
    data_as_of: date | None = None
    _calls: deque[_Call] = field(default_factory=lambda: deque(maxlen=KEPT), init=False)

    def add(self, reply: Reply, ended: float, took: float, moment: datetime) -> None:
        """Take one call down; `ended` and `took` are seconds of a clock that never jumps."""
        cause = reply.cause if isinstance(reply, Failed) else None
        self._calls.append(_Call(ended, took, cause, isinstance(reply, Late)))
        if cause is None:
            self.last_spoke_at = moment
        if isinstance(reply, Answered):
            self.data_as_of = reply.as_of

    def silences(self, now: float) -> dict[str, int]:
        """How many calls of the window ended in silence, by cause."""
        causes = Counter(c.cause.value for c in self._within(now) if c.cause is not None)
        return dict(sorted(causes.items()))

    def spoken(self, now: float) -> tuple[int, int]:
        """How many were answered, and how many promised for later."""
        calls = [call for call in self._within(now) if call.cause is None]
        late = sum(call.late for call in calls)
        return len(calls) - late, late

    def latest_spoke(self, now: float) -> bool | None:
        """Whether the latest call of the window was answered or promised; None without one."""
        calls = self._within(now)
        return calls[-1].cause is None if calls else None

    def latency(self, now: float) -> Latency | None:
        """Percentiles of the calls that were answered or promised; None if there was none."""
        times = sorted(call.took for call in self._within(now) if call.cause is None)
        if not times:
            return None
        return Latency(*(_nearest_rank(times, percent) for percent in (50, 95, 99)))

    def _within(self, now: float) -> list[_Call]:
        return [call for call in self._calls if now - call.ended <= WINDOW_SECONDS]


def _nearest_rank(times: list[float], percent: int) -> float:
    """The nearest-rank percentile of sorted times."""
    return times[-(-percent * len(times) // 100) - 1]
