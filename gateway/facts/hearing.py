"""What the departments said about one question, as a decision table needs to know it.

Pure look-ups over evidence. Must never read silence as a no (domain.md G1): a reply that is
absent, failed or promised for later never counts as heard, and a record that cannot be
attributed to the person (another name, a shared number) is never seen.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from gateway.domain.evidence import Answered, Evidence, Holding, Late
from gateway.domain.question import PUBLIC_SECURITY, Question
from gateway.domain.records import PopulationEntry, Record
from gateway.facts.shared_reasons import (
    FORMER_IDENTITY,
    NAME_MISMATCH,
    NAME_VARIANT,
    NUMBER_SHARED,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from gateway.domain.person import Person

HELD_BY_NAME: Final = frozenset({Holding.HELD, Holding.FORMER_NAME})

RecordT = TypeVar("RecordT", bound=Record)
RecordT_co = TypeVar("RecordT_co", bound=Record, covariant=True)


@dataclass(frozen=True, slots=True)
class Found(Generic[RecordT_co]):
    """A record that was attributed to the person, with its department and that one's data date."""

    record: RecordT_co
    department: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Silence:
    """Departments that were not heard, each once, in the order of the questions.

    A department that promised an answer is in `late` only: a promise outranks a silence (G3).
    """

    silent: tuple[str, ...] = ()
    late: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anybody was not heard."""
        return bool(self.silent or self.late)


@dataclass(frozen=True, slots=True)
class _Reply:
    """One answer, with the question as it was put and whether that was under a former identity."""

    asked: Question
    answered: Answered
    former: bool


@dataclass(frozen=True, slots=True)
class Hearing:
    """Evidence under every identity that counts.

    `former` maps a person to her former identities once the further round of domain.md G8 is due;
    a question about her then stands for itself and for the same question under each of them (of
    every department but public security, which knows its own people's identities itself).
    """

    evidence: Evidence
    former: Mapping[Person, tuple[Person, ...]] = field(default_factory=dict)

    def identities(self, person: Person) -> tuple[Person, ...]:
        """The person as named, then under her former identities if they count."""
        return (person, *self.former.get(person, ()))

    def questions(self, question: Question) -> tuple[Question, ...]:
        """The question as first put, then as put under former identities."""
        if question.department == PUBLIC_SECURITY:
            return (question,)
        others: tuple[Person | None, ...] = (None,)
        if question.other is not None:
            others = self.identities(question.other)
        return tuple(
            replace(question, about=about, other=other)
            for about in self.identities(question.about)
            for other in others
        )

    def silence(self, questions: Iterable[Question]) -> Silence:
        """Who was not heard on at least one of the questions; never put counts as silent."""
        silent: dict[str, None] = {}
        late: dict[str, None] = {}
        for question in questions:
            for asked in self.questions(question):
                reply = self.evidence.reply_to(asked)
                if isinstance(reply, Late):
                    late[asked.department] = None
                elif not isinstance(reply, Answered):
                    silent[asked.department] = None
        return Silence(tuple(name for name in silent if name not in late), tuple(late))

    def is_heard(self, *questions: Question) -> bool:
        """Whether every one of the questions was answered."""
        return not self.silence(questions)

    def holding(self, question: Question) -> Holding | None:
        """Under which name the number is held, for the question as first put; None if unheard."""
        reply = self.evidence.reply_to(question)
        return reply.holding if isinstance(reply, Answered) else None

    def records(self, question: Question, kind: type[RecordT]) -> tuple[Found[RecordT], ...]:
        """The records of one kind that can be attributed to the person."""
        return tuple(
            Found(record, question.department, reply.answered.as_of)
            for reply in self._replies(question)
            if reply.answered.holding in HELD_BY_NAME
            for record in reply.answered.records
            if isinstance(record, kind)
        )

    def data_dates(self, questions: Iterable[Question]) -> tuple[date, ...]:
        """The data dates of all answers to the questions."""
        return tuple(
            reply.answered.as_of for question in questions for reply in self._replies(question)
        )

    def unresolved(self, questions: Iterable[Question]) -> tuple[str, ...]:
        """Why answers could not be attributed: `name_mismatch`, `number_shared` (G2, I2).

        A mismatch is resolved once the same department holds the same number under another of the
        person's names.
        """
        codes = {code for question in questions for code in self._unresolved(question)}
        return tuple(sorted(codes))

    def match_reasons(self, questions: Iterable[Question]) -> tuple[str, ...]:
        """How the person was matched in the answers to the questions (G2, G8), in a fixed order."""
        asked = tuple(questions)
        codes = list(self.unresolved(asked))
        matched = [
            reply
            for question in asked
            for reply in self._replies(question)
            if reply.answered.holding in HELD_BY_NAME
        ]
        if any(_is_by_former_identity(reply) for reply in matched):
            codes.append(FORMER_IDENTITY.code)
        if any(reply.answered.variant for reply in matched):
            codes.append(NAME_VARIANT.code)
        return tuple(codes)

    def _replies(self, question: Question) -> tuple[_Reply, ...]:
        found = []
        for asked in self.questions(question):
            reply = self.evidence.reply_to(asked)
            if isinstance(reply, Answered):
                found.append(_Reply(asked, reply, former=asked != question))
        return tuple(found)

    def _unresolved(self, question: Question) -> set[str]:
        replies = self._replies(question)
        held = {
            reply.asked.about.number for reply in replies if reply.answered.holding in HELD_BY_NAME
        }
        codes = set()
        for reply in replies:
            if reply.answered.holding is Holding.SHARED:
                codes.add(NUMBER_SHARED.code)
            mismatch = reply.answered.holding is Holding.NAME_MISMATCH
            if mismatch and reply.asked.about.number not in held:
                codes.add(NAME_MISMATCH.code)
        return codes


def _is_by_former_identity(reply: _Reply) -> bool:
    """A 15-digit number is a former one too, whoever converted it (G8)."""
    by_name = reply.answered.holding is Holding.FORMER_NAME
    by_number = reply.asked.about.given_as_15 or _is_by_former_number(reply)
    return reply.former or by_name or by_number


def _is_by_former_number(reply: _Reply) -> bool:
    """Whether public security found its entry under a number that is no longer the person's.

    The number asked is among the former ones only then: a person's own number is never listed.
    """
    return any(
        isinstance(record, PopulationEntry) and reply.asked.about.number in record.former_numbers
        for record in reply.answered.records
    )
