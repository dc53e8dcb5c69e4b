"""The tree's hashes, held against the values that the certificate logs' own tests publish."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gateway.audit.tlog.hashes import EMPTY_ROOT, leaf_hash, root_of

VECTORS = json.loads(Path("contracts/audit/vectors/tree.json").read_bytes())


def test_the_empty_tree() -> None:
    """Its root is the hash of nothing."""
    assert VECTORS["empty_root"] == EMPTY_ROOT.hex()


@pytest.mark.parametrize("size", range(1, 9))
def test_published_roots(size: int) -> None:
    """The first leaves of the published tree have the published root."""
    hashes = [leaf_hash(bytes.fromhex(entry)) for entry in VECTORS["entries"][:size]]
    assert VECTORS["roots"][size - 1] == root_of(hashes).hex()
