"""Gathers residents and what registers write down about them, and closes into a population.

Must never write anything into a register by itself, except the entry in the population register
with which every resident starts.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Protocol, TypeVar

from mocks.population.civil_registers import Adoption, CivilAffairs, Cremation, MaritalEvent
from mocks.population.court_files import Courts, Custody, Declaration, Judgment
from mocks.population.health_registers import Birth, Death, Health, Service
from mocks.population.model import FORMAT, DataDates, Planted, Population
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


class Numbers(Protocol):
    """Whoever gives out identity numbers, none of them twice."""

    def issue(self, area: str, born_on: date, sex: str) -> str:
        """A new number for that area (six digits), birth date and sex ("1" or "2")."""
        ...


class Ledger:
    """An unfinished population. `entries` may be replaced or deleted until it is closed.

    `planted` is what is meant to disagree.

    `issuer` and `serials` may be shared by several ledgers, so that none of them gives out a number
    or a serial that another one has.
    """

    def __init__(
        self,
        today: date,
        issuer: Numbers | None = None,
        serials: defaultdict[str, int] | None = None,
    ) -> None:
        self.today = today
        self.residents: dict[str, Resident] = {}
        self.entries: dict[str, Entry] = {}
        self.planted: list[Planted] = []
        self._records: list[Record] = []
        self._issuer = issuer or Issuer()
        self._serials = defaultdict(int) if serials is None else serials

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

    def held(self, kind: type[RecordT]) -> tuple[RecordT, ...]:
        """The records of that kind so far, in the order in which they were added."""
        return tuple(record for record in self._records if isinstance(record, kind))

    def drop(self, *records: Record) -> None:
        """Let no register hold these very records any more."""
        gone = {id(record) for record in records}
        self._records = [record for record in self._records if id(record) not in gone]

    def swap(self, old: RecordT, new: RecordT) -> None:
        """Let the register hold the new record instead of the old one."""
        self._records = [new if record is old else record for record in self._records]  # type: ignore[misc]

    def close(self) -> Population:
        """The population so far; civil affairs' and health's data are as of yesterday."""
        return Population(
            format=FORMAT,
            today=self.today,
            data_dates=data_dates(self.today),
            residents=tuple(self.residents.values()),
            public_security=PublicSecurity(
                tuple(self.entries.values()),
                self.held(Household),
                self.held(BirthRegistration),
                self.held(UnnaturalDeath),
            ),
            civil_affairs=CivilAffairs(
                self.held(MaritalEvent), self.held(Adoption), self.held(Cremation)
            ),
            health=Health(self.held(Birth), self.held(Death), self.held(Service)),
            courts=Courts(self.held(Judgment), self.held(Declaration), self.held(Custody)),
            planted=tuple(self.planted),
        )


def data_dates(today: date) -> DataDates:
    """As of which days the registers are: civil affairs' and health's data are of yesterday."""
    yesterday = today - timedelta(days=1)
    return DataDates(today, yesterday, yesterday, today)
