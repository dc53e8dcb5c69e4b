"""Whether what the registers hold about a resident could have happened to her.

Must never compare two registers' dates of one event: they may differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mocks.population.model import Population
from mocks.population.people import Spelt

Dated = tuple[str, date, tuple[Spelt, ...]]


def check_lives(population: Population) -> Iterator[str]:
    """Everything before a birth, and adopters who are too young."""
    born = {resident.id: resident.born_on for resident in population.residents}
    for place, on, people in _dated(population):
        if any(on < born[one.person] for one in people if one.person in born):
            yield f"{place}: is before the birth of a resident in it"
    yield from _check_adopters(population, born)


def _dated(population: Population) -> Iterator[Dated]:
    """The dates of everything that only happens to people who are born."""
    register, civil = population.public_security, population.civil_affairs
    for index, entry in enumerate(register.entries):
        place = f"/public_security/entries/{index}"
        if entry.cancelled is not None:
            yield f"{place}/cancelled/on", entry.cancelled.on, (entry.who,)
            if entry.cancelled.died_on is not None:
                yield f"{place}/cancelled/died_on", entry.cancelled.died_on, (entry.who,)
        if entry.document_issued_on is not None:
            yield f"{place}/document_issued_on", entry.document_issued_on, (entry.who,)
    for index, death in enumerate(register.unnatural_deaths):
        yield f"/public_security/unnatural_deaths/{index}/died_on", death.died_on, (death.who,)
    for index, event in enumerate(civil.marital_events):
        place = f"/civil_affairs/marital_events/{index}/on"
        yield place, event.on, (event.one, event.other)
    for index, adoption in enumerate(civil.adoptions):
        people = (adoption.adopted, *adoption.adopters)
        yield f"/civil_affairs/adoptions/{index}/on", adoption.on, people
    for index, cremation in enumerate(civil.cremations):
        yield f"/civil_affairs/cremations/{index}/on", cremation.on, (cremation.who,)
    yield from _dated_elsewhere(population)


def _dated_elsewhere(population: Population) -> Iterator[Dated]:
    health, courts = population.health, population.courts
    for index, certified in enumerate(health.deaths):
        yield f"/health/deaths/{index}/on", certified.on, (certified.who,)
    for index, seen in enumerate(health.services):
        yield f"/health/services/{index}/on", seen.on, (seen.who,)
    for index, judgment in enumerate(courts.judgments):
        people = (judgment.one, judgment.other)
        yield f"/courts/judgments/{index}/document_on", judgment.document_on, people
    for index, declaration in enumerate(courts.declarations):
        place = f"/courts/declarations/{index}/judged_on"
        yield place, declaration.judged_on, (declaration.who,)
    for index, custody in enumerate(courts.custodies):
        yield f"/courts/custodies/{index}/on", custody.on, (custody.who,)


def _check_adopters(population: Population, born: dict[str, date]) -> Iterator[str]:
    for index, adoption in enumerate(population.civil_affairs.adoptions):
        adopted = born.get(adoption.adopted.person or "")
        for place, adopter in enumerate(adoption.adopters):
            adopter_born = born.get(adopter.person or "")
            if adopted is not None and adopter_born is not None and adopter_born >= adopted:
                where = f"/civil_affairs/adoptions/{index}/adopters/{place}"
                yield f"{where}: is not older than the adopted"
