"""What inspection finds: where the store, the log and its signed heads do not agree."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What does not agree."""

    ALTERED = "altered"  # an entry's bytes are not those that the tree was grown over
    MISSING = "missing"  # an index without its row, or a row without its entry
    EXTRA = (
        "extra"  # an entry that is neither in the log nor waits for it; an index beyond the head
    )
    TILE = "tile"  # a stored tile is not the one that the entries make
    HEAD = "head"  # the stored head is not the one that the entries make
    CHECKPOINT = "checkpoint"  # a signed head is not one of this tree, or is not signed by the log
    COLUMN = "column"  # a column for search does not say what the bytes say (deep)
    DETAIL = "detail"  # a stored ciphertext is not the one that the entry commits to (deep)


@dataclass(frozen=True, slots=True)
class Divergence:
    """One disagreement; names entries by index and id, nobody by anything."""

    kind: Kind
    said: str
    index: int | None = None
    entry_id: str | None = None
