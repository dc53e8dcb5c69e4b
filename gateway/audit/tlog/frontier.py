"""The roots of a tree's complete subtrees: enough to append to it and to know its root.

Holds one hash for each bit of the size; must never be trusted for more than whoever fed it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from gateway.audit.tlog.hashes import EMPTY_ROOT, node_hash
from gateway.audit.tlog.tiles import HEIGHT


@dataclass(slots=True)
class Frontier:
    """The subtrees of a tree of `size` leaves, the largest first."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> list[tuple[int, bytes]]:
        """Append a leaf hash; gives the hashes that it completes on the tiles' upper levels.

        Each with its tile level: 1 for a subtree of 256 leaves, 2 for one of 65,536, and so on.
        """
        hashed, height, below = leaf, 0, self.size
        completed: list[tuple[int, bytes]] = []
        while below & 1:
            hashed = node_hash(self.peaks.pop(), hashed)
            below >>= 1
            height += 1
            if height % HEIGHT == 0:
                completed.append((height // HEIGHT, hashed))
        self.peaks.append(hashed)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """The root over all leaves (RFC 6962 §2.1)."""
        if not self.peaks:
            return EMPTY_ROOT
        found = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            found = node_hash(peak, found)
        return found

    def fits(self) -> bool:
        """Whether there are as many subtrees as a tree of this size has."""
        return self.size >= 0 and len(self.peaks) == self.size.bit_count()
