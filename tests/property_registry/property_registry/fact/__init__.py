"""`property` (negative list no. 17): whether somebody owns real estate in a jurisdiction.

Must never tell what or how much it is, where else there is some, or who shares in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.domain.question import PUBLIC_SECURITY
from gateway.domain.text import Text
from property_registry.fact.claim import CLAIM_SCHEMA, JURISDICTION, PropertyClaim, read_claim
from property_registry.fact.reasons import REASONS
from property_registry.fact.table import PROCEDURE, PROPERTY, PROPERTY_RECORD
from property_registry.source import DEPARTMENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.domain.evidence import Evidence
    from gateway.domain.fact import BringsWords, Inquiry, JsonValue
    from gateway.domain.finding import Finding, Reason
    from gateway.domain.person import Person
    from gateway.domain.question import Round

_WORDS: Final[Mapping[str, Text]] = {
    PROPERTY: Text("不动产", "Real estate"),
    JURISDICTION: Text("行政区划", "Jurisdiction"),
    PROPERTY_RECORD.value: Text("不动产登记", "real-estate record"),
}


class Property:
    """The definition of the fact."""

    name = "property"
    title = Text("不动产核验", "Real estate")
    version = "1"
    required: tuple[str, ...] = (DEPARTMENT,)
    consulted: tuple[str, ...] = (PUBLIC_SECURITY,)
    claim_schema: Mapping[str, JsonValue] = CLAIM_SCHEMA
    claim_example: Mapping[str, JsonValue] = {JURISDICTION: "500112"}
    reasons: tuple[Reason, ...] = REASONS
    words: Mapping[str, Text] = _WORDS

    def read_claim(self, raw: Mapping[str, JsonValue], subject: Person) -> PropertyClaim:
        """Read the jurisdiction. Raises ContentRefused."""
        del subject
        return read_claim(raw)

    def next_round(self, inquiry: Inquiry, evidence: Evidence) -> Round | None:
        """The register and public security; the register again under former names and numbers."""
        return PROCEDURE.next_round(inquiry, evidence)

    def decide(self, inquiry: Inquiry, evidence: Evidence) -> Finding:
        """The decision table of README.md."""
        return PROCEDURE.decide(inquiry, evidence)


fact: BringsWords = Property()
