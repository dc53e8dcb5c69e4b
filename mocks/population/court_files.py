"""What the courts hold.

Must never speak the department's dialect: the mock translates these words into it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from mocks.population.people import Spelt


@dataclass(frozen=True, slots=True)
class Judgment:
    """A family judgment or mediation; both of the last two or neither: effect not proven."""

    kind: Literal["divorce_judgment", "divorce_mediation", "void", "revoked"]
    one: Spelt
    other: Spelt
    document_on: date
    effective_on: date | None = None
    established: Literal["judgment_final", "last_signature"] | None = None
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Declaration:
    """Declared dead or missing, and perhaps revoked.

    `no_resume`: for a revoked declaration of death, whether the spouse declared in writing not to
    resume the marriage.
    """

    kind: Literal["death", "disappearance"]
    who: Spelt
    judged_on: date
    spouse: Spelt | None = None
    revoked_on: date | None = None
    no_resume: Literal["yes", "no", "unknown"] | None = None
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Custody:
    """The last day on which somebody was confirmed in custody."""

    who: Spelt
    on: date
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Courts:
    """Family files, declarations, custody."""

    judgments: tuple[Judgment, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    custodies: tuple[Custody, ...] = ()
