"""What a row of the marriage table rules on one history, and what holds in all of them.

Pure. Must never let one of several possible histories decide (promise 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gateway.domain.outcome import Outcome
from gateway.facts.marriage import reasons as why

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gateway.domain.person import Person


@dataclass(frozen=True, slots=True)
class Point:
    """What is to be judged: the subject's bond to `spouse`, or her `status`, on `day`.

    Exactly one of spouse and status is set. `at_death`: the day is the one before a recorded death
    (domain.md K2), so that nobody's death is looked for any more.
    """

    subject: Person
    spouse: Person | None
    status: str | None
    today: date
    day: date
    at_death: bool = False

    @property
    def persons(self) -> tuple[Person, ...]:
        """Whom the request names."""
        return (self.subject,) if self.spouse is None else (self.subject, self.spouse)


@dataclass(frozen=True, slots=True)
class Ruling:
    """The outcome of one row. `hangs_on_life`: a death nobody has heard of would change it."""

    outcome: Outcome
    row: str
    reasons: tuple[str, ...] = ()
    hangs_on_life: bool = False


NOT_SETTLED = Ruling(Outcome.AMBIGUOUS, "timeline", (why.MARITAL_STATE_NOT_SETTLED.code,))


def settle(rulings: Iterable[Ruling]) -> Ruling:
    """The ruling of every history; if they differ, or there are none, nothing is settled."""
    found = sorted(set(rulings), key=_place)
    told = {(ruling.outcome, ruling.reasons) for ruling in found}
    return found[0] if len(told) == 1 else NOT_SETTLED


def _place(ruling: Ruling) -> tuple[bool, str]:
    """One that hangs on a life goes first, so that its qualification is not lost."""
    return (not ruling.hangs_on_life, ruling.row)
