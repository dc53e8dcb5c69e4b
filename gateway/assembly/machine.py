"""The machine's own clock and chance."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime


class SystemClock:
    """Implements the Clock port."""

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds of a clock that never jumps."""
        return time.monotonic()


class SystemChance:
    """Implements the Chance port with the operating system's generator."""

    def take(self, count: int) -> bytes:
        """That many unpredictable bytes."""
        return secrets.token_bytes(count)
