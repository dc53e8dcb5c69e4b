"""One clan while disagreements are planted in it: who is whose, and who is spoken for already.

Must never let two disagreements meet in one person: the truth about each must stay plain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from mocks.population.families import Families
from mocks.population.health_registers import Birth, Service
from mocks.population.ledger import Ledger
from mocks.population.model import Planted
from mocks.population.people import Resident

Unit = tuple[str, ...]
"""The residents whom a plant concerns; the first is whom questions about it are asked about."""


@dataclass(slots=True)
class Scene:
    """A clan under the gardener's hands."""

    ledger: Ledger
    families: Families
    random: Random
    taken: set[str] = field(default_factory=set)

    @property
    def today(self) -> date:
        """The day on which the registers stand still."""
        return self.ledger.today

    def of(self, key: str) -> Resident:
        """The truth about a resident so far."""
        return self.ledger.residents[key]

    def age(self, key: str) -> int:
        """In years, roughly."""
        return self.today.year - self.of(key).born_on.year

    def ago(self, least: int, most: int) -> date:
        """A day between so many days before today."""
        return self.ledger.ago(self.random.randint(least, most))

    def forget_signs(self, key: str) -> None:
        """Nobody has seen this person since: no service, no document."""
        seen = [one for one in self.ledger.held(Service) if one.who.person == key]
        self.ledger.drop(*seen)
        entry = self.ledger.entries[key]
        self.ledger.entries[key] = replace(entry, document_issued_on=None)

    def change(self, key: str, **members: object) -> None:
        """Change what is true of a resident."""
        self.ledger.residents[key] = replace(self.of(key), **members)  # type: ignore[arg-type]

    def enter(self, key: str, **members: object) -> None:
        """Change the resident's entry in the population register."""
        entry = self.ledger.entries[key]
        self.ledger.entries[key] = replace(entry, **members)  # type: ignore[arg-type]

    def newcomer(self, like: str, younger_by: int, sex: str | None = None) -> str:
        """Somebody from elsewhere, of an age like a resident's; of the same sex unless told."""
        wanted = sex or self.of(like).sex
        year = self.of(like).born_on.year + younger_by
        who = self.families.newcomer(year, wanted)  # type: ignore[arg-type]
        self.taken.add(who)
        return who

    def birth(self, child: str) -> Birth:
        """The certificate of somebody's birth."""
        births = self.ledger.held(Birth)
        return next(b for b in births if b.child is not None and b.child.person == child)

    def sow(
        self, kind: str, rate: float, units: Iterable[Unit], plant: Callable[[Scene, Unit], Unit]
    ) -> None:
        """Plant it in that share of those units in which nobody is taken."""
        for unit in units:
            if self.random.random() >= rate or not self.taken.isdisjoint(unit):
                continue
            who = plant(self, unit)
            self.taken.update(unit, who)
            self.ledger.planted.append(Planted(kind, who))
