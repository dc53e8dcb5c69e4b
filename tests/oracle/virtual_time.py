"""An event loop whose time jumps: when everything waits, it is the time of the next timer at once.

A time-out of five seconds costs nothing, and the same work takes the same turns in every run. Must
never be used with a thread or a server: time would jump while they work.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from typing import Any, TypeVar, TypeVarTuple, Unpack

ResultT = TypeVar("ResultT")
ArgumentsT = TypeVarTuple("ArgumentsT")


class _Jumping(selectors.SelectSelector):
    """Never waits: moves `now` instead."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready; if nothing is, the time of the next timer has come."""
        ready = super().select(0)
        if ready:
            return ready
        if timeout is None:
            raise RuntimeError("everything waits for something that never comes")
        self.now += max(timeout, 0.0)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """The loop; its time begins at zero."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        """Seconds, of which none were waited for."""
        return self._jumping.now

    def run_in_executor(
        self,
        executor: Executor | None,
        func: Callable[[Unpack[ArgumentsT]], ResultT],
        *args: *ArgumentsT,
    ) -> asyncio.Future[ResultT]:
        """Refuse: time would jump over what a thread does."""
        raise RuntimeError("no threads in virtual time")


def run_virtually(work: Coroutine[Any, Any, ResultT]) -> ResultT:
    """Run it to its end in virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(work)
