"""`death` (negative list no. 11): that a person has died, and perhaps on which day.

Must never tell a cause, a place, or which register knew of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from gateway.domain.question import CIVIL_AFFAIRS, COURTS, HEALTH, PUBLIC_SECURITY
from gateway.domain.text import Text
from gateway.facts.death.claim import CLAIM_SCHEMA, DeathClaim, read_claim
from gateway.facts.death.date_table import decide_died_on
from gateway.facts.death.reasons import REASONS
from gateway.facts.death.table import consulted, decide_death, required
from gateway.facts.former_identity import Procedure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.domain.evidence import Evidence
    from gateway.domain.fact import Fact, Inquiry, JsonValue
    from gateway.domain.finding import Finding, PartFinding, Reason
    from gateway.domain.person import Person
    from gateway.domain.question import Round
    from gateway.facts.hearing import Hearing

_EXAMPLE: Final[Mapping[str, JsonValue]] = {"died_on": "2026-02-28"}


def decide_parts(inquiry: Inquiry, hearing: Hearing) -> dict[str, PartFinding]:
    """Part `death`, and `died_on` if it is claimed."""
    claimed = cast("DeathClaim", inquiry.claim).died_on
    death = decide_death(inquiry, hearing)
    if claimed is None:
        return {"death": death}
    return {"death": death, "died_on": decide_died_on(inquiry, hearing, death, claimed)}


_PROCEDURE: Final = Procedure(required, consulted, decide_parts)


class Death:
    """The definition of the fact."""

    name = "death"
    title = Text("死亡核验", "Death")
    version = "1"
    required: tuple[str, ...] = (HEALTH, PUBLIC_SECURITY, COURTS)
    consulted: tuple[str, ...] = (CIVIL_AFFAIRS,)
    claim_schema: Mapping[str, JsonValue] = CLAIM_SCHEMA
    claim_example: Mapping[str, JsonValue] = _EXAMPLE
    reasons: tuple[Reason, ...] = REASONS

    def read_claim(self, raw: Mapping[str, JsonValue], subject: Person) -> DeathClaim:
        """Read the optional `died_on`. Raises ContentRefused."""
        return read_claim(raw, subject)

    def next_round(self, inquiry: Inquiry, evidence: Evidence) -> Round | None:
        """Everybody at once; the others again under former identities if nothing was found."""
        return _PROCEDURE.next_round(inquiry, evidence)

    def decide(self, inquiry: Inquiry, evidence: Evidence) -> Finding:
        """domain.md D1 to D10."""
        return _PROCEDURE.decide(inquiry, evidence)


fact: Fact = Death()
