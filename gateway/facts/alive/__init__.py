"""`alive` (negative list no. 10): that a person was seen alive not long ago.

Must never tell when or where: `as_of` is the day of checking (domain.md G6).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gateway.domain.outcome import Outcome
from gateway.domain.question import CIVIL_AFFAIRS, COURTS, HEALTH, PUBLIC_SECURITY
from gateway.domain.text import Text
from gateway.facts.alive.claim import CLAIM_SCHEMA, AliveClaim, read_claim
from gateway.facts.alive.reasons import REASONS
from gateway.facts.alive.table import PROCEDURE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.domain.evidence import Evidence
    from gateway.domain.fact import Fact, Inquiry, JsonValue
    from gateway.domain.finding import Finding, Reason
    from gateway.domain.person import Person
    from gateway.domain.question import Round

_EXAMPLE: Final[Mapping[str, JsonValue]] = {"max_age_days": 180}


class Alive:
    """The definition of the fact."""

    name = "alive"
    title = Text("生存核验", "Alive")
    version = "1"
    required: tuple[str, ...] = (HEALTH, PUBLIC_SECURITY)
    consulted: tuple[str, ...] = (COURTS, CIVIL_AFFAIRS)
    claim_schema: Mapping[str, JsonValue] = CLAIM_SCHEMA
    claim_example: Mapping[str, JsonValue] = _EXAMPLE
    reasons: tuple[Reason, ...] = REASONS

    def read_claim(self, raw: Mapping[str, JsonValue], subject: Person) -> AliveClaim:
        """Read the optional `max_age_days`. Raises ContentRefused."""
        return read_claim(raw, subject)

    def next_round(self, inquiry: Inquiry, evidence: Evidence) -> Round | None:
        """Everybody at once; the others again under former identities if nothing was found."""
        return PROCEDURE.next_round(inquiry, evidence)

    def decide(self, inquiry: Inquiry, evidence: Evidence) -> Finding:
        """domain.md A1 to A5."""
        finding = PROCEDURE.decide(inquiry, evidence)
        if finding.outcome in (Outcome.UNAVAILABLE, Outcome.PENDING):
            return finding
        return replace(finding, as_of=inquiry.terms.today)


fact: Fact = Alive()
