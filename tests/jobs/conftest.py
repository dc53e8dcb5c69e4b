"""A schedule of jobs in a directory of its own, and a notebook of what came of them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from gateway.jobs.opening import open_jobs
from gateway.jobs.schedule import JobSchedule
from gateway.ports.jobs import Again, Done, Verdict, Work
from gateway.settings import Settings

KIND = "late_answer"
PATIENCE = 30.0


@dataclass
class Notebook:
    """Work that notes what it was called for, and says what it was told to say."""

    verdicts: list[Verdict | Exception] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    open_ids: tuple[str, ...] = ()
    called: asyncio.Condition = field(default_factory=asyncio.Condition)
    hold: asyncio.Event | None = None

    async def run(self, verification_id: str) -> Verdict:
        """Note the call; the next of the verdicts, and `Done` after the last."""
        self.asked.append(verification_id)
        async with self.called:
            self.called.notify_all()
        if self.hold is not None:
            await self.hold.wait()
        verdict = self.verdicts.pop(0) if self.verdicts else Done()
        if isinstance(verdict, Exception):
            raise verdict
        return verdict

    async def unfinished(self) -> tuple[str, ...]:
        """What a test says is unfinished."""
        return self.open_ids

    async def until_asked(self, count: int) -> None:
        """Wait until it was called so many times."""
        async with asyncio.timeout(PATIENCE), self.called:
            await self.called.wait_for(lambda: len(self.asked) >= count)

    def work(self, kind: str = KIND) -> Work:
        """As a kind of work."""
        return Work(kind, self.run, self.unfinished)


@dataclass
class Told:
    """What was told of jobs."""

    came: list[tuple[str, Verdict | Exception]] = field(default_factory=list)

    def __call__(self, kind: str, verification_id: str, verdict: Verdict | Exception) -> None:
        assert verification_id.startswith("ver_")
        self.came.append((kind, verdict))


@pytest.fixture
def told() -> Told:
    """Nothing has been told yet."""
    return Told()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data directory that is there already, as the store makes it first."""
    return Settings(data_dir=tmp_path)


@pytest.fixture
def schedule(settings: Settings, told: Told) -> Iterator[JobSchedule]:
    """An opened schedule."""
    opened = open_jobs(settings, told)
    yield opened
    opened.close()


def waiting(schedule: JobSchedule) -> int:
    """How many jobs lie in the library's tables, those included that have been replaced."""
    huey = schedule.huey
    return int(huey.pending_count() + huey.scheduled_count())


async def until_empty(schedule: JobSchedule) -> None:
    """Wait until no job is left."""
    async with asyncio.timeout(PATIENCE):
        while waiting(schedule) + schedule.huey.result_count():
            await asyncio.to_thread(threading.Event().wait, 0.01)


AGAIN_LATER = Again(3600.0)
