"""Everything that is known about a point on one hearing, and what is still to be asked.

Pure. Must never ask the same again, nor go on asking once the table can decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway.facts.hearing import Silence
from gateway.facts.marriage.histories import History, histories_of
from gateway.facts.marriage.people import People
from gateway.facts.marriage.questions import (
    first_questions,
    further_questions,
    judgment_question,
    partners_in,
    required_questions,
)
from gateway.facts.marriage.reading import (
    Register,
    Unproven,
    couple_of,
    is_unrecorded,
    read_register,
)
from gateway.facts.marriage.timeline import Happening

if TYPE_CHECKING:
    from gateway.domain.person import Person
    from gateway.domain.question import Question
    from gateway.facts.hearing import Hearing
    from gateway.facts.marriage.ruling import Point
    from gateway.facts.marriage.timeline import Couple


@dataclass(frozen=True, slots=True)
class View:
    """A point, what was heard, and the histories that fit it."""

    point: Point
    hearing: Hearing
    register: Register
    histories: tuple[History, ...]

    @classmethod
    def of(cls, point: Point, hearing: Hearing) -> View:
        """Read the hearing."""
        people = People.of(hearing.evidence, *point.persons)
        register = read_register(hearing, people)
        return cls(point, hearing, register, histories_of(register, point.today))

    @property
    def partners(self) -> tuple[Person, ...]:
        """Whom a register has revealed as married, on the day, to somebody the request names."""
        return partners_in(self.register, self.histories, self.point)

    @property
    def required(self) -> tuple[Question, ...]:
        """What must be heard of civil affairs and the courts.

        A partner's file that was asked for must be heard even if something else has ended that
        marriage: the file could tell of an earlier and different end.
        """
        known = self.register.partners_of(self.point.subject.key)
        revealed = (self.register.partners[k] for k in known if k in self.register.partners)
        lasting = self.partners
        return required_questions(
            self.point,
            self.register,
            [p for p in revealed if p in lasting or self._was_asked_about(p)],
        )

    def _was_asked_about(self, person: Person) -> bool:
        return self.hearing.evidence.reply_to(judgment_question(person)) is not None

    def concerns(self, couple: Couple) -> bool:
        """Whether the claim may turn on what lies between these two.

        An event with a partner whom the register does not name may be one of the claimed couple,
        but only if anything else is known of that couple: M4 must not tell of other marriages.
        """
        subject, spouse = self.point.subject, self.point.spouse
        if spouse is None:
            return subject.key in couple
        claimed = couple_of(subject.key, spouse.key)
        if not is_unrecorded(couple):
            return couple == claimed
        return bool(couple & claimed) and any(e.couple == claimed for e in self.register.events)

    def silence(self, questions: tuple[Question, ...]) -> Silence:
        """Who was not heard; an event whose effect is not proven silences its department."""
        heard = self.hearing.silence(questions)
        asked = {question.department for question in questions}
        unproven = sorted(
            event.department
            for event in self.register.unproven
            if event.department in asked and self._matters(event)
        )
        silent = dict.fromkeys((*heard.silent, *unproven))
        return Silence(tuple(name for name in silent if name not in heard.late), heard.late)

    def _matters(self, event: Unproven) -> bool:
        """Whether it could change anything: a divorce from a marriage since divorced cannot."""
        if not self.concerns(event.couple):
            return False
        ends = [[m for m in history if m.couple == event.couple] for history in self.histories]
        divorced = all(own and own[-1].ending is Happening.DIVORCE for own in ends)
        return event.kind is not Happening.DIVORCE or not divorced or not ends


def due_questions(point: Point, hearing: Hearing) -> tuple[Question, ...]:
    """The questions of the next round on this hearing; none once the table can decide."""
    first = unput(first_questions(point), hearing)
    return first or unput(follow_ups(View.of(point, hearing)), hearing)


def follow_ups(view: View) -> tuple[Question, ...]:
    """What the first round gave reason to ask, whether it has been put since or not."""
    required = required_questions(view.point, view.register, ())
    heard = not view.silence(required) and not view.hearing.unresolved(required)
    return further_questions(view.point, view.register, view.histories, heard=heard)


def unput(questions: tuple[Question, ...], hearing: Hearing) -> tuple[Question, ...]:
    """Those of the questions, under every identity that counts, that have no reply yet."""
    put = {item.question for item in hearing.evidence.items}
    asked = (q for question in questions for q in hearing.questions(question))
    return tuple(dict.fromkeys(q for q in asked if q not in put))
