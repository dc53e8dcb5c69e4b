"""Named misbehaviours, switched on per operation while a mock department runs.

Must never be on by default: a mock without faults keeps its contract.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Lock

from mocks.asking import (
    APPLY,
    BUSY,
    CALL,
    NOT_OFFERED,
    PARTIAL,
    RESULT,
    UNKNOWN_CODE,
    UNKNOWN_VALUE,
    WRONG_PERSON,
    Ask,
)

TIMEOUT = "timeout"
STATUSES = {"status_403": 403, "status_404": 404, "status_500": 500, "status_501": 501}
MALFORMED_BODY = "malformed_body"
TRUNCATED_BODY = "truncated_body"
OVERSIZED_BODY = "oversized_body"
CONNECTION_RESET = "connection_reset"
SLOW_DRIP = "slow_drip"

WIRE_FAULTS = frozenset(
    {TIMEOUT, *STATUSES, MALFORMED_BODY, TRUNCATED_BODY, OVERSIZED_BODY, CONNECTION_RESET}
    | {SLOW_DRIP}
)
TWISTS = frozenset({WRONG_PERSON, UNKNOWN_CODE, UNKNOWN_VALUE, BUSY, PARTIAL, NOT_OFFERED})
ANY = "*"


class FaultRefused(ValueError):
    """A fault cannot be switched on; the text says why."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One misbehaviour.

    `operation` and `step` narrow it ("*" = any), `times` is after how many uses it ends (None =
    never), `seconds` is the pause between the bytes of a slow drip, `size` the bytes of an
    oversized body.
    """

    kind: str
    operation: str = ANY
    step: str = ANY
    times: int | None = None
    seconds: float = 0.05
    size: int = 8 * 1024 * 1024

    def hits(self, ask: Ask) -> bool:
        """Whether it concerns that call."""
        return self.operation in (ANY, ask.operation) and self.step in (ANY, ask.step)


class FaultBoard:
    """The faults that are on at one department; the first that hits a call is used."""

    def __init__(self, operations: tuple[str, ...], twists: frozenset[str]) -> None:
        self._operations = frozenset(operations)
        self._kinds = WIRE_FAULTS | twists
        self._lock = Lock()
        self._left: list[tuple[Fault, int | None]] = []

    def switch(self, faults: Iterable[Fault]) -> None:
        """Replace what is on. Raises FaultRefused, and then changes nothing."""
        wanted = [(fault, fault.times) for fault in faults]
        for fault, _ in wanted:
            self._check(fault)
        with self._lock:
            self._left = wanted

    def on(self) -> tuple[Fault, ...]:
        """What is on now."""
        with self._lock:
            return tuple(fault for fault, _ in self._left)

    def take(self, ask: Ask) -> Fault | None:
        """The fault for this call, if any; counts as one use of it."""
        with self._lock:
            for index, (fault, times) in enumerate(self._left):
                if fault.hits(ask):
                    self._use(index, fault, times)
                    return fault
        return None

    def _use(self, index: int, fault: Fault, times: int | None) -> None:
        if times is None:
            return
        if times > 1:
            self._left[index] = (fault, times - 1)
        else:
            del self._left[index]

    def _check(self, fault: Fault) -> None:
        if fault.kind not in self._kinds:
            known = ", ".join(sorted(self._kinds))
            raise FaultRefused(f"unknown kind {fault.kind!r}; this department knows: {known}")
        if fault.operation != ANY and fault.operation not in self._operations:
            known = ", ".join(sorted(self._operations))
            raise FaultRefused(f"unknown operation {fault.operation!r}; there are: {known}")
        if fault.step not in (ANY, CALL, APPLY, RESULT):
            raise FaultRefused(f"unknown step {fault.step!r}")
        if (fault.times is not None and fault.times < 1) or fault.seconds < 0 or fault.size < 1:
            raise FaultRefused("times and size must be positive, seconds not negative")


def read_faults(value: object) -> tuple[Fault, ...]:
    """Read `{"faults": [{"kind": …, …}]}`; raises FaultRefused."""
    listed = value.get("faults") if isinstance(value, Mapping) else None
    if not isinstance(listed, list) or len(value) != 1:  # type: ignore[arg-type]
        raise FaultRefused('expected {"faults": [...]}')
    return tuple(_read_fault(item) for item in listed)


def _read_fault(item: object) -> Fault:
    known: dict[str, tuple[type, ...]] = {
        "kind": (str,),
        "operation": (str,),
        "step": (str,),
        "times": (int, type(None)),
        "seconds": (int, float),
        "size": (int,),
    }
    if not isinstance(item, dict) or "kind" not in item:
        raise FaultRefused("a fault is an object with a kind")
    for name, value in item.items():
        if name not in known:
            raise FaultRefused(f"unknown member {name!r}")
        if not isinstance(value, known[name]) or isinstance(value, bool):
            raise FaultRefused(f"{name} has the wrong type")
    return Fault(**item)
