"""The decision table of `identity` (domain.md I1 to I5).

Public security alone is asked. Must never read a cancelled registration as death, nor one in
force as life.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from gateway.domain.evidence import Holding
from gateway.domain.finding import PartFinding, RecordKind
from gateway.domain.names import NameMatch, compare_names
from gateway.domain.outcome import Outcome
from gateway.domain.question import PUBLIC_SECURITY
from gateway.domain.records import PopulationEntry
from gateway.facts.concluding import conclude_unheard, rest_on
from gateway.facts.former_identity import Procedure, ask_person
from gateway.facts.hearing import Silence
from gateway.facts.identity import reasons as why
from gateway.facts.identity.claim import REGISTERED, IdentityClaim
from gateway.facts.shared_reasons import FORMER_IDENTITY, NAME_VARIANT

if TYPE_CHECKING:
    from gateway.domain.fact import Inquiry
    from gateway.domain.question import Question
    from gateway.facts.hearing import Hearing

IDENTITY: Final = "identity"
STATUS: Final = "status"
FORMER_NAME: Final = "former_name"


def required(inquiry: Inquiry) -> tuple[Question, ...]:
    """The one question to the one department."""
    return (ask_person(inquiry.subject),)


def consulted(_inquiry: Inquiry) -> tuple[Question, ...]:
    """Nobody."""
    return ()


def decide_parts(inquiry: Inquiry, hearing: Hearing) -> dict[str, PartFinding]:
    """Part `identity` always, then the claimed ones.

    Where the identity is not confirmed, no other part is: whose status would it be?
    """
    claim = cast("IdentityClaim", inquiry.claim)
    identity = _decide_identity(inquiry, hearing, claim)
    confirmed = identity.outcome is Outcome.CONFIRMED
    parts = {IDENTITY: identity}
    if claim.status is not None:
        parts[STATUS] = _decide_status(inquiry, hearing, claim.status) if confirmed else identity
    if claim.former_name is not None:
        parts[FORMER_NAME] = (
            _decide_former_name(inquiry, hearing, claim.former_name) if confirmed else identity
        )
    return parts


def _decide_identity(inquiry: Inquiry, hearing: Hearing, claim: IdentityClaim) -> PartFinding:
    asked = required(inquiry)
    matched = hearing.match_reasons(asked)
    rests = rest_on(RecordKind.CIVIL_REGISTER, hearing.data_dates(asked))
    match hearing.holding(asked[0]):
        case None:
            return conclude_unheard("G3", hearing.silence(asked))
        case Holding.NOT_HELD:
            missing = (why.NOT_IN_POPULATION_REGISTER.code,)
            return PartFinding(Outcome.NO_RECORD, "I1", missing, rests)
        case Holding.SHARED:
            return PartFinding(Outcome.AMBIGUOUS, "I2", matched, rests)
        case Holding.FORMER_NAME if not _claims_name_given(inquiry, claim):
            variant = tuple(code for code in matched if code != FORMER_IDENTITY.code)
            return PartFinding(Outcome.AMBIGUOUS, "I3", (why.FORMER_NAME.code, *variant), rests)
        case Holding.NAME_MISMATCH:
            return PartFinding(Outcome.AMBIGUOUS, "I4", matched, rests)
        case Holding.HELD | Holding.FORMER_NAME:
            found = _note_cancelled(inquiry, hearing, claim)
            return PartFinding(Outcome.CONFIRMED, "I5", (*found, *matched), rests)


def _claims_name_given(inquiry: Inquiry, claim: IdentityClaim) -> bool:
    """Whether the name given is claimed as a former one: then I3 says nothing new (no. 3)."""
    if claim.former_name is None:
        return False
    return compare_names(claim.former_name, inquiry.subject.name) is not NameMatch.DIFFERENT


def _note_cancelled(inquiry: Inquiry, hearing: Hearing, claim: IdentityClaim) -> tuple[str, ...]:
    cancelled = _is_in_force(inquiry, hearing) is False
    return (why.REGISTRATION_CANCELLED.code,) if cancelled and claim.status is None else ()


def _is_in_force(inquiry: Inquiry, hearing: Hearing) -> bool | None:
    """Whether an entry is in force; None if the answer did not come with an entry."""
    entries = hearing.records(ask_person(inquiry.subject), PopulationEntry)
    return any(found.record.in_force for found in entries) if entries else None


def _decide_status(inquiry: Inquiry, hearing: Hearing, status: str) -> PartFinding:
    in_force = _is_in_force(inquiry, hearing)
    if in_force is None:
        return conclude_unheard("G1", Silence(silent=(PUBLIC_SECURITY,)))
    rests = rest_on(RecordKind.CIVIL_REGISTER, hearing.data_dates(required(inquiry)))
    if in_force is (status == REGISTERED):
        return PartFinding(Outcome.CONFIRMED, "I5", (), rests)
    differs = (why.REGISTRATION_STATUS_DIFFERS.code,)
    return PartFinding(Outcome.CONTRADICTED, "I5", differs, rests)


def _decide_former_name(inquiry: Inquiry, hearing: Hearing, claimed: str) -> PartFinding:
    asked = required(inquiry)
    rests = rest_on(RecordKind.CIVIL_REGISTER, hearing.data_dates(asked))
    confirmed = PartFinding(Outcome.CONFIRMED, "I3", (), rests)
    if hearing.holding(asked[0]) is Holding.FORMER_NAME:
        return replace(confirmed, reasons=hearing.match_reasons(asked))
    matches = {
        compare_names(claimed, name)
        for found in hearing.records(asked[0], PopulationEntry)
        for name in found.record.former_names
    }
    if NameMatch.EXACT in matches:
        return confirmed
    if NameMatch.VARIANT in matches:
        return replace(confirmed, reasons=(NAME_VARIANT.code,))
    missing = (why.FORMER_NAME_NOT_RECORDED.code,)
    return PartFinding(Outcome.NO_RECORD, "I3", missing, rests)


PROCEDURE: Final = Procedure(required, consulted, decide_parts)
