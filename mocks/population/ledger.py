"""Gathers residents and what registers write down about them, and closes into a population.

Must never write anything into a register by itself, except the entry in the population register
with which every resident starts.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TypeVar

from mocks.population.civil_registers import Adoption, CivilAffairs, Cremation, MaritalEvent
from mocks.population.court_files import Courts, Custody, Declaration, Judgment
from mocks.population.health_registers import Birth, Death, Health, Service
from mocks.population.model import FORMAT, DataDates, Population
from mocks.population.numbers import Issuer
from mocks.population.people import Resident, Sex, Spelt
from mocks.population.population_register import (
    BirthRegistration,
    Entry,
    Household,
    PublicSecurity,
    UnnaturalDeath,
)

Record = (
    Household
    | BirthRegistration
    | UnnaturalDeath
    | MaritalEvent
    | Adoption
    | Cremation
    | Birth
    | Death
    | Service
    | Judgment
    | Declaration
    | Custody
)
RecordT = TypeVar("RecordT")


class Ledger:
    """An unfinished population. `entries` may be replaced or deleted until it is closed."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.residents: dict[str, Resident] = {}
        self.entries: dict[str, Entry] = {}
        self._records: list[Record] = []
        self._issuer = Issuer()
        self._serials: dict[str, int] = defaultdict(int)

    def resident(
        self,
        key: str,
        name: str,
        born_on: date,
        sex: Sex,
        *,
        area: str = "500112",
        parents: tuple[str | None, str | None] = (None, None),
    ) -> str:
        """Add a resident with a new number and an entry in force; returns the key.

        `parents` are the keys of mother and father.
        """
        number = self._issuer.issue(area, born_on, sex)
        mother, father = parents
        resident = Resident(key, number, name, sex, born_on, mother=mother, father=father)
        return self.add_resident(resident)

    def add_resident(self, resident: Resident) -> str:
        """Add a resident as given, with an entry in force; returns the id."""
        if resident.id in self.residents:
            raise ValueError(f"there is a resident {resident.id} already")
        self.residents[resident.id] = resident
        self.entries[resident.id] = Entry(Spelt(resident.id), resident.sex, resident.born_on)
        return resident.id

    def issue(self, area: str, born_on: date, sex: Sex) -> str:
        """A new number that nobody carries."""
        return self._issuer.issue(area, born_on, sex)

    def serial(self, series: str) -> int:
        """The next number of a series, from 1 on."""
        self._serials[series] += 1
        return self._serials[series]

    def ago(self, days: int) -> date:
        """The day so many days before today."""
        return self.today - timedelta(days=days)

    def add(self, *records: Record) -> None:
        """Let the register that it belongs to hold each record."""
        self._records.extend(records)

    def close(self) -> Population:
        """The population so far; civil affairs' and health's data are as of yesterday."""
        yesterday = self.ago(1)
        return Population(
            format=FORMAT,
            today=self.today,
            data_dates=DataDates(self.today, yesterday, yesterday, self.today),
            residents=tuple(self.residents.values()),
            public_security=PublicSecurity(
                tuple(self.entries.values()),
                self._all(Household),
                self._all(BirthRegistration),
                self._all(UnnaturalDeath),
            ),
            civil_affairs=CivilAffairs(
                self._all(MaritalEvent), self._all(Adoption), self._all(Cremation)
            ),
            health=Health(self._all(Birth), self._all(Death), self._all(Service)),
            courts=Courts(self._all(Judgment), self._all(Declaration), self._all(Custody)),
        )

    def _all(self, kind: type[RecordT]) -> tuple[RecordT, ...]:
        return tuple(record for record in self._records if isinstance(record, kind))
