"""The whole of it: the truth about invented people, and what each register holds of it.

The JSON format of mocks/README.md is this, field by field.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pydantic import ConfigDict, with_config

from mocks.population.civil_registers import CivilAffairs
from mocks.population.court_files import Courts
from mocks.population.health_registers import Health
from mocks.population.people import Resident
from mocks.population.population_register import PublicSecurity

FORMAT: Literal["mock-population/1"] = "mock-population/1"
DEPARTMENTS = ("public_security", "civil_affairs", "health", "courts")


@dataclass(frozen=True, slots=True)
class DataDates:
    """As of which day each department's data are."""

    public_security: date
    civil_affairs: date
    health: date
    courts: date


@dataclass(frozen=True, slots=True)
class Planted:
    """A disagreement that is meant to be there, and the ids of those concerned.

    `two_in_force` excuses two marriages in force at once; other kinds are notes.
    """

    kind: str
    who: tuple[str, ...]


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class Population:
    """Everything that the four mock departments know on `today`, a day in Asia/Shanghai."""

    format: Literal["mock-population/1"]
    today: date
    data_dates: DataDates
    residents: tuple[Resident, ...] = ()
    public_security: PublicSecurity = field(default_factory=PublicSecurity)
    civil_affairs: CivilAffairs = field(default_factory=CivilAffairs)
    health: Health = field(default_factory=Health)
    courts: Courts = field(default_factory=Courts)
    planted: tuple[Planted, ...] = ()
