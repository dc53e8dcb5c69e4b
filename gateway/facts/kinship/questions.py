"""Whom a claim of kinship asks in its first round: what could hold or exclude it directly.

Must never open a register of births or adoptions for a claim that no birth could answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.facts.former_identity import ask_person
from gateway.facts.kinship.archive import adoption_question, household_question
from gateway.facts.kinship.relations import ADOPTIVE, Line, line_of
from gateway.facts.kinship.steps import parent_questions

if TYPE_CHECKING:
    from gateway.domain.person import Person
    from gateway.domain.question import Question

_BY_BIRTH: Final = (
    Line.CHILD,
    Line.PARENT,
    Line.SIBLING,
    Line.GRANDCHILD,
    Line.GRANDPARENT,
)


def direct_questions(code: str, subject: Person, relative: Person) -> tuple[Question, ...]:
    """Household books and the population register; births and adoptions of both where needed.

    Of both, because a record that reads the other way round excludes the claim (K6, K9).
    """
    both = (subject, relative)
    registers = [ask(person) for person in both for ask in (ask_person, household_question)]
    if code in ADOPTIVE:
        return (*registers, *map(adoption_question, both))
    if line_of(code) in _BY_BIRTH:
        return (*registers, *(q for person in both for q in parent_questions(person)))
    return tuple(registers)
