"""The four mock departments over an archive, behind their platform, without a socket.

Must never answer otherwise than the mocks do; it only joins them and counts what is broken.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from random import Random
from typing import Final

from starlette.types import ASGIApp

from mocks.asking import Ask, Department
from mocks.controls import Controls
from mocks.desk import make_app
from mocks.faults import WIRE_FAULTS, Fault, FaultBoard
from mocks.platform.controls import PlatformControls
from mocks.platform.door import Door
from mocks.platform.front import FrontDoor
from mocks.population import DEPARTMENTS
from mocks.population.archive import Archive
from mocks.serving import open_department

ADDRESSES: Final[Mapping[str, str]] = {
    name: f"127.0.0.1:{port}" for port, name in enumerate(DEPARTMENTS, 8001)
}
URLS: Final[Mapping[str, str]] = {name: f"http://{at}" for name, at in ADDRESSES.items()}


class CountingBoard(FaultBoard):
    """A board that remembers how often each fault was used, by operation."""

    def __init__(self, department: Department) -> None:
        super().__init__(department.operations, department.twists, department.name)
        self.kinds = WIRE_FAULTS | department.twists
        self.operations = department.operations
        self.used: Counter[tuple[str, str]] = Counter()

    def take(self, ask: Ask) -> Fault | None:
        """The fault for this call, counted."""
        fault = super().take(ask)
        if fault is not None:
            self.used[fault.kind, ask.operation] += 1
        return fault


class Town:
    """The departments' controls, and the applications by address."""

    def __init__(self, archive: Archive, seed: int, now: Callable[[], float]) -> None:
        """`now` gives the platform seconds since 1970. To be made on the loop that serves."""
        stop, random = asyncio.Event(), Random(f"secrets {seed}")
        self.controls: dict[str, Controls] = {}
        self.boards: dict[str, CountingBoard] = {}
        self.applications: dict[str, ASGIApp] = {}
        for name in DEPARTMENTS:
            department = open_department(name, archive)
            controls, board = Controls(department), CountingBoard(department)
            controls.faults = board
            controls.platform = PlatformControls(
                Door(now, lambda: f"{random.getrandbits(128):032x}")
            )
            application = make_app(department, controls, stop)
            front = FrontDoor(application, name, controls.platform, stop)
            self.controls[name], self.boards[name] = controls, board
            self.applications[ADDRESSES[name]] = front

    def mend(self) -> None:
        """Switch every fault off, and let every answer be there."""
        for controls in self.controls.values():
            controls.mend()
