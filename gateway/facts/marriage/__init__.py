"""`marriage` (negative list no. 8): married to a named person, or of a marital status, today.

Must never tell why a marriage ended, who else somebody is or was married to, or that somebody is
single: no register holds every marriage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from gateway.domain.question import CIVIL_AFFAIRS, COURTS, HEALTH, PUBLIC_SECURITY, Round
from gateway.domain.text import Text
from gateway.facts.concluding import conclude
from gateway.facts.marriage.claim import CLAIM_SCHEMA, MarriageClaim, read_claim
from gateway.facts.marriage.decision import decide_point, next_questions
from gateway.facts.marriage.people import between
from gateway.facts.marriage.reasons import REASONS
from gateway.facts.marriage.ruling import Point

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.domain.evidence import Evidence
    from gateway.domain.fact import Fact, Inquiry, JsonValue
    from gateway.domain.finding import Finding, Reason
    from gateway.domain.person import Person

_EXAMPLE: Final[Mapping[str, JsonValue]] = {"status": "20"}


def _point(inquiry: Inquiry) -> Point:
    """Judged today: another day is kinship's affair (domain.md K2)."""
    claim, today = cast("MarriageClaim", inquiry.claim), inquiry.terms.today
    return Point(inquiry.subject, claim.spouse, claim.status, today=today, day=today)


class Marriage:
    """The definition of the fact."""

    name = "marriage"
    title = Text("婚姻核验", "Marriage")
    version = "1"
    required: tuple[str, ...] = (CIVIL_AFFAIRS, COURTS)
    consulted: tuple[str, ...] = (HEALTH, PUBLIC_SECURITY)
    claim_schema: Mapping[str, JsonValue] = CLAIM_SCHEMA
    claim_example: Mapping[str, JsonValue] = _EXAMPLE
    reasons: tuple[Reason, ...] = REASONS

    def read_claim(self, raw: Mapping[str, JsonValue], subject: Person) -> MarriageClaim:
        """Read `spouse` or `status`. Raises ContentRefused."""
        return read_claim(raw, subject)

    def next_round(self, inquiry: Inquiry, evidence: Evidence) -> Round | None:
        """First both registers; deaths and a second marriage only if one may be in force."""
        point = _point(inquiry)
        questions = next_questions(point, evidence)
        return Round(questions, between(questions, evidence, *point.persons)) if questions else None

    def decide(self, inquiry: Inquiry, evidence: Evidence) -> Finding:
        """domain.md M1 to M9."""
        part = cast("MarriageClaim", inquiry.claim).part
        return conclude(inquiry, {part: decide_point(_point(inquiry), evidence)})


fact: Fact = Marriage()
