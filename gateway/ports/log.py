"""The transparency log as front desk, flow and operations need it (formats.md §2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import timedelta

    from gateway.audit.tlog.note_keys import NoteKey
    from gateway.audit.tlog.tiles import Tile


@dataclass(frozen=True, slots=True)
class LogState:
    """How far the log has come: entries in it, entries that wait, and how long the oldest waits."""

    size: int
    waiting: int
    lag: timedelta


class Log(Protocol):
    """Reading the log. Everything served is at most as new as the last signed checkpoint.

    Raises TrailUnavailable if the store cannot be read.
    """

    @property
    def key(self) -> NoteKey:
        """The key under which the log signs, by the log's name."""
        ...

    async def checkpoint(self) -> bytes | None:
        """The newest signed checkpoint; None before the first."""
        ...

    async def tile(self, tile: Tile) -> bytes | None:
        """A tile of hashes as wide as it is named; None if the checkpoint does not reach it."""
        ...

    async def bundle(self, tile: Tile) -> bytes | None:
        """An entry bundle as wide as it is named; None likewise."""
        ...

    async def proof(self, entry_id: str) -> bytes | None:
        """The proof file of an entry with the entry as its `extra`; None before it is in a head."""
        ...

    async def state(self) -> LogState:
        """How far it has come."""
        ...
