"""Names of tiles: one spelling each, and every other is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.tlog.refusal import NotInFormat
from gateway.audit.tlog.tiles import Tile, hashes_in, read_tile_path


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1, 1), "tile/0/001.p/1"),
        (Tile(1, 999, 255), "tile/1/999.p/255"),
        (Tile(2, 1000), "tile/2/x001/000"),
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(None, 1234067, 8), "tile/entries/x001/x234/067.p/8"),
        (Tile(63, 0), "tile/63/000"),
    ],
)
def test_names(tile: Tile, path: str) -> None:
    """Groups of three digits, all but the last with an x; widths on partial tiles only."""
    assert (path, tile) == (tile.path, read_tile_path(path))


@given(st.one_of(st.none(), st.integers(0, 63)), st.integers(0, 10**12), st.integers(1, 256))
def test_every_tile_is_read_back(level: int | None, index: int, width: int) -> None:
    """A name says exactly which tile it is."""
    tile = Tile(level, index, width)
    assert tile == read_tile_path(tile.path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile",
        "tile/0",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/00/000",
        "tile/01/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/x000/001",
        "tile/0/x001/x000",
        "tile/0/001/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/000.p",
        "tile/0/000.P/1",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/000\n",
        "tile/0/٠٠٠",
        "tile/data/000",
        "tile/Entries/000",
        "tile/0/" + "x001/" * 20 + "000",
        "tile/0/%30%30%30",
        "tile/0/../0/000",
    ],
)
def test_other_spellings(path: str) -> None:
    """Neither padded nor shortened, neither empty tiles nor full ones as partial."""
    with pytest.raises(NotInFormat):
        read_tile_path(path)


@pytest.mark.parametrize("length", [0, 31, 33, 257 * 32])
def test_bytes_that_are_no_tile(length: int) -> None:
    """A tile holds 1 to 256 whole hashes."""
    with pytest.raises(NotInFormat):
        hashes_in(bytes(length))
