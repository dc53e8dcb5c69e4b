"""`kinship` (negative list no. 1): what a relative is to the subject.

Must never tell an adoption, who is in between, or that two people are not related because nothing
is on record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from gateway.domain.question import CIVIL_AFFAIRS, COURTS, HEALTH, PUBLIC_SECURITY, Round
from gateway.domain.text import Text
from gateway.facts.concluding import conclude
from gateway.facts.kinship.claim import CLAIM_SCHEMA, KinshipClaim, read_claim
from gateway.facts.kinship.plan import DirectClaim
from gateway.facts.kinship.reasons import REASONS
from gateway.facts.kinship.relations import Line, line_of
from gateway.facts.kinship.spouse_claim import SpouseClaim
from gateway.facts.marriage.people import between

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.domain.evidence import Evidence
    from gateway.domain.fact import Fact, Inquiry, JsonValue
    from gateway.domain.finding import Finding, Reason
    from gateway.domain.person import Person

_EXAMPLE: Final[Mapping[str, JsonValue]] = {
    "relative": {"id_number": "500112195803120017", "name": "陈建国"},
    "relation": "51",
}


def _claim(inquiry: Inquiry) -> SpouseClaim | DirectClaim:
    claim, terms = cast("KinshipClaim", inquiry.claim), inquiry.terms
    relative, code = claim.relative, claim.relation
    if line_of(code) is Line.SPOUSE:
        return SpouseClaim(inquiry.subject, relative, code, terms.today, terms.at_death)
    return DirectClaim(inquiry.subject, relative, code, terms.today, terms.derive)


class Kinship:
    """The definition of the fact.

    The courts are consulted because only claims about a marriage ask them at all; for those the
    marriage table holds, and a silent court blocks (K2).
    """

    name = "kinship"
    title = Text("亲属关系核验", "Kinship")
    version = "1"
    required: tuple[str, ...] = (PUBLIC_SECURITY, HEALTH, CIVIL_AFFAIRS)
    consulted: tuple[str, ...] = (COURTS,)
    claim_schema: Mapping[str, JsonValue] = CLAIM_SCHEMA
    claim_example: Mapping[str, JsonValue] = _EXAMPLE
    reasons: tuple[Reason, ...] = REASONS

    def read_claim(self, raw: Mapping[str, JsonValue], subject: Person) -> KinshipClaim:
        """Read `relative` and `relation`. Raises ContentRefused (K1)."""
        return read_claim(raw, subject)

    def next_round(self, inquiry: Inquiry, evidence: Evidence) -> Round | None:
        """What could hold it directly; derivations only if nothing does and the matter may."""
        claim = cast("KinshipClaim", inquiry.claim)
        questions = _claim(inquiry).next_questions(evidence)
        if not questions:
            return None
        return Round(questions, between(questions, evidence, inquiry.subject, claim.relative))

    def decide(self, inquiry: Inquiry, evidence: Evidence) -> Finding:
        """domain.md K2 to K11."""
        return conclude(inquiry, {"relation": _claim(inquiry).decide(evidence)})


fact: Fact = Kinship()
