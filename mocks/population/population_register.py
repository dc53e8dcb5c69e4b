"""What public security holds.

Must never speak the department's dialect: the mock translates these words into it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from mocks.population.people import Sex, Spelt


@dataclass(frozen=True, slots=True)
class Cancellation:
    """Why and when an entry was cancelled. `basis` and `died_on` only for a death."""

    reason: Literal["death", "military", "settled_abroad", "settled_hk_macao", "duplicate", "other"]
    on: date
    basis: Literal["medical", "declaration", "not_stated"] | None = None
    died_on: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the population register. `other_numbers`: see the wire contract, CYHMLB."""

    who: Spelt
    sex: Sex
    born_on: date
    cancelled: Cancellation | None = None
    former_names: tuple[str, ...] = ()
    other_numbers: tuple[str, ...] = ()
    document_issued_on: date | None = None
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """Of a household; `relation` to the head, GB/T 4761 (the head has 02)."""

    who: Spelt
    relation: str
    sex: Sex
    born_on: date


@dataclass(frozen=True, slots=True)
class Household:
    """Present if `until` is None."""

    id: str
    since: date
    members: tuple[Member, ...]
    until: date | None = None


@dataclass(frozen=True, slots=True)
class BirthRegistration:
    """How a birth was reported to the population register."""

    child: Spelt
    born_on: date
    mother: Spelt | None = None
    father: Spelt | None = None


@dataclass(frozen=True, slots=True)
class UnnaturalDeath:
    """A certificate of unnatural death."""

    who: Spelt
    died_on: date
    issued_on: date


@dataclass(frozen=True, slots=True)
class PublicSecurity:
    """The population register."""

    entries: tuple[Entry, ...] = ()
    households: tuple[Household, ...] = ()
    birth_registrations: tuple[BirthRegistration, ...] = ()
    unnatural_deaths: tuple[UnnaturalDeath, ...] = ()
