"""A bare sequencer that ends in the middle of its work, over and over; a process of its own.

Run as `python -m tests.faults.sequencer_process FOLDER CRASHES SEED`. Each round forks a child that
opens the store, commits a few entries and sequences them, and ends itself without any farewell at
a step of chance. Prints the size of the log and how often each step was the last.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from gateway.storage.log.sequencer import Sequencer
from tests.still import SeededChance
from tests.storage.log.scene import Logged, opened
from tests.storage.scene import Scene

STEPS = ("grow", "sign", "publish", "published")
ENDED_IN_THE_MIDDLE = 9


def crash_once(folder: Path, step: str, times: int, seed: str) -> None:
    """Sequence until `step` has come `times` times, and end there. Never returns."""

    async def work() -> None:
        scene = Scene(folder, chance=SeededChance(seed))
        store = scene.open()
        logged = Logged(scene, store, await opened(store, scene))
        await logged.write(times)
        logged.log.sequencer.step = _ending_at(step, times)
        await _sequence_slowly(logged.log.sequencer, logged)

    asyncio.run(work())
    os._exit(1)


def _ending_at(step: str, times: int) -> Callable[[str], None]:
    left = [times]

    def told(name: str) -> None:
        left[0] -= name == step
        if not left[0]:
            os._exit(ENDED_IN_THE_MIDDLE)

    return told


async def _sequence_slowly(sequencer: Sequencer, logged: Logged) -> None:
    """Sequence again and again with new entries, until the step has come."""
    while True:
        await sequencer.sequence()
        await logged.write(1)


def main(folder: Path, crashes: int, seed: int) -> None:
    """Crash that often, and say at which steps."""
    chance = random.Random(seed)
    ended: Counter[str] = Counter()
    for number in range(crashes):
        step = STEPS[number % len(STEPS)]
        child = os.fork()
        if not child:
            crash_once(folder, step, chance.randint(1, 3), f"{seed}/{number}")
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) != ENDED_IN_THE_MIDDLE:
            raise SystemExit("a child ended otherwise than it was told to")
        ended[step] += 1
    sys.stdout.write(json.dumps(ended))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
