"""Whether the gateway can do its work: sign, and write durably.

Must never say "ready" from memory for longer than a moment, and never tell why something fails:
whoever operates it finds that in the log.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from gateway.errors import LogBehind
from gateway.ports.machine import Clock
from gateway.ports.signer import Signer

Write = Callable[[], Awaitable[None]]
SIGNING: Final = "signing_unavailable"
TRAIL: Final = "trail_unavailable"
LOG: Final = "log_behind"
REMEMBERED_SECONDS: Final = 1.0  # so that asking often does not write often


class Readiness:
    """Exercises the signing key and the store."""

    def __init__(self, signer: Signer, write: Write, clock: Clock) -> None:
        """`write` makes the store's smallest durable write; raises if it cannot."""
        self._signer = signer
        self._write = write
        self._clock = clock
        self._found: str | None = None
        self._until: float | None = None

    async def failing(self) -> str | None:
        """The problem that stands in the way, or None."""
        now = self._clock.monotonic()
        if self._until is None or now >= self._until:
            self._found = await self._look()
            self._until = now + REMEMBERED_SECONDS
        return self._found

    async def _look(self) -> str | None:
        try:
            await self._signer.ready()
        except Exception:  # noqa: BLE001 - whatever it is, nothing can be signed
            return SIGNING
        try:
            await self._write()
        except LogBehind:
            return LOG
        except Exception:  # noqa: BLE001 - whatever it is, nothing can be written
            return TRAIL
        return None
