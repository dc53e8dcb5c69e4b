"""Giving entries their index and growing the tree over them, in one transaction.

Must never give an index twice, and never change a head that is not signed yet: it would then be
signed at one size with two roots by whoever signs late.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, exists, select

from gateway.audit.tlog.growth import GrowingTree
from gateway.audit.tlog.hashes import EMPTY_ROOT, leaf_hash
from gateway.audit.tlog.tiles import Tile
from gateway.errors import TrailUnavailable
from gateway.storage.log.tables import log_checkpoint, log_head, log_tile, unsequenced
from gateway.storage.trail_tables import entry, leaf

MOST_AT_ONCE = 1024
"""Entries in one transaction, so that nobody who waits for the writer waits long."""


@dataclass(frozen=True, slots=True)
class Head:
    """The durable head; `signed` says whether a checkpoint of this size is stored."""

    size: int
    root: bytes
    signed: bool


class Growth:
    """Grows the tree; holds its right edge in memory between transactions."""

    def __init__(self) -> None:
        self._tree = GrowingTree()

    def grow(self, transaction: Connection) -> Head:
        """Give the next entries their index; a signed head is returned if none waits.

        An unsigned head is returned as it is, to be signed first. Raises TrailUnavailable if the
        stored tiles do not lead to the stored root: such a log is never signed again.
        """
        head = read_head(transaction)
        if not head.signed:
            return head
        query = (
            select(entry.c.seq, entry.c.entry_id, entry.c.bytes)
            .join(unsequenced, unsequenced.c.seq == entry.c.seq)
            .order_by(entry.c.seq)
            .limit(MOST_AT_ONCE)
        )
        waiting = transaction.execute(query).all()
        if not waiting:
            return head
        tree = self._tree_of(transaction, head)
        _index(transaction, tree.size, [(seq, entry_id) for seq, entry_id, _ in waiting])
        hashes = [leaf_hash(content) for _, _, content in waiting]
        _keep(transaction, [*tree.grow(hashes), *tree.partial_tiles()])
        grown = Head(tree.size, tree.root(), signed=False)
        transaction.execute(log_head.update().values(size=grown.size, root=grown.root))
        self._tree = tree  # if the commit fails, the next look at the head's root tells
        return grown

    def _tree_of(self, transaction: Connection, head: Head) -> GrowingTree:
        """A copy of the tree at this head: the one in memory, or read anew from its tiles."""
        if (self._tree.size, self._tree.root()) == (head.size, head.root):
            return self._tree.copy()
        tree = GrowingTree.from_tiles(head.size, lambda tile: read_tile(transaction, tile) or b"")
        if tree.root() != head.root:
            raise TrailUnavailable("the log's tiles do not lead to its head")
        return tree


def open_head(transaction: Connection, origin: str) -> str:
    """The log's name: the one that it has, else from now on this one."""
    found = transaction.scalar(select(log_head.c.origin))
    if found is None:
        values = {"id": 1, "origin": origin, "size": 0, "root": EMPTY_ROOT}
        transaction.execute(log_head.insert().values(values))
    return found or origin


def read_head(transaction: Connection) -> Head:
    """The durable head, also that of an empty log."""
    size, root = transaction.execute(select(log_head.c.size, log_head.c.root)).one()
    is_signed = exists().where(log_checkpoint.c.size == size)
    return Head(size, root, signed=bool(transaction.scalar(select(is_signed))))


def read_tile(transaction: Connection, tile: Tile) -> bytes | None:
    """The stored hashes of this tile, as wide as they are now."""
    query = select(log_tile.c.hashes).where(
        log_tile.c.level == tile.level, log_tile.c.index == tile.index
    )
    found: bytes | None = transaction.scalar(query)
    return found


def _index(transaction: Connection, first: int, waiting: list[tuple[int, str]]) -> None:
    rows = [{"index": first + n, "entry_id": name} for n, (_, name) in enumerate(waiting)]
    transaction.execute(leaf.insert(), rows)
    numbers = [seq for seq, _ in waiting]
    transaction.execute(delete(unsequenced).where(unsequenced.c.seq.in_(numbers)))


def _keep(transaction: Connection, tiles: list[tuple[Tile, bytes]]) -> None:
    """Store tiles; of one at the right edge the shorter form is replaced."""
    for tile, content in tiles:
        where = (log_tile.c.level == tile.level, log_tile.c.index == tile.index)
        changed = transaction.execute(log_tile.update().where(*where).values(hashes=content))
        if not changed.rowcount:
            values = {"level": tile.level, "index": tile.index, "hashes": content}
            transaction.execute(log_tile.insert().values(values))
