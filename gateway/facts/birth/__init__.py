"""`birth` (negative list no. 9): what is on record of a person's birth, part by part.

Must never tell a parent's number or name, nor let an adoption be seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.domain.question import CIVIL_AFFAIRS, HEALTH, PUBLIC_SECURITY
from gateway.domain.text import Text
from gateway.facts.birth.claim import CLAIM_SCHEMA, BirthClaim, read_claim
from gateway.facts.birth.reasons import REASONS
from gateway.facts.birth.table import PROCEDURE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.domain.evidence import Evidence
    from gateway.domain.fact import Fact, Inquiry, JsonValue
    from gateway.domain.finding import Finding, Reason
    from gateway.domain.person import Person
    from gateway.domain.question import Round

_EXAMPLE: Final[Mapping[str, JsonValue]] = {
    "certificate_number": "E500000123",
    "born_on": "2010-11-03",
    "mother": {"id_number": "500112198509200044", "name": "陈小雨"},
}


class Birth:
    """The definition of the fact."""

    name = "birth"
    title = Text("出生核验", "Birth")
    version = "1"
    required: tuple[str, ...] = (HEALTH,)
    consulted: tuple[str, ...] = (PUBLIC_SECURITY, CIVIL_AFFAIRS)
    claim_schema: Mapping[str, JsonValue] = CLAIM_SCHEMA
    claim_example: Mapping[str, JsonValue] = _EXAMPLE
    reasons: tuple[Reason, ...] = REASONS

    def read_claim(self, raw: Mapping[str, JsonValue], subject: Person) -> BirthClaim:
        """Read at least one of the four parts. Raises ContentRefused."""
        return read_claim(raw, subject)

    def next_round(self, inquiry: Inquiry, evidence: Evidence) -> Round | None:
        """Everybody at once; health again under former identities if it holds nothing."""
        return PROCEDURE.next_round(inquiry, evidence)

    def decide(self, inquiry: Inquiry, evidence: Evidence) -> Finding:
        """domain.md B1 to B8."""
        return PROCEDURE.decide(inquiry, evidence)


fact: Fact = Birth()
