"""What the registers hold about what one person is to another, each tie with its register.

Must never read a relation between two members out of a household in which neither is the head.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mocks.names import VARIANT
from mocks.oracle.relations import turn_round
from mocks.oracle.view import Asked, View
from mocks.population.civil_registers import Adoption
from mocks.population.numbers import sex_of
from mocks.population.people import Spelt
from mocks.population.population_register import Household, Member

HOUSEHOLD = "household"
REGISTER = "birth registration"
CERTIFICATE = "certificate of birth"
ADOPTION = "adoption"
HEAD = "02"


@dataclass(frozen=True, slots=True)
class Tie:
    """`code`: what the relative is to the subject; `variant`: a name is written otherwise.

    How an adoption names them is never told, and so counts as exact.
    """

    code: str
    source: str
    variant: bool = False


def ties(view: View, subject: Asked, relative: Asked) -> tuple[Tie, ...]:
    """Every tie between the two that a register holds."""
    return (
        *_by_birth(view, subject, relative),
        *_by_household(view, subject, relative),
        *_by_adoption(view, subject, relative),
    )


def _by_birth(view: View, subject: Asked, relative: Asked) -> Iterator[Tie]:
    for child, parent, up in ((subject, relative, True), (relative, subject, False)):
        for held_child, mother, father, source in _births(view):
            if not view.is_held(child, held_child):
                continue
            for spelt, code in ((mother, "52"), (father, "51")):
                if spelt is not None and view.is_held(parent, spelt):
                    how = {view.match(child, held_child), view.match(parent, spelt)}
                    yield Tie(code if up else _child_code(child), source, VARIANT in how)


def _births(view: View) -> Iterator[tuple[Spelt, Spelt | None, Spelt | None, str]]:
    for birth in view.population.health.births:
        if birth.child is not None and birth.status == "valid" and not birth.sealed:
            yield birth.child, birth.mother, birth.father, CERTIFICATE
    for entry in view.population.public_security.birth_registrations:
        if view.entries(Asked((view.number(entry.child),), ())):
            yield entry.child, entry.mother, entry.father, REGISTER


def _child_code(child: Asked) -> str:
    return "20" if sex_of(child.numbers[0]) == "1" else "30"


def _by_household(view: View, subject: Asked, relative: Asked) -> Iterator[Tie]:
    for household in view.population.public_security.households:
        own = _member(view, household, subject)
        other = _member(view, household, relative)
        if own is None or other is None:
            continue
        if own.relation == HEAD:
            yield Tie(other.relation, HOUSEHOLD)
        elif other.relation == HEAD:
            code = turn_round(own.relation, other.sex)
            if code is not None:
                yield Tie(code, HOUSEHOLD)


def _member(view: View, household: Household, who: Asked) -> Member | None:
    return next((m for m in household.members if view.is_held(who, m.who)), None)


def _by_adoption(view: View, subject: Asked, relative: Asked) -> Iterator[Tie]:
    """The tie itself, and that of a parent or child, for which an adoption counts as well."""
    male = sex_of(relative.numbers[0]) == "1"
    for adoption in adoptions_of(view, subject):
        if any(view.is_held(relative, adopter) for adopter in adoption.adopters):
            yield from (Tie(code, ADOPTION) for code in (("51", "57") if male else ("52", "58")))
    for adoption in adoptions_of(view, relative):
        if any(view.is_held(subject, adopter) for adopter in adoption.adopters):
            yield from (Tie(code, ADOPTION) for code in (("20", "27") if male else ("30", "37")))


def adoptions_of(view: View, child: Asked) -> tuple[Adoption, ...]:
    """The adoptions of a person that are in force."""
    held = view.under(child, view.population.civil_affairs.adoptions, lambda a: [a.adopted])
    return tuple(adoption for adoption in held.records if adoption.dissolved_on is None)


def is_adopted_by_others(view: View, child: Asked, parent: Asked) -> bool:
    """Whether an adoption in force ends the tie to that parent (CC 1111)."""
    for adoption in adoptions_of(view, child):
        kept = [*adoption.adopters, *([adoption.kept_parent] if adoption.kept_parent else [])]
        if not any(view.is_held(parent, spelt) for spelt in kept):
            return True
    return False
