"""The hashes of the tree (RFC 6962 §2.1): SHA-256 with one byte before leaves, one before nodes.

Must never hash a leaf as a node or the other way round: the first byte is what keeps them apart.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()

_LEAF = b"\x00"
_NODE = b"\x01"


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry's stored bytes, as they are."""
    return hashlib.sha256(_LEAF + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbouring subtrees."""
    return hashlib.sha256(_NODE + left + right).digest()


def split(count: int) -> int:
    """The largest power of two smaller than `count`, which is at least 2: where a tree divides."""
    return 1 << ((count - 1).bit_length() - 1)


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root over these leaf hashes (RFC 6962 §2.1), straight from the definition.

    For small trees and for checking other ways of computing; takes O(n) and holds all of them.
    """
    if not hashes:
        return EMPTY_ROOT
    if len(hashes) == 1:
        return hashes[0]
    middle = split(len(hashes))
    return node_hash(root_of(hashes[:middle]), root_of(hashes[middle:]))
