"""When to look again at what: one job for a kind and a verification, in Huey's tables.

Beside the jobs a number is kept for each kind and id: when the one job that counts is due. A job
that is due at another time has been replaced and is passed over; that is how a job is brought
forward, and why two processes that schedule the same at once leave one. Must never keep anything
of a person, nor run anything by itself.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from huey import Huey
from huey.api import Task

from gateway.errors import TrailUnavailable
from gateway.jobs.messages import due_of, moment_of
from gateway.ports.jobs import ONE_DAY, Again, Observe, Verdict

TASK: Final = "gateway.jobs.schedule.job"
# A job that was taken and never came back: the process that took it has died.
LOST_AFTER_SECONDS: Final = 60.0

T = TypeVar("T")
Perform = Callable[[str, str], Verdict]


class JobSchedule:
    """Implements the Jobs port. Times are the machine's own, as the library's are."""

    def __init__(self, huey: Huey, observe: Observe) -> None:
        """`observe` is told what came of every job."""
        self.huey = huey
        self.observe = observe
        self._perform: Perform | None = None
        # Looking which job counts and putting another in its place is one step: what is asked for
        # in between would be lost until the next look.
        self._placing = threading.Lock()
        self._task = huey.task(name="job", context=True)(_calling(self))

    async def schedule(self, kind: str, verification_id: str, after_seconds: float = 0.0) -> None:
        """See the port."""
        await self._in_a_thread(lambda: self._schedule(kind, verification_id, after_seconds))

    async def ensure(
        self,
        kind: str,
        ids: Iterable[str],
        lost_after: float = LOST_AFTER_SECONDS,
        longest_pause: float = ONE_DAY,
    ) -> None:
        """See to it that each of these has a job; what has one that is not due yet is left alone.

        A job that was due more than `lost_after` seconds ago counts as lost, and so does one that
        is due in more than `longest_pause`, because the clock was set back: they are due now.
        """
        wanted = tuple(ids)
        await self._in_a_thread(lambda: self._ensure(kind, wanted, lost_after, longest_pause))

    def performs(self, perform: Perform) -> None:
        """From now on jobs are done by `perform`, which blocks the thread that calls it."""
        self._perform = perform

    def close(self) -> None:
        """Let go of the file or the connection."""
        self.huey.storage.close()

    def work_off(self, kind: str, verification_id: str, own: int) -> None:
        """Do the job that was due at `own`, unless another one has taken its place."""
        key = _key(kind, verification_id)
        if self._perform is None or self.huey.get(key, peek=True) != own:
            return
        verdict = self._perform(kind, verification_id)
        with self._placing:
            if self.huey.get(key, peek=True) != own:
                return  # asked for meanwhile: that job stands
            if isinstance(verdict, Again):
                self._place(kind, verification_id, _now() + round(verdict.after_seconds * 1000))
            else:
                self.huey.delete(key)

    def _schedule(self, kind: str, verification_id: str, after_seconds: float) -> None:
        now = _now()
        due = now + round(after_seconds * 1000)
        with self._placing:
            standing = self.huey.get(_key(kind, verification_id), peek=True)
            if standing is None or not now < standing <= due:
                self._place(kind, verification_id, due)

    def _ensure(
        self, kind: str, ids: Iterable[str], lost_after: float, longest_pause: float
    ) -> None:
        now = _now()
        earliest, latest = now - lost_after * 1000, now + longest_pause * 1000
        for verification_id in ids:
            with self._placing:
                standing = self.huey.get(_key(kind, verification_id), peek=True)
                if standing is None or not earliest <= standing <= latest:
                    self._place(kind, verification_id, now)

    def _place(self, kind: str, verification_id: str, due: int) -> None:
        """Make this the job that counts. Whoever dies in between leaves one that is found lost."""
        self.huey.put(_key(kind, verification_id), due)
        task: Task = self._task.task_class((kind, verification_id), {}, eta=moment_of(due))
        if due <= _now():
            self.huey.enqueue(task)
        else:
            self.huey.add_schedule(task)

    async def _in_a_thread(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.to_thread(work)
        except Exception as error:
            kind = type(error).__name__
            raise TrailUnavailable(f"jobs cannot be written: {kind}") from error


def _calling(schedule: JobSchedule) -> Callable[..., None]:
    def job(kind: str, verification_id: str, task: Task) -> None:
        schedule.work_off(kind, verification_id, due_of(task.eta))

    return job


def _key(kind: str, verification_id: str) -> str:
    return f"{kind}:{verification_id}"


def _now() -> int:
    return time.time_ns() // 1_000_000
