"""Tiles (C2SP tlog-tiles): which there are at a size, their names, and the hashes they hold.

Must never name an empty tile, nor a partial one of a full width.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.audit.tlog.hashes import HASH_BYTES, root_of
from gateway.audit.tlog.refusal import NotInFormat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HEIGHT: Final = 8
FULL_WIDTH: Final = 1 << HEIGHT
HIGHEST_LEVEL: Final = 63

_PATH: Final = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/"
    r"(?P<index>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?",
    re.ASCII,
)
_LONGEST_PATH: Final = 64


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """One tile: hash i of it is the root over the leaves [(index*256+i)*256^level, ...+256^level).

    `level` None: an entry bundle, which holds the entries themselves. `width` from 1 to 256.
    """

    level: int | None
    index: int
    width: int = FULL_WIDTH

    @property
    def path(self) -> str:
        """Its name below the log's address."""
        level = "entries" if self.level is None else str(self.level)
        partial = "" if self.width == FULL_WIDTH else f".p/{self.width}"
        return f"tile/{level}/{_grouped(self.index)}{partial}"


def read_tile_path(path: str) -> Tile:
    """The tile of this name. Raises NotInFormat for any other spelling of it."""
    found = _PATH.fullmatch(path) if len(path) <= _LONGEST_PATH else None
    if found is None:
        raise NotInFormat("is not the name of a tile")
    level = None if found["level"] == "entries" else int(found["level"])
    index = int(found["index"].replace("/", "").replace("x", ""))
    tile = Tile(level, index, FULL_WIDTH if found["width"] is None else int(found["width"]))
    if tile.path != path or tile.width > FULL_WIDTH or (level or 0) > HIGHEST_LEVEL:
        raise NotInFormat("is not the name of a tile")
    return tile


def width_at(level: int | None, index: int, size: int) -> int:
    """How many hashes (or entries) this tile holds in a tree of `size`; 0 if there is none."""
    complete = size >> (HEIGHT * (level or 0))
    return max(0, min(FULL_WIDTH, complete - index * FULL_WIDTH))


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of hashes that a tree of `size` has, level by level."""
    yield from tiles_between(0, size)


def tiles_between(old: int, size: int) -> Iterator[Tile]:
    """The tiles of a tree of `size` that one of `old` leaves lacks or holds less of."""
    level = 0
    while size >> (HEIGHT * level):
        first = (old >> (HEIGHT * level)) // FULL_WIDTH
        complete = size >> (HEIGHT * level)
        for index in range(first, -(-complete // FULL_WIDTH)):
            width = width_at(level, index, size)
            if width > width_at(level, index, old):
                yield Tile(level, index, width)
        level += 1


def node_from_tiles(read: Callable[[Tile], bytes], size: int) -> Callable[[int, int], bytes]:
    """A reader of complete subtrees (`proofs.hash_of_range`) over the tiles of a tree of `size`.

    `read` gives the bytes of a tile, as wide as it is in that tree.
    """

    def node(level: int, n: int) -> bytes:
        tile_level, height = divmod(level, HEIGHT)
        first = n << height
        index, offset = divmod(first, FULL_WIDTH)
        content = read(Tile(tile_level, index, width_at(tile_level, index, size)))
        return root_of(hashes_in(content)[offset : offset + (1 << height)])

    return node


def hashes_in(content: bytes) -> list[bytes]:
    """The hashes of a tile. Raises NotInFormat for bytes that are no tile."""
    count, rest = divmod(len(content), HASH_BYTES)
    if rest or not 1 <= count <= FULL_WIDTH:
        raise NotInFormat("a tile holds 1 to 256 hashes of 32 bytes")
    return [content[i : i + HASH_BYTES] for i in range(0, len(content), HASH_BYTES)]


def _grouped(index: int) -> str:
    """The number in groups of three digits, all but the last with an x before it."""
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    return "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
