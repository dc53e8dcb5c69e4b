"""The decision table of part `died_on` (domain.md D6 to D10).

Only stated dates of death are compared. Must never let silence decide: unlike D3, these rows do
not say "whoever else is silent", so G3 holds for them. A required department that was not heard
may know a sign of life after the claimed date (D6), or state a date of its own, and so turn
`confirmed` into `contradicted` or the reverse.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gateway.domain.finding import PartFinding, RecordKind
from gateway.domain.outcome import Outcome
from gateway.facts.concluding import conclude_unheard, rest_on, unique
from gateway.facts.death import reasons as why
from gateway.facts.death.picture import Picture, Proof, picture_of
from gateway.facts.death.questions import ask_all, ask_cremation, ask_custody, ask_declarations
from gateway.facts.death.table import required
from gateway.facts.shared_reasons import CONSULTED_NOT_HEARD

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gateway.domain.fact import Inquiry
    from gateway.domain.finding import Reason
    from gateway.domain.question import Question
    from gateway.facts.hearing import Hearing


def decide_died_on(
    inquiry: Inquiry, hearing: Hearing, death: PartFinding, claimed: date
) -> PartFinding:
    """Rows D6 to D10 from top to bottom; `death` is the outcome of the other part."""
    picture = picture_of(inquiry.subject, hearing)
    if death.outcome is not Outcome.CONFIRMED:
        return _follow_death(inquiry, hearing, death, alive=picture.shows_life_after(claimed))
    part = _compare(inquiry, hearing, picture, claimed)
    matched = hearing.match_reasons(ask_all(inquiry.subject))
    silence = hearing.silence(_needed(inquiry, picture, part))
    if silence:
        return conclude_unheard(part.row, silence, matched)
    part = replace(part, reasons=unique((*part.reasons, *matched)))
    match part.outcome:
        case Outcome.CONFIRMED:
            return _qualify(part, hearing, ask_custody(inquiry.subject))
        case Outcome.NO_RECORD:
            further = (ask_custody(inquiry.subject), ask_cremation(inquiry.subject))
            return _qualify(part, hearing, *further)
        case _:
            return part


def _follow_death(
    inquiry: Inquiry, hearing: Hearing, death: PartFinding, *, alive: bool
) -> PartFinding:
    """D6. A custody record could have shown a sign of life after the claimed date."""
    if alive:
        return PartFinding(Outcome.CONTRADICTED, "D6", (why.SIGN_OF_LIFE_AFTER_DATE.code,))
    part = replace(death, row="D6")
    if death.outcome is Outcome.NO_RECORD:
        return _qualify(part, hearing, ask_custody(inquiry.subject))
    return part


def _compare(inquiry: Inquiry, hearing: Hearing, picture: Picture, claimed: date) -> PartFinding:
    """D7 to D10, as if everybody had been heard."""
    dated = _stating(picture)
    days = {proof.stated for proof in dated}
    if len(days) > 1:
        return _tell(Outcome.AMBIGUOUS, "D7", why.DATES_DIFFER, dated)
    if claimed in days:
        return _tell(Outcome.CONFIRMED, "D8", None, dated)
    if dated:
        return _tell(Outcome.CONTRADICTED, "D9", why.DATE_DIFFERS, dated)
    legal = [proof for proof in picture.proofs if proof.legal == claimed]
    if legal:
        return _tell(Outcome.CONFIRMED, "D8", why.LEGAL_DATE, legal)
    passed = [proof for proof in picture.proofs if proof.bound and claimed > proof.bound]
    if passed:
        return _tell(Outcome.CONTRADICTED, "D9", why.DATE_DIFFERS, passed)
    if hearing.unresolved(required(inquiry)):
        return PartFinding(Outcome.AMBIGUOUS, "G2")
    return _tell(Outcome.NO_RECORD, "D10", why.DATE_NOT_RECORDED, picture.proofs)


def _needed(inquiry: Inquiry, picture: Picture, part: PartFinding) -> tuple[Question, ...]:
    """The questions without whose answer the row may not stand (G3).

    Differing dates stay ambiguous whatever is added. A stated date that differs from the claimed
    one stands too: a further date would make it ambiguous, never confirmed. Only a revocation
    could take the stated date itself away.
    """
    dated = _stating(picture)
    if part.row == "D7":
        return ()
    if part.row == "D9" and dated:
        hangs = all(proof.hangs_on_courts for proof in dated)
        return (ask_declarations(inquiry.subject),) if hangs else ()
    return required(inquiry)


def _stating(picture: Picture) -> list[Proof]:
    return [proof for proof in picture.proofs if proof.stated is not None]


def _qualify(part: PartFinding, hearing: Hearing, *questions: Question) -> PartFinding:
    if hearing.is_heard(*questions):
        return part
    return replace(part, reasons=unique((*part.reasons, CONSULTED_NOT_HEARD.code)))


def _tell(
    outcome: Outcome, row: str, reason: Reason | None, proofs: Iterable[Proof]
) -> PartFinding:
    rests = rest_on(RecordKind.DEATH_RECORD, (proof.as_of for proof in proofs))
    return PartFinding(outcome, row, (reason.code,) if reason else (), rests)
