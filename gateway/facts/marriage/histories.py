"""The histories that fit what is on record: one if all is settled, several if something is not.

A partner whom a register does not name, a resumption that nobody can tell, a death in doubt: each
is taken one way and the other, and a table states only what holds in every history. Pure. Must
never prefer one history to another (promise 3).
"""

from __future__ import annotations

from datetime import date
from itertools import chain, product
from math import prod
from typing import TYPE_CHECKING, Final, TypeVar

from gateway.facts.marriage.reading import Loose, Register, couple_of, unrecorded_partner
from gateway.facts.marriage.timeline import (
    Couple,
    Event,
    Happening,
    Key,
    Marriage,
    Pause,
    marriages_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gateway.domain.records import Declaration
    from gateway.facts.marriage.deaths import Passing

MOST_OPEN_CHOICES: Final = 64
"""Beyond so many combinations nothing is told apart any more, and nothing is stated."""

History = tuple[Marriage, ...]
Effects = tuple[Event | Pause, ...]
OptionT = TypeVar("OptionT")


def histories_of(register: Register, today: date) -> tuple[History, ...]:
    """Every history that fits, without repetition; none if they are too many to tell apart."""
    dated = frozenset(event for event in register.events if event.on <= today)
    loose = [event for event in register.loose if event.on <= today]
    found: dict[History, None] = {}
    for partners in _every([_assignments(register, event) for event in loose]):
        events = dated.union(partners)
        open_choices = (*_deaths(register, events, today), *_absences(register, events, today))
        combined = _every(open_choices)
        if not combined:
            return ()
        for effects in combined:
            found[_history(events, tuple(chain.from_iterable(effects)))] = None
    return tuple(found)


def _every(choices: Sequence[tuple[OptionT, ...]]) -> tuple[tuple[OptionT, ...], ...]:
    """Every way to choose; none if there are too many (no choice at all is one way)."""
    if prod(len(options) for options in choices) > MOST_OPEN_CHOICES:
        return ()
    return tuple(product(*choices))


def _history(events: frozenset[Event], effects: Effects) -> History:
    """The marriages of every couple, couple by couple in a fixed order."""
    told = (*_without_statements(events), *(e for e in effects if isinstance(e, Event)))
    pauses = tuple(effect for effect in effects if isinstance(effect, Pause))
    return tuple(m for couple in _couples(events) for m in marriages_of(couple, told, pauses))


def _couples(events: Iterable[Event]) -> tuple[Couple, ...]:
    return tuple(sorted({event.couple for event in events}, key=sorted))


def _without_statements(events: Iterable[Event]) -> tuple[Event, ...]:
    """The statement not to resume is no event of its own: it decides what a revocation did."""
    return tuple(event for event in events if event.kind is not Happening.NOT_RESUMED)


def _assignments(register: Register, event: Loose) -> tuple[Event, ...]:
    """With whom it may have been: each known partner, or somebody not on record."""
    partners = (*register.partners_of(event.owner), unrecorded_partner(event.owner))
    return tuple(Event(couple_of(event.owner, p), event.kind, event.on) for p in partners)


def _deaths(
    register: Register, events: frozenset[Event], today: date
) -> Iterable[tuple[Effects, ...]]:
    """For each person recorded as dead, what follows from each day it may have been."""
    for key in sorted(register.lives):
        passing = register.lives[key].passing
        if passing is not None:
            days = _days_of_death(passing, today) or _days_until(passing, key, events, today)
            certain = tuple(_ends_by_death(events, key, on) for on in dict.fromkeys(days))
            doubtful = passing.doubtful or _took_part_after(days[0], key, events)
            yield (*certain, ()) if doubtful else certain


def _took_part_after(day: date, key: Key, events: Iterable[Event]) -> bool:
    """Whether by the dates she married or was divorced after her death: one of them is wrong."""
    alive = (Happening.REGISTRATION, Happening.DIVORCE)
    return any(key in event.couple and event.kind in alive and event.on > day for event in events)


def _days_of_death(passing: Passing, today: date) -> tuple[date, ...]:
    """The first and the last day that registers state; none if they state none."""
    stated = passing.stated
    return (min(stated[0], today), min(stated[-1], today)) if stated else ()


def _days_until(
    passing: Passing, key: Key, events: frozenset[Event], today: date
) -> tuple[date, ...]:
    """Where no day is stated: from the last day on which something happened to her marriage, to
    the day by which she was dead.
    """
    until = min(passing.bound or today, today)
    alive = [event.on for event in events if key in event.couple and event.on <= until]
    return (max(alive, default=until), until)


def _ends_by_death(events: frozenset[Event], key: Key, on: date) -> Effects:
    """A death ends every marriage of hers, even one that by its date was registered later."""
    couples = [couple for couple in _couples(events) if key in couple]
    return tuple(
        Event(couple, Happening.DEATH, day, key)
        for couple in couples
        for day in dict.fromkeys((on, *_registered_after(on, couple, events)))
    )


def _registered_after(on: date, couple: Couple, events: frozenset[Event]) -> list[date]:
    days = (e.on for e in events if e.couple == couple and e.kind is Happening.REGISTRATION)
    return sorted(day for day in days if day > on)


def _absences(
    register: Register, events: frozenset[Event], today: date
) -> Iterable[tuple[Effects, ...]]:
    """For each declaration of death, what it may have done to each couple (CC 48, 51)."""
    for couple in _couples(events):
        for key in sorted(couple & register.lives.keys()):
            for declaration in register.lives[key].declared:
                if declaration.judged_on <= today:
                    yield _effects(register, events, couple, key, declaration, today)


def _effects(
    register: Register,
    events: frozenset[Event],
    couple: Couple,
    declared: Key,
    declaration: Declaration,
    today: date,
) -> tuple[Effects, ...]:
    """It ended the marriage, or only paused it; both where that cannot be learned."""
    judged, revoked = declaration.judged_on, declaration.revoked_on
    if revoked is None or revoked > today:
        return ((Event(couple, Happening.DEATH, judged, declared),),)
    ended: Effects = (Event(couple, Happening.NOT_RESUMED, judged),)
    resumed: Effects = (Pause(couple, judged, revoked),)
    (other,) = couple - {declared}
    unwilling = any(e.couple == couple and e.kind is Happening.NOT_RESUMED for e in events)
    if declaration.not_resumed or unwilling or _remarried(events, couple, other, judged, revoked):
        return (ended,)
    if declaration.not_resumed is None or other not in register.knows_all_of:
        return (ended, resumed)
    return (resumed,)


def _remarried(
    events: frozenset[Event], couple: Couple, other: Key, judged: date, revoked: date
) -> bool:
    """Whether the other married somebody else between declaration and revocation (CC 51)."""
    told = _without_statements(events)
    return any(
        marriage.is_valid and marriage.begun is not None and judged <= marriage.begun <= revoked
        for rival in _couples(told)
        if other in rival and rival != couple
        for marriage in marriages_of(rival, told)
    )
