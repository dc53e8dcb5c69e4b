"""The decision table of part `death` (domain.md D1 to D5).

Must never contradict: the last stay in a hospital before a death is a sign of life, and notices
lag behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.domain.finding import PartFinding, RecordKind
from gateway.domain.outcome import Outcome
from gateway.domain.question import COURTS
from gateway.facts.concluding import conclude_unheard, rest_on
from gateway.facts.death import reasons as why
from gateway.facts.death.picture import Picture, picture_of
from gateway.facts.death.questions import (
    ask_all,
    ask_cremation,
    ask_custody,
    ask_declarations,
    ask_health,
    ask_public_security,
)
from gateway.facts.shared_reasons import CONSULTED_NOT_HEARD, SIGN_OF_LIFE_AFTER_DEATH

if TYPE_CHECKING:
    from gateway.domain.fact import Inquiry
    from gateway.domain.question import Question
    from gateway.facts.hearing import Hearing

RECENT_DAYS: Final = 180
"""Within how many days a sign of life is recent (D5)."""


def required(inquiry: Inquiry) -> tuple[Question, ...]:
    """Health, public security, and the courts' declarations."""
    person = inquiry.subject
    return (*ask_health(person), *ask_public_security(person), ask_declarations(person))


def consulted(inquiry: Inquiry) -> tuple[Question, ...]:
    """Cremations; and custody, which the courts may not be able to answer."""
    return (ask_cremation(inquiry.subject), ask_custody(inquiry.subject))


def decide_death(inquiry: Inquiry, hearing: Hearing) -> PartFinding:
    """Rows D1 to D5 from top to bottom."""
    picture = picture_of(inquiry.subject, hearing)
    noted = _note(picture, inquiry, hearing)
    if picture.is_contradicted_by_life:
        # Which register saw her alive, and as of when, would tell of a treatment or of custody.
        conflict = (SIGN_OF_LIFE_AFTER_DEATH.code, *noted)
        return PartFinding(Outcome.CONFLICT, "D1", conflict, neutral=False)
    if picture.too_weak:
        unheard = (*ask_health(inquiry.subject), *ask_public_security(inquiry.subject))
        return conclude_unheard("D2", hearing.silence(unheard), noted)
    if picture.proofs:
        rests = rest_on(RecordKind.DEATH_RECORD, (proof.as_of for proof in picture.proofs))
        return PartFinding(Outcome.CONFIRMED, "D3", (*_qualify(picture), *noted), rests)
    silence = hearing.silence(required(inquiry))
    if silence:
        return conclude_unheard("D4", silence, noted)
    if hearing.unresolved(required(inquiry)):
        return PartFinding(Outcome.AMBIGUOUS, "G2", noted)
    return _find_nothing(picture, inquiry, hearing, noted)


def _note(picture: Picture, inquiry: Inquiry, hearing: Hearing) -> tuple[str, ...]:
    """What is said whichever row decides: a revocation, and how the person was matched."""
    revoked = (why.DECLARATION_REVOKED.code,) if picture.revoked else ()
    return (*revoked, *hearing.match_reasons(ask_all(inquiry.subject)))


def _qualify(picture: Picture) -> tuple[str, ...]:
    """How good the proof is (D3)."""
    codes = []
    if len(picture.departments) == 1:
        codes.append(why.SINGLE_SOURCE.code)
    if picture.departments == {COURTS}:
        codes.append(why.LEGAL_DATE.code)
    if picture.may_be_undone:
        # D3 confirms whoever else is silent, so the courts' silence must at least be seen.
        codes.append(why.REVOCATION_NOT_CHECKED.code)
    return tuple(codes)


def _find_nothing(
    picture: Picture, inquiry: Inquiry, hearing: Hearing, noted: tuple[str, ...]
) -> PartFinding:
    """D5, and what a cremation could have changed."""
    recent = picture.shows_life_within(RECENT_DAYS, inquiry.terms.today)
    codes = [why.RECENT_SIGN_OF_LIFE.code if recent else why.NO_DEATH_RECORD.code]
    if not hearing.is_heard(ask_cremation(inquiry.subject)):
        codes.append(CONSULTED_NOT_HEARD.code)
    rests = rest_on(RecordKind.DEATH_RECORD, hearing.data_dates(required(inquiry)))
    return PartFinding(Outcome.NO_RECORD, "D5", (*codes, *noted), rests)
