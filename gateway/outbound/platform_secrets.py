"""The secret of one service at the exchange platform: held in memory, fresh before it ends.

However many calls need it at once, one refresh is under way. Must never write a secret anywhere,
and never keep a caller longer than it may wait.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.domain.evidence import Cause

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_MARGIN: Final = 0.2
_LONGEST_MARGIN: Final = 60.0
_SHORTEST_LIFE: Final = 5.0
_LONGEST_LIFE: Final = 86_400.0
_REST_AFTER_FAILURE: Final = 5.0


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A secret, and in seconds of a clock that never jumps when to replace it and when it ends."""

    value: bytes
    replace_at: float
    ends_at: float


def make_secret(value: bytes, began: float, seconds: float) -> Secret:
    """A secret that was asked for at `began` and is said to live so many seconds.

    A secret that seems to have ended when it came tells of clocks that differ: it is used for a
    while, and whoever refuses it as stale is believed.
    """
    life = min(max(seconds, _SHORTEST_LIFE), _LONGEST_LIFE)
    margin = min(life * _MARGIN, _LONGEST_MARGIN)
    return Secret(value, began + life - margin, began + life)


class SecretKeeper:
    """Gets the secret of one service, and keeps it until it ends or is found stale.

    `refresh` gives a secret or the cause of its failure, in a bounded time; `monotonic` seconds.
    """

    def __init__(
        self, refresh: Callable[[], Awaitable[Secret | Cause]], monotonic: Callable[[], float]
    ) -> None:
        self._refresh = refresh
        self._monotonic = monotonic
        self._held: Secret | None = None
        self._task: asyncio.Task[Secret | Cause] | None = None
        self._not_before = 0.0

    async def current(self, seconds: float) -> Secret | Cause:
        """The secret to sign with now, waited for at most so long; else the cause of the silence.

        One that is about to end is replaced in the background while it still serves.
        """
        now = self._monotonic()
        held = self._held
        if held is not None and now < held.ends_at:
            if now >= max(held.replace_at, self._not_before):
                _ = self._begin()
            return held
        if seconds <= 0:
            return Cause.TIMEOUT
        refresh = self._begin()
        # Whoever goes away leaves the refresh to the others who wait for it.
        done, _ = await asyncio.wait({refresh}, timeout=seconds)
        if not done:
            return Cause.TIMEOUT
        return Cause.UNREACHABLE if refresh.cancelled() else refresh.result()

    def forget(self, stale: Secret) -> None:
        """The platform does not take it any more; a newer one, if there is one, stays."""
        if self._held is stale:
            self._held = None

    async def close(self) -> None:
        """End a refresh that is under way, and forget the secret."""
        self._held = None
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _begin(self) -> asyncio.Task[Secret | Cause]:
        """The refresh that is under way, begun now if there is none."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._replace(), name="platform secret")
        return self._task

    async def _replace(self) -> Secret | Cause:
        fresh = await self._refresh()
        if isinstance(fresh, Secret):
            self._held = fresh
        else:
            self._not_before = self._monotonic() + _REST_AFTER_FAILURE
        return fresh
