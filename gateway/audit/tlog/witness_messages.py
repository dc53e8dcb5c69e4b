"""What a log sends to a witness (C2SP tlog-witness): a checkpoint and its proof of consistency."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Final

from gateway.audit.tlog.checkpoints import LARGEST_SIZE
from gateway.audit.tlog.hashes import HASH_BYTES
from gateway.audit.tlog.note_keys import read_base64
from gateway.audit.tlog.notes import LARGEST_NOTE, Note, read_note, read_signature_line
from gateway.audit.tlog.refusal import NotInFormat

MOST_HASHES: Final = 63
SIZE_MEDIA_TYPE: Final = "text/x.tlog.size"
_OLD: Final = re.compile(r"old (0|[1-9][0-9]{0,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """The body of `add-checkpoint`: the size that the witness knows, the proof, the signed note."""

    old: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes

    def encoded(self) -> bytes:
        """The bytes of the body."""
        lines = [f"old {self.old}", *(base64.b64encode(h).decode() for h in self.hashes)]
        return "".join(f"{line}\n" for line in lines).encode() + b"\n" + self.checkpoint

    @property
    def note(self) -> Note:
        """The checkpoint's note."""
        return read_note(self.checkpoint)


def read_add_checkpoint(content: bytes) -> AddCheckpoint:
    """The message of these bytes. Raises NotInFormat."""
    if len(content) > LARGEST_NOTE:
        raise NotInFormat("the message is too large")
    head, found, checkpoint = content.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise NotInFormat("the proof is not ASCII") from None
    old = _OLD.fullmatch(lines.pop(0))
    if not found or old is None or int(old[1]) > LARGEST_SIZE or len(lines) > MOST_HASHES:
        raise NotInFormat("the message has an old size and at most 63 hashes")
    hashes = tuple(read_base64(line) for line in lines)
    if any(len(hashed) != HASH_BYTES for hashed in hashes):
        raise NotInFormat("a hash has 32 bytes")
    read_note(checkpoint)
    return AddCheckpoint(int(old[1]), hashes, checkpoint)


def write_cosignatures(note: Note) -> bytes:
    """The reply: the witness's signature lines."""
    return "".join(f"{line.line}\n" for line in note.signatures).encode()


def read_cosignatures(text: str, content: bytes) -> Note:
    """The note made of a checkpoint's text and the lines of a witness's reply.

    Raises NotInFormat. The signatures are still to be verified.
    """
    if len(content) > LARGEST_NOTE:
        raise NotInFormat("the reply is too large")
    try:
        lines = content.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise NotInFormat("the reply is not UTF-8") from None
    if len(lines) < 2 or lines.pop() != "":
        raise NotInFormat("the reply is one or more lines, each ended by a newline")
    return Note(text, tuple(read_signature_line(line) for line in lines))
