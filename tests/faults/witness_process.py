"""A witness that ends in the middle of its work, over and over; a process of its own.

Run as `python -m tests.faults.witness_process FOLDER CRASHES SEED`. Each round forks children that
submit heads of two histories of one log at once; some end themselves without any farewell at a step
of chance. Prints what was cosigned, as far as anybody heard of it.
"""

from __future__ import annotations

import json
import os
import random
import sys
from contextlib import closing
from pathlib import Path

from gateway.witness.desk import WitnessDesk
from gateway.witness.keys import open_witness_key
from gateway.witness.opening import open_store
from tests.audit.tlog.signing import LOG, SEEN_AT
from tests.witness.scene import FORKED, made, submission

STEPS = ("judge", "commit", "committed", "never")
HISTORIES = ("entry", FORKED)


def submit(folder: Path, told: Path, mark: str, growth: int, step: str) -> None:
    """Submit a head that grows the known one, tell of a cosignature, and end. Never returns."""

    def told_step(name: str) -> None:
        if name == step:
            os._exit(0)

    store = open_store(folder, told_step)
    store.add_log(LOG)
    desk = WitnessDesk(store, open_witness_key(folder, store.name), lambda: SEEN_AT, lambda _: None)
    head = store.logs()[0].head
    old = 0 if head is None else head.size
    if desk.add_checkpoint(submission(old, old + growth, mark).encoded()).status == 200:
        with told.open("a", encoding="utf-8") as file:
            file.write(json.dumps([mark, old + growth]) + "\n")
    os._exit(0)


def main(folder: Path, crashes: int, seed: int) -> None:
    """End that many children, and say what was cosigned and which head is remembered."""
    chance = random.Random(seed)
    made(folder)
    told = folder / "cosigned"
    told.touch()
    for number in range(crashes):
        children: list[int] = []
        for mark in HISTORIES:
            step = STEPS[(number + len(children)) % len(STEPS)]
            growth = chance.randint(0, 2) if number else 1
            child = os.fork()
            if not child:
                submit(folder, told, mark, growth, step)
            children.append(child)
        for child in children:
            if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
                raise SystemExit("a child failed")
    with closing(open_store(folder)) as store:
        head = store.logs()[0].head
    lines = told.read_text(encoding="utf-8").splitlines()
    found = {"cosigned": [json.loads(line) for line in lines]}
    size_and_root = None if head is None else [head.size, head.root.hex()]
    sys.stdout.write(json.dumps({**found, "head": size_and_root}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
