"""The timeline of one couple: from dated events to marriages with a beginning and an end.

Pure, and the same for everybody who needs to know whether two were married on a day (domain.md,
marriage; K2). Knows neither departments nor evidence. Must never guess: whatever is not known for
certain is settled before, by the caller, one way and the other (`histories`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

Key = tuple[str, str]
"""What identifies a person: kind of document and number (`Person.key`)."""

Couple = frozenset[Key]


class Happening(Enum):
    """What happens to a couple. The order is that of events on one day.

    An end comes before a registration; but a death comes last, for nobody registers after it.
    """

    ANNULMENT = 0  # void from the beginning
    DIVORCE = 1  # registered or by a court: for the timeline there is no difference
    NOT_RESUMED = 2  # ended by a declaration of death since revoked, and not resumed (CC 51)
    REGISTRATION = 3
    DEATH = 4  # of one of the two, recorded or declared


@dataclass(frozen=True, slots=True)
class Event:
    """Something that took effect for a couple on a day. `deceased` is set for DEATH alone."""

    couple: Couple
    kind: Happening
    on: date
    deceased: Key | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """From a declaration of death until it was revoked and the marriage resumed (CC 51)."""

    couple: Couple
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Marriage:
    """One marriage of a couple. `begun` is None where only its end is on record.

    `ending` is None while it lasts; with ANNULMENT it never was. `ended` is a date whenever
    `ending` is set.
    """

    couple: Couple
    begun: date | None
    ended: date | None = None
    ending: Happening | None = None
    deceased: Key | None = None
    pauses: tuple[Pause, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Whether it was ever a marriage in law."""
        return self.ending is not Happening.ANNULMENT

    def is_in_force_on(self, day: date) -> bool:
        """Whether the two were married on that day; on its last day it has ended."""
        if not self.is_valid or self.begun is None or self.begun > day:
            return False
        paused = any(pause.since <= day < pause.until for pause in self.pauses)
        return not paused and not self._had_ended_by(day)

    def had_begun_by(self, day: date) -> bool:
        """Whether it is known to have begun; one that only its end proves had begun by its end."""
        known = self.begun if self.begun is not None else self.ended
        return known is not None and known <= day

    def _had_ended_by(self, day: date) -> bool:
        return self.ended is not None and self.ended <= day

    def is_unsettled_on(self, day: date) -> bool:
        """Whether only a later end proves it, so that nobody knows if it had begun by then."""
        return self.is_valid and self.begun is None and not self._had_ended_by(day)


def marriages_of(
    couple: Couple, events: tuple[Event, ...], pauses: tuple[Pause, ...] = ()
) -> tuple[Marriage, ...]:
    """The marriages of one couple in order, from all events that concern it, in any order."""
    own = {event for event in events if event.couple == couple}
    found: tuple[Marriage, ...] = ()
    for event in sorted(own, key=_place_in_time):
        found = _after(found, event)
    return tuple(replace(marriage, pauses=_touching(marriage, pauses)) for marriage in found)


def _touching(marriage: Marriage, pauses: tuple[Pause, ...]) -> tuple[Pause, ...]:
    begun = marriage.begun
    return tuple(
        pause
        for pause in pauses
        if pause.couple == marriage.couple and begun is not None and begun <= pause.since
    )


def _place_in_time(event: Event) -> tuple[date, int, Key]:
    return (event.on, event.kind.value, event.deceased or ("", ""))


def _after(found: tuple[Marriage, ...], event: Event) -> tuple[Marriage, ...]:
    earlier, last = found[:-1], found[-1] if found else None
    is_open = last is not None and last.ending is None
    if event.kind is Happening.REGISTRATION:
        # A second registration while the first is in force adds nothing.
        return found if is_open else (*found, Marriage(event.couple, event.on))
    if last is not None and (is_open or event.kind is Happening.ANNULMENT):
        # An annulment reaches back: it voids a marriage that has ended since.
        return (*earlier, _ended(last, event))
    if event.kind is Happening.DIVORCE and (last is None or not last.is_valid):
        # A divorce without a registration proves a marriage that ended. A second divorce with
        # no registration in between is the same one, reported by the other register.
        return (*found, _ended(Marriage(event.couple, None), event))
    if event.kind is Happening.ANNULMENT:
        return (_ended(Marriage(event.couple, None), event),)
    return found


def _ended(marriage: Marriage, event: Event) -> Marriage:
    return replace(marriage, ended=event.on, ending=event.kind, deceased=event.deceased)
