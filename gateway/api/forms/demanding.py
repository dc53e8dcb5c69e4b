"""What somebody reports of an improper demand, and what compliance makes of it, as JSON.

Must never check what a report may say: that is the policy's, which the page asks as well.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints
from pydantic.json_schema import WithJsonSchema

from gateway.api.forms.fields import Form
from gateway.api.forms.reading import read_form
from gateway.domain.demand import DemandState
from gateway.domain.fact import JsonValue
from gateway.errors import ContentRefused, Problem
from gateway.policy.demand_form import (
    LONGEST_NAME,
    LONGEST_PLACE,
    LONGEST_SAID,
    NO_SUCH_DAY,
    RawReport,
    free_text,
)

LONGEST_NOTE: Final = 600

Name = Annotated[str, StringConstraints(max_length=LONGEST_NAME)]
Day = Annotated[
    str, StringConstraints(max_length=10), WithJsonSchema({"type": "string", "format": "date"})
]


class DemandedPaperForm(Form):
    """The paper: `list` and `number`, or `name` as the office called it."""

    list: Literal["negative", "retained"] | None = None
    number: Annotated[int, Field(ge=1, le=99)] | None = None
    name: Name | None = None


class DemandingOfficeForm(Form):
    """Who demanded it; its unified social credit code and its superior body as far as known."""

    name: Name
    credit_code: Annotated[str, StringConstraints(max_length=18)] | None = None
    superior: Name | None = None


class DemandPlaceForm(Form):
    """Where: a six-digit area code (GB/T 2260), a place in own words, or both."""

    area: Annotated[str, StringConstraints(max_length=6)] | None = None
    text: Annotated[str, StringConstraints(max_length=LONGEST_PLACE)] | None = None


class DemandForm(Form):
    """A reported demand. Nothing about a person is asked; no text may hold a personal number."""

    reporter: Literal["resident", "clerk"]
    certificate: DemandedPaperForm
    office: DemandingOfficeForm
    when: Day
    where: DemandPlaceForm
    said: Annotated[str, StringConstraints(max_length=LONGEST_SAID)] | None = None


class DemandNumberForm(Form):
    """The number to follow, with or without its dashes."""

    number: Annotated[str, StringConstraints(min_length=1, max_length=64)]


class DispositionForm(Form):
    """What compliance makes of a demand. The note is public; `due_on` a day still to come.

    What is referred without a day is due as a new demand is.
    """

    status: Literal["corrected", "referred", "unfounded"]
    note: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NOTE)]
    due_on: Day | None = None


def read_raw_report(raw: dict[str, JsonValue]) -> RawReport:
    """The fields of a report, as typed. Raises ContentRefused."""
    form = read_form(DemandForm, raw)
    paper, office, where = form.certificate, form.office, form.where
    return RawReport(
        reporter=form.reporter,
        listed=paper.list or "",
        number=str(paper.number) if paper.number is not None else "",
        paper=paper.name or "",
        office=office.name,
        code=office.credit_code or "",
        superior=office.superior or "",
        happened_on=form.when,
        area=where.area or "",
        place=where.text or "",
        said=form.said or "",
    )


def read_followed(raw: dict[str, JsonValue]) -> str:
    """The number to follow, as typed. Raises ContentRefused."""
    return read_form(DemandNumberForm, raw).number


def read_disposition(
    raw: dict[str, JsonValue], today: date
) -> tuple[DemandState, str, date | None]:
    """State, note and due date. Raises ContentRefused."""
    form = read_form(DispositionForm, raw)
    return checked_disposition(DemandState(form.status), form.note, form.due_on or "", today)


def checked_disposition(
    state: DemandState, note: str, due_on: str, today: date
) -> tuple[DemandState, str, date | None]:
    """The same from what was typed elsewhere. Raises ContentRefused."""
    problems: list[Problem] = []
    text = free_text(note, "/note", LONGEST_NOTE, problems, lines=True)
    day = _day(due_on, today, problems) if due_on else None
    if problems or text is None:
        raise ContentRefused(*problems)
    return state, text, day


def _day(raw: str, today: date, problems: list[Problem]) -> date | None:
    try:
        day = date.fromisoformat(raw) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw) else None
    except ValueError:
        day = None
    if day is None or day < today:
        problems.append(Problem("/due_on", NO_SUCH_DAY if day is None else "day_in_the_past"))
        return None
    return day
