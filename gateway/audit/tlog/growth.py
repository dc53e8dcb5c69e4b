"""A tree that grows at its right edge, in bounded memory: at most 255 hashes for each level.

Must never hold the whole tree: what is complete leaves as a tile.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gateway.audit.tlog.hashes import EMPTY_ROOT, node_hash, root_of
from gateway.audit.tlog.tiles import FULL_WIDTH, HEIGHT, Tile, hashes_in, width_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


@dataclass(slots=True)
class GrowingTree:
    """The right edge of a tree of `size` leaves: of each level the hashes of its partial tile."""

    size: int = 0
    _edge: list[list[bytes]] = field(default_factory=list)

    @classmethod
    def from_tiles(cls, size: int, read: Callable[[Tile], bytes]) -> GrowingTree:
        """The tree of this size from its partial tiles, one for each level at most."""
        tree = cls(size)
        level = 0
        while size >> (HEIGHT * level):
            index = (size >> (HEIGHT * level)) // FULL_WIDTH
            width = width_at(level, index, size)
            held = hashes_in(read(Tile(level, index, width)))[:width] if width else []
            tree._edge.append(held)
            level += 1
        return tree

    def copy(self) -> GrowingTree:
        """The same tree, which grows by itself."""
        return GrowingTree(self.size, [list(hashes) for hashes in self._edge])

    def grow(self, leaf_hashes: Iterable[bytes]) -> Iterator[tuple[Tile, bytes]]:
        """Append the leaves; gives every tile that became full, with its bytes."""
        for leaf in leaf_hashes:
            self.size += 1
            yield from self._push(0, leaf)

    def partial_tiles(self) -> Iterator[tuple[Tile, bytes]]:
        """The partial tiles as they are now, with their bytes."""
        for level, hashes in enumerate(self._edge):
            if hashes:
                index = (self.size >> (HEIGHT * level)) // FULL_WIDTH
                yield Tile(level, index, len(hashes)), b"".join(hashes)

    def root(self) -> bytes:
        """The root over all leaves (RFC 6962 §2.1)."""
        found: bytes | None = None
        for hashes in self._edge:  # from the right, where the small subtrees are
            for peak in reversed(_peaks(hashes)):
                found = peak if found is None else node_hash(peak, found)
        return EMPTY_ROOT if found is None else found

    def _push(self, level: int, hashed: bytes) -> Iterator[tuple[Tile, bytes]]:
        if level == len(self._edge):
            self._edge.append([])
        self._edge[level].append(hashed)
        if len(self._edge[level]) < FULL_WIDTH:
            return
        full, self._edge[level] = self._edge[level], []
        index = (self.size >> (HEIGHT * level)) // FULL_WIDTH - 1
        yield Tile(level, index), b"".join(full)
        yield from self._push(level + 1, root_of(full))


def _peaks(hashes: list[bytes]) -> list[bytes]:
    """The roots of the complete subtrees that these neighbours form, the largest first."""
    peaks: list[bytes] = []
    start = 0
    while start < len(hashes):
        count = 1 << ((len(hashes) - start).bit_length() - 1)
        peaks.append(root_of(hashes[start : start + count]))
        start += count
    return peaks
