"""The port of improper demands: received from anybody, read and disposed of by compliance.

Every change by compliance is one durable step with its entry; what the public sends in is covered
by the hourly digests. Raises TrailUnavailable where the store cannot be written or read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from gateway.audit.entry import NewEntry
from gateway.domain.demand import Demand, DemandState, Disposition, Office, Report

ComposeErased = Callable[[str, str], NewEntry]
"""Makes the entry of an erasure from the blinded digests of the row as it was and as it is."""

ComposeDisposed = Callable[[str], NewEntry]
"""Makes the entry of a disposition from its blinded digest in hex."""


@dataclass(frozen=True, slots=True)
class NewDemand:
    """A report to be kept.

    `key` and `digest` (SHA-256 of the content) make it one report, however often it is sent: the
    number to follow is derived from them and from a secret of the store.
    """

    demand_id: str
    key: str
    digest: bytes
    report: Report
    due_on: date


@dataclass(frozen=True, slots=True)
class Received:
    """A kept report with its number to follow. `replayed`: it was there already."""

    demand: Demand
    number: str
    replayed: bool


@dataclass(frozen=True, slots=True)
class DemandFilter:
    """Which demands; None does not narrow.

    `office` and `superior` are parts of names, or a credit code for `office`; `listed` without
    `number` is a whole list, "neither" what is on none; `paper` a part of a name. `since` and
    `until` bound the moment of receipt, the end excluded. `overdue_on`: open and due before that
    day.
    """

    office: str | None = None
    superior: str | None = None
    listed: str | None = None
    number: int | None = None
    paper: str | None = None
    states: frozenset[DemandState] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    overdue_on: date | None = None


@dataclass(frozen=True, slots=True)
class DemandCounts:
    """How many demands a filter leaves, by state; `overdue` of those that are open."""

    total: int
    by_state: tuple[tuple[DemandState, int], ...]
    overdue: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """One office and one paper: how often it was demanded, since when, and what is left to do.

    `office.superior` and `office.code` are those that were given most recently; `name` is the
    paper's. `newest` is the place of the newest report among all.
    """

    office: Office
    listed: str | None
    number: int | None
    name: str
    times: int
    first: datetime
    last: datetime
    open: int
    overdue: int
    newest: int

    @property
    def place(self) -> RepeatPlace:
        """Where it stands in the order of repeats."""
        return RepeatPlace(self.times, self.newest)


@dataclass(frozen=True, slots=True)
class RepeatPlace:
    """A place in the order of repeats: the most frequent first, then the most recent.

    It stands in URLs, and so holds nothing that anybody wrote.
    """

    times: int
    newest: int


class Demands(Protocol):
    """Keeps improper demands."""

    async def receive(self, new: NewDemand, most_an_hour: int) -> Received:
        """Keep a report. Raises TooMany where this hour has as many as may be."""
        ...

    async def follow(self, number: str) -> Demand | None:
        """The demand with this number to follow."""
        ...

    async def read(self, demand_id: str) -> tuple[Demand, tuple[Disposition, ...]] | None:
        """A demand with its dispositions, oldest first."""
        ...

    async def page(self, wanted: DemandFilter, after: str | None, limit: int) -> tuple[Demand, ...]:
        """Demands, the newest first, behind the one with the id `after`."""
        ...

    async def count(self, wanted: DemandFilter, today: date) -> DemandCounts:
        """How many the filter leaves."""
        ...

    async def repeats(
        self, wanted: DemandFilter, today: date, after: RepeatPlace | None, limit: int
    ) -> tuple[Repeat, ...]:
        """Office by certificate, the most frequent first, behind `after`."""
        ...

    async def dispose(
        self, demand_id: str, disposition: Disposition, compose: ComposeDisposed
    ) -> Demand:
        """Write a disposition with its entry. Raises NotFound."""
        ...

    async def erase(self, demand_id: str, *, everything: bool, compose: ComposeErased) -> None:
        """Take what somebody wrote in own words out of a report, with an entry. Raises NotFound.

        `everything`: the names of the office and of a paper on neither list as well.
        """
        ...

    async def check(self) -> tuple[str, ...]:
        """Ids of demands whose state, dispositions or erasures are not those of their entries."""
        ...
