"""Surveys as they are sent: the shape for the interface document, and what a submission says.

A survey's content is read by the policy's own reader, because a file has the same form; the shape
here says what that reader takes, and a test holds both together.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Literal

from fastapi import Request
from pydantic import Field, StringConstraints

from gateway.api.bodies import JSON, read_bytes, require_media_type
from gateway.api.forms.fields import LONGEST_LABEL, Form, Label
from gateway.api.forms.reading import read
from gateway.api.strict_json import parse
from gateway.domain.fact import JsonValue
from gateway.domain.survey import PERIOD_FORM, SignOff
from gateway.errors import ContentRefused, Problem
from gateway.policy.form import NOT_A_DATE
from gateway.policy.form import Form as PolicyForm
from gateway.policy.survey_form import MOST_PER_YEAR, MOST_ROWS
from gateway.policy.survey_texts import (
    LONGEST_BASIS,
    LONGEST_MATTER,
    LONGEST_NAME,
    LONGEST_PAPER,
    LONGEST_REMARKS,
    LONGEST_ROLE,
    LONGEST_SUMMARY,
    read_text,
)
from gateway.settings import Settings

Kind = Literal["hospital", "school", "other"]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Period = Annotated[str, StringConstraints(pattern=f"^{PERIOD_FORM}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
_TOO_DEEP: Final = 4


class SurveyUnit(Form):
    """The unit that files. Code and name are those of its registration, and may be left out."""

    kind: Kind
    superior: Name | None = Field(default=None, description="The superior body.")
    code: str | None = None
    name: str | None = None


class SurveyRowForm(Form):
    """A paper that is still demanded: listed (`listed`, `number`), or on neither list (`paper`).

    `basis` is the law or regulation that is cited; left out if there is none. `demanded_at` is
    the kind of unit that demands it, by default this one's own; `demanded_by` names a unit of the
    system.
    """

    listed: Literal["negative", "retained"] | None = None
    number: Annotated[int, Field(ge=1, le=999)] | None = None
    paper: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_PAPER)] | None = None
    matter: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_MATTER)]
    basis: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_BASIS)] | None = None
    per_year: Annotated[int, Field(ge=0, le=MOST_PER_YEAR)]
    proposal: Literal["verify_by_sharing", "holders_documents", "commitment", "cancel", "keep"]
    demanded_at: Kind | None = None
    demanded_by: Name | None = None
    remarks: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_REMARKS)] | None = (
        None
    )


class SurveyForm(Form):
    """A unit's survey for a period: every paper of committees that it still demands.

    Without rows, `nothing_demanded` must say so. `contact_role` is an office, never a person.
    """

    unit: SurveyUnit
    period: Period
    covers: Literal["own", "system"] | None = None
    contact_role: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_ROLE)]
    summary: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_SUMMARY)] | None = (
        Field(default=None, description="The report in the unit's own words, in one paragraph.")
    )
    nothing_demanded: bool = False
    rows: list[SurveyRowForm] = Field(default_factory=list, max_length=MOST_ROWS)


class SubmissionForm(Form):
    """That the printed form was signed and sealed: its digest, the signer's office, the day."""

    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    signed_by: Label = Field(description="The office of the head in charge, never a name.")
    signed_on: Day
    sealed: Literal[True] = Field(description="The unit's seal is on it.")


async def read_survey_body(request: Request, settings: Settings) -> dict[str, JsonValue]:
    """The JSON object of a survey: larger than other bodies may be, and nested less.

    Raises ProblemRaised, and ContentRefused if it is JSON but no object.
    """
    require_media_type(request, JSON)
    content = await read_bytes(request, settings.max_survey_bytes)
    value = parse(content, _TOO_DEEP)
    if not isinstance(value, dict):
        raise ContentRefused(Problem("", "wrong_type"))
    return value


def read_submission(raw: dict[str, JsonValue]) -> tuple[str, SignOff]:
    """The digest that was signed, and the sign-off. Raises ContentRefused with every problem."""
    problems: list[Problem] = []
    form = read(SubmissionForm, raw, "", problems)
    if form is None:
        raise ContentRefused(*problems)
    return form.digest, read_sign_off(form.signed_by, form.signed_on)


def read_sign_off(signed_by: str, signed_on: str) -> SignOff:
    """A sign-off of a sealed form. Raises ContentRefused with every problem."""
    problems: list[Problem] = []
    office = read_text(PolicyForm({"signed_by": signed_by}, problems), "signed_by", LONGEST_LABEL)
    day = date.min
    try:
        day = date.fromisoformat(signed_on)
    except ValueError:
        problems.append(Problem("/signed_on", NOT_A_DATE))
    if problems:
        raise ContentRefused(*problems)
    return SignOff(office, day, sealed=True)
