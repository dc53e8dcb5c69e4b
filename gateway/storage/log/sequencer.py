"""The sequencer: one at a time gives entries their index and signs the head.

Must never sign a head before it is durable, and never two heads of one size: a crash anywhere
leaves an unsigned head, which the next sequencer signs as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection

from gateway.audit.tlog.checkpoints import Checkpoint
from gateway.audit.tlog.note_keys import NoteKey
from gateway.audit.tlog.notes import Note, signed
from gateway.ports.machine import Clock
from gateway.storage.log.growth import Growth, Head
from gateway.storage.log.tables import log_checkpoint
from gateway.storage.threads import Writer

Step = Callable[[str], None]


def _no_step(_name: str) -> None:
    return None


@dataclass(slots=True)
class Sequencer:
    """Sequences what has been committed.

    Every step is one transaction that holds the database's write lock and looks at the stored head
    first, so that two sequencers never work at once: the second finds what the first has made.
    `sign` makes the Ed25519 signature of the log's key. `step` is told the name of every step
    before it is made (tests end the process there).
    """

    writer: Writer
    key: NoteKey
    sign: Callable[[bytes], bytes]
    clock: Clock
    step: Step = _no_step
    _growth: Growth = field(default_factory=Growth)

    async def sequence(self) -> int:
        """Sequence and sign until nothing waits; the size of the log. Raises TrailUnavailable."""
        while True:
            self.step("grow")
            head = await self.writer.run(self._growth.grow)
            if head.signed:
                return head.size
            await self._sign(head)

    async def _sign(self, head: Head) -> None:
        checkpoint = Checkpoint(self.key.name, head.size, head.root)
        self.step("sign")
        note = Note(checkpoint.text, (signed(checkpoint.text, self.key, self.sign),))
        self.step("publish")
        await self.writer.run(lambda t: self._publish(t, head, note.encoded()))
        self.step("published")

    def _publish(self, transaction: Connection, head: Head, note: bytes) -> None:
        """Store the checkpoint, unless somebody has signed this very head meanwhile."""
        values = {"size": head.size, "root": head.root, "note": note, "at": self.clock.now()}
        there = log_checkpoint.select().where(log_checkpoint.c.size == head.size)
        if transaction.execute(there).first() is None:
            transaction.execute(log_checkpoint.insert().values(values))
