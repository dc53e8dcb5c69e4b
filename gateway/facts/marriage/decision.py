"""The marriage table over what was heard: conflict, silence, mismatches, and then the rows.

One path for the fact itself and for kinship between spouses (domain.md K2). Must never let a
statement pass that a silent court, or a silent civil register, could overturn (G3).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gateway.domain.finding import PartFinding, RecordKind
from gateway.domain.outcome import Outcome
from gateway.domain.question import CIVIL_AFFAIRS
from gateway.facts.concluding import conclude_unheard, rest_on, unique
from gateway.facts.former_identity import ask_person, former_identities, needs_former_identity
from gateway.facts.hearing import Hearing
from gateway.facts.marriage import reasons as why
from gateway.facts.marriage.claim import DIVORCED, NEVER_MARRIED, WIDOWED
from gateway.facts.marriage.deaths import death_questions
from gateway.facts.marriage.questions import first_questions, turns_on_life
from gateway.facts.marriage.reading import is_unrecorded
from gateway.facts.marriage.ruling import Point, Ruling, settle
from gateway.facts.marriage.table import judge, standing
from gateway.facts.marriage.view import View, due_questions, follow_ups
from gateway.facts.shared_reasons import CONSULTED_NOT_HEARD, NAME_MISMATCH

if TYPE_CHECKING:
    from gateway.domain.evidence import Evidence
    from gateway.domain.person import Person
    from gateway.domain.question import Question

_STATES_AN_END = frozenset({"M7", "M8"})


def next_questions(point: Point, evidence: Evidence) -> tuple[Question, ...]:
    """The questions of the next round; none once the table can decide."""
    due = due_questions(point, Hearing(evidence))
    return due or due_questions(point, hearing_that_counts(point, evidence))


def decide_point(point: Point, evidence: Evidence) -> PartFinding:
    """The outcome of the claimed part."""
    return decide_on(point, hearing_that_counts(point, evidence))


def hearing_that_counts(point: Point, evidence: Evidence) -> Hearing:
    """Former names and numbers come in only if nothing was found without them (G8).

    Nor do they once a first round was followed up: something was found then. But what was asked
    under them counts from then on: a spouse's own file, looked into afterwards, may show the same
    marriage, and must not make up for a court that was silent under a former number.
    """
    plain = Hearing(evidence)
    further = _under_former_identities(point, evidence)
    if _was_asked_again(point, further):
        return further
    if not needs_former_identity(decide_on(point, plain)) or follow_ups(View.of(point, plain)):
        return plain
    return further


def _was_asked_again(point: Point, hearing: Hearing) -> bool:
    again = (q for question in first_questions(point) for q in hearing.questions(question)[1:])
    return any(hearing.evidence.reply_to(question) is not None for question in again)


def _under_former_identities(point: Point, evidence: Evidence) -> Hearing:
    known = {person: former_identities(evidence, person) for person in point.persons}
    return Hearing(evidence, {person: former for person, former in known.items() if former})


def decide_on(point: Point, hearing: Hearing) -> PartFinding:
    """The outcome on one hearing, without a further round for former identities.

    Conflict first, for it outlives a silence; then who was not heard; then the row.
    """
    view = View.of(point, hearing)
    ruling = settle(judge(history, point) for history in view.histories)
    if ruling.outcome is Outcome.CONFLICT:
        return PartFinding(ruling.outcome, ruling.row, ruling.reasons)
    blocked = _blocked(view, ruling)
    if blocked is not None:
        return blocked
    if ruling.hangs_on_life and turns_on_life(point, view.register):
        return _heed_lives(view, ruling)
    if ruling.outcome is Outcome.NO_RECORD:
        return _heed_population_register(view, ruling)
    if point.status == DIVORCED and ruling.outcome is Outcome.CONTRADICTED:
        ruling = _note_unknown_identities(view, ruling)
    return _tell(view, ruling)


def _blocked(view: View, ruling: Ruling) -> PartFinding | None:
    """G3 and G2. A marriage proved by one register cannot be unmade by the other's answer (M9)."""
    required = view.required
    proved = ruling.outcome is Outcome.CONTRADICTED and view.point.status == NEVER_MARRIED
    if proved:
        required = tuple(q for q in required if q.department != CIVIL_AFFAIRS)
    silence = view.silence(required)
    if silence:
        return conclude_unheard("G3", silence)
    codes = view.hearing.unresolved(required)
    if not proved and any(view.concerns(couple) for couple in view.register.mismatches):
        codes = unique((*codes, NAME_MISMATCH.code))
    return PartFinding(Outcome.AMBIGUOUS, "G2", codes) if codes else None


def _heed_lives(view: View, ruling: Ruling) -> PartFinding:
    """What hangs on nobody having died is qualified, or for `widowed` not told at all (M8)."""
    asked = tuple(q for person in _whose_lives(view) for q in death_questions(person))
    silence = view.hearing.silence(asked)
    unnamed = any(is_unrecorded(couple) for couple in _standing_couples(view))
    if not silence and not unnamed and not view.hearing.unresolved(asked):
        return _tell(view, ruling)
    unchecked = (why.SPOUSE_DEATH_NOT_CHECKED.code,)
    if view.point.status != WIDOWED:
        return _tell(view, replace(ruling, reasons=(*ruling.reasons, *unchecked)))
    if silence:
        return conclude_unheard("M8", silence, unchecked)
    # The partner is not on record, or not under her name: asking again would not help.
    reasons = (why.MARITAL_STATE_NOT_SETTLED.code, *unchecked)
    return PartFinding(Outcome.AMBIGUOUS, "M8", reasons)


def _whose_lives(view: View) -> tuple[Person, ...]:
    if view.point.spouse is not None:
        return view.point.persons
    if view.point.status == WIDOWED:
        return view.partners
    return (view.point.subject, *view.partners)


def _standing_couples(view: View) -> set[frozenset[tuple[str, str]]]:
    key, day = view.point.subject.key, view.point.day
    return {m.couple for history in view.histories for m in standing(history, key, day)}


def _heed_population_register(view: View, ruling: Ruling) -> PartFinding:
    """G8: nothing was found, but perhaps there is a former name or number to look under."""
    asked = tuple(ask_person(person) for person in view.point.persons)
    silence = view.hearing.silence(asked)
    if silence:
        return conclude_unheard("G8", silence)
    return PartFinding(
        ruling.outcome, ruling.row, unique((*ruling.reasons, *view.hearing.unresolved(asked)))
    )


def _note_unknown_identities(view: View, ruling: Ruling) -> Ruling:
    """M7 while a marriage is in force: the partner's file may hold its end under a name or number
    of the subject that only public security knows as hers.
    """
    known = view.hearing.is_heard(ask_person(view.point.subject))
    if known or not _standing_couples(view):
        return ruling
    return replace(ruling, reasons=(*ruling.reasons, CONSULTED_NOT_HEARD.code))


def _tell(view: View, ruling: Ruling) -> PartFinding:
    """Rest on both registers together, so that no date tells which of them knew of an end."""
    concerned = sorted(filter(view.concerns, view.register.matched_by), key=sorted)
    matched_by = (code for couple in concerned for code in view.register.matched_by[couple])
    if not ruling.outcome.is_statement:
        return PartFinding(ruling.outcome, ruling.row, ruling.reasons)
    return PartFinding(
        outcome=ruling.outcome,
        row=ruling.row,
        reasons=unique((*ruling.reasons, *matched_by)),
        rests_on=rest_on(RecordKind.MARITAL_RECORD, view.hearing.data_dates(view.required)),
        neutral=ruling.row not in _STATES_AN_END,
    )
