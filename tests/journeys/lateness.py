"""A place with late courts: gateways one after the other, and what to wait for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from gateway.assembly.machine import SystemClock
from mocks.serving import Mocks
from tests.journeys.desk import Desk, an_office, open_desk
from tests.journeys.served import serving, settings_for
from tests.journeys.trail import kinds, rows

MARRIED = "marriage-g3-courts-late"
OFFICE = an_office(41)
DEADLINE = 2.0  # a late department is awaited until then; the others must be heard before


@dataclass
class MovedClock:
    """The system's clock, moved by some days; it goes on running."""

    days: int = 0
    system: SystemClock = field(default_factory=SystemClock)

    def now(self) -> datetime:
        return self.system.now() + timedelta(days=self.days)

    def monotonic(self) -> float:
        return self.system.monotonic()

    def unix(self) -> float:
        return self.now().timestamp()


@dataclass
class Place:
    """A data directory on which gateways are started one after the other."""

    data: Path
    mocks: Mocks
    clock: MovedClock = field(default_factory=MovedClock)

    @contextmanager
    def gateway(self, **more: Any) -> Iterator[Desk]:
        """Start one, and sit down at the office's desk; it ends with the block.

        `more` are settings; the courts' `callback_secret_files` are those of that department.
        """
        files = more.pop("callback_secret_files", ())
        made = settings_for(self.data, self.mocks.urls, deadline_seconds=DEADLINE, **more)
        courts = replace(made.departments["courts"], callback_secret_files=files)
        made = replace(made, departments={**made.departments, "courts": courts})
        with serving(made, self.mocks, self.clock) as served:
            yield open_desk(served, OFFICE, now=self.clock.unix)


def courts_are_late(mocks: Mocks) -> None:
    """From now on the courts have no answer yet."""
    mocks.controls("courts").after_polls(None)


def courts_have_answered(mocks: Mocks) -> None:
    """The answers are there."""
    mocks.controls("courts").after_polls(0)


def pend(desk: Desk, mocks: Mocks) -> str:
    """Ask a question on consent that the courts answer later; its id."""
    courts_are_late(mocks)
    reply = desk.ask("marriage", desk.on_consent(MARRIED))
    assert (202, "pending") == (reply.status_code, reply.json()["outcome"])
    return str(reply.json()["verification_id"])


def in_short(data: Path, name: str) -> list[str]:
    """The kinds of its entries, each once: how many rounds a fact needs is not the point here."""
    return list(dict.fromkeys(kinds(data, name)))


def until(holds: Callable[[], bool], seconds: float = 10.0) -> None:
    """Look again and again, until it holds."""
    system, pause = SystemClock(), threading.Event()
    end = system.monotonic() + seconds
    while not holds():
        assert system.monotonic() < end, "it never held"
        pause.wait(0.02)


def state_of(data: Path, name: str) -> str:
    """The state of a verification, as another program reads it."""
    [(state,)] = rows(data, "SELECT state FROM verification WHERE verification_id = ?", name)
    return str(state)
