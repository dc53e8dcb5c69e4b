"""Looks into the population register as public security does.

Must never look into another department's register.
"""

from __future__ import annotations

from dataclasses import dataclass

from mocks.asking import NOBODY
from mocks.population import Population
from mocks.population.index import ByNumber, Directory
from mocks.population.numbers import canonical
from mocks.population.population_register import (
    BirthRegistration,
    Entry,
    Household,
    UnnaturalDeath,
)


@dataclass(frozen=True, slots=True)
class Found:
    """An entry with the number and the name it stands under."""

    entry: Entry
    number: str
    name: str


class Register:
    """The population register, by number."""

    def __init__(self, population: Population) -> None:
        held = population.public_security
        self.directory = Directory(population)
        self._numbers = [self.directory.number(entry.who) for entry in held.entries]
        self._entries = ByNumber(held.entries, lambda entry: [entry.who], self.directory)
        self._others: dict[str, list[Entry]] = {}
        for entry in held.entries:
            for number in entry.other_numbers:
                self._others.setdefault(canonical(number), []).append(entry)
        self._households = ByNumber(
            held.households, lambda home: [member.who for member in home.members], self.directory
        )
        self._births = ByNumber(
            held.birth_registrations, lambda birth: [birth.child], self.directory
        )
        self._deaths = ByNumber(held.unnatural_deaths, lambda death: [death.who], self.directory)
        sealed = [entry for entry in held.entries if entry.sealed]
        self._sealed = {canonical(self.directory.number(entry.who)) for entry in sealed}

    def find(self, number: str) -> tuple[Found, ...]:
        """The entries under that number; those that only list it among others come second."""
        own = self._entries.find(number)
        entries = own or tuple(self._others.get(canonical(number), ()))
        return tuple(
            Found(entry, self.directory.number(entry.who), self.directory.name(entry.who))
            for entry in entries
        )

    def households(self, found: Found) -> list[Household]:
        """The person's households: the present one, then earlier ones, newest first."""
        homes = {home.id: home for number in _numbers(found) for home in self._homes(number)}
        newest_first = sorted(homes.values(), key=lambda home: home.since, reverse=True)
        return sorted(newest_first, key=lambda home: home.until is not None)

    def births(self, found: Found) -> tuple[BirthRegistration, ...]:
        """The registration of the person's own birth; none or one."""
        return tuple(birth for n in _numbers(found) for birth in self._births.find(n))[:1]

    def unnatural_deaths(self, found: Found) -> tuple[UnnaturalDeath, ...]:
        """The person's certificate of unnatural death; none or one."""
        return tuple(death for n in _numbers(found) for death in self._deaths.find(n))[:1]

    def is_sealed(self, number: str) -> bool:
        """Whether the entry under that number is sealed."""
        return canonical(number) in self._sealed

    def somebody_else(self, number: str) -> str:
        """A number that is held and is not that one, for the fault of the wrong person."""
        asked = canonical(number)
        others = (held for held in self._numbers if canonical(held) != asked)
        return next(others, NOBODY)

    def _homes(self, number: str) -> tuple[Household, ...]:
        return self._households.find(number)


def _numbers(found: Found) -> tuple[str, ...]:
    """The numbers of a person, each once in its 18-character form."""
    every = (found.number, *found.entry.other_numbers)
    return tuple(dict.fromkeys(canonical(number) for number in every))
