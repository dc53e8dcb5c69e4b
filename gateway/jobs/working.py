"""Working jobs off: Huey's threads take them, the gateway's own event loop does them.

Must never take signals (the process is told to stop by whoever serves), and never end with a job
lost: what is cut short is due again at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from concurrent.futures import CancelledError, Future
from contextlib import asynccontextmanager
from typing import Final

from huey.consumer import Consumer

from gateway.errors import TrailUnavailable
from gateway.jobs.schedule import LOST_AFTER_SECONDS, JobSchedule
from gateway.ports.jobs import Again, Done, Verdict, Work

WORKERS: Final = 4  # so many jobs at once: departments are asked gently
# After a job that raised: a store without room may soon have some, a mistake needs somebody.
ROOM_SECONDS: Final = 30.0
MENDED_SECONDS: Final = 600.0
_FIRST_LOOK_SECONDS: Final = 0.1
_LONGEST_LOOK_SECONDS: Final = 1.0


class _Threads(Consumer):  # type: ignore[misc]  # Huey has no types
    """Huey's consumer, but for its signal handlers."""

    def _set_signal_handlers(self) -> None:
        """Set none."""


class JobWorkers:
    """Does the jobs of these kinds while it runs, on the loop on which it was made."""

    def __init__(self, schedule: JobSchedule, works: Iterable[Work]) -> None:
        self._schedule = schedule
        self._works = {work.kind: work for work in works}
        self._loop = asyncio.get_running_loop()
        self._under_way: set[Future[Verdict]] = set()
        self._lost_after = 0.0
        schedule.performs(self._perform)
        self._threads = _Threads(
            schedule.huey,
            workers=WORKERS,
            periodic=False,
            initial_delay=_FIRST_LOOK_SECONDS,
            max_delay=_LONGEST_LOOK_SECONDS,
            scheduler_interval=1,
        )

    async def ensure_all(self) -> None:
        """See to it that everything unfinished has a job (see `JobSchedule.ensure`).

        The first time, whatever was due counts as lost: the process that took it may just have
        died. If it lives, somebody looks twice, which does no harm.
        """
        lost_after, self._lost_after = self._lost_after, LOST_AFTER_SECONDS
        for work in self._works.values():
            ids, longest = await work.unfinished(), max(work.longest_pause, MENDED_SECONDS)
            await self._schedule.ensure(work.kind, ids, lost_after, longest)

    def start(self) -> None:
        """Begin to take jobs."""
        self._threads.start()

    async def stop(self) -> None:
        """Take no more; what is under way is cut short and due again."""
        self._threads.stop_flag.set()
        for future in tuple(self._under_way):
            future.cancel()
        await asyncio.to_thread(self._threads.stop, graceful=True)

    def _perform(self, kind: str, verification_id: str) -> Verdict:
        """Called by a thread of Huey's; waits for the loop."""
        future = asyncio.run_coroutine_threadsafe(self._run(kind, verification_id), self._loop)
        self._under_way.add(future)
        if self._threads.stop_flag.is_set():  # set between the job's being taken and this
            future.cancel()
        try:
            return future.result()
        except CancelledError:
            return Again(0.0)
        finally:
            self._under_way.discard(future)

    async def _run(self, kind: str, verification_id: str) -> Verdict:
        work = self._works.get(kind)
        if work is None:
            return Done()  # of a version that knew more kinds; the store knows what is unfinished
        try:
            verdict = await work.run(verification_id)
        except Exception as error:  # noqa: BLE001 - it is come back to; what failed is told
            self._schedule.observe(kind, verification_id, error)
            return Again(ROOM_SECONDS if isinstance(error, TrailUnavailable) else MENDED_SECONDS)
        self._schedule.observe(kind, verification_id, verdict)
        return verdict


@asynccontextmanager
async def working(schedule: JobSchedule, works: Iterable[Work]) -> AsyncIterator[JobWorkers]:
    """Work until the end of the block."""
    workers = JobWorkers(schedule, works)
    workers.start()
    try:
        yield workers
    finally:
        await workers.stop()
