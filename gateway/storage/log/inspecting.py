"""Inspection: the tree derived anew from the stored entries, and everything compared with it.

Reads only, in short transactions beside a serving gateway or from a copied directory. Must never
take anything for true that it can derive: not a tile, not a head, not a column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, select

from gateway.audit.tlog.checkpoints import Checkpoint, open_checkpoint
from gateway.audit.tlog.divergence import Divergence, Kind
from gateway.audit.tlog.frontier import Frontier
from gateway.audit.tlog.hashes import HASH_BYTES, leaf_hash
from gateway.audit.tlog.note_keys import NoteKey
from gateway.audit.tlog.notes import NotSigned
from gateway.audit.tlog.refusal import NotInFormat
from gateway.audit.tlog.tiles import FULL_WIDTH, Tile, width_at
from gateway.storage.log.growth import read_head, read_tile
from gateway.storage.log.tables import log_checkpoint, log_head, unsequenced
from gateway.storage.trail_tables import entry, leaf

CHUNK = 40 * FULL_WIDTH
"""Leaves that are read at once."""

Look = Callable[[Connection, list[Row[Any]]], Iterator[Divergence]]
"""Looks deeper at some rows."""


@dataclass(slots=True)
class Inspection:
    """One inspection of a store whose log signs under `key`.

    `kept` are checkpoints that were kept elsewhere, already verified. `frontier` is where it
    begins: an interrupted inspection goes on from its own. `found` is filled as it goes.
    """

    engine: Engine
    key: NoteKey
    kept: tuple[Checkpoint, ...] = ()
    look_deeper: Look | None = None
    frontier: Frontier = field(default_factory=Frontier)
    found: list[Divergence] = field(default_factory=list)
    checkpoints: int = 0
    size: int = 0
    _expected: dict[int, list[tuple[str, bytes]]] = field(default_factory=dict)
    _upper: dict[int, list[bytes]] = field(default_factory=dict)

    def run(self) -> Iterator[int]:
        """Inspect; gives the number of leaves done after every chunk. Raises SQLAlchemyError."""
        with self.engine.begin() as transaction:
            self.size = read_head(transaction).size
            self._expect(transaction)
        self._compare_roots()
        while self.frontier.size < self.size:
            with self.engine.begin() as transaction:
                self._chunk(transaction)
            yield self.frontier.size
        with self.engine.begin() as transaction:
            self._compare_ends(transaction)
            self.found.extend(_strays(transaction, self.size))

    def _expect(self, transaction: Connection) -> None:
        """The root that each signed head states, by its size."""
        head = read_head(transaction)
        self._expected[head.size] = [("the stored head", head.root)]
        for row in transaction.execute(select(log_checkpoint).order_by(log_checkpoint.c.size)):
            self.checkpoints += 1
            self._expect_signed(row)
        for kept in self.kept:
            self._state(kept.size, "the checkpoint that was kept", kept.root)

    def _expect_signed(self, row: Row[Any]) -> None:
        name = f"the checkpoint of size {row.size}"
        try:
            signed = open_checkpoint(row.note, self.key)
        except (NotInFormat, NotSigned) as error:
            self.found.append(Divergence(Kind.CHECKPOINT, f"{name}: {error}", row.size))
            return
        if (signed.size, signed.root) != (row.size, row.root):
            self.found.append(Divergence(Kind.CHECKPOINT, f"{name} states another head", row.size))
        self._state(signed.size, name, signed.root)

    def _state(self, size: int, name: str, root: bytes) -> None:
        if size > self.size:
            said = f"{name} is of a longer log: {size} entries, here are {self.size}"
            self.found.append(Divergence(Kind.CHECKPOINT, said, size))
        self._expected.setdefault(size, []).append((name, root))

    def _chunk(self, transaction: Connection) -> None:
        start = self.frontier.size
        end = min(self.size, start - start % FULL_WIDTH + CHUNK)
        contents = _contents(transaction, start, end)
        wrong: list[tuple[Kind, int]] = []
        for first, last in pairwise([*range(start, end, FULL_WIDTH), end]):
            hashes = self._stored(transaction, first, last)
            for number, stored in enumerate(hashes, first):
                hashed, kind = _judged(contents, number, stored)
                if kind is not None:
                    wrong.append((kind, number))
                self._append(hashed)
        self.found.extend(_named(transaction, kind, number) for kind, number in wrong)
        if self.look_deeper is not None:
            self.found.extend(self.look_deeper(transaction, _rows(transaction, start, end)))

    def _stored(self, transaction: Connection, first: int, last: int) -> list[bytes]:
        """The hashes that one tile holds of the leaves [first, last); empty where it ends early."""
        index = first // FULL_WIDTH
        stored = _stored_tile(transaction, Tile(0, index, width_at(0, index, self.size)))
        if len(stored) < (last - index * FULL_WIDTH) * HASH_BYTES:
            said = f"tile {index} of level 0 is missing or too short"
            self.found.append(Divergence(Kind.TILE, said))
        places = (number % FULL_WIDTH * HASH_BYTES for number in range(first, last))
        return [stored[place : place + HASH_BYTES] for place in places]

    def _append(self, hashed: bytes) -> None:
        for level, node in self.frontier.append(hashed):
            self._upper.setdefault(level, []).append(node)
        self._compare_roots()

    def _compare_roots(self) -> None:
        stated = self._expected.pop(self.frontier.size, None)
        if stated is None:
            return
        root = self.frontier.root()
        for name, expected in stated:
            if expected != root:
                kind = Kind.HEAD if name == "the stored head" else Kind.CHECKPOINT
                said = f"{name} is not the head of the first {self.frontier.size} entries"
                self.found.append(Divergence(kind, said, self.frontier.size))

    def _compare_ends(self, transaction: Connection) -> None:
        """The upper tiles that the entries make, against the stored ones."""
        for level, nodes in sorted(self._upper.items()):
            done = self.size >> (8 * level)
            first = done - len(nodes)  # an inspection that went on has seen the earlier ones
            for index in range(first // FULL_WIDTH, -(-done // FULL_WIDTH)):
                stored = _stored_tile(transaction, Tile(level, index, 1))
                begin = max(first, index * FULL_WIDTH)
                made = b"".join(nodes[begin - first : (index + 1) * FULL_WIDTH - first])
                place = begin % FULL_WIDTH * HASH_BYTES  # the tile may have grown meanwhile
                if stored[place : place + len(made)] != made:
                    said = f"tile {index} of level {level} is not what the entries make"
                    self.found.append(Divergence(Kind.TILE, said))


def _stored_tile(transaction: Connection, tile: Tile) -> bytes:
    """What is stored of a tile; nothing if it is not even bytes."""
    found = read_tile(transaction, tile)
    return found if isinstance(found, bytes) else b""


def _contents(transaction: Connection, start: int, end: int) -> dict[int, object]:
    """The bytes of the entries of these indices; None where an index has lost its entry."""
    query = (
        select(leaf.c.index, entry.c.bytes)
        .select_from(leaf.outerjoin(entry, entry.c.entry_id == leaf.c.entry_id))
        .where(leaf.c.index >= start, leaf.c.index < end)
    )
    return {number: content for number, content in transaction.execute(query).all()}  # noqa: C416


def _judged(contents: dict[int, object], number: int, stored: bytes) -> tuple[bytes, Kind | None]:
    """The hash of one leaf, and what is wrong with it: the tile's hash, where there is one.

    Where row and tile do not agree, what follows can still be judged: the signed roots tell which
    of the two was changed.
    """
    content = contents.get(number)
    if content is None:
        return stored or bytes(HASH_BYTES), Kind.MISSING
    # Whoever edits a row may have changed its type as well.
    hashed = leaf_hash(content) if isinstance(content, bytes) else bytes(HASH_BYTES)
    return stored or hashed, None if stored in (hashed, b"") else Kind.ALTERED


def _named(transaction: Connection, kind: Kind, number: int) -> Divergence:
    """What is wrong with one index, in words."""
    query = select(leaf.c.entry_id).where(leaf.c.index == number)
    entry_id: str | None = transaction.scalar(query)
    if entry_id is None:
        said = f"index {number} has no row in the log's index"
    elif kind is Kind.MISSING:
        said = f"index {number} has lost its entry {entry_id}"
    else:
        said = f"entry {entry_id} of index {number} is not what the tree was grown over"
    return Divergence(kind, said, number, entry_id)


def _rows(transaction: Connection, start: int, end: int) -> list[Row[Any]]:
    """The whole rows of these indices, as far as there are any."""
    query = (
        select(leaf.c.index.label("number"), *entry.c)
        .join(entry, entry.c.entry_id == leaf.c.entry_id)
        .where(leaf.c.index >= start, leaf.c.index < end)
    )
    return list(transaction.execute(query).all())


def _strays(transaction: Connection, size: int) -> Iterator[Divergence]:
    """Rows that belong to no head and wait for none."""
    beyond = select(leaf.c.index, leaf.c.entry_id).where(leaf.c.index >= size)
    newer = read_head(transaction).size  # it may have grown while this inspection ran
    for index, entry_id in transaction.execute(beyond.where(leaf.c.index >= newer)):
        said = f"index {index} is beyond the head"
        yield Divergence(Kind.EXTRA, said, index, entry_id)
    outside = (
        select(entry.c.entry_id)
        .outerjoin(leaf, leaf.c.entry_id == entry.c.entry_id)
        .outerjoin(unsequenced, unsequenced.c.seq == entry.c.seq)
        .where(leaf.c.entry_id.is_(None), unsequenced.c.seq.is_(None))
        .order_by(entry.c.seq)
    )
    for (entry_id,) in transaction.execute(outside):
        said = f"entry {entry_id} is neither in the log nor waits for it"
        yield Divergence(Kind.EXTRA, said, None, entry_id)


def read_origin(engine: Engine) -> str:
    """The log's name. Raises ValueError for a store that has no log yet."""
    with engine.begin() as transaction:
        origin: str | None = transaction.scalar(select(log_head.c.origin))
    if origin is None:
        raise ValueError("the store has no log yet")
    return origin


def count_waiting(engine: Engine) -> int:
    """How many entries wait for their index."""
    with engine.begin() as transaction:
        return transaction.scalar(select(func.count()).select_from(unsequenced)) or 0
