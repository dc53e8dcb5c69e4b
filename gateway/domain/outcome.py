"""Outcomes of a verification and the order in which they outrank each other."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Outcome(Enum):
    """核验结果 (design.md §3). A refusal is not an outcome."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    NO_RECORD = "no_record"
    AMBIGUOUS = "ambiguous"
    CONFLICT = "conflict"
    PENDING = "pending"
    UNAVAILABLE = "unavailable"

    @property
    def is_statement(self) -> bool:
        """Whether it says something about the person that somebody could rely on."""
        return self in (Outcome.CONFIRMED, Outcome.CONTRADICTED)


LEAST_FAVOURABLE_FIRST = (
    Outcome.CONTRADICTED,
    Outcome.CONFLICT,
    Outcome.AMBIGUOUS,
    Outcome.UNAVAILABLE,
    Outcome.PENDING,
    Outcome.NO_RECORD,
    Outcome.CONFIRMED,
)


def least_favourable(outcomes: Iterable[Outcome]) -> Outcome:
    """The overall outcome of several parts (domain.md G7).

    Raises ValueError if there are no parts: an empty answer must never read as confirmed.
    """
    return min(outcomes, key=LEAST_FAVOURABLE_FIRST.index)
