"""Counting what comes within a length of time: a sliding window, approximated by two counts.

Holds a number for each key of this span and of the one before it, and drops a whole span at once:
keys come from the public, and there may be very many. Must never hold a key for more than two
spans after it came.
"""

from __future__ import annotations

import math


class SlidingCounts:
    """How often each key came within the last `seconds`: at most `most` times.

    What came in the span before is taken to have come evenly, and counts for the part of that span
    that the window still covers. `at` is in seconds of a clock that never jumps.
    """

    def __init__(self, seconds: int, most: int) -> None:
        """Nothing has come yet."""
        self._seconds = seconds
        self._most = most
        self._span = 0
        self._now: dict[bytes, int] = {}
        self._before: dict[bytes, int] = {}

    def wait(self, key: bytes, at: float) -> int:
        """Whole seconds until one more of this key may come; 0 if it may now."""
        passed = self._turn(at)
        now, before = self._now.get(key, 0), self._before.get(key, 0)
        room = self._most - 1 - now
        if before * (1 - passed) <= room:
            return 0
        # Without room now it is in the next span that some has to pass out: what has come now.
        end = 1 - room / before if room >= 0 else 2 - (self._most - 1) / now
        return math.ceil((end - passed) * self._seconds)

    def count(self, key: bytes, at: float) -> None:
        """Count one of this key."""
        self._turn(at)
        self._now[key] = self._now.get(key, 0) + 1

    def keys(self) -> frozenset[bytes]:
        """Everything that is held of whoever came."""
        return frozenset(self._now) | frozenset(self._before)

    def _turn(self, at: float) -> float:
        """Bring the spans up to this moment; how much of the present one has passed, 0 to 1."""
        span, passed = divmod(at / self._seconds, 1)
        if span > self._span:
            self._before = self._now if span == self._span + 1 else {}
            self._now = {}
            self._span = int(span)
        return passed
