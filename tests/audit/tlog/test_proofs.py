"""Proofs: every true one verifies, every changed one fails, and nobody else's hashes are needed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.audit.tlog.hashes import leaf_hash, node_hash, root_of
from gateway.audit.tlog.proofs import (
    consistency_ranges,
    hash_of_range,
    inclusion_ranges,
    is_consistent,
    is_included,
)
from tests.audit.tlog import reference

MOST = 70
LEAVES = reference.leaves(MOST)
VECTORS = json.loads(Path("contracts/audit/vectors/tree.json").read_bytes())


def node(level: int, n: int) -> bytes:
    """The complete subtrees, from the definition."""
    return reference.root(LEAVES[n << level : (n + 1) << level])


def hashes_of(ranges: tuple[tuple[int, int], ...]) -> list[bytes]:
    return [hash_of_range(start, end, node) for start, end in ranges]


@pytest.mark.parametrize("size", range(1, MOST + 1))
def test_inclusion_is_as_defined(size: int) -> None:
    """For every leaf of every small tree the proof is the RFC's PATH, and verifies."""
    tree = LEAVES[:size]
    root = reference.root(tree)
    for index in range(size):
        proof = hashes_of(inclusion_ranges(index, size))
        assert reference.path(index, tree) == proof
        assert is_included(index, size, tree[index], proof, root)


@pytest.mark.parametrize("size", range(1, MOST + 1))
def test_consistency_is_as_defined(size: int) -> None:
    """For every earlier size the proof is the RFC's PROOF, and verifies."""
    tree = LEAVES[:size]
    root = reference.root(tree)
    for old in range(1, size + 1):
        proof = hashes_of(consistency_ranges(old, size))
        assert reference.subproof(old, tree) == proof
        assert is_consistent(old, size, reference.root(tree[:old]), root, proof)


@st.composite
def an_inclusion(draw: st.DrawFn) -> tuple[int, int, list[bytes]]:
    size = draw(st.integers(1, MOST))
    index = draw(st.integers(0, size - 1))
    return index, size, reference.path(index, LEAVES[:size])


@st.composite
def a_continuation(draw: st.DrawFn) -> tuple[int, int, list[bytes]]:
    size = draw(st.integers(2, MOST))
    old = draw(st.integers(1, size - 1))
    return old, size, reference.subproof(old, LEAVES[:size])


def flipped(value: bytes, bit: int) -> bytes:
    """The bytes with one bit changed."""
    place, shift = divmod(bit % (len(value) * 8), 8)
    return value[:place] + bytes([value[place] ^ (1 << shift)]) + value[place + 1 :]


@given(an_inclusion(), st.integers(0, 10_000))
@settings(max_examples=200)
def test_one_changed_bit_breaks_inclusion(proven: tuple[int, int, list[bytes]], bit: int) -> None:
    """In the leaf, in the root, in any hash of the proof."""
    index, size, proof = proven
    leaf, root = LEAVES[index], reference.root(LEAVES[:size])
    assert is_included(index, size, leaf, proof, root)
    assert not is_included(index, size, flipped(leaf, bit), proof, root)
    assert not is_included(index, size, leaf, proof, flipped(root, bit))
    for place in range(len(proof)):
        wrong = [*proof[:place], flipped(proof[place], bit), *proof[place + 1 :]]
        assert not is_included(index, size, leaf, wrong, root)


@given(an_inclusion())
def test_a_proof_has_exactly_its_hashes(proven: tuple[int, int, list[bytes]]) -> None:
    """One more, one less, two swapped, another index: none verifies."""
    index, size, proof = proven
    leaf, root = LEAVES[index], reference.root(LEAVES[:size])
    others = [[*proof, root], [*proof, proof[0]] if proof else [root], proof[:-1] or [root]]
    others += [[proof[1], proof[0], *proof[2:]]] if len(proof) > 1 else []
    assert not any(is_included(index, size, leaf, other, root) for other in others)
    elsewhere = [n for n in range(size) if n != index]
    assert not any(is_included(n, size, leaf, proof, root) for n in elsewhere)


@given(a_continuation(), st.integers(0, 10_000))
@settings(max_examples=200)
def test_one_changed_bit_breaks_consistency(proven: tuple[int, int, list[bytes]], bit: int) -> None:
    """In either root, in any hash of the proof; nor does one hash more or less verify."""
    old, size, proof = proven
    before, after = reference.root(LEAVES[:old]), reference.root(LEAVES[:size])
    assert is_consistent(old, size, before, after, proof)
    assert not is_consistent(old, size, flipped(before, bit), after, proof)
    assert not is_consistent(old, size, before, flipped(after, bit), proof)
    for place in range(len(proof)):
        wrong = [*proof[:place], flipped(proof[place], bit), *proof[place + 1 :]]
        assert not is_consistent(old, size, before, after, wrong)
    assert not is_consistent(old, size, before, after, [*proof, after])
    assert not is_consistent(old, size, before, after, proof[:-1])


@given(a_continuation(), st.data())
def test_a_rewritten_past_is_not_continued(
    proven: tuple[int, int, list[bytes]], data: st.DataObject
) -> None:
    """A tree in which an earlier leaf was replaced has no proof from the true earlier root."""
    old, size, _ = proven
    place = data.draw(st.integers(0, old - 1))
    forged = [*LEAVES[:place], leaf_hash(b"forged"), *LEAVES[place + 1 : size]]
    proof = reference.subproof(old, forged)
    before, after = reference.root(LEAVES[:old]), reference.root(forged)
    assert not is_consistent(old, size, before, after, proof)


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 0), (7, 3)])
def test_no_such_leaf(index: int, size: int) -> None:
    """A leaf outside the tree has no proof, and none verifies."""
    with pytest.raises(ValueError, match="no such leaf"):
        inclusion_ranges(index, size)
    assert not is_included(index, size, LEAVES[0], [], LEAVES[0])


@pytest.mark.parametrize(("old", "size"), [(0, 5), (-1, 5), (6, 5), (0, 0)])
def test_no_such_continuation(old: int, size: int) -> None:
    """From nothing, or from more to less, nothing is proved."""
    with pytest.raises(ValueError, match="no such proof"):
        consistency_ranges(old, size)
    root = reference.root(LEAVES[:5])
    assert not is_consistent(old, size, root, root, [])
    assert not is_consistent(old, size, root_of([]), root, [])


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_only_hashes_of_32_bytes(length: int) -> None:
    """A hash of another length is refused even where the arithmetic would fit."""
    other = bytes(length)
    root = node_hash(other, LEAVES[1])
    assert not is_included(1, 2, LEAVES[1], [other], root)
    assert not is_included(0, 2, other, [LEAVES[1]], root)
    assert not is_included(0, 1, other, [], other)
    assert not is_consistent(1, 1, other, other, [])
    assert not is_consistent(1, 2, other, root, [LEAVES[1]])


@pytest.mark.parametrize("number", range(len(VECTORS["inclusion"])))
def test_published_inclusion_proofs(number: int) -> None:
    """The proofs that are published beside the published tree verify."""
    vector = VECTORS["inclusion"][number]
    leaf = leaf_hash(bytes.fromhex(VECTORS["entries"][vector["index"]]))
    proof = [bytes.fromhex(hashed) for hashed in vector["proof"]]
    root = bytes.fromhex(VECTORS["roots"][vector["size"] - 1])
    assert is_included(vector["index"], vector["size"], leaf, proof, root)


@pytest.mark.parametrize("number", range(len(VECTORS["consistency"])))
def test_published_consistency_proofs(number: int) -> None:
    """And so do those between its sizes."""
    vector = VECTORS["consistency"][number]
    roots = [bytes.fromhex(VECTORS["roots"][n - 1]) for n in (vector["old"], vector["size"])]
    proof = [bytes.fromhex(hashed) for hashed in vector["proof"]]
    assert is_consistent(vector["old"], vector["size"], roots[0], roots[1], proof)
