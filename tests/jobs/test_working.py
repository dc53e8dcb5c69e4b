"""Jobs are done on the gateway's own loop; nothing is lost when it stops or fails."""

from __future__ import annotations

import asyncio
import threading

from gateway.jobs.opening import open_jobs
from gateway.jobs.schedule import JobSchedule
from gateway.jobs.working import working
from gateway.ports.jobs import Again, Done
from gateway.settings import Settings
from tests.jobs.conftest import KIND, PATIENCE, Notebook, Told, until_empty


async def test_what_is_scheduled_is_done_on_the_loop(schedule: JobSchedule, told: Told) -> None:
    """By whichever thread took it; what came of it is told with its kind."""
    book, threads = Notebook(), set[str]()
    work = book.work()

    async def run(verification_id: str) -> Done:
        threads.add(threading.current_thread().name)
        await book.run(verification_id)
        return Done()

    async with working(schedule, [type(work)(KIND, run, book.unfinished)]):
        await schedule.schedule(KIND, "ver_1")
        await schedule.schedule(KIND, "ver_2", 0.05)
        await until_empty(schedule)
    assert ["ver_1", "ver_2"] == sorted(book.asked)
    assert {threading.current_thread().name} == threads
    assert [(KIND, Done())] * 2 == told.came


async def test_it_comes_back_when_it_is_told_to(schedule: JobSchedule) -> None:
    """Again and again, until it is done."""
    book = Notebook([Again(0.01), Again(0.01), Done()])
    async with working(schedule, [book.work()]):
        await schedule.schedule(KIND, "ver_1")
        await until_empty(schedule)
    assert ["ver_1"] * 3 == book.asked


async def test_work_that_raises_is_come_back_to(schedule: JobSchedule, told: Told) -> None:
    """The error is told by its kind of work; the others go on."""
    error = ValueError("a personal value")
    book, other = Notebook([error]), Notebook()
    async with working(schedule, [book.work(), other.work("webhook")]):
        await schedule.schedule(KIND, "ver_1")
        await book.until_asked(1)
        await schedule.schedule("webhook", "ver_1")
        await other.until_asked(1)
    assert (KIND, error) == told.came[0]
    assert (["ver_1"], ["ver_1"]) == (book.asked, other.asked)
    assert 1 == schedule.huey.scheduled_count()


async def test_everything_unfinished_gets_its_job(schedule: JobSchedule) -> None:
    """The store is the truth: a schedule that was lost is made again from it."""
    book = Notebook(open_ids=("ver_1", "ver_2"))
    async with working(schedule, [book.work()]) as workers:
        await workers.ensure_all()
        await until_empty(schedule)
    assert ["ver_1", "ver_2"] == sorted(book.asked)


async def test_a_job_of_an_unknown_kind_is_let_go(schedule: JobSchedule) -> None:
    """It is of another version; what it was about is in the store."""
    book = Notebook()
    async with working(schedule, [book.work()]):
        await schedule.schedule("of_old", "ver_1")
        await schedule.schedule(KIND, "ver_2")
        await until_empty(schedule)
    assert ["ver_2"] == book.asked


async def test_stopping_cuts_short_and_loses_nothing(schedule: JobSchedule) -> None:
    """A department that takes its time does not hold up the end; the next start does it again."""
    book = Notebook(hold=asyncio.Event())
    async with working(schedule, [book.work()]):
        await schedule.schedule(KIND, "ver_1")
        await book.until_asked(1)
    assert 1 == schedule.huey.pending_count()
    later = Notebook()
    async with working(schedule, [later.work()]):
        await until_empty(schedule)
    assert ["ver_1"] == later.asked


async def test_a_slow_job_holds_up_no_other(schedule: JobSchedule) -> None:
    """There are several places; one that waits takes one of them."""
    slow, quick = Notebook(hold=asyncio.Event()), Notebook()
    async with working(schedule, [slow.work(), quick.work("webhook")]):
        await schedule.schedule(KIND, "ver_1")
        await slow.until_asked(1)
        await schedule.schedule("webhook", "ver_1")
        async with asyncio.timeout(PATIENCE):
            await quick.until_asked(1)
    assert ["ver_1"] == quick.asked


async def test_two_processes_share_the_jobs(
    schedule: JobSchedule, settings: Settings, told: Told
) -> None:
    """Each job is taken by one of them, and everything is done."""
    other = open_jobs(settings, told)
    mine, theirs = Notebook(), Notebook()
    names = [f"ver_{number}" for number in range(20)]
    async with working(schedule, [mine.work()]), working(other, [theirs.work()]):
        for number, name in enumerate(names):
            await (schedule, other)[number % 2].schedule(KIND, name)
        await until_empty(schedule)
    other.close()
    assert sorted(names) == sorted(mine.asked + theirs.asked)
