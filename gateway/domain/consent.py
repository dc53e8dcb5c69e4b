"""Consent (单独同意): a recorded, revocable, bounded permission of one person (domain.md §2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Assurance(Enum):
    """How sure we are that the person herself agreed."""

    ATTESTED_BY_REQUESTER = "attested_by_requester"
    CONFIRMED_BY_CODE = "confirmed_by_code"
    SIGNED_BY_PERSON = "signed_by_person"

    def reaches(self, minimum: Assurance) -> bool:
        """Whether this is at least `minimum`."""
        order = list(Assurance)
        return order.index(self) >= order.index(minimum)


class ConsentState(Enum):
    """formats.md §5. `awaiting` = its one-time code has not been entered yet."""

    AWAITING = "awaiting"
    ACTIVE = "active"
    EXHAUSTED = "exhausted"
    EXPIRED = "expired"
    REVOKED = "revoked"


class HowGiven(Enum):
    """formats.md §5."""

    IN_PERSON_SIGNATURE = "in_person_signature"
    ELECTRONIC_SIGNATURE = "electronic_signature"
    ONE_TIME_CODE = "one_time_code"


@dataclass(frozen=True, slots=True)
class Guardian:
    """Who consented for a person under fourteen or without capacity.

    `ref` is the guardian's reference as a person; `relation` the GB/T 4761 code of the guardian to
    the principal; `proof_digest` the SHA-256 (hex) of the proof that the requester keeps.
    """

    ref: str
    relation: str
    proof_digest: str


@dataclass(frozen=True, slots=True)
class Consent:
    """One principal's permission, as the policy sees it. Persons appear by reference only.

    Immutable apart from `state` and `uses_left`. `others` are the further persons of the claim it
    is bound to (none for questions about one person). Times are aware UTC; `valid_until` is
    exclusive. `uses_left` already accounts for reservations by *other* claims; `reserved_for` holds
    the token of the claim at hand (the hex of its key) if it has a reservation not yet spent.
    """

    consent_id: str
    principal: str
    others: frozenset[str]
    requester: str
    matter: str
    facts: frozenset[str]
    case: str = field(repr=False)
    recorded_at: datetime
    valid_from: datetime
    valid_until: datetime
    uses_allowed: int
    uses_left: int
    assurance: Assurance
    how_given: HowGiven
    state: ConsentState
    guardian: Guardian | None = None
    reserved_for: frozenset[str] = frozenset()
