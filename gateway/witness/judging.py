"""What a witness says to a submitted checkpoint, given the head that it knows. Pure.

Must never say "cosign" to a head that does not continue the known one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from gateway.audit.tlog.checkpoints import Checkpoint
from gateway.audit.tlog.hashes import EMPTY_ROOT
from gateway.audit.tlog.proofs import is_consistent
from gateway.audit.tlog.witness_messages import AddCheckpoint


@dataclass(frozen=True, slots=True)
class Head:
    """The newest head of a log that the witness has cosigned."""

    size: int
    root: bytes


class Verdict(Enum):
    """What comes of a submission whose signature was verified; the value is the HTTP status."""

    COSIGNED = 200
    MALFORMED = 400  # the old size is larger than the checkpoint's
    ELSEWHERE = 409  # the witness is at another size than the old one
    FORKED = 4090  # the same size with another root; answered with 409 too
    UNPROVEN = 422  # the proof does not lead from the known head to this one

    @property
    def status(self) -> int:
        """The HTTP status (C2SP tlog-witness)."""
        return 409 if self is Verdict.FORKED else self.value

    @property
    def accuses(self) -> bool:
        """Whether what was submitted may be evidence against the log."""
        return self in (Verdict.FORKED, Verdict.UNPROVEN)


def judge(known: Head | None, message: AddCheckpoint, offered: Checkpoint) -> Verdict:
    """Judge a submission. `offered` is the message's checkpoint, signed by its log.

    In the order of C2SP tlog-witness: old size against the offered one, against the known one, then
    equal sizes, then the proof. The proof from size 0 is empty; a head of size 0 has the root of
    the empty tree.
    """
    if message.old > offered.size:
        return Verdict.MALFORMED
    if message.old != (known.size if known else 0):
        return Verdict.ELSEWHERE
    if known is not None and known.size == offered.size and known.root != offered.root:
        return Verdict.FORKED
    return Verdict.COSIGNED if _continues(known, message, offered) else Verdict.UNPROVEN


def _continues(known: Head | None, message: AddCheckpoint, offered: Checkpoint) -> bool:
    if message.old == 0:
        return not message.hashes and (offered.size > 0 or offered.root == EMPTY_ROOT)
    root = b"" if known is None else known.root
    return is_consistent(message.old, offered.size, root, offered.root, message.hashes)
