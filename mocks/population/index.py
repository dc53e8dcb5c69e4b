"""Finds what a register holds under a number, as a register finds it.

Must never look into another register than the one asked, nor into the truth about a person beyond
how she is written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from mocks.population.model import Population
from mocks.population.numbers import canonical
from mocks.population.people import Resident, Spelt

RecordT = TypeVar("RecordT")


class Directory:
    """Says how a record spells somebody: the record's own spelling, else the resident's."""

    def __init__(self, population: Population) -> None:
        self._residents: dict[str, Resident] = {r.id: r for r in population.residents}

    def number(self, spelt: Spelt | None) -> str:
        """The number as the record has it; "" if it lacks one, or if nobody is named."""
        if spelt is None:
            return ""
        if spelt.number is not None:
            return spelt.number
        return self._residents[spelt.person].number if spelt.person is not None else ""

    def name(self, spelt: Spelt | None) -> str:
        """The name as the record has it; "" if it lacks one, or if nobody is named."""
        if spelt is None:
            return ""
        if spelt.name is not None:
            return spelt.name
        return self._residents[spelt.person].name if spelt.person is not None else ""

    def is_number_of(self, number: str, spelt: Spelt | None) -> bool:
        """Whether the record's number is that one, in its 15- or its 18-character form."""
        held = self.number(spelt)
        return bool(held) and canonical(held) == canonical(number)


class ByNumber(Generic[RecordT]):
    """Records of one kind by the numbers of the people in them."""

    def __init__(
        self,
        records: Iterable[RecordT],
        people: Callable[[RecordT], Iterable[Spelt | None]],
        directory: Directory,
    ) -> None:
        self._found: defaultdict[str, list[RecordT]] = defaultdict(list)
        for record in records:
            numbers = {canonical(directory.number(spelt)) for spelt in people(record)}
            for number in numbers - {""}:
                self._found[number].append(record)

    def find(self, number: str) -> tuple[RecordT, ...]:
        """The records under that number, 15 or 18 characters, in the order of the file."""
        return tuple(self._found.get(canonical(number), ()))
