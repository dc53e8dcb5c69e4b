"""The decision table of `property` (README.md).

    P1  the register holds a right in force in the jurisdiction          confirmed
    P2  the register is silent / late                                    unavailable / pending
    P3  it holds the number under another name, or for two people        ambiguous
    P4  otherwise                                                        no_record

Must never contradict, and must never let real estate elsewhere, ended or sealed look different
from none: a right that is not in the register is not a right that does not exist.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from gateway.domain.finding import OwnRecordKind, PartFinding
from gateway.domain.outcome import Outcome
from gateway.domain.question import Question
from gateway.facts.concluding import conclude_unheard, rest_on, unique
from gateway.facts.former_identity import Procedure, ask_person
from property_registry.fact.reasons import NO_PROPERTY_RECORD
from property_registry.records import Ownership
from property_registry.source import DEPARTMENT, OWNERSHIP

if TYPE_CHECKING:
    from gateway.domain.fact import Inquiry
    from gateway.facts.hearing import Found, Hearing
    from property_registry.fact.claim import PropertyClaim

PROPERTY: Final = "property"
PROPERTY_RECORD: Final = OwnRecordKind("property_record")


def required(inquiry: Inquiry) -> tuple[Question, ...]:
    """The register, about the subject."""
    return (Question(DEPARTMENT, OWNERSHIP, inquiry.subject),)


def consulted(inquiry: Inquiry) -> tuple[Question, ...]:
    """Public security, for the former names and numbers of domain.md G8 only."""
    return (ask_person(inquiry.subject),)


def decide_parts(inquiry: Inquiry, hearing: Hearing) -> dict[str, PartFinding]:
    """The one part."""
    return {PROPERTY: _decide(inquiry, hearing)}


def _decide(inquiry: Inquiry, hearing: Hearing) -> PartFinding:
    asked = required(inquiry)
    # What the register noted about a right elsewhere would tell that there is one.
    elsewhere = hearing.match_reasons(consulted(inquiry))
    noted = hearing.match_reasons((*asked, *consulted(inquiry)))
    rights = _rights(inquiry, hearing)
    if rights:
        rests = rest_on(PROPERTY_RECORD, (right.as_of for right in rights))
        return PartFinding(Outcome.CONFIRMED, "P1", noted, rests)
    silence = hearing.silence(asked)
    if silence:
        return conclude_unheard("P2", silence, noted)
    if hearing.unresolved(asked):
        return PartFinding(Outcome.AMBIGUOUS, "P3", noted)
    rests = rest_on(PROPERTY_RECORD, hearing.data_dates(asked))
    nothing = unique((NO_PROPERTY_RECORD.code, *elsewhere))
    return PartFinding(Outcome.NO_RECORD, "P4", nothing, rests)


def _rights(inquiry: Inquiry, hearing: Hearing) -> list[Found[Ownership]]:
    claim = cast("PropertyClaim", inquiry.claim)
    found = [one for asked in required(inquiry) for one in hearing.records(asked, Ownership)]
    return [one for one in found if one.record.until is None and claim.covers(one.record.area)]


PROCEDURE: Final = Procedure(required, consulted, decide_parts)
