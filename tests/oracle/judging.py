"""How an answer compares with the oracle's.

Must never count a statement that differs as anything milder than the tables say it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from mocks.generator.questions.setting import Set
from mocks.oracle.answer import (
    AMBIGUOUS,
    CONFIRMED,
    CONFLICT,
    CONTRADICTED,
    NO_RECORD,
    PENDING,
    UNAVAILABLE,
)
from mocks.scenarios.story import TABLE_REASONS

STATEMENTS: Final = frozenset({CONFIRMED, CONTRADICTED, NO_RECORD})
QUALIFYING: Final = frozenset(
    {
        "consulted_not_heard",
        "spouse_death_not_checked",
        "household_register_not_checked",
        "revocation_not_checked",
    }
)
"""What goes with every answer that a silent consulted department could have changed."""


class Verdict(Enum):
    """Mildest first; the worst part is the question's."""

    AGREES = "agrees"
    UNAVAILABLE = UNAVAILABLE
    PENDING = PENDING
    AMBIGUOUS = AMBIGUOUS
    CONFLICT = CONFLICT
    QUALIFIED = "qualified"
    """A statement that says itself what was not heard."""
    ONE_SIDED = "one-sided"
    """A statement where the oracle, who heard everybody, has a conflict or cannot tell: the tables
    make it whoever else is silent (a possible conflict or ambiguity overturns nothing)."""
    CONTRADICTION = "contradiction"


ORDER: Final = tuple(Verdict)
_SILENT: Final = {
    v.value: v for v in ORDER if v.value in (UNAVAILABLE, PENDING, AMBIGUOUS, CONFLICT)
}


@dataclass(frozen=True, slots=True)
class Given:
    """What the requester was told; `row` is from the sealed detail."""

    parts: Mapping[str, str]
    reasons: frozenset[str]
    row: str = ""


def judge(asked: Set, given: Given) -> Verdict:
    """With departments that may be silent: what each part is worth, and the worst of them."""
    expected = asked.answer.parts
    if expected.keys() != given.parts.keys():
        return Verdict.CONTRADICTION
    found = [_judge_part(expected[name], given.parts[name], given.reasons) for name in expected]
    return max(found, key=ORDER.index)


def agrees_in_full(asked: Set, given: Given) -> bool:
    """With every department answering: parts and the tables' reasons are the oracle's.

    Where the oracle fixes the reasons nothing may be qualified either. It leaves them open for a
    spouse whom the marriage register spells so that no other register can say whether she died.
    """
    if dict(asked.answer.parts) != dict(given.parts):
        return False
    reasons = asked.answer.reasons
    return reasons is None or reasons == given.reasons & (TABLE_REASONS | QUALIFYING)


def _judge_part(expected: str, given: str, reasons: frozenset[str]) -> Verdict:
    if given == expected:
        return Verdict.AGREES
    if given in _SILENT:
        return _SILENT[given]
    if reasons & QUALIFYING:
        return Verdict.QUALIFIED
    if expected in (AMBIGUOUS, CONFLICT):
        return Verdict.ONE_SIDED
    return Verdict.CONTRADICTION
