"""`identity` (negative list no. 2; its part `former_name` no. 3): one person, as named.

Must never tell the registered name, a former name or why a registration was cancelled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.domain.question import PUBLIC_SECURITY
from gateway.domain.text import Text
from gateway.facts.identity.claim import CLAIM_SCHEMA, IdentityClaim, read_claim
from gateway.facts.identity.reasons import REASONS
from gateway.facts.identity.table import PROCEDURE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.domain.evidence import Evidence
    from gateway.domain.fact import Fact, Inquiry, JsonValue
    from gateway.domain.finding import Finding, Reason
    from gateway.domain.person import Person
    from gateway.domain.question import Round

_EXAMPLE: Final[Mapping[str, JsonValue]] = {"status": "registered"}


class Identity:
    """The definition of the fact."""

    name = "identity"
    title = Text("居民身份核验", "Identity")
    version = "1"
    required: tuple[str, ...] = (PUBLIC_SECURITY,)
    consulted: tuple[str, ...] = ()
    claim_schema: Mapping[str, JsonValue] = CLAIM_SCHEMA
    claim_example: Mapping[str, JsonValue] = _EXAMPLE
    reasons: tuple[Reason, ...] = REASONS

    def read_claim(self, raw: Mapping[str, JsonValue], subject: Person) -> IdentityClaim:
        """Read any of `status` and `former_name`. Raises ContentRefused."""
        return read_claim(raw, subject)

    def next_round(self, inquiry: Inquiry, evidence: Evidence) -> Round | None:
        """One question to public security."""
        return PROCEDURE.next_round(inquiry, evidence)

    def decide(self, inquiry: Inquiry, evidence: Evidence) -> Finding:
        """domain.md I1 to I5."""
        return PROCEDURE.decide(inquiry, evidence)


fact: Fact = Identity()
