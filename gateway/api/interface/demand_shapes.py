"""The shapes of what comes back about improper demands, as models for the interface document.

A test holds real replies against them. They describe; they never filter what is sent.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from gateway.api.interface.answer_shapes import Shape, Text

Status = Literal["received", "referred", "corrected", "unfounded"]


class DemandedPaper(Shape):
    """The paper; `list` and `number` are null for one on neither list."""

    list: Literal["negative", "retained"] | None
    number: int | None
    name: str


class DemandingOffice(Shape):
    """Who demanded it."""

    name: str
    credit_code: str | None
    superior: str | None


class DemandPlace(Shape):
    """Where."""

    area: str | None
    text: str | None


class ReceivedDemand(Shape):
    """A kept report. `lawful_only` names the cases in which the paper may be asked for."""

    number: str
    status: Status
    received_at: datetime
    due_on: date | None
    certificate: DemandedPaper
    may_be_lawful: bool
    lawful_only: list[Text]
    similar: list[DemandedPaper]


class FollowedDemand(Shape):
    """What whoever holds the number is told."""

    status: Status
    received_at: datetime
    due_on: date | None
    overdue: bool
    note: str | None
    disposed_at: datetime | None
    office: str
    certificate: DemandedPaper


class Demand(Shape):
    """A demand as compliance reads it."""

    demand_id: str
    received_at: datetime
    reporter: Literal["resident", "clerk"]
    certificate: DemandedPaper
    may_be_lawful: bool
    office: DemandingOffice
    when: date
    where: DemandPlace
    said: str | None
    status: Status
    due_on: date | None
    overdue: bool
    note: str | None
    disposed_at: datetime | None


class DemandDisposition(Shape):
    """One step of a demand's history."""

    at: datetime
    status: Status
    note: str
    due_on: date | None
    by: str


class DemandWithHistory(Demand):
    """A demand with all that was done about it, oldest first."""

    history: list[DemandDisposition]


class DemandCounts(Shape):
    """How many the query leaves, page or not."""

    total: int
    received: int
    referred: int
    corrected: int
    unfounded: int
    overdue: int


class Demands(Shape):
    """A page of demands; `next` is the `after` of the next one."""

    demands: list[Demand]
    counts: DemandCounts
    next: str | None


class DemandRepeat(Shape):
    """How often an office demanded a paper."""

    office: DemandingOffice
    certificate: DemandedPaper
    times: int
    first: datetime
    last: datetime
    open: int
    overdue: int


class DemandRepeats(Shape):
    """A page of the table; `next` is the `after` of the next one."""

    repeats: list[DemandRepeat]
    next: str | None


DEMAND_SHAPES: tuple[type[Shape], ...] = (
    ReceivedDemand,
    FollowedDemand,
    Demand,
    DemandWithHistory,
    Demands,
    DemandRepeats,
)
