"""The shapes of surveys that come back, as models for the interface document.

A test holds real replies against them. They describe; they never filter what is sent.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from gateway.api.interface.answer_shapes import Shape, Text

Kind = Literal["hospital", "school", "other"]
Covers = Literal["own", "system"]
State = Literal["draft", "submitted", "superseded"]
Proposed = Literal["verify_by_sharing", "holders_documents", "commitment", "cancel", "keep"]


class SurveyedUnit(Shape):
    """The unit that files."""

    code: str
    name: str
    kind: Kind
    superior: str | None


class SurveyHeading(Shape):
    """A survey without its rows. `digest` is SHA-256 of its content, as printed on the form."""

    survey_id: str
    unit: SurveyedUnit
    period: str
    covers: Covers
    state: State
    rows: int
    digest: str
    drafted_at: datetime
    changed_at: datetime
    submitted_at: datetime | None
    filed_by: str
    signed_by: str | None
    signed_on: date | None
    superseded_by: str | None


class SurveyRowShape(Shape):
    """A paper that is still demanded."""

    listed: Literal["negative", "retained"] | None
    number: int | None
    paper: str | None
    matter: str
    basis: str | None
    per_year: int
    proposal: Proposed
    demanded_at: Kind
    demanded_by: str | None
    remarks: str | None


class SurveyContent(Shape):
    """The content that the digest is of."""

    unit: SurveyedUnit
    period: str
    covers: Covers
    contact_role: str
    summary: str | None
    nothing_demanded: bool
    rows: list[SurveyRowShape]


class SurveyCounts(Shape):
    """Sums over rows."""

    units: int
    rows: int
    per_year: int
    without_basis: int
    kept: int
    outside_retained: int


class SurveyRemark(Shape):
    """What the decree says about a row, counted from 0; it keeps nothing from being filed."""

    row: int
    code: str
    text: Text
    details: list[Text]


class FiledSurvey(SurveyHeading):
    """A survey as it is kept."""

    survey: SurveyContent
    totals: SurveyCounts
    remarks: list[SurveyRemark]


class SurveyList(Shape):
    """Surveys without their rows."""

    surveys: list[SurveyHeading]


class SurveyExport(Shape):
    """Every valid submission of a period."""

    period: str
    surveys: list[FiledSurvey]


class SurveyRound(Shape):
    """A round: the units that are to file for a period, and by when."""

    period: str
    due_on: date
    units: list[SurveyedUnit]


class CountedPaper(SurveyCounts):
    """A paper's totals, and those by the kind of unit that demands it."""

    listed: Literal["negative", "retained"] | None
    number: int | None
    name: Text
    by_kind: dict[str, SurveyCounts]


class CountedSuperior(SurveyCounts):
    """The totals of a superior body's units; null for units that name none."""

    superior: str | None


class ReportedRow(SurveyRowShape):
    """A row with the survey and the unit that report it."""

    survey_id: str
    unit: SurveyedUnit
    name: Text


class SurveyOverview(Shape):
    """A period at a glance. `late` and `covered_twice` are ids of surveys in `filed`."""

    period: str
    call: SurveyRound | None
    filed: list[SurveyHeading]
    late: list[str]
    missing: list[SurveyedUnit]
    total: SurveyCounts
    by_paper: list[CountedPaper]
    by_kind: dict[str, SurveyCounts]
    by_superior: list[CountedSuperior]
    without_basis: list[ReportedRow]
    negative_kept: list[ReportedRow]
    covered_twice: list[str]


SURVEY_SHAPES: tuple[type[Shape], ...] = (FiledSurvey, SurveyList, SurveyExport, SurveyOverview)
