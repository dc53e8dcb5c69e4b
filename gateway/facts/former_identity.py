"""Former names and numbers: the further round of domain.md G8, written once for every fact.

Must never ask public security again: it knows by itself under what else its people were known.
Must never ask before it is needed: a former name is told to another department only if nothing
would be found without it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gateway.domain.evidence import Answered, Evidence
from gateway.domain.names import NameMatch, compare_names
from gateway.domain.outcome import Outcome
from gateway.domain.person import Person
from gateway.domain.question import PERSON, PUBLIC_SECURITY, Question, Round
from gateway.domain.records import PopulationEntry
from gateway.facts.concluding import conclude, conclude_unheard, unique
from gateway.facts.hearing import HELD_BY_NAME, Hearing
from gateway.facts.shared_reasons import CONSULTED_NOT_HEARD, NAME_MISMATCH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from gateway.domain.fact import Inquiry
    from gateway.domain.finding import Finding, PartFinding

    Questions = Callable[[Inquiry], tuple[Question, ...]]
    Table = Callable[[Inquiry, Hearing], Mapping[str, PartFinding]]

_SEARCHED_IN_VAIN: Final = frozenset({Outcome.NO_RECORD, Outcome.AMBIGUOUS})


def ask_person(person: Person) -> Question:
    """The question to public security that reveals former names and numbers."""
    return Question(PUBLIC_SECURITY, PERSON, person)


def former_identities(evidence: Evidence, person: Person) -> tuple[Person, ...]:
    """Every other combination of names and numbers by which public security knows a person.

    Empty if it does not hold her, or cannot tell her from another (a shared number). Numbers are
    in their 18-character form: that an archive spells one with 15 digits is its connector's care.
    """
    reply = evidence.reply_to(ask_person(person))
    if not isinstance(reply, Answered) or reply.holding not in HELD_BY_NAME:
        return ()
    entries = [record for record in reply.records if isinstance(record, PopulationEntry)]
    names = {name for entry in entries for name in _names(entry)}
    numbers = {number for entry in entries for number in entry.former_numbers}
    renamed = tuple(replace(person, name=name) for name in sorted(_other_names(names, person.name)))
    renumbered = tuple(
        Person(number, known.name)
        for number in sorted(numbers - {person.number})
        for known in (person, *renamed)
    )
    return renamed + renumbered


def unput(questions: Iterable[Question], evidence: Evidence) -> tuple[Question, ...]:
    """The questions of a round that is still to be put, each once; none if it was put.

    A round is put as a whole. If some of its questions have no reply although others do, their
    departments could not be asked; asking for them again would never end.
    """
    asked = tuple(dict.fromkeys(questions))
    known = {item.question for item in evidence.items}
    return () if any(question in known for question in asked) else asked


def needs_former_identity(part: PartFinding) -> bool:
    """Whether a former identity could find what was not found (domain.md G8).

    `no_record` says so by itself; and so does a department that holds the number under another
    name, because after a renaming that other name is what G8 is about.
    """
    if part.outcome not in _SEARCHED_IN_VAIN:
        return False
    return part.outcome is Outcome.NO_RECORD or NAME_MISMATCH.code in part.reasons


@dataclass(frozen=True, slots=True)
class Procedure:
    """One round of questions and a table, with the further round of G8 around them.

    `required` and `consulted` give the questions of the first round; a question in `consulted`
    never blocks. `table` decides the parts on a hearing. `stands` names rows whose `no_record`
    stands although public security is silent (domain.md B7: a row overrides G8).
    """

    required: Questions
    consulted: Questions
    table: Table
    stands: frozenset[str] = frozenset()

    def next_round(self, inquiry: Inquiry, evidence: Evidence) -> Round | None:
        """Everybody under the number given; then the others under former ones, if need be."""
        first = unput(self._questions(inquiry), evidence)
        if first:
            return Round(first)
        parts = self.table(inquiry, Hearing(evidence))
        if not self._search_again(inquiry, evidence, parts):
            return None
        hearing = _under_former_identities(inquiry, evidence)
        further = unput(self._further(inquiry, hearing), evidence)
        return Round(further) if further else None

    def decide(self, inquiry: Inquiry, evidence: Evidence) -> Finding:
        """Decide each part; those that found nothing again, under former identities too."""
        parts = dict(self.table(inquiry, Hearing(evidence)))
        hearing = _under_former_identities(inquiry, evidence)
        if hearing.former:
            again = self.table(inquiry, hearing)
            for name in self._search_again(inquiry, evidence, parts):
                parts[name] = self._qualify(again[name], inquiry, hearing)
        return conclude(inquiry, self._heed_silence(inquiry, evidence, parts))

    def _questions(self, inquiry: Inquiry) -> tuple[Question, ...]:
        return (*self.required(inquiry), *self.consulted(inquiry))

    def _search_again(
        self, inquiry: Inquiry, evidence: Evidence, parts: Mapping[str, PartFinding]
    ) -> tuple[str, ...]:
        """The parts that a former identity of the subject could find.

        A mismatch counts if it is hers: another person of the claim may be mismatched too.
        """
        hers = bool(Hearing(evidence).unresolved(self._questions(inquiry)))
        return tuple(
            name
            for name, part in parts.items()
            if needs_former_identity(part) and (hers or part.outcome is Outcome.NO_RECORD)
        )

    def _further(self, inquiry: Inquiry, hearing: Hearing) -> tuple[Question, ...]:
        return tuple(
            asked
            for question in self._questions(inquiry)
            for asked in hearing.questions(question)[1:]
        )

    def _qualify(self, part: PartFinding, inquiry: Inquiry, hearing: Hearing) -> PartFinding:
        """Qualify what only the further round told while a consulted department was silent.

        Had that one been heard, the first round might have ended otherwise, without a further one.
        """
        if not (part.outcome.is_statement or part.outcome is Outcome.NO_RECORD):
            return part
        if hearing.is_heard(*self.consulted(inquiry)):
            return part
        return replace(part, reasons=unique((*part.reasons, CONSULTED_NOT_HEARD.code)))

    def _heed_silence(
        self, inquiry: Inquiry, evidence: Evidence, parts: Mapping[str, PartFinding]
    ) -> dict[str, PartFinding]:
        """Turn `no_record` elsewhere into unavailable while public security is silent (G8)."""
        silence = Hearing(evidence).silence([ask_person(inquiry.subject)])
        return {
            name: conclude_unheard("G8", silence)
            if silence and part.outcome is Outcome.NO_RECORD and part.row not in self.stands
            else part
            for name, part in parts.items()
        }


def _under_former_identities(inquiry: Inquiry, evidence: Evidence) -> Hearing:
    former = former_identities(evidence, inquiry.subject)
    return Hearing(evidence, {inquiry.subject: former} if former else {})


def _names(entry: PopulationEntry) -> tuple[str, ...]:
    """The former names, and the present one: whoever is asked about may have given a former one."""
    present = () if entry.registered_name is None else (entry.registered_name,)
    return (*entry.former_names, *present)


def _other_names(names: Iterable[str], name: str) -> tuple[str, ...]:
    """The names that are not mere spellings of the name that was asked."""
    return tuple(
        other
        for other in names
        if other.strip() and compare_names(name, other) is NameMatch.DIFFERENT
    )
