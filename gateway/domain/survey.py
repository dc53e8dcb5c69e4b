"""A unit's survey (摸排清理): which papers of committees it still demands (decree, part 2 (1)).

Departments report for themselves and for their system (本单位、本行业系统), hospitals and schools
above all. Must never hold personal data: a contact is a role, a paper is a kind of paper.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Final

from gateway.domain.catalogue import RETAINED

if TYPE_CHECKING:
    from gateway.domain.matter import CertificateRef

PERIOD_FORM: Final = r"20[0-9]{2}(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?"
PERIOD: Final = re.compile(PERIOD_FORM)
"""A year, half-year, quarter or month: 2026, 2026-H1, 2026-Q4, 2026-11."""


class UnitKind(Enum):
    """The mark that the decree wants: 特别是医院、学校等."""

    HOSPITAL = "hospital"
    SCHOOL = "school"
    OTHER = "other"


class Coverage(Enum):
    """Whom a survey speaks for: 本单位, or 本单位及本行业系统."""

    OWN = "own"
    SYSTEM = "system"


class Proposal(Enum):
    """What the unit proposes in place of the paper."""

    SHARING = "verify_by_sharing"
    OWN_DOCUMENTS = "holders_documents"
    COMMITMENT = "commitment"
    CANCEL = "cancel"
    KEEP = "keep"


class SurveyState(Enum):
    """A draft may be replaced; what was submitted never changes, but may be superseded."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Unit:
    """Who files: credit code and names are public. `superior` is the superior body's name."""

    code: str
    name: str
    kind: UnitKind
    superior: str | None = None


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One paper that is still demanded.

    Exactly one of `certificate` (listed) and `paper` (the name of one on neither list) is set.
    `matter` is what it is demanded for, `basis` the law or regulation cited, None for none.
    `demanded_at` is the kind of unit that demands it, and `demanded_by` names that unit where a
    survey of a whole system knows it.
    """

    certificate: CertificateRef | None
    paper: str | None
    matter: str
    basis: str | None
    per_year: int
    proposal: Proposal
    demanded_at: UnitKind
    demanded_by: str | None = None
    remarks: str | None = None

    @property
    def is_retained(self) -> bool:
        """Whether the paper is one that committees still issue: the decree surveys the others."""
        return self.certificate is not None and self.certificate.listed == RETAINED


@dataclass(frozen=True, slots=True)
class Survey:
    """What a unit reports for a period. No rows means that it demands nothing (零报告).

    `summary` is the report in its own words (总结报告): what was done, and what comes next.
    """

    unit: Unit
    period: str
    covers: Coverage
    contact_role: str
    rows: tuple[SurveyRow, ...]
    summary: str | None = None


@dataclass(frozen=True, slots=True)
class SignOff:
    """What the printed form carries once it is signed: who in office signed, when, and the seal."""

    signed_by: str  # an office, never a person's name
    signed_on: date
    sealed: bool


@dataclass(frozen=True, slots=True)
class FiledSurvey:
    """A survey as it is kept. `digest` is SHA-256 (hex) of its canonical content.

    `changed_at` is when its content was last replaced. `filed_by` names the client that filed it,
    or the operator's own machine. `superseded_by` is the later survey of the same unit and period.
    """

    survey_id: str
    survey: Survey
    state: SurveyState
    digest: str
    drafted_at: datetime
    changed_at: datetime
    filed_by: str
    submitted_at: datetime | None = None
    sign_off: SignOff | None = None
    superseded_by: str | None = None


@dataclass(frozen=True, slots=True)
class SurveyCall:
    """A round of the survey (摸排通知): the units that are to file for a period, and by when."""

    period: str
    due_on: date
    units: tuple[Unit, ...]
