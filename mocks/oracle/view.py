"""What each register holds under a person's number and name, seen from outside.

A sealed record is not held (domain.md §1). Must never look at the truth about a resident beyond how
a record spells her.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from mocks import names
from mocks.population import Population
from mocks.population.index import Directory
from mocks.population.numbers import canonical
from mocks.population.people import Spelt
from mocks.population.population_register import Entry

RecordT = TypeVar("RecordT")
MATCHING = (names.SAME, names.VARIANT)


@dataclass(frozen=True, slots=True)
class Asked:
    """A person as asked about: numbers in their 18-character form, and names.

    Of one number and name each, until former ones are tried too (domain.md G8).
    """

    numbers: tuple[str, ...]
    names: tuple[str, ...]

    def compare(self, name: str) -> str:
        """How close the best of the names comes to one that is held."""
        order = (names.SAME, names.VARIANT, names.SIMILAR, names.DIFFERENT)
        found = {names.compare(asked, name) for asked in self.names}
        return min(found, key=order.index)


def asked(number: str, name: str) -> Asked:
    """A person asked about under one number and name."""
    return Asked((canonical(number),), (name,))


@dataclass(frozen=True, slots=True)
class Found(Generic[RecordT]):
    """Records of a person; `mismatch`: her number is held under another name (domain.md G2)."""

    records: tuple[RecordT, ...] = ()
    variant: bool = False
    mismatch: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """The registers of one small population."""

    population: Population
    directory: Directory = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "directory", Directory(self.population))

    def number(self, spelt: Spelt | None) -> str:
        """The number in a record, in its 18-character form; "" if it has none."""
        return canonical(self.directory.number(spelt))

    def match(self, who: Asked, spelt: Spelt | None) -> str | None:
        """How a record's name compares if its number is the person's; None if it is not."""
        if self.number(spelt) not in who.numbers:
            return None
        return who.compare(self.directory.name(spelt))

    def is_held(self, who: Asked, spelt: Spelt | None) -> bool:
        """Whether a record names that person, by number and by name."""
        return self.match(who, spelt) in MATCHING

    def under(
        self,
        who: Asked,
        records: Iterable[RecordT],
        people: Callable[[RecordT], Iterable[Spelt | None]],
    ) -> Found[RecordT]:
        """The unsealed records in which one of these people is the person asked about."""
        held: list[RecordT] = []
        variant = mismatch = False
        for record in records:
            if getattr(record, "sealed", False):
                continue
            how = {self.match(who, spelt) for spelt in people(record)} - {None}
            if how & set(MATCHING):
                held.append(record)
                variant = variant or names.SAME not in how
            elif how:
                mismatch = True
        return Found(tuple(held), variant, mismatch)

    def entries(self, who: Asked) -> tuple[Entry, ...]:
        """The unsealed entries under her numbers, whatever the name; own numbers come first."""
        register = self.population.public_security.entries
        own = tuple(e for e in register if self.number(e.who) in who.numbers)
        listed = tuple(
            e for e in register if {canonical(n) for n in e.other_numbers} & set(who.numbers)
        )
        return tuple(entry for entry in own or listed if not entry.sealed)

    def also_known(self, who: Asked) -> Asked:
        """The same person under every number and name that public security knows of her."""
        found = self.entries(who)
        if len(found) != 1:
            return who
        (entry,) = found
        known = (self.directory.name(entry.who), *entry.former_names)
        if who.compare(known[0]) not in MATCHING and not (set(who.names) & set(known)):
            return who
        numbers = (self.number(entry.who), *(canonical(n) for n in entry.other_numbers))
        return Asked(
            tuple(dict.fromkeys((*who.numbers, *numbers))),
            tuple(dict.fromkeys((*who.names, *known))),
        )

    def is_plain(self, who: Asked) -> bool:
        """Whether public security holds her under exactly one number and name: the ones asked."""
        found = self.entries(who)
        return (
            len(found) == 1
            and self.number(found[0].who) in who.numbers
            and self.directory.name(found[0].who) in who.names
            and self.also_known(who) == who
        )
