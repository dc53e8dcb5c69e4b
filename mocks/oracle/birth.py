"""The facts birth (domain.md B1 to B8) and childbirth.

Must never tell an adoption apart from a question that is left open.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from mocks.oracle.answer import (
    AMBIGUOUS,
    CONFIRMED,
    CONFLICT,
    CONTRADICTED,
    NO_RECORD,
    UNAVAILABLE,
    Answer,
    UndeterminedError,
    of,
    open_reasons,
    together,
)
from mocks.oracle.view import Asked, View
from mocks.population.health_registers import Birth
from mocks.population.people import Spelt
from mocks.population.population_register import BirthRegistration

PARENTS = ("mother", "father")
REGISTER_ONLY = "household_register_only"
NOTHING = "no_birth_record"
MATCHES = "matches"
DIFFERS = "differs"
ABSENT = "absent"


def answer_birth(view: View, child: Asked, claim: Mapping[str, object]) -> Answer:
    """Every claimed part; persons in the claim are Asked."""
    births = view.under(child, view.population.health.births, lambda b: [b.child])
    if births.mismatch and births.records:
        raise UndeterminedError
    parts = [_part(view, child, births.records, part, value) for part, value in claim.items()]
    if births.mismatch:
        parts = [_mismatched(answer) for answer in parts]
    answer = together(parts)
    return Answer(answer.parts, None) if births.variant else answer


def _mismatched(answer: Answer) -> Answer:
    """A mismatch decides only if no row matches without that department (G2)."""
    ((part, outcome),) = answer.parts.items()
    if outcome == NO_RECORD:
        return of(part, AMBIGUOUS, "name_mismatch")
    return open_reasons(part, outcome)


def _part(view: View, child: Asked, births: tuple[Birth, ...], part: str, value: object) -> Answer:
    if part == "certificate_number":
        return _certificate(births, str(value))
    valid = [birth for birth in births if birth.status == "valid"]
    if len(valid) > 1 or (births and not valid):
        raise UndeterminedError
    birth = valid[0] if valid else None
    registered = _registration(view, child)
    if part == "born_on":
        held = birth.born_at.date() if birth else None
        told = registered.born_on if registered else None
        claimed = date.fromisoformat(str(value))
        return _compare(
            part, birth, _same_day(claimed, held), _same_day(claimed, told), adopted=False
        )
    if not isinstance(value, Asked):
        raise TypeError("a person is expected")
    certified: Spelt | None = getattr(birth, part) if birth else None
    told_parent: Spelt | None = getattr(registered, part) if registered else None
    adopted = is_adopted(view, child)
    ours, theirs = _same_person(view, value, certified), _same_person(view, value, told_parent)
    return _compare(part, birth, ours, theirs, adopted=adopted)


def _compare(
    part: str, birth: Birth | None, health: str, register: str, *, adopted: bool
) -> Answer:
    """B2 to B7, from how the claim compares with what each of the two registers holds."""
    if health == MATCHES:
        return of(part, CONFIRMED)
    if health == DIFFERS and register == MATCHES:
        return open_reasons(part, CONFLICT)
    if health == DIFFERS:
        if adopted and part in PARENTS:
            return of(part, AMBIGUOUS, "relation_not_specific")
        return open_reasons(part, CONTRADICTED)
    if register != ABSENT:
        if adopted:
            raise UndeterminedError
        return of(part, CONFIRMED if register == MATCHES else CONTRADICTED, REGISTER_ONLY)
    return of(part, NO_RECORD, "not_recorded" if birth else NOTHING)


def _certificate(births: tuple[Birth, ...], claimed: str) -> Answer:
    part = "certificate_number"
    if not births:
        return of(part, NO_RECORD, NOTHING)
    for birth in births:
        if birth.certificate == claimed:
            if birth.status == "valid":
                return of(part, CONFIRMED)
            return of(part, CONTRADICTED, "certificate_replaced")
    return open_reasons(part, CONTRADICTED)


def _registration(view: View, child: Asked) -> BirthRegistration | None:
    held = view.under(
        child, view.population.public_security.birth_registrations, lambda b: [b.child]
    )
    if held.mismatch or not view.entries(child):
        return None
    return held.records[0] if held.records else None


def _same_day(claimed: date, held: date | None) -> str:
    if held is None:
        return ABSENT
    return MATCHES if claimed == held else DIFFERS


def _same_person(view: View, claimed: Asked, held: Spelt | None) -> str:
    if held is None:
        return ABSENT
    if view.match(claimed, held) is None:
        return DIFFERS
    if not view.is_held(claimed, held):
        raise UndeterminedError
    return MATCHES


def is_adopted(view: View, child: Asked) -> bool:
    """Whether civil affairs holds an adoption of the person, dissolved or not."""
    held = view.under(child, view.population.civil_affairs.adoptions, lambda a: [a.adopted])
    if held.mismatch:
        raise UndeterminedError
    return bool(held.records)


def answer_childbirth(view: View, parent: Asked, child: Asked | None, sex: str) -> Answer:
    """Whether a recorded child is hers; a man's children are found by naming them only."""
    part = "childbirth"
    valid = [birth for birth in view.population.health.births if birth.status == "valid"]
    variant = False
    if child is None:
        if sex != "2":
            return open_reasons(part, UNAVAILABLE)  # health lacks that operation (domain.md §5)
        own = view.under(parent, valid, lambda b: [b.mother])
    else:
        of_child = view.under(child, valid, lambda b: [b.child])
        if of_child.mismatch or not view.is_plain(child):
            raise UndeterminedError  # whether anybody asks public security about the child
        own = view.under(parent, of_child.records, lambda b: [b.mother, b.father])
        variant = of_child.variant
    if own.mismatch:
        raise UndeterminedError
    if own.records:
        matched = ("name_variant",) if variant or own.variant else ()
        return of(part, CONFIRMED, *matched)
    return open_reasons(part, NO_RECORD) if variant else of(part, NO_RECORD, NOTHING)
