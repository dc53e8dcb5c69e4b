"""What an answer is: an outcome for each claimed part, and the reasons that the tables name.

Must never hold a reason of which the tables do not say that it is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

CONFIRMED = "confirmed"
NO_RECORD = "no_record"
PENDING = "pending"
UNAVAILABLE = "unavailable"
AMBIGUOUS = "ambiguous"
CONFLICT = "conflict"
CONTRADICTED = "contradicted"
FAVOUR = (CONTRADICTED, CONFLICT, AMBIGUOUS, UNAVAILABLE, PENDING, NO_RECORD, CONFIRMED)
"""Least favourable first (domain.md G7)."""


class UndeterminedError(Exception):
    """The tables do not say for certain what the answer is; the question is not asked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Outcome by part; `reasons` is None where the tables do not fix them."""

    parts: Mapping[str, str]
    reasons: frozenset[str] | None = frozenset()

    @property
    def outcome(self) -> str:
        """The least favourable part (domain.md G7)."""
        return min(self.parts.values(), key=FAVOUR.index)

    def because(self, *reasons: str) -> Answer:
        """The same with further reasons."""
        known = None if self.reasons is None else self.reasons | set(reasons)
        return replace(self, reasons=known)


def of(part: str, outcome: str, *reasons: str) -> Answer:
    """An answer of one part, with exactly these reasons."""
    return Answer({part: outcome}, frozenset(reasons))


def open_reasons(part: str, outcome: str) -> Answer:
    """An answer of one part, whose reasons the tables do not fix."""
    return Answer({part: outcome}, None)


def together(answers: list[Answer]) -> Answer:
    """The answer to several parts at once."""
    parts = {part: outcome for one in answers for part, outcome in one.parts.items()}
    reasons: frozenset[str] | None = frozenset()
    for one in answers:
        reasons = None if reasons is None or one.reasons is None else reasons | one.reasons
    return Answer(parts, reasons)
