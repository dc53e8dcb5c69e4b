"""Claims 10, 11 and 12: the marriage table, today or at a recorded death (domain.md K2).

Pure. Stricter than the fact `marriage` where a death was not checked: for kinship health and public
security are required. Must never judge at a death whose date is not settled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from gateway.domain.finding import PartFinding
from gateway.domain.outcome import Outcome
from gateway.facts.concluding import conclude_unheard
from gateway.facts.death.reasons import DATES_DIFFER
from gateway.facts.former_identity import ask_person
from gateway.facts.hearing import Hearing
from gateway.facts.kinship.archive import Archive
from gateway.facts.kinship.inverses import FEMALE, MALE
from gateway.facts.kinship.reasons import DEATH_DATE_NOT_SETTLED
from gateway.facts.kinship.traits import sex_of
from gateway.facts.marriage.deaths import death_questions, declaration_question, life_of
from gateway.facts.marriage.decision import decide_on, hearing_that_counts, next_questions
from gateway.facts.marriage.questions import first_questions
from gateway.facts.marriage.reasons import SPOUSE_DEATH_NOT_CHECKED
from gateway.facts.marriage.ruling import Point
from gateway.facts.marriage.view import unput
from gateway.facts.shared_reasons import RELATION_NOT_SPECIFIC, SIGN_OF_LIFE_AFTER_DEATH

if TYPE_CHECKING:
    from gateway.domain.evidence import Evidence
    from gateway.domain.finding import Reason
    from gateway.domain.person import Person
    from gateway.domain.question import Question

_SEX_OF: Final = {"11": MALE, "12": FEMALE}
_UNHEARD: Final = (Outcome.UNAVAILABLE, Outcome.PENDING)


@dataclass(frozen=True, slots=True)
class SpouseClaim:
    """The relative is the subject's spouse (10), husband (11) or wife (12)."""

    subject: Person
    relative: Person
    code: str
    today: date
    at_death: bool

    def next_questions(self, evidence: Evidence) -> tuple[Question, ...]:
        """The questions of the next round."""
        first = unput(first_questions(self._point_on(self.today)), Hearing(evidence))
        if first:
            return first
        point = self._point(evidence)
        return next_questions(point, evidence) if isinstance(point, Point) else ()

    def decide(self, evidence: Evidence) -> PartFinding:
        """The marriage table's outcome, as row K2."""
        point = self._point(evidence)
        if isinstance(point, PartFinding):
            return point
        hearing = hearing_that_counts(point, evidence)
        part = decide_on(point, hearing)
        if SPOUSE_DEATH_NOT_CHECKED.code in part.reasons:
            silence = hearing.silence(self._deaths())
            if silence:
                return conclude_unheard("K10", silence, (SPOUSE_DEATH_NOT_CHECKED.code,))
        if part.outcome is Outcome.CONFIRMED and self.code in _SEX_OF:
            return self._heed_sex(part, hearing)
        return replace(part, row="K10" if part.outcome in _UNHEARD else "K2")

    def _heed_sex(self, part: PartFinding, hearing: Hearing) -> PartFinding:
        """A husband is a man and a wife a woman; else only `spouse` is held (K8)."""
        archive = Archive.of(hearing, self.today, self.subject, self.relative)
        sex = sex_of(archive, self.relative)
        if sex == _SEX_OF[self.code]:
            return replace(part, row="K2")
        silence = hearing.silence((ask_person(self.relative),))
        if sex is None and silence:
            return conclude_unheard("K10", silence)
        return PartFinding(Outcome.AMBIGUOUS, "K8", (RELATION_NOT_SPECIFIC.code,))

    def _point_on(self, day: date) -> Point:
        return Point(self.subject, self.relative, None, self.today, day, at_death=self.at_death)

    def _point(self, evidence: Evidence) -> Point | PartFinding:
        """The day to judge: today, or the day before the death of the subject or the relative."""
        if not self.at_death:
            return self._point_on(self.today)
        hearing = Hearing(evidence)
        own = _death_of(hearing, self.subject)
        if isinstance(own, PartFinding):
            return own
        others = _death_of(hearing, self.relative)
        if own is not None:
            # Had the relative died first, the histories show it; but somebody must have looked.
            if isinstance(others, PartFinding) and others.outcome in _UNHEARD:
                return others
            return self._point_on(own - timedelta(days=1))
        if isinstance(others, PartFinding):
            return others
        return self._point_on(self.today if others is None else others - timedelta(days=1))

    def _deaths(self) -> tuple[Question, ...]:
        return (*death_questions(self.subject), *death_questions(self.relative))


def _death_of(hearing: Hearing, person: Person) -> date | PartFinding | None:
    """The recorded day of death, None if there is none, or why that cannot be told."""
    life = life_of(hearing, person)
    legal = {d.judged_on for d in life.declared if d.revoked_on is None}
    stated = set(life.passing.stated) if life.passing is not None else set()
    if life.passing is not None and life.passing.doubtful:
        return _not_settled(SIGN_OF_LIFE_AFTER_DEATH)
    if len(stated | legal) > 1:
        return _not_settled(DATES_DIFFER)
    if stated | legal:
        return (stated | legal).pop()
    if life.passing is not None:
        return _not_settled(DEATH_DATE_NOT_SETTLED)
    asked = (*death_questions(person), declaration_question(person))
    silence = hearing.silence(asked)
    if silence:
        return conclude_unheard("K10", silence)
    codes = hearing.unresolved(asked)
    return PartFinding(Outcome.AMBIGUOUS, "G2", codes) if codes else None


def _not_settled(reason: Reason) -> PartFinding:
    return PartFinding(Outcome.AMBIGUOUS, "K2", (reason.code,))
