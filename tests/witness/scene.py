"""A witness over a folder, a log that it knows, and submissions to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from gateway.audit.tlog.checkpoints import Checkpoint
from gateway.audit.tlog.notes import verified
from gateway.audit.tlog.witness_messages import AddCheckpoint, read_cosignatures
from gateway.witness.desk import Refused, Reply, WitnessDesk
from gateway.witness.keys import make_witness_key, open_witness_key
from gateway.witness.opening import make_store, open_store
from gateway.witness.store import WitnessStore
from tests.audit.tlog import reference
from tests.audit.tlog.signing import LOG, ORIGIN, SEEN_AT, WITNESS, a_note

FORKED = "forked"
"""The mark of another history."""


def head(size: int, mark: str = "entry") -> Checkpoint:
    """The head of a log of that many entries."""
    return Checkpoint(ORIGIN, size, reference.root(reference.leaves(size, mark)))


def submission(old: int, size: int, mark: str = "entry") -> AddCheckpoint:
    """An honest submission: the proof leads from the first `old` entries to all of them."""
    hashes = reference.subproof(old, reference.leaves(size, mark)) if 0 < old < size else []
    return AddCheckpoint(old, tuple(hashes), a_note(head(size, mark)).encoded())


@dataclass
class Witnessing:
    """A witness that knows the log, on a clock that stands still."""

    folder: Path
    store: WitnessStore
    desk: WitnessDesk
    refused: list[Refused] = field(default_factory=list)

    def submit(self, old: int, size: int, mark: str = "entry") -> Reply:
        return self.desk.add_checkpoint(submission(old, size, mark).encoded())

    def cosigned(self, reply: Reply, size: int, mark: str = "entry") -> dict[str, int | None]:
        """Who has cosigned the head of this size, and when, by the reply."""
        note = read_cosignatures(head(size, mark).text, reply.body)
        return verified(note, [self.desk.key.public])

    @property
    def size(self) -> int | None:
        """The size of the head that is remembered."""
        known = self.store.logs()[0].head
        return None if known is None else known.size


def made(folder: Path) -> Path:
    """A folder with a witness's key and store."""
    folder.mkdir(mode=0o700, exist_ok=True)
    make_witness_key(folder)
    make_store(folder, WITNESS)
    return folder


def opened(folder: Path) -> Witnessing:
    """The witness of a folder."""
    store = open_store(folder)
    store.add_log(LOG)
    refused: list[Refused] = []
    key = open_witness_key(folder, store.name)
    desk = WitnessDesk(store, key, lambda: SEEN_AT, refused.append)
    return Witnessing(folder, store, desk, refused)
