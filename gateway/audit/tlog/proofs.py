"""Inclusion and consistency proofs (RFC 9162 §2.1.3, §2.1.4): which hashes they hold, and checking.

Must never accept a hash of another length than 32 bytes, nor a consistency proof from an empty
tree: that one proves nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.audit.tlog.hashes import HASH_BYTES, node_hash, split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


def inclusion_ranges(index: int, size: int) -> tuple[tuple[int, int], ...]:
    """The ranges [start, end) of leaves whose roots prove that leaf `index` is in a tree of `size`.

    From the leaf towards the root. Raises ValueError unless 0 <= index < size.
    """
    if not 0 <= index < size:
        raise ValueError("there is no such leaf in a tree of this size")
    return tuple(_inclusion(index, 0, size))


def consistency_ranges(old: int, size: int) -> tuple[tuple[int, int], ...]:
    """The ranges whose roots prove that a tree of `size` continues one of `old` leaves.

    None if the two are the same tree. Raises ValueError unless 1 <= old <= size.
    """
    if not 1 <= old <= size:
        raise ValueError("there is no such proof between these sizes")
    return tuple(_consistency(old, 0, size, whole=True))


def hash_of_range(start: int, end: int, node: Callable[[int, int], bytes]) -> bytes:
    """The root over the leaves [start, end), a range of one of the two functions above.

    `node(level, n)` gives the root over the complete subtree of 2^level leaves that begins at
    n * 2^level.
    """
    count = end - start
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return node(level, start >> level)
    middle = start + split(count)
    return node_hash(hash_of_range(start, middle, node), hash_of_range(middle, end, node))


def is_included(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof shows that `leaf` (a leaf hash) is number `index` under this root."""
    if not 0 <= index < size or not _are_hashes([leaf, root, *proof]):
        return False
    place, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(
    old: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the proof shows that the tree of `size` under `root` continues the old one."""
    if not 1 <= old <= size or not _are_hashes([old_root, root, *proof]):
        return False
    if old == size:
        return not proof and old_root == root
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old_found = found = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old_found, found = node_hash(sibling, old_found), node_hash(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and old_found == old_root and found == root


def _inclusion(index: int, start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start == 1:
        return
    middle = start + split(end - start)
    if index < middle:
        yield from _inclusion(index, start, middle)
        yield (middle, end)
    else:
        yield from _inclusion(index, middle, end)
        yield (start, middle)


def _consistency(old: int, start: int, end: int, *, whole: bool) -> Iterator[tuple[int, int]]:
    """RFC 9162 §2.1.4.1: `whole` says that the old tree's root is known to whoever checks."""
    if old == end:
        if not whole:
            yield (start, end)
        return
    middle = start + split(end - start)
    if old <= middle:
        yield from _consistency(old, start, middle, whole=whole)
        yield (middle, end)
    else:
        yield from _consistency(old, middle, end, whole=False)
        yield (start, middle)


def _are_hashes(values: Sequence[bytes]) -> bool:
    return all(len(value) == HASH_BYTES for value in values)
