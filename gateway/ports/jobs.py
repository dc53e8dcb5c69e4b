"""Work that is done later, in whichever process comes to it: what the flow needs of a job library.

A job is a kind and a verification's id and nothing else: what is to be done, since when and whether
at all stands in the store, and losing every job loses nothing. Must never carry anything else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable

LATE_ANSWER: Final = "late_answer"
WEBHOOK: Final = "webhook"
ONE_DAY: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Done:
    """There is nothing more to do, now or later."""


@dataclass(frozen=True, slots=True)
class Again:
    """Come back after so many seconds (never sooner unless it is scheduled sooner).

    `because` is a word for the metrics where coming back is worth one; a closed list for each kind.
    """

    after_seconds: float
    because: str = ""


@dataclass(frozen=True, slots=True)
class GaveUp:
    """It was tried for long enough; nobody comes back. Counted apart from what was done."""


Verdict = Done | Again | GaveUp

Observe = Callable[[str, str, Verdict | Exception], None]
"""Is told the kind, the verification and what came of every job that was worked on."""


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of job: how it is done, and which verifications there is something to do for.

    `run` looks at the store first: it may be called for a verification that is done with, twice for
    one, and by two processes at once. Back-off is computed from what the store says (since when has
    it been waiting?), never counted. What it raises is logged by the name of its kind, and it is
    come back to.
    `unfinished` gives the ids for which a job has to exist; they are scheduled at every start and
    now and then. `longest_pause`: no `Again` of this kind says more seconds than these, so that
    what is due later than that was scheduled by a clock that has been set back since.
    """

    kind: str
    run: Callable[[str], Awaitable[Verdict]]
    unfinished: Callable[[], Awaitable[tuple[str, ...]]]
    longest_pause: float = ONE_DAY


class Jobs(Protocol):
    """Where work is scheduled."""

    async def schedule(self, kind: str, verification_id: str, after_seconds: float = 0.0) -> None:
        """See to it that this is worked on after so many seconds at the latest.

        Idempotent: there is one job for a kind and an id, due at the earliest of what was asked
        for. Asked for while it is being worked on, it is worked on once more. Durable when this
        returns. Raises TrailUnavailable if it cannot be made so.
        """
        ...


class Unscheduled:
    """Jobs where nobody works (the command line): the next process that serves finds them all."""

    async def schedule(self, kind: str, verification_id: str, after_seconds: float = 0.0) -> None:
        """Leave it to the store, which knows what is unfinished."""
