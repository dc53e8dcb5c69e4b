"""A log over a scene's store, with a key that is the same in every run."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from gateway.audit import entry as kinds
from gateway.audit.tlog.checkpoints import Checkpoint, open_checkpoint
from gateway.audit.tlog.note_keys import KeyType, NoteKey
from gateway.settings import Settings
from gateway.storage.log.opening import OpenedLog, open_log
from gateway.storage.store import Store
from gateway.storage.trail_tables import entry
from tests.storage.scene import Scene

PRIVATE = Ed25519PrivateKey.from_private_bytes(sha256(b"the log's key").digest())
ORIGIN = "gateway.example/log"


def named(origin: str) -> NoteKey:
    """The log's public key under a name."""
    return NoteKey(origin, KeyType.ED25519, PRIVATE.public_key().public_bytes_raw())


KEY = named(ORIGIN)


async def opened(store: Store, scene: Scene, origin: str = ORIGIN) -> OpenedLog:
    """The log of this store."""
    settings = Settings(data_dir=scene.data_dir, log_origin=origin)
    return await open_log(store, settings, named, PRIVATE.sign)


@dataclass
class Logged:
    """A store with its log."""

    scene: Scene
    store: Store
    log: OpenedLog

    async def write(self, count: int) -> None:
        """Commit that many entries, all at once."""
        trail = self.store.trail
        new = [self.scene.entry(kinds.MATTER_REGISTERED) for _ in range(count)]
        await trail.writer.run(lambda t: [trail.entries.write(t, entry) for entry in new])

    async def sequence(self) -> int:
        """Sequence what waits."""
        return await self.log.sequencer.sequence()

    async def head(self) -> Checkpoint:
        """The newest checkpoint, its signature verified."""
        content = await self.log.log.checkpoint()
        assert content is not None
        return open_checkpoint(content, KEY)

    async def entries(self) -> list[tuple[str, bytes]]:
        """Every entry in the order in which it was committed."""
        query = select(entry.c.entry_id, entry.c.bytes).order_by(entry.c.seq)
        rows = await self.store.readers.run(lambda t: t.execute(query).all())
        return [(row[0], row[1]) for row in rows]
