"""Answering submissions: from the bytes of a request to status and bytes of the reply.

Must never answer with a cosignature before the store has made the head durable.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from gateway.audit.tlog.checkpoints import Checkpoint, read_checkpoint
from gateway.audit.tlog.notes import Note, NotSigned, verified
from gateway.audit.tlog.refusal import NotInFormat
from gateway.audit.tlog.witness_messages import (
    SIZE_MEDIA_TYPE,
    AddCheckpoint,
    read_add_checkpoint,
    write_cosignatures,
)
from gateway.witness.judging import Verdict
from gateway.witness.keys import WitnessKey
from gateway.witness.store import WitnessStore

TEXT: Final = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered."""

    status: int
    body: bytes
    media_type: str = TEXT


@dataclass(frozen=True, slots=True)
class Refused:
    """A known log submitted a head under its own key that does not continue the one known."""

    origin: str
    size: int
    known_size: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class WitnessDesk:
    """Answers submissions. `now` gives whole seconds since 1970; `observe` is told of refusals."""

    store: WitnessStore
    key: WitnessKey
    now: Callable[[], int]
    observe: Callable[[Refused], None]

    def add_checkpoint(self, content: bytes) -> Reply:
        """Answer one submission (C2SP tlog-witness). Raises sqlite3.Error if nothing was kept."""
        try:
            message = read_add_checkpoint(content)
            note = message.note
            offered = read_checkpoint(note.text)
        except NotInFormat as error:
            return Reply(400, f"{error}\n".encode())
        keys = self.store.keys_of(offered.origin)
        if not keys:
            return Reply(404, b"this log is not known here\n")
        try:
            verified(note, keys)
        except NotSigned as error:
            return Reply(403, f"{error}\n".encode())
        return self._judged(message, note, offered)

    def _judged(self, message: AddCheckpoint, note: Note, offered: Checkpoint) -> Reply:
        at = self.now()
        verdict, known_size = self.store.submit(message, offered, at)
        if verdict.accuses:
            self.observe(Refused(offered.origin, offered.size, known_size, verdict))
        match verdict:
            case Verdict.COSIGNED:
                line = self.key.cosign(note.text, at)
                return Reply(200, write_cosignatures(Note(note.text, (line,))))
            case Verdict.ELSEWHERE | Verdict.FORKED:
                return Reply(verdict.status, f"{known_size}\n".encode(), SIZE_MEDIA_TYPE)
            case Verdict.MALFORMED:
                return Reply(400, b"the old size is larger than the checkpoint's\n")
            case Verdict.UNPROVEN:
                return Reply(422, b"the proof does not lead from the known head to this one\n")
