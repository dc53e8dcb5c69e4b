"""One job for a kind and a verification, due at the earliest of what was asked for."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.errors import SettingsRefused, TrailUnavailable
from gateway.jobs.opening import FILE, open_jobs
from gateway.jobs.schedule import JobSchedule
from gateway.ports.jobs import Done, GaveUp, Unscheduled, Verdict
from gateway.settings import Settings
from tests.jobs.conftest import AGAIN_LATER, KIND, Told, waiting

LONG_AGO = -120.0


def take(schedule: JobSchedule) -> None:
    """Do what a thread of the library does: take a job that is due, and call it."""
    task = schedule.huey.dequeue()
    assert task is not None
    schedule.huey.execute(task)


def performing(schedule: JobSchedule, *verdicts: Verdict) -> list[tuple[str, str]]:
    """Let jobs come to these verdicts; the list of those that were really done."""
    done: list[tuple[str, str]] = []
    left = list(verdicts)

    def perform(kind: str, verification_id: str) -> Verdict:
        done.append((kind, verification_id))
        return left.pop(0)

    schedule.performs(perform)
    return done


async def test_there_is_one_job_however_often_it_is_asked_for(schedule: JobSchedule) -> None:
    """The same kind and id again changes nothing; another kind or id has a job of its own."""
    for _ in range(3):
        await schedule.schedule(KIND, "ver_1", 60.0)
    assert 1 == waiting(schedule)
    await schedule.schedule(KIND, "ver_2", 60.0)
    await schedule.schedule("webhook", "ver_1", 60.0)
    assert 3 == waiting(schedule)


async def test_a_job_is_brought_forward_but_never_put_off(schedule: JobSchedule) -> None:
    """What was due in an hour is done now, once: the later one has been replaced."""
    done = performing(schedule, Done())
    await schedule.schedule(KIND, "ver_1", 3600.0)
    await schedule.schedule(KIND, "ver_1")
    await schedule.schedule(KIND, "ver_1", 7200.0)
    take(schedule)
    assert schedule.huey.dequeue() is None
    for task in schedule.huey.scheduled():
        task.execute()
    assert [(KIND, "ver_1")] == done


async def test_again_is_one_job_at_the_time_it_says(schedule: JobSchedule) -> None:
    """Back-off is what the work says; nothing is counted."""
    performing(schedule, AGAIN_LATER)
    await schedule.schedule(KIND, "ver_1")
    take(schedule)
    assert (0, 1) == (schedule.huey.pending_count(), schedule.huey.scheduled_count())
    await schedule.schedule(KIND, "ver_1", 7200.0)
    assert 1 == waiting(schedule)


@pytest.mark.parametrize("verdict", [Done(), GaveUp()], ids=["done", "gave_up"])
async def test_what_is_done_with_leaves_nothing(schedule: JobSchedule, verdict: Verdict) -> None:
    """No job and no time stays behind; the same can be asked for again."""
    done = performing(schedule, verdict, verdict)
    for _ in range(2):
        await schedule.schedule(KIND, "ver_1")
        take(schedule)
        assert (0, 0) == (waiting(schedule), schedule.huey.result_count())
    assert 2 == len(done)


async def test_asked_for_while_it_is_being_done(schedule: JobSchedule) -> None:
    """It is done once more at once, whatever came of the run that had begun before."""

    def hint(kind: str, verification_id: str) -> Verdict:
        schedule.performs(lambda *_: Done())
        asyncio.run(schedule.schedule(kind, verification_id))
        return AGAIN_LATER

    schedule.performs(hint)
    await schedule.schedule(KIND, "ver_1")
    await asyncio.to_thread(take, schedule)
    assert (1, 0) == (schedule.huey.pending_count(), schedule.huey.scheduled_count())
    take(schedule)
    assert 0 == waiting(schedule)


async def test_ensuring_leaves_alone_what_is_scheduled(schedule: JobSchedule) -> None:
    """A restart looks at nobody sooner than planned; what has no job gets one that is due now."""
    await schedule.schedule(KIND, "ver_1", 3600.0)
    await schedule.ensure(KIND, ("ver_1", "ver_2"))
    assert (1, 1) == (schedule.huey.pending_count(), schedule.huey.scheduled_count())
    done = performing(schedule, Done())
    take(schedule)
    assert [(KIND, "ver_2")] == done


async def test_a_job_that_was_taken_and_never_came_back_is_done_again(
    schedule: JobSchedule,
) -> None:
    """The process that took it died; it is found as soon as somebody looks long enough after."""
    await schedule.schedule(KIND, "ver_1", LONG_AGO)
    assert schedule.huey.dequeue() is not None
    await schedule.ensure(KIND, ("ver_1",), lost_after=600.0)
    assert 0 == waiting(schedule)
    await schedule.ensure(KIND, ("ver_1",), lost_after=60.0)
    assert 1 == waiting(schedule)


async def test_a_job_of_a_clock_that_was_set_back_is_done_now(schedule: JobSchedule) -> None:
    """Nobody waits for years because the clock was wrong for a moment."""
    await schedule.schedule(KIND, "ver_1", 7200.0)
    await schedule.schedule(KIND, "ver_2", 1800.0)
    done = performing(schedule, Done())
    await schedule.ensure(KIND, ("ver_1", "ver_2"), longest_pause=3600.0)
    take(schedule)
    assert ([(KIND, "ver_1")], None) == (done, schedule.huey.dequeue())


async def test_asked_for_while_the_next_job_is_placed(
    schedule: JobSchedule, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is asked for just after the work is done is not put off by what the work said."""
    threads: list[threading.Thread] = []
    write = schedule.huey.put

    def put(key: str, due: int) -> None:
        monkeypatch.setattr(schedule.huey, "put", write)
        asking = schedule.schedule(KIND, "ver_1")
        threads.append(threading.Thread(target=asyncio.run, args=(asking,)))
        threads[0].start()
        threads[0].join(0.2)
        write(key, due)

    performing(schedule, AGAIN_LATER)
    await schedule.schedule(KIND, "ver_1")
    monkeypatch.setattr(schedule.huey, "put", put)
    await asyncio.to_thread(take, schedule)
    threads[0].join()
    done = performing(schedule, Done())
    take(schedule)
    assert [(KIND, "ver_1")] == done


async def test_jobs_outlive_the_process(settings: Settings, told: Told) -> None:
    """What was scheduled is there when the file is opened again."""
    first = open_jobs(settings, told)
    await first.schedule(KIND, "ver_1", 3600.0)
    await first.schedule(KIND, "ver_2")
    first.close()
    again = open_jobs(settings, told)
    done = performing(again, Done())
    take(again)
    assert ([(KIND, "ver_2")], 1) == (done, again.huey.scheduled_count())
    again.close()


async def test_a_job_is_a_kind_and_an_id_and_a_time(schedule: JobSchedule, tmp_path: Path) -> None:
    """Nothing else is in the file, and nothing in it is a pickle."""
    await schedule.schedule(KIND, "ver_1")
    await schedule.schedule(KIND, "ver_2", 60.0)
    database = sqlite3.connect(tmp_path / FILE)
    stored = database.execute("SELECT data FROM task UNION SELECT data FROM schedule").fetchall()
    times = database.execute("SELECT key, value FROM kv ORDER BY key").fetchall()
    database.close()
    forms = [bytes(data).decode() for (data,) in stored]
    assert [True, True] == [form.startswith('["late_answer", "ver_') for form in forms]
    assert ["late_answer:ver_1", "late_answer:ver_2"] == [key for key, _ in times]
    assert [True, True] == [bytes(value).isdigit() for _, value in times]


def test_only_its_owner_can_read_the_file(schedule: JobSchedule, tmp_path: Path) -> None:
    """The file and what SQLite lays beside it."""
    asyncio.run(schedule.schedule(KIND, "ver_1"))
    found = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob(f"{FILE}*")}
    assert {FILE, f"{FILE}-shm", f"{FILE}-wal"} == set(found)
    assert {0o600} == set(found.values())


def test_a_file_that_others_could_write_is_refused(settings: Settings, told: Told) -> None:
    """Nothing is started on it; the file is named."""
    (settings.data_dir / FILE).touch(mode=0o600)
    (settings.data_dir / FILE).chmod(0o644)
    with pytest.raises(SettingsRefused, match=r"jobs\.sqlite3: cannot be opened for jobs: Perm"):
        open_jobs(settings, told)


def test_a_file_that_is_no_database_is_refused(settings: Settings, told: Told) -> None:
    """Its bytes are not in the text, but what the operator can do about it."""
    (settings.data_dir / FILE).touch(mode=0o600)
    (settings.data_dir / FILE).write_bytes(b"something else entirely" * 100)
    with pytest.raises(SettingsRefused, match=r"jobs: DatabaseError; nothing is lost if it is rem"):
        open_jobs(settings, told)
    (settings.data_dir / FILE).unlink()
    open_jobs(settings, told).close()


def test_another_database_that_cannot_be_reached(settings: Settings, told: Told) -> None:
    """PostgreSQL is used if the settings name it; its address may hold a password."""
    elsewhere = "postgresql://gateway:password@/none?host=/nowhere"
    with pytest.raises(SettingsRefused, match="database_url: cannot be opened for jobs") as refused:
        open_jobs(replace(settings, database_url=elsewhere), told)
    assert "password" not in str(refused.value)


async def test_what_cannot_be_written_is_said(schedule: JobSchedule, tmp_path: Path) -> None:
    """Whoever schedules learns it; the store still knows what there is to do."""
    await schedule.schedule(KIND, "ver_1")
    database = sqlite3.connect(tmp_path / FILE)
    database.execute("DROP TABLE kv")
    database.close()
    with pytest.raises(TrailUnavailable, match="jobs cannot be written: OperationalError"):
        await schedule.schedule(KIND, "ver_2")


async def test_where_nobody_works_nothing_is_scheduled() -> None:
    """The command line leaves it to the process that serves."""
    assert await Unscheduled().schedule(KIND, "ver_1") is None  # type: ignore[func-returns-value]
