"""Relations that follow from two or three steps (domain.md, "Derivations").

Pure. Finds the paths between the two and what must be asked to find them; whether a path may be
told is the table's affair. Must never name anybody in between.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gateway.facts.former_identity import ask_person
from gateway.facts.hearing import Silence
from gateway.facts.kinship import derived_codes
from gateway.facts.kinship.archive import Archive, Tie
from gateway.facts.kinship.relations import Line
from gateway.facts.kinship.steps import (
    Spouses,
    common_parents,
    have_one_name,
    parent_questions,
    spouses_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gateway.domain.person import Person
    from gateway.domain.question import Question

_UNHEARD: Final = Silence()


@dataclass(frozen=True, slots=True)
class Path:
    """One way from the subject to the relative.

    `code` is what the relative is by it, None where sex or birth dates do not tell. `is_ended`: an
    adoption by others has cut it. `is_settled`: the marriage on it is in force beyond doubt.
    `is_one_name`: everybody on it goes by one name.
    """

    code: str | None
    between: tuple[Person, ...]
    ties: tuple[Tie, ...]
    is_ended: bool = False
    is_settled: bool = True
    is_one_name: bool = True


@dataclass(frozen=True, slots=True)
class Derivation:
    """The paths that were found, and the questions that find them.

    `silence` is what those questions' own replies do not show: judgments that are not proven.
    """

    paths: tuple[Path, ...]
    needed: tuple[Question, ...]
    silence: Silence = _UNHEARD


def derive(line: Line, code: str, archive: Archive, one: Person, other: Person) -> Derivation:
    """How `other` may be to `one` what the code says. The line must be derivable (K7)."""
    match line:
        case Line.SIBLING:
            return _siblings(archive, one, other)
        case Line.GRANDPARENT:
            return _grandparents(archive, code, one, other)
        case Line.GRANDCHILD:
            found = _grandparents(archive, code, other, one)
            return _recoded(found, archive, other)
        case Line.PARENT_IN_LAW:
            return _parents_in_law(archive, one, other)
        case Line.CHILD_IN_LAW:
            return _children_in_law(archive, one, other)
        case _:
            return _siblings_in_law(archive, one, other)


def _siblings(archive: Archive, one: Person, other: Person) -> Derivation:
    """A common parent."""
    first, second = archive.parentage(one), archive.parentage(other)
    sound = common_parents(first.sound, second.sound)
    every = common_parents((*first.sound, *first.ended), (*second.sound, *second.ended))
    code = derived_codes.of_sibling(archive, one, other)
    paths = tuple(
        Path(
            code,
            (pair[0].parent,),
            pair,
            is_ended=pair not in sound,
            is_one_name=have_one_name(*pair),
        )
        for pair in every
    )
    asked = (*parent_questions(one), *parent_questions(other), *_ask_about(paths))
    return Derivation(paths, asked)


def _grandparents(archive: Archive, code: str, one: Person, other: Person) -> Derivation:
    """Two parent steps. Beyond a tie that an adoption has ended nobody is asked about."""
    parentage = archive.parentage(one)
    wanted = derived_codes.LINE_OF_DESCENT.get(code)
    first = [t for t in parentage.sound if wanted is None or t.role in (wanted, None)]
    paths = [
        Path(derived_codes.of_grandparent(archive, a, b, other), (a.parent,), (a, b), is_ended)
        for a in first
        for b, is_ended in _ties(archive, a.parent, other)
    ]
    ended = [Path(None, (), (tie,), is_ended=True) for tie in parentage.ended]
    asked = [
        question
        for tie in first
        for question in (*parent_questions(tie.parent), ask_person(tie.parent))
    ]
    return Derivation((*paths, *ended), (*parent_questions(one), *asked))


def _recoded(found: Derivation, archive: Archive, grandchild: Person) -> Derivation:
    """The same paths read from the grandparent's side."""
    paths = tuple(
        replace(path, code=derived_codes.of_grandchild(archive, path.ties[0], grandchild))
        for path in found.paths
    )
    return replace(found, paths=paths)


def _parents_in_law(archive: Archive, one: Person, other: Person) -> Derivation:
    """The parents of a spouse."""
    spouses = spouses_of(archive, one)
    paths = [
        Path(
            derived_codes.of_parent_in_law(archive, spouse, tie, other),
            (spouse,),
            (tie,),
            is_ended,
            spouses.is_settled,
        )
        for spouse in spouses.persons
        for tie, is_ended in _ties(archive, spouse, other)
    ]
    return _by_marriage(spouses, paths, ())


def _children_in_law(archive: Archive, one: Person, other: Person) -> Derivation:
    """The spouse of a child: a parent-in-law seen from the other side."""
    found = _parents_in_law(archive, other, one)
    code = derived_codes.of_child_in_law(archive, other)
    return replace(found, paths=tuple(replace(path, code=code) for path in found.paths))


def _siblings_in_law(archive: Archive, one: Person, other: Person) -> Derivation:
    """The spouse of a sibling."""
    spouses = spouses_of(archive, other)
    by_spouse = [(spouse, _siblings(archive, one, spouse)) for spouse in spouses.persons]
    paths = [
        replace(
            path,
            code=derived_codes.SPOUSE_OF_SIBLING.get(path.code or ""),
            between=(spouse, *path.between),
            is_settled=spouses.is_settled,
        )
        for spouse, siblings in by_spouse
        for path in siblings.paths
    ]
    asked = [question for _spouse, siblings in by_spouse for question in siblings.needed]
    return _by_marriage(spouses, paths, (*parent_questions(one), *asked))


def _by_marriage(
    spouses: Spouses, paths: Iterable[Path], asked: tuple[Question, ...]
) -> Derivation:
    about = [
        question
        for spouse in spouses.persons
        for question in (*parent_questions(spouse), ask_person(spouse))
    ]
    return Derivation(tuple(paths), (*spouses.needed, *asked, *about), spouses.silence)


def _ties(archive: Archive, child: Person, parent: Person) -> Iterator[tuple[Tie, bool]]:
    """The ties of a child to one parent, and whether an adoption by others has ended them."""
    parentage = archive.parentage(child)
    yield from ((tie, False) for tie in parentage.sound if tie.key == parent.key)
    yield from ((tie, True) for tie in parentage.ended if tie.key == parent.key)


def _ask_about(paths: Iterable[Path]) -> tuple[Question, ...]:
    """That somebody in between is one person; not about those whom an adoption has cut off."""
    return tuple(
        ask_person(person) for path in paths if not path.is_ended for person in path.between
    )
