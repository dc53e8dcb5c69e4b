"""Showing the log's newest head to one witness, and keeping what it cosigns (formats.md §2).

In the background and for each witness alone: must never delay an answer, the sequencer or another
witness, and never keep a cosignature that was not verified.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from gateway.audit.tlog.notes import NotSigned, read_note, verified
from gateway.audit.tlog.refusal import NotInFormat
from gateway.audit.tlog.witness_messages import AddCheckpoint
from gateway.ports.witnesses import Cosigned, StandsAt, WitnessFailure

if TYPE_CHECKING:
    from gateway.audit.tlog.note_keys import NoteKey
    from gateway.ports.machine import Clock
    from gateway.ports.witnesses import CosignedHead, SignedHead, Witness, WitnessBook

TRIES: Final = 3
"""Submissions in one go: a witness that stands elsewhere says where, and is asked again."""

COSIGNED: Final = "cosigned"
NOTHING_NEW: Final = "nothing_new"
UNSETTLED: Final = "unsettled"
HISTORY_REFUSED: Final = "history_refused"
"""The witness knows another history of this log: somebody has rewritten or lost a part of it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What came of showing the head to a witness.

    `result` is one of the words above or a WitnessFailure's. `size`: the newest head that the
    witness has cosigned, `lag`: since when a head waits for it. `forgot`: it stood at less than it
    had cosigned.
    """

    witness: str
    result: str
    size: int | None
    lag: timedelta
    forgot: bool = False


@dataclass(frozen=True, slots=True)
class Witnessing:
    """Shows heads to one witness."""

    book: WitnessBook
    witness: Witness
    clock: Clock

    async def show(self) -> Told:
        """Show it the newest head if it has not cosigned it. Raises TrailUnavailable."""
        kept = await self.book.cosigned(self.witness.key)
        known = None if kept is None else kept.size
        head = await self.book.newest(known)
        if kept is not None and not _holds(kept, self.witness.key):
            return await self._told(HISTORY_REFUSED, kept)
        if head is None or head.waiting_since is None:
            return await self._told(NOTHING_NEW, kept)
        # What another has cosigned comes first: a quorum needs several below one head, and on a
        # busy log each would find another one newest.
        leading = await self.book.leading(known)
        result, forgot = await self._submit(leading or head, known)
        return await self._told(result, await self.book.cosigned(self.witness.key), forgot=forgot)

    async def _told(self, result: str, kept: CosignedHead | None, *, forgot: bool = False) -> Told:
        size = None if kept is None else kept.size
        newest = await self.book.newest(size)
        since = None if newest is None else newest.waiting_since
        lag = timedelta() if since is None else self.clock.now() - since
        return Told(self.witness.name, result, size, max(lag, timedelta()), forgot)

    async def _submit(self, head: SignedHead, known: int | None) -> tuple[str, bool]:
        """Submit until the witness has decided; what came of it, and whether it forgot."""
        old, forgot = known or 0, False
        for _ in range(TRIES):
            hashes = await self.book.consistency(old, head.size)
            reply = await self.witness.add_checkpoint(AddCheckpoint(old, hashes, head.note))
            match reply:
                case Cosigned(signature):
                    await self.book.keep(head.size, self.witness.key, signature)
                    return COSIGNED, forgot
                case StandsAt(size):
                    forgot = size < (known or 0)
                    newer = await self._not_shorter(head, size)
                    if newer is None or (size == old and size == head.size):
                        return HISTORY_REFUSED, forgot
                    if size == old:
                        return WitnessFailure.BROKEN.value, forgot
                    head, old = newer, size
                case WitnessFailure.PROOF_REFUSED:
                    return HISTORY_REFUSED, forgot
                case WitnessFailure():
                    return reply.value, forgot
        return UNSETTLED, forgot

    async def _not_shorter(self, head: SignedHead, size: int) -> SignedHead | None:
        """A head that is not shorter than what the witness has cosigned, if this log has one."""
        if head.size < size:
            newest = await self.book.newest(None)
            head = head if newest is None else newest
        return None if head.size < size else head


def _holds(kept: CosignedHead, key: NoteKey) -> bool:
    """Whether what the witness has cosigned is still the head that this log has at that size."""
    try:
        return kept.note is not None and key.name in verified(read_note(kept.note), [key])
    except (NotInFormat, NotSigned):
        return False
