"""What can be set and seen at a running mock department, in-process or under /_control.

Must never change what a register holds: a mock misbehaves, it does not lie on its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from mocks.asking import Ask, Department, PatientDepartment
from mocks.faults import Fault, FaultBoard, FaultRefused, read_faults
from mocks.journal import Journal
from mocks.platform.controls import PlatformControls


class ControlRefused(ValueError):
    """A setting cannot be made; the text says why."""


class Controls:
    """The controls of one department; safe to use from another thread than the server's."""

    def __init__(self, department: Department) -> None:
        self.faults = FaultBoard(department.operations, department.twists)
        self.journal = Journal()
        self.platform = PlatformControls()
        self._department = department

    def fault(self, kind: str, operation: str = "*", **more: float | str | None) -> None:
        """Switch one fault on, instead of what is on. Raises FaultRefused."""
        self.faults.switch(
            read_faults({"faults": [{"kind": kind, "operation": operation, **more}]})
        )

    def switch(self, *faults: Fault) -> None:
        """Switch these faults on, instead of what is on. Raises FaultRefused."""
        self.faults.switch(faults)

    def mend(self) -> None:
        """Switch every fault off, the platform's too, and let answers come at once."""
        self.faults.switch(())
        self.platform.mend()
        if isinstance(self._department, PatientDepartment):
            self._department.take_polls({})

    def after_polls(self, polls: int | None, operation: str = "*") -> None:
        """Let the courts' answers come after so many polls; None = never."""
        self._take_polls({operation: polls})

    def asks(self) -> tuple[Ask, ...]:
        """The calls received so far, oldest first."""
        return self.journal.asks()

    def read_faults(self, body: bytes) -> None:
        """Read `{"faults": [...]}` and switch them on; raises ControlRefused."""
        try:
            self.faults.switch(read_faults(_read(body)))
        except FaultRefused as error:
            raise ControlRefused(str(error)) from None

    def read_answers(self, body: bytes) -> dict[str, int | None]:
        """Read `{"after_polls": …}`, a number, null, or an object by operation; and set it."""
        value = _read(body)
        if not isinstance(value, dict) or value.keys() != {"after_polls"}:
            raise ControlRefused('expected {"after_polls": ...}')
        given = value["after_polls"]
        polls = dict(given) if isinstance(given, dict) else {"*": given}
        for operation, count in polls.items():
            known = operation in ("*", *self._department.operations)
            counts = count is None or (type(count) is int and count >= 0)
            if not (known and counts):
                raise ControlRefused("after_polls: an operation or a number of polls is wrong")
        self._take_polls(polls)
        return polls

    def _take_polls(self, polls: Mapping[str, int | None]) -> None:
        if not isinstance(self._department, PatientDepartment):
            raise ControlRefused("this department answers at once")
        self._department.take_polls(polls)


def _read(body: bytes) -> object:
    try:
        value: object = json.loads(body)
    except (ValueError, RecursionError):
        raise ControlRefused("not JSON") from None
    return value
