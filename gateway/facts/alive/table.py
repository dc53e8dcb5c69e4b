"""The decision table of `alive` (domain.md A1 to A5), over the picture that `death` draws.

Must never take the absence of a death record for life: over 140,000 cremated people of one
province were still registered as living. Must never tell what kind of trace was found, where, or
on which day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.domain.finding import PartFinding, RecordKind, RestsOn
from gateway.domain.outcome import Outcome
from gateway.facts.alive import reasons as why
from gateway.facts.concluding import conclude_unheard
from gateway.facts.death.picture import picture_of
from gateway.facts.death.questions import (
    ask_all,
    ask_cremation,
    ask_custody,
    ask_declarations,
    ask_health,
    ask_public_security,
)
from gateway.facts.former_identity import Procedure
from gateway.facts.shared_reasons import CONSULTED_NOT_HEARD, SIGN_OF_LIFE_AFTER_DEATH

if TYPE_CHECKING:
    from gateway.domain.fact import Inquiry
    from gateway.domain.question import Question
    from gateway.facts.hearing import Hearing

ALIVE: Final = "alive"


def required(inquiry: Inquiry) -> tuple[Question, ...]:
    """Health and public security: their deaths and their signs of life."""
    return (*ask_health(inquiry.subject), *ask_public_security(inquiry.subject))


def consulted(inquiry: Inquiry) -> tuple[Question, ...]:
    """Declarations of death, custody, cremations."""
    person = inquiry.subject
    return (ask_declarations(person), ask_custody(person), ask_cremation(person))


def decide_parts(inquiry: Inquiry, hearing: Hearing) -> dict[str, PartFinding]:
    """The one part."""
    return {ALIVE: _decide(inquiry, hearing)}


def _decide(inquiry: Inquiry, hearing: Hearing) -> PartFinding:
    """Rows A1 to A5 from top to bottom."""
    terms = inquiry.terms
    picture = picture_of(inquiry.subject, hearing)
    noted = hearing.match_reasons(ask_all(inquiry.subject))
    if picture.is_contradicted_by_life:
        conflict = (SIGN_OF_LIFE_AFTER_DEATH.code, *noted)
        return PartFinding(Outcome.CONFLICT, "A1", conflict)
    if picture.proves_death:
        # A revocation that the courts could not be asked for would take the proof away.
        unsure = (CONSULTED_NOT_HEARD.code,) if picture.may_be_undone else ()
        dead = (why.DEATH_RECORDED.code, *unsure, *noted)
        return PartFinding(Outcome.CONTRADICTED, "A2", dead)
    silence = hearing.silence(required(inquiry))
    if silence:
        return conclude_unheard("A3", silence, noted)
    rests = (RestsOn(RecordKind.SIGN_OF_LIFE, terms.today),)
    if picture.shows_life_within(terms.max_age_days, terms.today):
        reasons = (*_note_unheard_death(inquiry, hearing), *noted)
        return PartFinding(Outcome.CONFIRMED, "A4", reasons, rests)
    if hearing.unresolved(required(inquiry)):
        return PartFinding(Outcome.AMBIGUOUS, "G2", noted)
    return PartFinding(
        Outcome.NO_RECORD,
        "A5",
        (why.NO_RECENT_SIGN_OF_LIFE.code, *_note_unheard(inquiry, hearing), *noted),
        rests,
    )


def _note_unheard_death(inquiry: Inquiry, hearing: Hearing) -> tuple[str, ...]:
    """Qualify A4 while a cremation or a declaration, which make A2, could not be looked up."""
    person = inquiry.subject
    heard = hearing.is_heard(ask_declarations(person), ask_cremation(person))
    return () if heard else (CONSULTED_NOT_HEARD.code,)


def _note_unheard(inquiry: Inquiry, hearing: Hearing) -> tuple[str, ...]:
    """Qualify A5 while anything consulted is missing: custody would be a sign of life too."""
    return () if hearing.is_heard(*consulted(inquiry)) else (CONSULTED_NOT_HEARD.code,)


PROCEDURE: Final = Procedure(required, consulted, decide_parts)
