"""Whether a population makes sense: no dangling reference, no impossible date, no bad number.

Registers may disagree with the truth and with each other; that is what they are for. They may not
name a resident who does not exist, or hold what no register could.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from mocks.population.life_checks import check_lives
from mocks.population.marriage_checks import check_marriages
from mocks.population.model import Population
from mocks.population.numbers import NumberError, birth_date, canonical, sex_of
from mocks.population.people import Resident, Spelt
from mocks.population.register_checks import check_registers
from mocks.population.text_checks import check_texts
from mocks.population.walking import walk

YOUNGEST_PARENT = 12
OLDEST = date(1880, 1, 1)


def find_problems(population: Population) -> tuple[str, ...]:
    """Everything wrong, as "where: what", in the order of the file. No value is repeated."""
    return (
        *_resident_problems(population),
        *_reference_problems(population),
        *_date_problems(population),
        *check_texts(population),
        *check_registers(population),
        *check_lives(population),
        *check_marriages(population),
    )


def _resident_problems(population: Population) -> Iterator[str]:
    ids = Counter(resident.id for resident in population.residents)
    numbers = Counter(canonical(resident.number) for resident in population.residents)
    known = {resident.id: resident for resident in population.residents}
    for index, resident in enumerate(population.residents):
        place = f"/residents/{index}"
        if ids[resident.id] > 1:
            yield f"{place}/id: another resident has it too"
        if numbers[canonical(resident.number)] > 1 and not resident.number_shared:
            yield f"{place}/number: another resident has it too (number_shared is not set)"
        yield from _number_problems(place, resident)
        yield from _parent_problems(place, resident, known)


def _number_problems(place: str, resident: Resident) -> Iterator[str]:
    if resident.died_on is not None and resident.died_on < resident.born_on:
        yield f"{place}/died_on: is before born_on"
    try:
        born_on = birth_date(resident.number)
    except NumberError as error:
        yield f"{place}/number: {error}"
        return
    if born_on != resident.born_on:
        yield f"{place}/number: has another birth date than born_on"
    if resident.sex in ("1", "2") and sex_of(resident.number) != resident.sex:
        yield f"{place}/number: is of the other sex"


def _parent_problems(place: str, resident: Resident, known: dict[str, Resident]) -> Iterator[str]:
    for role, parent_id, other_sex in (
        ("mother", resident.mother, "1"),
        ("father", resident.father, "2"),
    ):
        if parent_id is None:
            continue
        parent = known.get(parent_id)
        if parent is None:
            yield f"{place}/{role}: no resident has that id"
        elif parent.sex == other_sex:
            yield f"{place}/{role}: is of the other sex"
        elif resident.born_on.year - parent.born_on.year < YOUNGEST_PARENT:
            yield f"{place}/{role}: was a child when this resident was born"


def _reference_problems(population: Population) -> Iterator[str]:
    known = {resident.id for resident in population.residents}
    for index, planted in enumerate(population.planted):
        for which, one in enumerate(planted.who):
            if one not in known:
                yield f"/planted/{index}/who/{which}: no resident has that id"
    for place, spelt in walk(population):
        if not isinstance(spelt, Spelt):
            continue
        if spelt.person is not None and spelt.person not in known:
            yield f"{place}/person: no resident has that id"
        if spelt.person is None and not (spelt.name or spelt.number):
            yield f"{place}: names nobody"
        if spelt.number:
            try:
                birth_date(spelt.number)
            except NumberError as error:
                yield f"{place}/number: {error}"


def _date_problems(population: Population) -> Iterator[str]:
    for place, when in walk(population):
        if not isinstance(when, date):
            continue
        day = when.date() if isinstance(when, datetime) else when
        department = place.split("/")[1]
        if day > population.today:
            yield f"{place}: is after today"
        elif day > getattr(population.data_dates, department, population.today):
            yield f"{place}: is after the data date of the department"
        elif day < OLDEST:
            yield f"{place}: is before {OLDEST}"
