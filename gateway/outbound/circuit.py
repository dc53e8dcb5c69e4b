"""When a department is given a rest: the circuit breaker of one source.

Arithmetic over a clock that is passed in; must never call anybody. Kept libraries were weighed:
they read the wall clock themselves, or let everybody through at once when the rest is over.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_REST: Final = 12
"""A rest doubles with every failed probe, up to this many times the first one."""


class Position(Enum):
    """Where the circuit stands."""

    CLOSED = "closed"  # everybody may ask
    OPEN = "open"  # nobody may, until the rest is over
    HALF_OPEN = "half_open"  # one question is under way to see whether the department is back


@dataclass(frozen=True, slots=True)
class Pass:
    """Leave to put one question; a `probe` shows whether the department is back."""

    probe: bool


@dataclass(slots=True)
class Circuit:
    """Opens after `failures` in a row, rests `seconds`, then lets one probe through at a time.

    `now` gives seconds of a clock that never jumps. Whoever was let through gives the pass back
    with one of `succeeded`, `failed` and `left` (a question that was cancelled tells nothing).
    """

    failures: int
    seconds: float
    now: Callable[[], float]
    _in_a_row: int = field(default=0, init=False)
    _rest: float = field(default=0.0, init=False)
    _until: float | None = field(default=None, init=False)
    _probing: bool = field(default=False, init=False)

    @property
    def position(self) -> Position:
        """Where it stands now."""
        if self._until is None:
            return Position.CLOSED
        return Position.HALF_OPEN if self._probing else Position.OPEN

    def admit(self) -> Pass | None:
        """Leave to put a question now; None while the department is given its rest."""
        if self._until is None:
            return Pass(probe=False)
        if self._probing or self.now() < self._until:
            return None
        self._probing = True
        return Pass(probe=True)

    def succeeded(self) -> None:
        """The department spoke, whoever asked: closed, and everything forgotten."""
        self._in_a_row = 0
        self._until = None
        self._probing = False

    def failed(self, leave: Pass) -> None:
        """The department could not be heard; the last of several in a row opens the circuit.

        A question that was put before the circuit opened changes nothing any more.
        """
        if leave.probe and self._probing:
            self._open(min(self._rest * 2, self.seconds * LONGEST_REST))
        elif self._until is None:
            self._in_a_row += 1
            if self._in_a_row >= self.failures:
                self._open(self.seconds)

    def left(self, leave: Pass) -> None:
        """Whoever was let through went away without knowing; another may probe."""
        if leave.probe:
            self._probing = False

    def _open(self, rest: float) -> None:
        self._rest = rest
        self._until = self.now() + rest
        self._probing = False
