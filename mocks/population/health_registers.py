"""What health holds.

Must never speak the department's dialect: the mock translates these words into it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from mocks.population.people import Sex, Spelt


@dataclass(frozen=True, slots=True)
class Birth:
    """A medical certificate of birth. `child` is None if neither name nor number is known."""

    certificate: str
    born_at: datetime
    mother: Spelt
    child: Spelt | None = None
    child_sex: Sex = "0"
    father: Spelt | None = None
    status: Literal["valid", "replaced", "voided"] = "valid"
    replaced_by: str | None = None
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Death:
    """A medical certificate of death. `cause` is what no connector may pass on."""

    certificate: str
    form: Literal["new", "old"]
    who: Spelt
    on: date
    cause: str
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    """The last day on which somebody was seen in person."""

    who: Spelt
    on: date
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Health:
    """Births, deaths, last services."""

    births: tuple[Birth, ...] = ()
    deaths: tuple[Death, ...] = ()
    services: tuple[Service, ...] = ()
