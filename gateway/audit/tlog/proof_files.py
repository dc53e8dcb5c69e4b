"""Proof files (C2SP tlog-proof): that an entry is in the log, in one file that needs no network."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.audit.tlog.checkpoints import LARGEST_SIZE, open_cosigned
from gateway.audit.tlog.hashes import HASH_BYTES, leaf_hash
from gateway.audit.tlog.note_keys import read_base64
from gateway.audit.tlog.notes import NotSigned, read_note
from gateway.audit.tlog.proofs import is_included
from gateway.audit.tlog.refusal import NotInFormat

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gateway.audit.tlog.checkpoints import Checkpoint
    from gateway.audit.tlog.note_keys import NoteKey

HEADER: Final = "c2sp.org/tlog-proof@v1"
LARGEST_FILE: Final = 1_100_000
MOST_HASHES: Final = 63
_INDEX: Final = re.compile(r"index (0|[1-9][0-9]{0,18})", re.ASCII)
_EXTRA: Final = "extra "


@dataclass(frozen=True, slots=True)
class ProofFile:
    """The index of an entry, its inclusion proof from leaf to root, and the checkpoint as served.

    `extra` is what an application adds; this one adds nothing.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    def encoded(self) -> bytes:
        """The bytes of the file."""
        lines = [HEADER]
        if self.extra is not None:
            lines.append(_EXTRA + base64.b64encode(self.extra).decode())
        lines.append(f"index {self.index}")
        lines += [base64.b64encode(hashed).decode() for hashed in self.hashes]
        return "".join(f"{line}\n" for line in lines).encode() + b"\n" + self.checkpoint


def read_proof_file(content: bytes) -> ProofFile:
    """The proof of these bytes. Raises NotInFormat."""
    if len(content) > LARGEST_FILE:
        raise NotInFormat("the proof file is too large")
    head, found, checkpoint = content.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise NotInFormat("the proof is not ASCII") from None
    if not found or lines.pop(0) != HEADER:
        raise NotInFormat("is not a proof file of version 1")
    extra = None
    if lines and lines[0].startswith(_EXTRA):
        extra = read_base64(lines.pop(0).removeprefix(_EXTRA))
    index = _INDEX.fullmatch(lines.pop(0)) if lines else None
    if index is None or int(index[1]) > LARGEST_SIZE or len(lines) > MOST_HASHES:
        raise NotInFormat("the proof has an index and at most 63 hashes")
    read_note(checkpoint)
    return ProofFile(int(index[1]), tuple(_hash(line) for line in lines), checkpoint, extra)


def check_proof_file(
    content: bytes, entry: bytes, log: NoteKey, witnesses: Iterable[NoteKey] = ()
) -> Checkpoint:
    """The checkpoint under which the file proves the entry's bytes to be in the log.

    Every one of `witnesses` must have cosigned it. Raises NotInFormat, or NotSigned if a signature
    is missing or wrong, or if the proof does not lead from the entry to the root.
    """
    proof = read_proof_file(content)
    checkpoint = open_cosigned(proof.checkpoint, log, witnesses)
    leaf = leaf_hash(entry)
    if not is_included(proof.index, checkpoint.size, leaf, proof.hashes, checkpoint.root):
        raise NotSigned("the proof does not lead from the entry to the checkpoint's root")
    return checkpoint


def _hash(line: str) -> bytes:
    hashed = read_base64(line)
    if len(hashed) != HASH_BYTES:
        raise NotInFormat("a hash has 32 bytes")
    return hashed
