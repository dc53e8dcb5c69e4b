"""The port of surveys: what units report of the papers that they still demand.

Every change is one durable step. What was submitted never changes; the port has no command for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from gateway.audit.entry import NewEntry
    from gateway.domain.survey import FiledSurvey, SignOff, Survey, SurveyCall, SurveyState


class SurveyBar(Enum):
    """Why a change was not made; the value is the reason code that a caller is told."""

    DRAFT_EXISTS = "survey_draft_exists"
    SUBMITTED = "survey_already_submitted"
    CHANGED = "survey_changed"
    OVERTAKEN = "survey_overtaken"
    LIMIT = "survey_limit_reached"


@dataclass(frozen=True, slots=True)
class Barred:
    """Nothing was changed. `survey_id` is the survey in the way."""

    bar: SurveyBar
    survey_id: str | None = None
    retry_after: int | None = None


@dataclass(frozen=True, slots=True)
class SurveyDraft:
    """Content to be kept as a draft. `digest` is that of its canonical form.

    `most_a_day` bounds the changes of one unit on a civil day; None for the operator's own machine.
    `replaces` is the digest of the draft that is to be replaced; None for whichever there is.
    """

    survey_id: str
    survey: Survey
    digest: str
    at: datetime
    by: str
    most_a_day: int | None
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """A draft becomes final. `digest` is the one on the form that was signed."""

    survey_id: str
    unit: str | None  # None: the operator's own machine may submit for any unit
    digest: str
    sign_off: SignOff
    at: datetime
    by: str


class Surveys(Protocol):
    """Surveys and the rounds that call for them."""

    async def draft(self, draft: SurveyDraft) -> FiledSurvey | Barred:
        """Keep a new draft. Barred by DRAFT_EXISTS (one for each unit and period), LIMIT."""
        ...

    async def replace(self, draft: SurveyDraft) -> FiledSurvey | Barred:
        """Replace a draft of the same unit. Barred by SUBMITTED, OVERTAKEN (the draft
        is not the one to be replaced any more), DRAFT_EXISTS, LIMIT.

        Raises NotFound for what does not exist or is another unit's.
        """
        ...

    async def submit(self, submission: Submission, entry: NewEntry) -> FiledSurvey | Barred:
        """Make a draft final with its entry; an earlier one of the period is superseded by it.

        Submitting the same again changes nothing. Barred by CHANGED (the draft is not what was
        signed) and SUBMITTED. Raises NotFound.
        """
        ...

    async def read(self, survey_id: str) -> FiledSurvey | None:
        """One survey, whoever's."""
        ...

    async def find(
        self,
        *,
        period: str | None = None,
        unit: str | None = None,
        states: frozenset[SurveyState] | None = None,
    ) -> tuple[FiledSurvey, ...]:
        """Surveys by period, unit's credit code and state, the oldest first."""
        ...

    async def call(self, call: SurveyCall, entry: NewEntry) -> None:
        """Call for a period's surveys; calling again replaces due date and units."""
        ...

    async def called(self, period: str) -> SurveyCall | None:
        """The round of a period."""
        ...

    async def calls(self) -> tuple[SurveyCall, ...]:
        """All rounds, the latest due first."""
        ...

    async def check(self) -> tuple[str, ...]:
        """Ids of surveys and periods of rounds that are not what their entries say."""
        ...
