"""Every fault that a department can have, each with its own dice, and answers that come late.

Must never use dice but those of the seed: the same seed breaks the same calls.
"""

from __future__ import annotations

from random import Random
from typing import Final

from mocks.faults import LATENCY, LOGNORMAL, Fault
from mocks.platform.controls import CALL_FAULTS, REFRESH_FAULTS, STALE_SECRET, PlatformFault
from tests.oracle.departments import CountingBoard, Town

CALL_SHARE: Final = 0.01
"""The share of the calls that each kind hits; with some 25 kinds, more than one call in five."""
LATENCY_SHARE: Final = 0.2
MEDIAN_SECONDS: Final = 0.4
MOST_SECONDS: Final = 20.0
PLATFORM_SHARE: Final = 0.04
"""The share of the questions before which a department's platform breaks for a call or two."""
PATIENCE: Final[tuple[int | None, ...]] = (0, 0, 0, 0, 0, 0, 0, 1, 3, None)
"""After how many polls the courts have answers, one of these by dice; None = never in this run."""
QUESTIONS_BETWEEN: Final = 20
"""So many questions are put before the courts' patience changes."""


class Misfortune:
    """Breaks a town from now on; `before` is called with the index of each question."""

    def __init__(self, town: Town, seed: int) -> None:
        self._town = town
        self._dice = Random(f"misfortune {seed}")
        for name, board in town.boards.items():
            board.switch(every_fault(board, f"{seed} {name}"))

    def before(self, index: int) -> None:
        """What goes wrong beside the departments' own faults."""
        if index % QUESTIONS_BETWEEN == 0:
            self._town.controls["courts"].after_polls(self._dice.choice(PATIENCE))
        for controls in self._town.controls.values():
            if self._dice.random() < PLATFORM_SHARE:
                controls.platform.switch(*self._broken_platform())

    def _broken_platform(self) -> tuple[PlatformFault, ...]:
        """A refused call, or a secret that ends while no other can be had."""
        kind = self._dice.choice(sorted({*CALL_FAULTS, *REFRESH_FAULTS}))
        if kind in REFRESH_FAULTS:
            return PlatformFault(STALE_SECRET, 1), PlatformFault(kind, 1)
        return (PlatformFault(kind, self._dice.choice((1, 2))),)


def every_fault(board: CountingBoard, seed: str) -> list[Fault]:
    """All kinds that a department knows, on every operation."""
    dice = Random(seed)
    found = [
        Fault(
            LATENCY,
            probability=LATENCY_SHARE,
            seed=dice.getrandbits(32),
            distribution=LOGNORMAL,
            seconds=MEDIAN_SECONDS,
            sigma=1.5,
            high=MOST_SECONDS,
        )
    ]
    found += [
        Fault(kind, probability=CALL_SHARE, seed=dice.getrandbits(32))
        for kind in sorted(board.kinds - {LATENCY})
    ]
    dice.shuffle(found)
    return found
