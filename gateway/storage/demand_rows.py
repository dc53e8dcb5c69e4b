"""Demands as rows and back, and the conditions that a filter makes.

Must never compare what somebody typed with LIKE unescaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, and_, or_

from gateway.audit.canonical import canonical_json
from gateway.audit.instants import write_instant
from gateway.domain.demand import (
    OPEN_STATES,
    Demand,
    DemandedPaper,
    DemandState,
    Disposition,
    Office,
    Report,
    Reporter,
)
from gateway.policy.demand_form import paper_key
from gateway.policy.demand_texts import fold
from gateway.ports.demands import DemandFilter, NewDemand
from gateway.storage.demand_tables import demand as table

ON_NEITHER: Final = "neither"


def values_of(new: NewDemand) -> dict[str, Any]:
    """The columns that a report fills."""
    report = new.report
    office, paper = report.office, report.paper
    return {
        "demand_id": new.demand_id,
        "reporter": report.reporter.value,
        "listed": paper.listed,
        "certificate": paper.number,
        "paper": paper.name,
        "paper_key": paper_key(paper),
        "office": office.name,
        "office_key": fold(office.name),
        "office_code": office.code,
        "superior": office.superior,
        "superior_key": fold(office.superior) if office.superior else None,
        "happened_on": report.happened_on,
        "area": report.area,
        "place": report.place,
        "said": report.said,
        "first_due_on": new.due_on,
        "state": DemandState.RECEIVED.value,
        "due_on": new.due_on,
    }


def demand_of(row: RowMapping) -> Demand:
    """The demand in a row."""
    return Demand(
        demand_id=row["demand_id"],
        received_at=row["received_at"],
        report=Report(
            reporter=Reporter(row["reporter"]),
            paper=DemandedPaper(row["listed"], row["certificate"], row["paper"]),
            office=Office(row["office"], row["office_code"], row["superior"]),
            happened_on=row["happened_on"],
            area=row["area"],
            place=row["place"],
            said=row["said"],
        ),
        state=DemandState(row["state"]),
        due_on=row["due_on"],
        note=row["note"],
        disposed_at=row["disposed_at"],
    )


def disposition_of(row: RowMapping) -> Disposition:
    """The disposition in a row."""
    return Disposition(row["at"], DemandState(row["state"]), row["note"], row["due_on"], row["by"])


def disposition_bytes(demand_id: str, disposition: Disposition) -> bytes:
    """What the digest in a disposition's entry is of, after its blind."""
    due_on = disposition.due_on
    return canonical_json(
        {
            "demand": demand_id,
            "at": write_instant(disposition.at),
            "state": disposition.state.value,
            "note": disposition.note,
            "due_on": due_on.isoformat() if due_on is not None else None,
            "by": disposition.by,
        }
    )


def condition(wanted: DemandFilter) -> ColumnElement[bool]:
    """What a row must fulfil."""
    return and_(True, *_conditions(wanted))  # noqa: FBT003 - SQLAlchemy's own form of "nothing"


def is_overdue(today: date) -> ColumnElement[bool]:
    """Whether a row is open and was due before that day."""
    states = sorted(state.value for state in OPEN_STATES)
    return and_(table.c.state.in_(states), table.c.due_on < today)


def _conditions(wanted: DemandFilter) -> Iterator[ColumnElement[bool]]:
    columns = table.c
    if wanted.office is not None:
        yield or_(
            columns.office_code == wanted.office.strip().upper(),
            columns.office_key.contains(fold(wanted.office), autoescape=True),
        )
    if wanted.superior is not None:
        yield columns.superior_key.contains(fold(wanted.superior), autoescape=True)
    if wanted.listed == ON_NEITHER:
        yield columns.listed.is_(None)
    elif wanted.listed is not None:
        yield columns.listed == wanted.listed
    if wanted.number is not None:
        yield columns.certificate == wanted.number
    if wanted.paper is not None:
        yield columns.paper.contains(wanted.paper.strip(), autoescape=True)
    if wanted.states:
        yield columns.state.in_(sorted(state.value for state in wanted.states))
    if wanted.since is not None:
        yield columns.received_at >= wanted.since
    if wanted.until is not None:
        yield columns.received_at < wanted.until
    if wanted.overdue_on is not None:
        yield is_overdue(wanted.overdue_on)
