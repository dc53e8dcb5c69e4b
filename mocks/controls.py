"""What can be set and seen at a running mock department, in-process or under /_control.

Must never change what a register holds: a mock misbehaves, it does not lie on its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from mocks.asking import Ask, CallingDepartment, Department, PatientDepartment
from mocks.fault_reading import PLATFORM_KINDS, read_faults
from mocks.faults import ANY, Fault, FaultBoard, FaultRefused
from mocks.journal import Journal
from mocks.platform.controls import PlatformControls, PlatformFault


class ControlRefused(ValueError):
    """A setting cannot be made; the text says why."""


class Controls:
    """The controls of one department; safe to use from another thread than the server's."""

    def __init__(self, department: Department) -> None:
        self.faults = FaultBoard(department.operations, department.twists, department.name)
        self.journal = Journal()
        self.platform = PlatformControls()
        self._department = department

    def fault(self, kind: str, operation: str = "*", **more: float | str | None) -> None:
        """Switch one fault on, instead of what is on. Raises FaultRefused."""
        narrowed = {} if operation == ANY else {"operation": operation}
        self.switch(*read_faults({"faults": [{"kind": kind, **narrowed, **more}]}))

    def switch(self, *faults: Fault) -> None:
        """Switch these faults on, instead of what is on. Raises FaultRefused.

        Those of the exchange platform are switched at the platform, if there are any.
        """
        own = [fault for fault in faults if fault.department in (ANY, self._department.name)]
        self.faults.switch(fault for fault in own if fault.kind not in PLATFORM_KINDS)
        fronts = [PlatformFault(f.kind, f.times) for f in own if f.kind in PLATFORM_KINDS]
        if fronts:
            self.platform.switch(*fronts)

    def mend(self) -> None:
        """Switch every fault off, the platform's too; answers come at once, nobody is called."""
        self.faults.switch(())
        self.platform.mend()
        if isinstance(self._department, CallingDepartment):
            self._department.call_back(None)
        if isinstance(self._department, PatientDepartment):
            self._department.take_polls({})

    def after_polls(self, polls: int | None, operation: str = "*") -> None:
        """Let the courts' answers come after so many polls; None = never."""
        self._take_polls({operation: polls})

    def call_back(self, url: str | None, secret: bytes = b"") -> None:
        """Let the courts say at that address when an answer is there; None = nowhere."""
        if not isinstance(self._department, CallingDepartment):
            raise ControlRefused("this department calls nobody back")
        self._department.call_back(url, secret)

    def read_callback(self, body: bytes) -> None:
        """Read `{"url": …, "secret": …}`, or a null address, and set it."""
        value = _read(body)
        if not isinstance(value, dict) or value.keys() != {"url", "secret"}:
            raise ControlRefused('expected {"url": ..., "secret": ...}')
        url, secret = value["url"], value["secret"]
        local = url is None or (isinstance(url, str) and url.startswith("http://127.0.0.1:"))
        if not local or not isinstance(secret, str):
            raise ControlRefused("url: only http://127.0.0.1; secret: a text")
        self.call_back(url, secret.encode())

    def asks(self) -> tuple[Ask, ...]:
        """The calls received so far, oldest first."""
        return self.journal.asks()

    def read_faults(self, body: bytes) -> None:
        """Read `{"faults": [...]}` and switch them on; raises ControlRefused."""
        try:
            self.switch(*read_faults(_read(body)))
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
