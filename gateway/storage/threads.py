"""Running SQL beside the event loop: one thread that writes, a few that read.

A command is one transaction: it is durable when its caller is told, or nothing of it happened.
A caller that stops waiting changes nothing about that. Must never tell a result before its commit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from gateway.errors import TrailUnavailable
from gateway.storage.engines import READERS

T = TypeVar("T")

CLOSED = "the store is closed"


@dataclass(frozen=True, slots=True, repr=False)
class Job:
    """A command that waits for the writer, and the promise of its result."""

    command: Callable[[Connection], Any]
    result: Future[Any]


class Writer:
    """The only thread of this process that writes.

    Commands wait in a queue; each is one commit. (Several could share one commit: run them in
    savepoints and tell all results after it.)
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._closed = False
        self._door = Lock()  # nothing may be queued behind the end of the queue
        self._thread = Thread(target=self._work, name="store-writer", daemon=True)
        self._thread.start()

    async def run(self, command: Callable[[Connection], T]) -> T:
        """Run a command and wait until it is durable.

        Raises TrailUnavailable if it could not be made so, and whatever the command itself raises;
        in both cases nothing of it happened.
        """
        job = Job(command, Future())
        with self._door:
            if self._closed:
                raise TrailUnavailable(CLOSED)
            self._jobs.put(job)
        result: T = await asyncio.wrap_future(job.result)
        return result

    def close(self) -> None:
        """Finish what waits, then stop."""
        with self._door:
            self._closed = True
            self._jobs.put(None)
        self._thread.join()
        self._engine.dispose()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            # A caller that has left before its command began has not asked for anything.
            if job.result.set_running_or_notify_cancel():
                self._perform(job)

    def _perform(self, job: Job) -> None:
        try:
            with self._engine.begin() as transaction:
                result = job.command(transaction)
        except SQLAlchemyError as error:
            # Whatever state the connection is in: the next command gets a fresh one.
            self._engine.dispose()
            job.result.set_exception(_unavailable("written", error))
        except BaseException as error:  # noqa: BLE001 - it belongs to the caller; the thread lives on
            job.result.set_exception(error)
        else:
            job.result.set_result(result)


class Readers:
    """A few threads that read, each command in one consistent state of the store."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._pool = ThreadPoolExecutor(READERS, thread_name_prefix="store-reader")

    async def run(self, query: Callable[[Connection], T]) -> T:
        """Run a query. Raises TrailUnavailable if the store cannot be read."""
        try:
            reading = self._pool.submit(self._perform, query)
        except RuntimeError:
            raise TrailUnavailable(CLOSED) from None
        return await asyncio.wrap_future(reading)

    def close(self) -> None:
        """Finish what runs, then stop."""
        self._pool.shutdown()
        self._engine.dispose()

    def _perform(self, query: Callable[[Connection], T]) -> T:
        try:
            with self._engine.begin() as transaction:
                return query(transaction)
        except SQLAlchemyError as error:
            self._engine.dispose()
            raise _unavailable("read", error) from error


def _unavailable(what: str, cause: SQLAlchemyError) -> TrailUnavailable:
    unavailable = TrailUnavailable(f"the store could not be {what}: {type(cause).__name__}")
    unavailable.__cause__ = cause
    return unavailable
