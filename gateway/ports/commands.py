"""The commands of the trail's port, and what comes of them.

Values only; each command is one atomic, durable step of the store.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from gateway.audit.entry import NewEntry
    from gateway.domain.decision import RefusalReason
    from gateway.domain.fact import JsonValue


@dataclass(frozen=True, slots=True, repr=False)
class Idempotency:
    """An Idempotency-Key, scoped to client and path and bound to the request's digest."""

    client_id: str
    path: str
    key: str
    request_digest: bytes  # SHA-256 over the canonical request; stored only under HMAC


@dataclass(frozen=True, slots=True, repr=False)
class Reservation:
    """One use of one consent, for exactly this claim. `claim_key` is stored only under HMAC."""

    consent_id: str
    claim_key: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Quota:
    """At most `limit` questions under (`scope`, `key`) on `day`; `key` is stored under HMAC."""

    scope: str  # "requester" | "matter" | "operator"
    key: str
    day: date
    limit: int


@dataclass(frozen=True, slots=True, repr=False)
class Attempt:
    """Step 4. Either the intent of a permit, or the entry of a refusal decided in step 3.

    `prepared` holds the refusal entries for conditions that may no longer hold when the step is
    made: CONSENT_EXHAUSTED, CONSENT_REVOKED, CONSENT_EXPIRED, QUOTA_EXCEEDED, REQUESTER_SUSPENDED,
    MATTER_INACTIVE. Quotas count permits and refusals alike. `request` is the whole request in
    JSON, sealed under the subject's key, from which a restarted gateway can go on. `lease_until`:
    after that an unfinished attempt counts as abandoned. `takeovers`: one entry for each
    reservation, written if it is taken from an abandoned attempt at the same claim; the store adds
    that attempt's verification and intent.
    """

    verification_id: str
    entry: NewEntry
    refusal: RefusalReason | None
    prepared: Mapping[RefusalReason, NewEntry]
    reservations: tuple[Reservation, ...]
    quotas: tuple[Quota, ...]
    idempotency: Idempotency | None
    request: Mapping[str, JsonValue]
    lease_until: datetime
    takeovers: tuple[NewEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Begun:
    """The intent is durable: departments may be asked."""

    entry_id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The refusal is durable. `retry_after` in seconds for QUOTA_EXCEEDED.

    `announced`: it ended what was pending, and a message to the requester is due.
    """

    entry_id: str
    reason: RefusalReason
    retry_after: int | None = None
    announced: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class StoredReply:
    """The reply to an earlier request with the same key."""

    verification_id: str | None
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Further:
    """A further round's own intent, naming its parent (design.md §5 step 5)."""

    verification_id: str
    entry: NewEntry


@dataclass(frozen=True, slots=True, repr=False)
class Deferral:
    """A required department promised to answer later.

    `memory` is what was heard so far with the tickets, sealed under the subject's key; `reply` the
    202 body, kept for the idempotency key. `tickets` are the awaited ones, each behind the name of
    its department; they are stored under HMAC, to be found when the department calls back.
    """

    verification_id: str
    entry: NewEntry
    due_on: date
    memory: Mapping[str, JsonValue]
    reply: bytes
    tickets: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Disclosure:
    """Step 9. `answer` is the JSON that is released; `spends` is False only for UNAVAILABLE.

    `frees_key`: nobody waits for this answer (it ends an abandoned attempt), so its idempotency key
    may be used for the same request again.

    `prepared` holds the entries (kind `verification.dropped`) for conditions that ended meanwhile:
    CONSENT_REVOKED, REQUESTER_SUSPENDED.
    """

    verification_id: str
    entry: NewEntry
    prepared: Mapping[RefusalReason, NewEntry]
    outcome: str
    spends: bool
    answer: bytes
    frees_key: bool = False


@dataclass(frozen=True, slots=True)
class Concluded:
    """The disclosure is durable: the answer may be released.

    `announced`: it ended what was pending, and a message to the requester is due.
    """

    entry_id: str
    announced: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class StoredVerification:
    """What the store knows of a verification, opened.

    `state`: "begun", "deferred", "concluded", "refused" or "dropped". `answer` is the released
    JSON; None before, and None again (with `erased`) once a person's key is gone.
    """

    verification_id: str
    requester: str
    fact: str
    matter: str
    state: str
    asked_at: datetime
    intent: str
    disclosure: str | None
    due_on: date | None
    refusal: RefusalReason | None
    request: Mapping[str, JsonValue] | None
    memory: Mapping[str, JsonValue] | None
    answer: bytes | None
    erased: bool = False
    deferred_at: datetime | None = None
    reminded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AwaitedTicket:
    """A department's query number, as the department itself names it."""

    department: str
    ticket: str
