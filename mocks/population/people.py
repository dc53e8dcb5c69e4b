"""Invented people, and how a record spells one.

Must never hold what a department knows about them; that is in the registers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Sex = Literal["0", "1", "2", "9"]  # GB/T 2261.1


@dataclass(frozen=True, slots=True)
class Resident:
    """The truth about one person. `number_shared`: somebody else carries the same number."""

    id: str
    number: str
    name: str
    sex: Sex
    born_on: date
    died_on: date | None = None
    mother: str | None = None
    father: str | None = None
    number_shared: bool = False


@dataclass(frozen=True, slots=True)
class Spelt:
    """Somebody as one record spells her.

    Number and name are the resident's own where None; "" means that the record lacks it.
    `person` is None for somebody who is not a resident: then number and name say all there is.
    """

    person: str | None = None
    number: str | None = None
    name: str | None = None
