"""Named misbehaviours, switched on per department and operation while a mock department runs.

Must never be on by default: a mock without faults keeps its contract.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
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

LATENCY = "latency"
TIMEOUT = "timeout"
STATUSES = {f"status_{code}": code for code in (400, 401, 403, 404, 429, 500, 501, 502, 503, 504)}
MALFORMED_BODY = "malformed_body"
TRUNCATED_BODY = "truncated_body"
OVERSIZED_BODY = "oversized_body"
CONNECTION_RESET = "connection_reset"
SLOW_DRIP = "slow_drip"
UNKNOWN_MEMBER = "unknown_member"
RENAMED_MEMBER = "renamed_member"
CHANGED_TYPE = "changed_type"

DRIFTS = frozenset({UNKNOWN_MEMBER, RENAMED_MEMBER, CHANGED_TYPE})
"""Changes of the schema that nobody announced."""
WIRE_FAULTS = frozenset(
    {LATENCY, TIMEOUT, *STATUSES, MALFORMED_BODY, TRUNCATED_BODY, OVERSIZED_BODY}
    | {CONNECTION_RESET, SLOW_DRIP, *DRIFTS}
)
TWISTS = frozenset({WRONG_PERSON, UNKNOWN_CODE, UNKNOWN_VALUE, BUSY, PARTIAL, NOT_OFFERED})
ANY = "*"
STEPS = (ANY, CALL, APPLY, RESULT)

FIXED, UNIFORM, LOGNORMAL = "fixed", "uniform", "lognormal"
DISTRIBUTIONS = (FIXED, UNIFORM, LOGNORMAL)


class FaultRefused(ValueError):
    """A fault cannot be switched on; the text says where and why, for all that is wrong."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One misbehaviour.

    `department`, `operation` and `step` narrow it ("*" = any), `probability` is the share of the
    calls that it hits, by dice of its own (`seed`), `times` is after how many uses it ends (None =
    never). `seconds` is the pause between the bytes of a slow drip, or of a latency the fixed time,
    the least, or the median, of which `high` is the most (None = no bound) and `sigma` the spread.
    `size` are the bytes of an oversized body, `member` what a drift changes (None = the first that
    is required).
    """

    kind: str
    operation: str = ANY
    step: str = ANY
    times: int | None = None
    seconds: float = 0.05
    size: int = 8 * 1024 * 1024
    department: str = ANY
    probability: float = 1.0
    seed: int = 0
    distribution: str = FIXED
    high: float | None = None
    sigma: float = 0.5
    member: str | None = None

    def hits(self, ask: Ask) -> bool:
        """Whether it concerns that call."""
        return self.operation in (ANY, ask.operation) and self.step in (ANY, ask.step)

    def draw(self, dice: Random) -> float:
        """The seconds of one latency."""
        if self.distribution == UNIFORM:
            return dice.uniform(self.seconds, self.seconds if self.high is None else self.high)
        if self.distribution == LOGNORMAL:
            drawn = dice.lognormvariate(math.log(self.seconds), self.sigma)
            return drawn if self.high is None else min(drawn, self.high)
        return self.seconds


@dataclass(slots=True)
class _Left:
    """A fault that is on, with the uses that are left and its dice."""

    fault: Fault
    times: int | None
    dice: Random


class FaultBoard:
    """The faults that are on at one department.

    Every latency that hits a call delays it; of the others the first that hits is used.
    """

    def __init__(
        self, operations: tuple[str, ...], twists: frozenset[str], department: str = ANY
    ) -> None:
        self._operations = frozenset(operations)
        self._kinds = WIRE_FAULTS | twists
        self._department = department
        self._lock = Lock()
        self._left: list[_Left] = []

    def switch(self, faults: Iterable[Fault]) -> None:
        """Replace what is on, by those that concern this department.

        Raises FaultRefused, and then changes nothing.
        """
        wanted = [fault for fault in faults if fault.department in (ANY, self._department)]
        for fault in wanted:
            self._check(fault)
        with self._lock:
            self._left = [_Left(fault, fault.times, Random(fault.seed)) for fault in wanted]

    def on(self) -> tuple[Fault, ...]:
        """What is on now."""
        with self._lock:
            return tuple(left.fault for left in self._left)

    def delay(self, ask: Ask) -> float:
        """How many seconds to wait before answering; counts as one use of each latency."""
        with self._lock:
            hits = [left for left in self._left if left.fault.kind == LATENCY]
            return sum(left.fault.draw(left.dice) for left in hits if self._use(left, ask))

    def take(self, ask: Ask) -> Fault | None:
        """The fault for this call, if any; counts as one use of it."""
        with self._lock:
            for left in self._left:
                if left.fault.kind != LATENCY and self._use(left, ask):
                    return left.fault
        return None

    def _use(self, left: _Left, ask: Ask) -> bool:
        """Whether it hits this call; then one of its uses is gone."""
        if not left.fault.hits(ask) or left.dice.random() >= left.fault.probability:
            return False
        if left.times is not None:
            left.times -= 1
            if left.times < 1:
                self._left = [one for one in self._left if one is not left]
        return True

    def _check(self, fault: Fault) -> None:
        if fault.kind not in self._kinds:
            known = ", ".join(sorted(self._kinds))
            raise FaultRefused(f"unknown kind {fault.kind!r}; this department knows: {known}")
        if fault.operation != ANY and fault.operation not in self._operations:
            known = ", ".join(sorted(self._operations))
            raise FaultRefused(f"unknown operation {fault.operation!r}; there are: {known}")
