"""Reading the log back: checkpoints, tiles, bundles, proofs. Implements the Log port.

Must never serve what no signed checkpoint covers: until then it may not be in the log at all. With
a quorum of witnesses, what they have not cosigned either.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, func, select

from gateway.audit.tlog.bundles import write_bundle
from gateway.audit.tlog.hashes import HASH_BYTES
from gateway.audit.tlog.note_keys import NoteKey
from gateway.audit.tlog.proof_files import ProofFile
from gateway.audit.tlog.proofs import hash_of_range, inclusion_ranges
from gateway.audit.tlog.tiles import FULL_WIDTH, Tile, node_from_tiles, width_at
from gateway.errors import TrailUnavailable
from gateway.ports.log import LogState
from gateway.ports.machine import Clock
from gateway.storage.log.growth import read_head, read_tile
from gateway.storage.log.tables import unsequenced
from gateway.storage.log.witnessing import ALL_AT_ONCE, Quorum, served_head
from gateway.storage.threads import Readers
from gateway.storage.trail_tables import entry, leaf


@dataclass(frozen=True, slots=True)
class SqlLog:
    """The log over SQL."""

    readers: Readers
    key: NoteKey
    clock: Clock
    quorum: Quorum = ALL_AT_ONCE

    async def checkpoint(self) -> bytes | None:
        """See the port."""
        found = await self.readers.run(lambda t: served_head(t, self.quorum))
        return None if found is None else found[1]

    async def tile(self, tile: Tile) -> bytes | None:
        """See the port."""
        return await self.readers.run(lambda t: _tile(t, tile, self.quorum))

    async def bundle(self, tile: Tile) -> bytes | None:
        """See the port."""
        return await self.readers.run(lambda t: _bundle(t, tile, self.quorum))

    async def proof(self, entry_id: str) -> bytes | None:
        """See the port."""
        return await self.readers.run(lambda t: _proof(t, entry_id, self.quorum))

    async def state(self) -> LogState:
        """See the port."""
        return await self.readers.run(self._state)

    def _state(self, transaction: Connection) -> LogState:
        query = select(func.count(), func.min(unsequenced.c.at))
        waiting, oldest = transaction.execute(query).one()
        lag = timedelta() if oldest is None else self.clock.now() - oldest
        return LogState(read_head(transaction).size, waiting, max(lag, timedelta()))


def _covers(transaction: Connection, tile: Tile, quorum: Quorum) -> bool:
    """Whether the served checkpoint's tree holds this tile at this width."""
    found = served_head(transaction, quorum)
    size = 0 if found is None else found[0]
    return width_at(tile.level, tile.index, size) >= tile.width


def _tile(transaction: Connection, tile: Tile, quorum: Quorum) -> bytes | None:
    if not _covers(transaction, tile, quorum):
        return None
    return _hashes(transaction, tile)


def _hashes(transaction: Connection, tile: Tile) -> bytes:
    content = (read_tile(transaction, tile) or b"")[: tile.width * HASH_BYTES]
    if len(content) < tile.width * HASH_BYTES:
        raise TrailUnavailable("a tile of the log is missing or too short")
    return content


def _bundle(transaction: Connection, tile: Tile, quorum: Quorum) -> bytes | None:
    if not _covers(transaction, tile, quorum):
        return None
    first = tile.index * FULL_WIDTH
    query = (
        select(entry.c.bytes)
        .join(leaf, leaf.c.entry_id == entry.c.entry_id)
        .where(leaf.c.index >= first, leaf.c.index < first + tile.width)
        .order_by(leaf.c.index)
    )
    return write_bundle(transaction.scalars(query))


def _proof(transaction: Connection, entry_id: str, quorum: Quorum) -> bytes | None:
    query = (
        select(leaf.c.index, entry.c.bytes)
        .join(entry, entry.c.entry_id == leaf.c.entry_id)
        .where(leaf.c.entry_id == entry_id)
    )
    found, newest = transaction.execute(query).first(), served_head(transaction, quorum)
    if found is None or newest is None:
        return None
    index, content = found
    size, note = newest
    if index >= size:
        return None
    node = node_from_tiles(lambda tile: _hashes(transaction, tile), size)
    ranges = inclusion_ranges(index, size)
    hashes = tuple(hash_of_range(start, end, node) for start, end in ranges)
    return ProofFile(index, hashes, note, extra=content).encoded()
