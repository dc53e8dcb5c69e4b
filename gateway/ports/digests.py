"""The port of hourly digests: one entry commits to what the public sent in within an hour.

The port never tells a row; digests are blinded, for a row may hold what somebody wrote about a
person (formats.md §1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from gateway.audit.entry import NewEntry


@dataclass(frozen=True, slots=True)
class DigestedPeriod:
    """The rows of one hour of a public table: how many, and their blinded digest in hex.

    `kind` is the kind of the entry; `begins` and `ends` are aware UTC, the end excluded.
    """

    kind: str
    begins: datetime
    ends: datetime
    count: int
    digest: str


Compose = Callable[[DigestedPeriod], NewEntry]
"""Makes the entry of a period; called within the step that writes it."""


@dataclass(frozen=True, slots=True)
class DigestCheck:
    """What a check found for one digest: `problem` is None if the rows are as they were.

    Problems: "changed" (the rows are not those of the entry), "blind_missing" (nothing can be
    checked any more), "entry_missing" (a digest whose entry is gone), "backdated" (rows that were
    put into an hour before one that had its digest), "late" (rows of an hour that is over and has
    no digest yet), "open" (rows of an hour that is not over: nothing is wrong with them, but
    nothing is known of them either).
    """

    kind: str
    begins: datetime
    count: int
    entry_id: str | None
    problem: str | None


class PublicDigests(Protocol):
    """Writes and checks the digests of all public tables."""

    async def write_due(self, compose: Compose) -> int:
        """Write the digest of every hour that is over, has rows and has none; returns how many.

        Safe to repeat and to run in several processes: an hour has one digest.
        """
        ...

    async def check(self) -> tuple[DigestCheck, ...]:
        """Compute every digest again, by kind and hour."""
        ...
