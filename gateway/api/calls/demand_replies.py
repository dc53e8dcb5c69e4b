"""Demands as JSON: what the public is told, and what compliance reads.

Must never tell the public anything but state, dates and the note that was written for it.
"""

from __future__ import annotations

from datetime import date, datetime

from gateway.api.as_json import as_json
from gateway.audit.instants import write_instant
from gateway.domain.catalogue import NEGATIVE, RETAINED, Catalogue
from gateway.domain.demand import Demand, DemandedPaper, Disposition, Office
from gateway.domain.fact import JsonValue
from gateway.domain.text import Text
from gateway.policy.demand_form import listed_paper, similar
from gateway.ports.demands import DemandCounts, Received, Repeat


def received_json(received: Received, catalogue: Catalogue) -> dict[str, JsonValue]:
    """The reply to a report: its number to follow, and what holds for the paper."""
    demand = received.demand
    paper = demand.report.paper
    return {
        "number": received.number,
        "status": demand.state.value,
        "received_at": write_instant(demand.received_at),
        "due_on": _day(demand.due_on),
        "certificate": paper_json(paper),
        "may_be_lawful": paper.may_be_lawful,
        "lawful_only": as_json(lawful_only(paper, catalogue)),
        "similar": [
            paper_json(listed_paper(catalogue, one.listed, one.number))
            for one in similar(catalogue, paper)
        ],
    }


def followed_json(demand: Demand, today: date) -> dict[str, JsonValue]:
    """What whoever holds the number is told."""
    return {
        "status": demand.state.value,
        "received_at": write_instant(demand.received_at),
        "due_on": _day(demand.due_on),
        "overdue": demand.is_overdue(today),
        "note": demand.note,
        "disposed_at": _moment(demand.disposed_at),
        "office": demand.report.office.name,
        "certificate": paper_json(demand.report.paper),
    }


def demand_json(demand: Demand, today: date) -> dict[str, JsonValue]:
    """What compliance reads of a demand."""
    report = demand.report
    return {
        "demand_id": demand.demand_id,
        "received_at": write_instant(demand.received_at),
        "reporter": report.reporter.value,
        "certificate": paper_json(report.paper),
        "may_be_lawful": report.paper.may_be_lawful,
        "office": office_json(report.office),
        "when": report.happened_on.isoformat(),
        "where": {"area": report.area, "text": report.place},
        "said": report.said,
        "status": demand.state.value,
        "due_on": _day(demand.due_on),
        "overdue": demand.is_overdue(today),
        "note": demand.note,
        "disposed_at": _moment(demand.disposed_at),
    }


def disposition_json(disposition: Disposition) -> dict[str, JsonValue]:
    """One step of a demand's history."""
    return {
        "at": write_instant(disposition.at),
        "status": disposition.state.value,
        "note": disposition.note,
        "due_on": _day(disposition.due_on),
        "by": disposition.by,
    }


def counts_json(counts: DemandCounts) -> dict[str, JsonValue]:
    """How many there are."""
    by_state: dict[str, JsonValue] = {state.value: times for state, times in counts.by_state}
    return {"total": counts.total, **by_state, "overdue": counts.overdue}


def repeat_json(repeat: Repeat) -> dict[str, JsonValue]:
    """One row of the table of repeats."""
    return {
        "office": office_json(repeat.office),
        "certificate": paper_json(DemandedPaper(repeat.listed, repeat.number, repeat.name)),
        "times": repeat.times,
        "first": write_instant(repeat.first),
        "last": write_instant(repeat.last),
        "open": repeat.open,
        "overdue": repeat.overdue,
    }


def paper_json(paper: DemandedPaper) -> dict[str, JsonValue]:
    """A paper; `list` and `number` are null for one on neither list."""
    return {"list": paper.listed, "number": paper.number, "name": paper.name}


def office_json(office: Office) -> dict[str, JsonValue]:
    """An office."""
    return {"name": office.name, "credit_code": office.code, "superior": office.superior}


def lawful_only(paper: DemandedPaper, catalogue: Catalogue) -> tuple[Text, ...]:
    """In which cases the decree lets the paper be asked for; none for one on neither list."""
    if paper.number is None:
        return ()
    if paper.listed == RETAINED:
        retained = catalogue.retained[paper.number]
        return (retained.used_for, *retained.limits)
    if paper.listed == NEGATIVE:
        return tuple(one.case for one in catalogue.negative[paper.number].exceptions)
    return ()


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _moment(moment: datetime | None) -> str | None:
    return write_instant(moment) if moment is not None else None
