"""Cosignatures in the store: kept once, served below the head that they are of.

Implements the WitnessBook port. Must never keep what was not verified, nor change what is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Select, func, select

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
        size = transaction.scalar(_cosigned_by(quorum))
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


def _cosigned_by(quorum: Quorum) -> Select[tuple[int]]:
    keys = [key.text for key in quorum.keys]
    return (
        select(log_cosignature.c.size)
        .where(log_cosignature.c.key.in_(keys))
        .group_by(log_cosignature.c.size)
        .having(func.count() >= quorum.count)
        .order_by(log_cosignature.c.size.desc())
        .limit(1)
    )


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
    heads = select(log_checkpoint.c.size, log_checkpoint.c.note, log_checkpoint.c.at)
    newest = transaction.execute(heads.order_by(log_checkpoint.c.size.desc()).limit(1)).first()
    if newest is None:
        return None
    first = heads.where(log_checkpoint.c.size > (-1 if beyond is None else beyond))
    waiting = transaction.execute(first.order_by(log_checkpoint.c.size).limit(1)).first()
    return SignedHead(newest.size, newest.note, None if waiting is None else waiting.at)


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
