"""What the flow keeps, in memory: a trail without durability, a registry, no consents.

The store has tests of its own; here its commits would be most of the time, and its threads would
let virtual time jump. Must never keep less of a verification than a late answer needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gateway.domain.consent import Consent
from gateway.domain.matter import Matter
from gateway.domain.person import Person
from gateway.domain.requester import Requester
from gateway.ports.commands import (
    Attempt,
    Begun,
    Concluded,
    Deferral,
    Disclosure,
    Further,
    Idempotency,
    Refused,
    StoredReply,
    StoredVerification,
)


@dataclass
class MemoryTrail:
    """The commands of the trail that an answer needs; others are missing and would be noticed."""

    attempts: dict[str, Attempt] = field(default_factory=dict)
    rounds: dict[str, int] = field(default_factory=dict)
    deferrals: dict[str, Deferral] = field(default_factory=dict)
    disclosures: dict[str, Disclosure] = field(default_factory=dict)

    async def recall(self, idempotency: Idempotency) -> StoredReply | None:
        """Every question is a new one."""
        return None

    async def begin(self, attempt: Attempt) -> Begun | Refused:
        """Keep the intent."""
        if attempt.refusal is not None:
            return Refused(attempt.entry.draft.entry_id, attempt.refusal)
        self.attempts[attempt.verification_id] = attempt
        self.rounds[attempt.verification_id] = 1
        return Begun(attempt.entry.draft.entry_id)

    async def extend(self, further: Further) -> None:
        """Count the round."""
        self.rounds[further.verification_id] += 1

    async def defer(self, deferral: Deferral) -> None:
        """Keep what was heard."""
        self.deferrals[deferral.verification_id] = deferral

    async def conclude(self, disclosure: Disclosure) -> Concluded:
        """Keep the answer."""
        self.disclosures[disclosure.verification_id] = disclosure
        return Concluded(disclosure.entry.draft.entry_id)

    async def let_go(self, verification_id: str) -> None:
        """Forget what was begun."""
        del self.attempts[verification_id]

    def row(self, verification_id: str) -> str:
        """The rows of the decision table that decided; empty without a disclosure."""
        disclosure = self.disclosures.get(verification_id)
        if disclosure is None:
            return ""
        found: Any = disclosure.entry.personal[0].content.get("found", {})
        return "+".join(part["row"] for part in found.values())

    def stored(self, verification_id: str, requester: str) -> StoredVerification:
        """A deferred verification as the store would open it."""
        attempt, deferral = self.attempts[verification_id], self.deferrals[verification_id]
        draft = attempt.entry.draft
        return StoredVerification(
            verification_id=verification_id,
            requester=requester,
            fact=draft.fact or "",
            matter=draft.matter or "",
            state="deferred",
            asked_at=draft.at,
            intent=draft.entry_id,
            disclosure=None,
            due_on=deferral.due_on,
            refusal=None,
            request=attempt.request,
            memory=deferral.memory,
            answer=deferral.reply,
            deferred_at=deferral.entry.draft.at,
        )


@dataclass(frozen=True)
class Registrations:
    """One requester and its matters."""

    office: Requester
    registered: Mapping[str, Matter]

    async def requester(self, code: str) -> Requester | None:
        """The requester."""
        return self.office if code == self.office.code else None

    async def matter(self, requester: str, code: str) -> Matter | None:
        """One of its matters."""
        return self.registered.get(code) if requester == self.office.code else None


class NoConsents:
    """Nobody was asked about before, and nobody has consented: the basis is a duty."""

    async def refs(self, persons: tuple[Person, ...]) -> tuple[None, ...]:
        """Nobody is known."""
        return (None,) * len(persons)

    async def consents(
        self, ids: tuple[str, ...], claim_key: bytes, now: datetime
    ) -> tuple[Consent, ...]:
        """There are none."""
        return ()
