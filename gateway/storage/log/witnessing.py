"""Cosignatures in the store: kept once, served below the head that they are of.

Implements the WitnessBook port. Must never keep what was not verified, nor change what is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, func, select

from gateway.audit.tlog.hashes import HASH_BYTES
from gateway.audit.tlog.note_keys import NoteKey
from gateway.audit.tlog.notes import NoteSignature, read_note, read_signature_line
from gateway.audit.tlog.proofs import consistency_ranges, hash_of_range
from gateway.audit.tlog.tiles import Tile, node_from_tiles
from gateway.errors import TrailUnavailable
from gateway.ports.machine import Clock
from gateway.ports.witnesses import CosignedHead, SignedHead
from gateway.storage.log.growth import read_tile
from gateway.storage.log.tables import log_checkpoint, log_cosignature
from gateway.storage.threads import Readers, Writer


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many of these witnesses must have cosigned what is served; 0: none is waited for."""

    keys: tuple[NoteKey, ...] = ()
    count: int = 0


ALL_AT_ONCE: Final = Quorum()


@dataclass(frozen=True, slots=True)
class SqlWitnessBook:
    """The book over SQL."""

    writer: Writer
    readers: Readers
    clock: Clock

    async def cosigned(self, key: NoteKey) -> CosignedHead | None:
        """See the port."""
        return await self.readers.run(lambda t: _cosigned(t, key))

    async def newest(self, beyond: int | None) -> SignedHead | None:
        """See the port."""
        return await self.readers.run(lambda t: _newest(t, beyond))

    async def leading(self, beyond: int | None) -> SignedHead | None:
        """See the port."""
        return await self.readers.run(lambda t: _leading(t, beyond))

    async def consistency(self, old: int, size: int) -> tuple[bytes, ...]:
        """See the port. Raises TrailUnavailable also if a tile is missing."""
        if old in (0, size):
            return ()
        return await self.readers.run(lambda t: _consistency(t, old, size))

    async def keep(self, size: int, key: NoteKey, signature: NoteSignature) -> None:
        """See the port."""
        values = {
            "size": size,
            "key": key.text,
            "line": signature.line,
            "at": self.clock.now(),
        }
        await self.writer.run(lambda t: _keep(t, values))


def served_head(transaction: Connection, quorum: Quorum) -> tuple[int, bytes] | None:
    """Size and note of the newest head that may be served, with the cosignatures collected for it.

    With a quorum: the newest head that so many of its witnesses have cosigned.
    """
    query = select(log_checkpoint.c.size, log_checkpoint.c.note)
    if quorum.count:
        size = _cosigned_by(transaction, quorum)
        query = query.where(log_checkpoint.c.size == size)
    found = transaction.execute(query.order_by(log_checkpoint.c.size.desc()).limit(1)).first()
    if found is None:
        return None
    size, note = found
    lines = [read_signature_line(line) for _, line in cosignatures_of(transaction, size)]
    return size, read_note(note).plus(lines).encoded() if lines else note


def cosignatures_of(transaction: Connection, size: int) -> list[tuple[str, str]]:
    """The witnesses' keys and their lines below the head of this size, in a fixed order."""
    query = (
        select(log_cosignature.c.key, log_cosignature.c.line)
        .where(log_cosignature.c.size == size)
        .order_by(log_cosignature.c.key)
    )
    return [(key, line) for key, line in transaction.execute(query)]


def _cosigned_by(transaction: Connection, quorum: Quorum) -> int | None:
    """The size of the newest head that the quorum has cosigned.

    None is newer than what the last of the quorum's furthest has cosigned: nothing beyond is read,
    however long another one has been gone.
    """
    newest = [_newest_size(transaction, key) for key in quorum.keys]
    furthest = sorted((size for size in newest if size is not None), reverse=True)
    if len(furthest) < quorum.count:
        return None
    query = (
        select(log_cosignature.c.size)
        .where(log_cosignature.c.key.in_([key.text for key in quorum.keys]))
        .where(log_cosignature.c.size <= furthest[quorum.count - 1])
        .group_by(log_cosignature.c.size)
        .having(func.count() >= quorum.count)
        .order_by(log_cosignature.c.size.desc())
        .limit(1)
    )
    found: int | None = transaction.scalar(query)
    return found


def _newest_size(transaction: Connection, key: NoteKey) -> int | None:
    query = select(func.max(log_cosignature.c.size)).where(log_cosignature.c.key == key.text)
    found: int | None = transaction.scalar(query)
    return found


def _cosigned(transaction: Connection, key: NoteKey) -> CosignedHead | None:
    query = (
        select(log_cosignature.c.size, log_cosignature.c.line, log_checkpoint.c.note)
        .select_from(
            log_cosignature.outerjoin(
                log_checkpoint, log_checkpoint.c.size == log_cosignature.c.size
            )
        )
        .where(log_cosignature.c.key == key.text)
        .order_by(log_cosignature.c.size.desc())
        .limit(1)
    )
    found = transaction.execute(query).first()
    if found is None:
        return None
    size, line, note = found
    return CosignedHead(size, None if note is None else note + f"{line}\n".encode())


def _newest(transaction: Connection, beyond: int | None) -> SignedHead | None:
    heads = select(log_checkpoint.c.size, log_checkpoint.c.note)
    newest = transaction.execute(heads.order_by(log_checkpoint.c.size.desc()).limit(1)).first()
    if newest is None:
        return None
    return SignedHead(newest.size, newest.note, _waiting_since(transaction, beyond))


def _leading(transaction: Connection, beyond: int | None) -> SignedHead | None:
    """No witness has cosigned anything beyond its own newest: this is another's."""
    query = (
        select(log_checkpoint.c.size, log_checkpoint.c.note)
        .where(log_checkpoint.c.size == select(func.max(log_cosignature.c.size)).scalar_subquery())
        .where(log_checkpoint.c.size > (-1 if beyond is None else beyond))
    )
    found = transaction.execute(query).first()
    if found is None:
        return None
    return SignedHead(found.size, found.note, _waiting_since(transaction, beyond))


def _waiting_since(transaction: Connection, beyond: int | None) -> datetime | None:
    """When the first head beyond this size was signed."""
    query = (
        select(log_checkpoint.c.at)
        .where(log_checkpoint.c.size > (-1 if beyond is None else beyond))
        .order_by(log_checkpoint.c.size)
        .limit(1)
    )
    found: datetime | None = transaction.scalar(query)
    return found


def _consistency(transaction: Connection, old: int, size: int) -> tuple[bytes, ...]:
    node = node_from_tiles(lambda tile: _hashes(transaction, tile), size)
    return tuple(hash_of_range(start, end, node) for start, end in consistency_ranges(old, size))


def _hashes(transaction: Connection, tile: Tile) -> bytes:
    content = (read_tile(transaction, tile) or b"")[: tile.width * HASH_BYTES]
    if len(content) < tile.width * HASH_BYTES:
        raise TrailUnavailable("a tile of the log is missing or too short")
    return content


def _keep(transaction: Connection, values: dict[str, object]) -> None:
    there = select(log_cosignature.c.size).where(
        log_cosignature.c.size == values["size"], log_cosignature.c.key == values["key"]
    )
    if transaction.execute(there).first() is None:
        transaction.execute(log_cosignature.insert().values(values))
