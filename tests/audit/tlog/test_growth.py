"""A tree that grows: whatever the batches, roots and tiles are those of the tree made at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.audit.tlog.growth import GrowingTree
from gateway.audit.tlog.hashes import root_of
from gateway.audit.tlog.proofs import (
    consistency_ranges,
    hash_of_range,
    inclusion_ranges,
    is_consistent,
    is_included,
)
from gateway.audit.tlog.tiles import Tile, node_from_tiles, tiles_between, tiles_of, width_at
from tests.audit.tlog import reference

Store = dict[tuple[int | None, int], bytes]


def write(store: Store, tiles: list[tuple[Tile, bytes]]) -> None:
    """Keep the widest form of each tile, as a log does."""
    for tile, content in tiles:
        store[tile.level, tile.index] = content


def reader(store: Store) -> Callable[[Tile], bytes]:
    """Reads a tile as wide as it is asked for."""
    return lambda tile: store[tile.level, tile.index][: tile.width * 32]


def grown(batches: list[int]) -> tuple[GrowingTree, Store]:
    """A tree grown by these batches, with every tile that it gave."""
    tree, store, begun = GrowingTree(), Store(), 0
    everything = reference.leaves(sum(batches))
    for count in batches:
        write(store, list(tree.grow(everything[begun : begun + count])))
        write(store, list(tree.partial_tiles()))
        begun += count
    return tree, store


def tiles_by_definition(hashes: list[bytes]) -> dict[Tile, bytes]:
    """Every tile of the tree straight from the definition."""
    found: dict[Tile, bytes] = {}
    level, row = 0, hashes
    while row:
        for index in range(0, len(row), 256):
            part = row[index : index + 256]
            found[Tile(level, index // 256, len(part))] = b"".join(part)
        complete = len(row) // 256
        row = [reference.root(row[i * 256 : (i + 1) * 256]) for i in range(complete)]
        level += 1
    return found


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537])
def test_tiles_rebuilt_from_nothing_equal_those_that_grew(size: int) -> None:
    """At the sizes where tiles begin and end, on every level."""
    tree, store = grown([size])
    hashes = reference.leaves(size)
    wanted = tiles_by_definition(hashes)
    assert set(wanted) == set(tiles_of(size))
    assert wanted == {tile: reader(store)(tile) for tile in tiles_of(size)}
    assert root_of(hashes) == tree.root()
    assert size == tree.size


def test_256_leaves_make_a_full_tile_and_one_hash_above() -> None:
    """A full level-0 tile and a level-1 partial one of width 1 (formats.md §2)."""
    assert [Tile(0, 0, 256), Tile(1, 0, 1)] == list(tiles_of(256))


@given(st.lists(st.integers(0, 300), max_size=8))
@settings(max_examples=40, deadline=None)
def test_batches_do_not_matter(batches: list[int]) -> None:
    """The same leaves in other batches make the same tree and the same tiles."""
    tree, store = grown(batches)
    whole, whole_store = grown([sum(batches)])
    assert whole.root() == tree.root()
    assert whole_store == store


@given(st.integers(0, 1500), st.integers(0, 600))
@settings(max_examples=40, deadline=None)
def test_a_tree_goes_on_from_its_partial_tiles(before: int, more: int) -> None:
    """A restart reads a few partial tiles and grows as if it had never stopped."""
    _, store = grown([before])
    read: list[Tile] = []

    def noting(tile: Tile) -> bytes:
        read.append(tile)
        found: bytes = reader(store)(tile)
        return found

    tree = GrowingTree.from_tiles(before, noting)
    everything = reference.leaves(before + more)
    write(store, list(tree.grow(everything[before:])))
    write(store, list(tree.partial_tiles()))
    whole, whole_store = grown([before + more])
    assert len(read) <= 2
    assert (whole.root(), whole_store) == (tree.root(), store)


@given(st.integers(1, 70_000), st.integers(1, 70_000))
@settings(max_examples=60, deadline=None)
def test_the_tiles_between_are_those_that_changed(one: int, other: int) -> None:
    """Exactly the tiles that are wider than before, or new."""
    old, size = sorted((one, other))
    held = {(tile.level, tile.index): tile.width for tile in tiles_of(old)}
    changed = [t for t in tiles_of(size) if held.get((t.level, t.index), 0) < t.width]
    assert changed == list(tiles_between(old, size))


@given(st.integers(1, 1500), st.data())
@settings(max_examples=30, deadline=None)
def test_proofs_from_tiles_verify(size: int, data: st.DataObject) -> None:
    """Inclusion and consistency, read from nothing but the tiles of that size."""
    tree, store = grown([size])
    node = node_from_tiles(reader(store), size)
    hashes = reference.leaves(size)
    index = data.draw(st.integers(0, size - 1))
    proof = [hash_of_range(*span, node) for span in inclusion_ranges(index, size)]
    assert is_included(index, size, hashes[index], proof, tree.root())
    old = data.draw(st.integers(1, size))
    proof = [hash_of_range(*span, node) for span in consistency_ranges(old, size)]
    assert is_consistent(old, size, reference.root(hashes[:old]), tree.root(), proof)


def test_a_partial_width_is_the_size_modulo_256() -> None:
    """At every level, and there is never an empty tile (formats.md §2)."""
    for size in (1, 255, 256, 257, 65_535, 65_536, 65_537, 70_000):
        for level in range(3):
            complete = size >> (8 * level)
            assert complete % 256 == width_at(level, complete // 256, size)
            assert 0 == width_at(level, complete // 256 + 1, size)
