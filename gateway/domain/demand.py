"""An improper demand (违规索要证明): an office that asked somebody for a paper, as was reported.

What the decree's exposure and correction (公开曝光, 强制纠正) rest on. A report names an office and
a paper, never a person: who reported it is not asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from gateway.domain.catalogue import RETAINED


class DemandState(Enum):
    """What has become of a reported demand."""

    RECEIVED = "received"  # nobody has looked into it yet
    REFERRED = "referred"  # handed to the office's superior body, whose answer is due
    CORRECTED = "corrected"  # the office has stopped demanding it
    UNFOUNDED = "unfounded"  # it was lawful, or it did not happen


OPEN_STATES = frozenset({DemandState.RECEIVED, DemandState.REFERRED})
DISPOSITIONS = frozenset(DemandState) - {DemandState.RECEIVED}


class Reporter(Enum):
    """In which part somebody reports: nothing else is asked about her."""

    RESIDENT = "resident"
    CLERK = "clerk"


@dataclass(frozen=True, slots=True)
class DemandedPaper:
    """The paper: an entry of a list with its official name.

    Without list and number it is on neither list, or several entries are called as it is.
    """

    listed: str | None
    number: int | None
    name: str

    @property
    def may_be_lawful(self) -> bool:
        """Tell whether the decree keeps the paper, so that the demand may have been lawful."""
        return self.listed == RETAINED


@dataclass(frozen=True, slots=True)
class Office:
    """Who demanded it. `code` is its unified social credit code; `superior` a name."""

    name: str
    code: str | None = None
    superior: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What was reported. `area` is a six-digit code, `place` and `said` are in own words."""

    reporter: Reporter
    paper: DemandedPaper
    office: Office
    happened_on: date
    area: str | None
    place: str | None
    said: str | None


@dataclass(frozen=True, slots=True)
class Disposition:
    """What compliance made of a demand. `note` is public; `by` a client's id or "command line"."""

    at: datetime
    state: DemandState
    note: str
    due_on: date | None
    by: str


@dataclass(frozen=True, slots=True)
class Demand:
    """A report with its state. `due_on` is when somebody must have dealt with it next.

    `note` is that of the last disposition, which was at `disposed_at`.
    """

    demand_id: str
    received_at: datetime
    report: Report
    state: DemandState
    due_on: date | None
    note: str | None
    disposed_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to be done about it."""
        return self.state in OPEN_STATES

    def is_overdue(self, today: date) -> bool:
        """Tell whether that should have been done before today (Asia/Shanghai)."""
        return self.is_open and self.due_on is not None and self.due_on < today
