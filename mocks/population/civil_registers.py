"""What civil affairs holds.

Must never speak the department's dialect: the mock translates these words into it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from mocks.population.people import Spelt


@dataclass(frozen=True, slots=True)
class MaritalEvent:
    """A row of the marriage register; which of the two stands first means nothing."""

    kind: Literal["marriage", "divorce", "marriage_reissued", "divorce_reissued", "annulment"]
    on: date
    certificate: str
    one: Spelt
    other: Spelt
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Adoption:
    """A registered adoption, in force unless dissolved.

    `kept_parent`: for a step-parent's adoption the married birth parent whose tie is kept.
    """

    certificate: str
    on: date
    adopted: Spelt
    adopters: tuple[Spelt, ...]
    dissolved_on: date | None = None
    kept_parent: Spelt | None = None
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Cremation:
    """What the funeral service reported."""

    who: Spelt
    on: date
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class CivilAffairs:
    """Marriage registration, adoption registration, funerals."""

    marital_events: tuple[MaritalEvent, ...] = ()
    adoptions: tuple[Adoption, ...] = ()
    cremations: tuple[Cremation, ...] = ()
