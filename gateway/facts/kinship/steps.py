"""The steps of a derivation: from a child to a parent, from a spouse to a spouse.

Pure. Each step is held by a department. Must never go through somebody whose number stands for two
people or for another name, nor through a birth that civil affairs was not heard on (K7).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway.domain.names import NameMatch, compare_names
from gateway.domain.outcome import Outcome
from gateway.facts.hearing import Silence
from gateway.facts.kinship.archive import Archive, Tie, adoption_question, birth_questions
from gateway.facts.marriage.claim import MARRIED
from gateway.facts.marriage.decision import decide_on
from gateway.facts.marriage.questions import first_questions
from gateway.facts.marriage.ruling import Point
from gateway.facts.marriage.view import View, follow_ups

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gateway.domain.person import Person
    from gateway.domain.question import Question


@dataclass(frozen=True, slots=True)
class Spouses:
    """With whom somebody may be married today.

    `is_settled`: one marriage in force, beyond doubt and with everybody heard. `needed` are the
    questions behind it; `silence` is who left them open, unproven judgments included.
    """

    persons: tuple[Person, ...]
    is_settled: bool
    needed: tuple[Question, ...]
    silence: Silence


def parent_questions(child: Person) -> tuple[Question, ...]:
    """What is asked for a step from a child to its parents."""
    return (*birth_questions(child), adoption_question(child))


def spouses_of(archive: Archive, person: Person) -> Spouses:
    """Read the marriages of a person as the fact `marriage` does.

    More strictly than there everybody must be heard, on deaths too: health and public security
    are required for kinship.
    """
    point = Point(person, None, MARRIED, today=archive.today, day=archive.today)
    view = View.of(point, archive.hearing)
    part = decide_on(point, archive.hearing)
    needed = (*first_questions(point), *follow_ups(view))
    silence = archive.hearing.silence(needed)
    if part.outcome is Outcome.UNAVAILABLE and not silence:
        silence = Silence(silent=part.silent)
    settled = part.outcome is Outcome.CONFIRMED and not silence
    persons = view.partners if follow_ups(view) else ()
    return Spouses(persons, settled, needed, silence)


def common_parents(one: Iterable[Tie], other: Iterable[Tie]) -> tuple[tuple[Tie, Tie], ...]:
    """Pairs of ties to one number; `have_one_name` tells whether it is one person."""
    others = tuple(other)
    return tuple((a, b) for a in one for b in others if a.key == b.key)


def have_one_name(one: Tie, other: Tie) -> bool:
    """Whether two registers mean the same person by the number (G2)."""
    return compare_names(one.parent.name, other.parent.name) is not NameMatch.DIFFERENT
