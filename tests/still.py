"""A clock that stands still until it is told to move, and chance that can be repeated."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # noon in Asia/Shanghai


@dataclass
class StillClock:
    """Implements the Clock port."""

    moment: datetime = NOON
    ticks: float = 1000.0

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.ticks

    def move(self, **by: float) -> None:
        step = timedelta(**by)
        self.moment += step
        self.ticks += step.total_seconds()


@dataclass
class SeededChance:
    """Implements the Chance port; the same seed takes the same bytes."""

    seed: str = "seed"
    taken: int = field(default=0)

    def take(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            self.taken += 1
            found += hashlib.sha256(f"{self.seed}/{self.taken}".encode()).digest()
        return found[:count]
