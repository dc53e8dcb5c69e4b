"""`childbirth` (negative list no. 14): whether a birth is recorded to the subject.

Must never tell how many children there are, who they are, or who the other parent is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.domain.question import HEALTH, PUBLIC_SECURITY
from gateway.domain.text import Text
from gateway.facts.childbirth.claim import CLAIM_SCHEMA, ChildbirthClaim, read_claim
from gateway.facts.childbirth.reasons import REASONS
from gateway.facts.childbirth.table import PROCEDURE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.domain.evidence import Evidence
    from gateway.domain.fact import Fact, Inquiry, JsonValue
    from gateway.domain.finding import Finding, Reason
    from gateway.domain.person import Person
    from gateway.domain.question import Round

_EXAMPLE: Final[Mapping[str, JsonValue]] = {
    "child": {"id_number": "50011220101103002X", "name": "陈晓晨"}
}


class Childbirth:
    """The definition of the fact."""

    name = "childbirth"
    title = Text("生育核验", "Childbirth")
    version = "1"
    required: tuple[str, ...] = (HEALTH,)
    consulted: tuple[str, ...] = (PUBLIC_SECURITY,)
    claim_schema: Mapping[str, JsonValue] = CLAIM_SCHEMA
    claim_example: Mapping[str, JsonValue] = _EXAMPLE
    reasons: tuple[Reason, ...] = REASONS

    def read_claim(self, raw: Mapping[str, JsonValue], subject: Person) -> ChildbirthClaim:
        """Read the optional `child`. Raises ContentRefused."""
        return read_claim(raw, subject)

    def next_round(self, inquiry: Inquiry, evidence: Evidence) -> Round | None:
        """Health, and public security for former names and numbers; health again under those."""
        return PROCEDURE.next_round(inquiry, evidence)

    def decide(self, inquiry: Inquiry, evidence: Evidence) -> Finding:
        """domain.md, childbirth."""
        return PROCEDURE.decide(inquiry, evidence)


fact: Fact = Childbirth()
