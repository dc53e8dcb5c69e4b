"""Who asks, and under which matter: the first thing that must hold before any rule can be read.

Must never tell a foreign matter from an unknown one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway.domain.decision import Refusal, RefusalReason
from gateway.domain.requester import RequesterState

if TYPE_CHECKING:
    from gateway.domain.catalogue import LegalBasis
    from gateway.domain.matter import Matter
    from gateway.domain.requester import Requester
    from gateway.domain.verification import Verification
    from gateway.policy.gathered import Gathered


@dataclass(frozen=True, slots=True)
class Standing:
    """A known requester asking under a matter of its own."""

    gathered: Gathered
    requester: Requester
    matter: Matter

    @property
    def verification(self) -> Verification:
        """What is to be decided upon."""
        return self.gathered.verification

    @property
    def law(self) -> LegalBasis | None:
        """What the catalogue says of the basis named; None if it does not know the basis."""
        return self.gathered.law.get(self.verification.basis.kind)


Rule = Callable[[Standing], Refusal | None]
"""One condition: None if it holds, the refusal if it does not."""


def stand(gathered: Gathered) -> Standing | Refusal:
    """Apply `requester.active` and `matter.known` (domain.md §2, refusal reasons).

    An unknown requester is refused like a suspended one: it may not ask, and that is all.
    """
    requester, matter = gathered.requester, gathered.matter
    caller = gathered.verification.caller.requester
    if requester is None or requester.code != caller or requester.state != RequesterState.ACTIVE:
        return Refusal(RefusalReason.REQUESTER_SUSPENDED, "requester.active")
    if matter is None or matter.requester != caller:
        return Refusal(RefusalReason.MATTER_UNKNOWN, "matter.known")
    return Standing(gathered, requester, matter)
