"""Checkpoints (C2SP tlog-checkpoint): the signed head of a log at one size."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.audit.tlog.hashes import HASH_BYTES
from gateway.audit.tlog.note_keys import checked_name, read_base64
from gateway.audit.tlog.notes import NotSigned, checked_text, read_note, verified
from gateway.audit.tlog.refusal import NotInFormat

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gateway.audit.tlog.note_keys import NoteKey

LARGEST_SIZE: Final = (1 << 63) - 1
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How many leaves the log named `origin` has, and the root over them.

    `extensions` are further lines, which this log does not write and readers tolerate.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text of its note."""
        lines = (self.origin, str(self.size), base64.b64encode(self.root).decode())
        return "".join(f"{line}\n" for line in (*lines, *self.extensions))


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint of a note's text. Raises NotInFormat."""
    lines = checked_text(text).split("\n")[:-1]
    if len(lines) < 3 or "" in lines:
        raise NotInFormat("a checkpoint has an origin, a size and a root, and no empty line")
    origin, size, root = lines[:3]
    if not _SIZE.fullmatch(size) or int(size) > LARGEST_SIZE:
        raise NotInFormat("the size is a decimal number without leading zeros")
    hashed = read_base64(root)
    if len(hashed) != HASH_BYTES:
        raise NotInFormat("the root is a hash of 32 bytes")
    return Checkpoint(checked_name(origin), int(size), hashed, tuple(lines[3:]))


def open_checkpoint(content: bytes, log: NoteKey) -> Checkpoint:
    """The checkpoint of a signed note that this log has signed.

    Raises NotInFormat, or NotSigned if the log's key did not sign it; the key's name must be the
    checkpoint's origin (NotInFormat).
    """
    note = read_note(content)
    checkpoint = read_checkpoint(note.text)
    if checkpoint.origin != log.name:
        raise NotInFormat("the checkpoint is another log's")
    verified(note, [log])
    return checkpoint


def open_cosigned(content: bytes, log: NoteKey, witnesses: Iterable[NoteKey]) -> Checkpoint:
    """The checkpoint of a note that this log has signed and every one of the witnesses cosigned.

    Raises NotInFormat and NotSigned.
    """
    checkpoint = open_checkpoint(content, log)
    note = read_note(content)
    for witness in witnesses:  # each alone: names need not differ
        try:
            verified(note, (witness,))
        except NotSigned:
            raise NotSigned("a witness has not cosigned the checkpoint") from None
    return checkpoint
