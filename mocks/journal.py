"""Remembers in memory what a mock department was asked, for tests to look at.

Must never write it anywhere: calls hold the numbers and names of the people asked about.
"""

from __future__ import annotations

from collections import deque
from threading import Condition

from mocks.asking import Ask

KEPT = 10_000


class Journal:
    """The latest calls, oldest first."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._asks: deque[Ask] = deque(maxlen=KEPT)

    def note(self, ask: Ask) -> None:
        """Remember a call."""
        with self._changed:
            self._asks.append(ask)
            self._changed.notify_all()

    def asks(self) -> tuple[Ask, ...]:
        """The calls so far."""
        with self._changed:
            return tuple(self._asks)

    def wait_for(self, count: int, timeout: float) -> bool:
        """Wait until so many calls are remembered; False if that takes longer (in seconds)."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self._asks) >= count, timeout)

    def clear(self) -> None:
        """Forget them."""
        with self._changed:
            self._asks.clear()
