"""A sequencer that ends at every point of its work, hundreds of times: the log is whole."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

from gateway.audit.tlog.checkpoints import Checkpoint, open_checkpoint
from gateway.audit.tlog.hashes import leaf_hash
from gateway.storage.log.tables import log_checkpoint
from tests.audit.tlog import reference
from tests.faults.sequencer_process import STEPS
from tests.storage.log.scene import KEY, Logged, opened
from tests.storage.scene import Scene

CRASHES = 500
PATIENCE = 300


def test_five_hundred_crashes(tmp_path: Path) -> None:
    """No entry is lost, doubled or moved, and every signed head is one of the same tree."""
    folder = tmp_path / "data"
    command = [sys.executable, "-m", "tests.faults.sequencer_process"]
    ended = subprocess.run(
        [*command, str(folder), str(CRASHES), "7"],
        check=True,
        capture_output=True,
        timeout=PATIENCE,
    )
    assert {step: CRASHES // len(STEPS) for step in STEPS} == json.loads(ended.stdout)

    hashes, heads = asyncio.run(finished(folder))
    assert len(hashes) == heads[-1].size
    assert len(hashes) >= CRASHES
    assert [reference.root(hashes[: head.size]) for head in heads] == [h.root for h in heads]
    assert len({head.size for head in heads}) == len(heads)


async def finished(folder: Path) -> tuple[list[bytes], list[Checkpoint]]:
    """The hash of every committed entry, and every signed head, once nothing waits."""
    scene = Scene(folder)
    store = scene.open()
    logged = Logged(scene, store, await opened(store, scene))
    await logged.sequence()
    hashes = [leaf_hash(content) for _, content in await logged.entries()]
    query = log_checkpoint.select().order_by(log_checkpoint.c.size)
    notes = await store.readers.run(lambda t: [row.note for row in t.execute(query)])
    await store.close()
    return hashes, [open_checkpoint(note, KEY) for note in notes]
