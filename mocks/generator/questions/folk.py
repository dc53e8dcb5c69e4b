"""The people of one block as somebody who asks about them sees them: who is whose, and how named.

Must never say what a register holds; that is the oracle's business.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from mocks.oracle.view import View
from mocks.population import Population
from mocks.population.people import Resident

NOBODY = {"id_number": "659004199001010012", "name": "无名氏"}
"""Of an area from which the generator takes no numbers."""


@dataclass(frozen=True, slots=True)
class Folk:
    """The residents of a block, and dice."""

    population: Population
    random: Random
    view: View = field(init=False)
    residents: dict[str, Resident] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "view", View(self.population))
        object.__setattr__(self, "residents", {r.id: r for r in self.population.residents})

    def person(self, key: str) -> dict[str, str]:
        """A resident as she calls herself."""
        resident = self.residents[key]
        return {"id_number": resident.number, "name": resident.name}

    def anybody(self) -> str:
        """Some resident."""
        return self.random.choice(list(self.residents))

    def somebody_but(self, key: str) -> str:
        """Some resident of another number than that one's."""
        number = self.residents[key].number
        others = [one.id for one in self.residents.values() if one.number != number]
        return self.random.choice(others)

    def spouses(self, key: str) -> list[str]:
        """Whoever is named with that resident in a marriage, divorce or judgment."""
        events = self.population.civil_affairs.marital_events
        pairs = [(event.one.person, event.other.person) for event in events]
        judged = self.population.courts.judgments
        pairs += [(one.one.person, one.other.person) for one in judged]
        pairs += list(self._housemates())
        found = {b if a == key else a for a, b in pairs if key in (a, b)}
        return sorted(one for one in found if one is not None and one != key)

    def _housemates(self) -> Iterator[tuple[str | None, str | None]]:
        for household in self.population.public_security.households:
            head = next(m for m in household.members if m.relation == "02")
            for member in household.members:
                if member.relation in ("10", "11", "12"):
                    yield head.who.person, member.who.person

    def children(self, key: str) -> list[str]:
        """Children by birth."""
        return [r.id for r in self.residents.values() if key in (r.mother, r.father)]

    def parents(self, key: str) -> list[str]:
        """Parents by birth, as far as they are residents."""
        resident = self.residents[key]
        return [one for one in (resident.mother, resident.father) if one is not None]

    def siblings(self, key: str) -> list[str]:
        """Children of a parent."""
        found = {child for parent in self.parents(key) for child in self.children(parent)}
        return sorted(found - {key})

    def adopters(self, key: str) -> list[str]:
        """Whoever adopted that resident."""
        adoptions = self.population.civil_affairs.adoptions
        found = [a for one in adoptions if one.adopted.person == key for a in one.adopters]
        return [spelt.person for spelt in found if spelt.person is not None]

    def housemates(self, key: str) -> list[tuple[str, str]]:
        """Members of households of which that resident is the head, with their relation."""
        found = []
        for household in self.population.public_security.households:
            head = next(m for m in household.members if m.relation == "02")
            if head.who.person == key:
                members = (m for m in household.members if m is not head)
                found += [(m.who.person, m.relation) for m in members if m.who.person]
        return found
