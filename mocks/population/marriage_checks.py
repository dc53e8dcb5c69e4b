"""Whether somebody has two marriages in force at once without that being meant.

Must never refuse what is noted as planted: registers do hold such things.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mocks.population.civil_registers import MaritalEvent
from mocks.population.model import Population

TWO_IN_FORCE = "two_in_force"
Couple = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Marriage:
    place: str
    began: date
    ended: date


def check_marriages(population: Population) -> Iterator[str]:
    """The later of two marriages of one resident that are in force at once, unless planted."""
    excused = {one for p in population.planted if p.kind == TWO_IN_FORCE for one in p.who}
    ends = _ends(population)
    marriages: defaultdict[str, list[_Marriage]] = defaultdict(list)
    for index, event in enumerate(population.civil_affairs.marital_events):
        couple = _couple(event)
        if event.kind != "marriage" or couple is None:
            continue
        ended = min((on for on in ends[couple] if on >= event.on), default=date.max)
        place = f"/civil_affairs/marital_events/{index}"
        for person in couple:
            marriages[person].append(_Marriage(place, event.on, ended))
    for person, own in marriages.items():
        in_order = sorted(own, key=lambda one: one.began)
        for one, next_one in itertools.pairwise(in_order):
            if person not in excused and next_one.began < one.ended:
                yield f"{next_one.place}: another marriage is in force, and that is not planted"


def _couple(event: MaritalEvent) -> Couple | None:
    if event.one.person is None or event.other.person is None:
        return None
    return frozenset({event.one.person, event.other.person})


def _ends(population: Population) -> dict[Couple, list[date]]:
    """By couple the days on which a marriage of theirs ended, or was void from the beginning."""
    ends: defaultdict[Couple, list[date]] = defaultdict(list)
    died = _deaths(population)
    for event in population.civil_affairs.marital_events:
        couple = _couple(event)
        if couple is None:
            continue
        if event.kind in ("divorce", "annulment"):
            ends[couple].append(event.on)
        ends[couple].extend(on for person in couple for on in died[person])
    for judgment in population.courts.judgments:
        one, other = judgment.one.person, judgment.other.person
        if one is not None and other is not None:
            ends[frozenset({one, other})].append(judgment.effective_on or judgment.document_on)
    return ends


def _deaths(population: Population) -> defaultdict[str, list[date]]:
    """By person every day on which she died, according to the truth, a register or a court."""
    died: defaultdict[str, list[date]] = defaultdict(list)
    for resident in population.residents:
        if resident.died_on is not None:
            died[resident.id].append(resident.died_on)
    for death in population.health.deaths:
        died[death.who.person or ""].append(death.on)
    for declaration in population.courts.declarations:
        died[declaration.who.person or ""].append(declaration.judged_on)
    for entry in population.public_security.entries:
        if entry.cancelled is not None and entry.cancelled.reason == "death":
            died[entry.who.person or ""].append(entry.cancelled.on)
    return died
