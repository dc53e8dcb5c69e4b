"""Remembers in memory what a mock department was asked, for tests to look at.

Must never write it anywhere: calls hold the numbers and names of the people asked about.
"""

from __future__ import annotations

from collections import deque
from threading import Lock

from mocks.asking import Ask

KEPT = 10_000


class Journal:
    """The latest calls, oldest first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._asks: deque[Ask] = deque(maxlen=KEPT)

    def note(self, ask: Ask) -> None:
        """Remember a call."""
        with self._lock:
            self._asks.append(ask)

    def asks(self) -> tuple[Ask, ...]:
        """The calls so far."""
        with self._lock:
            return tuple(self._asks)

    def clear(self) -> None:
        """Forget them."""
        with self._lock:
            self._asks.clear()
