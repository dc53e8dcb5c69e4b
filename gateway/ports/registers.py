"""Registers the flow reads and changes: requesters, clients, matters, consents, one-time tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from gateway.audit.entry import NewEntry
    from gateway.domain.consent import Assurance, Consent, ConsentState, HowGiven
    from gateway.domain.fact import JsonValue
    from gateway.domain.matter import Matter
    from gateway.domain.person import Person
    from gateway.domain.requester import Requester, RequesterState
    from gateway.ports.commands import Idempotency, StoredReply


@dataclass(frozen=True, slots=True)
class Client:
    """A requester's system. `keys` are public JWKs by registration only; at most two active."""

    client_id: str
    requester: str
    scopes: frozenset[str]
    keys: tuple[Mapping[str, JsonValue], ...]


class Registry(Protocol):
    """Requesters, their clients and their matters. Every change is written with its entry."""

    async def requester(self, code: str) -> Requester | None:
        """A requester by its credit code."""
        ...

    async def requesters(self) -> tuple[Requester, ...]:
        """All, by code."""
        ...

    async def client(self, client_id: str) -> Client | None:
        """A client by its id."""
        ...

    async def clients(self, requester: str) -> tuple[Client, ...]:
        """A requester's clients, by id."""
        ...

    async def matter(self, requester: str, code: str) -> Matter | None:
        """A requester's own matter; foreign and unknown ones alike are None."""
        ...

    async def matters(self, requester: str) -> tuple[Matter, ...]:
        """A requester's matters, by code."""
        ...

    async def add_requester(self, requester: Requester, entry: NewEntry) -> None:
        """Register or replace a requester."""
        ...

    async def set_state(self, code: str, state: RequesterState, entry: NewEntry) -> None:
        """Suspend or resume. Raises NotFound."""
        ...

    async def add_client(self, client: Client, entry: NewEntry) -> None:
        """Register or replace a client. Raises NotFound for an unknown requester."""
        ...

    async def add_matter(self, matter: Matter, entry: NewEntry) -> None:
        """Register or replace a matter. Raises NotFound for an unknown requester."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
class NewConsent:
    """A consent to be recorded. Persons are given as persons; the store keeps references.

    `record` is the ISO/IEC TS 27560 record as JSON, sealed. `confirm_code` is set for
    ONE_TIME_CODE: the state is then AWAITING until it is entered, at most `confirm_tries` times and
    until `confirm_until`. Codes are stored as keyed hashes only.
    """

    consent_id: str
    principal: Person
    others: tuple[Person, ...]
    guardian: Person | None
    guardian_relation: str | None
    guardian_proof: str | None
    requester: str
    matter: str
    facts: frozenset[str]
    case: str
    recorded_at: datetime
    valid_from: datetime
    valid_until: datetime
    uses_allowed: int
    assurance: Assurance  # what it reaches once active
    how_given: HowGiven
    record: Mapping[str, JsonValue]
    withdrawal_code: str
    confirm_code: str | None
    confirm_until: datetime | None
    confirm_tries: int = 5


@dataclass(frozen=True, slots=True, repr=False)
class Keeping:
    """The reply to be kept for a key, in the same step as what it is the reply to."""

    idempotency: Idempotency
    reply: StoredReply


@dataclass(frozen=True, slots=True, repr=False)
class ConsentRecord:
    """A consent with its sealed record opened, for the requester that recorded it."""

    consent: Consent
    record: Mapping[str, JsonValue]


class ConsentBook(Protocol):
    """Consents. State as of `now`: EXPIRED and EXHAUSTED are derived, never stored late."""

    async def refs(self, persons: tuple[Person, ...]) -> tuple[str | None, ...]:
        """The reference of each person, None for people nobody ever asked about."""
        ...

    async def consents(
        self, ids: tuple[str, ...], claim_key: bytes, now: datetime
    ) -> tuple[Consent, ...]:
        """Those of the ids that exist, whoever recorded them, in the order given.

        `reserved_for` is `{claim_key.hex()}` if the claim with this key (the store keeps its HMAC)
        holds a reservation not yet spent, and empty otherwise.
        """
        ...

    async def read(self, consent_id: str, requester: str, now: datetime) -> ConsentRecord | None:
        """One consent of this requester; None if unknown or foreign."""
        ...

    async def record(
        self, consent: NewConsent, entry: NewEntry, keeping: Keeping | None = None
    ) -> StoredReply | None:
        """Record it with its entry, and keep the reply for its key, in one atomic step.

        None: it is recorded. If the key has a reply already nothing is, and that reply is given
        back. The reply is sealed so that it cannot be read once a person in it is erased. Raises
        KeyConflict, InFlight, ReplyErased.
        """
        ...

    async def confirm(self, consent_id: str, code: str, now: datetime, entry: NewEntry) -> None:
        """Enter the one-time code; becomes ACTIVE. Raises CodeRefused, one sentence for all cases.

        A wrong code counts as a try, durably; comparison is constant-time. The entries of confirm,
        withdraw and revoke come without requester, matter and consent, which only the store knows
        once it has found the consent: it completes the draft with them, and links the entry to the
        principal. Nothing is written for a code that opens nothing.
        """
        ...

    async def withdraw(self, code: str, now: datetime, entry: NewEntry) -> str:
        """Withdraw by the resident's own code; returns the consent's id. Raises CodeRefused.

        Idempotent: withdrawing a withdrawn consent succeeds and writes nothing.
        """
        ...

    async def revoke(self, consent_id: str, requester: str, now: datetime, entry: NewEntry) -> None:
        """Revoke by the requester. Raises NotFound. Idempotent like `withdraw`."""
        ...

    async def state(self, consent_id: str, now: datetime) -> ConsentState | None:
        """The state alone."""
        ...


class OneTimeTokens(Protocol):
    """What may be used once: `jti` of client assertions, nonces and call-backs' signatures."""

    async def use(self, scope: str, value: str, until: datetime) -> bool:
        """True the first time; False for a replay before `until`. Durable and atomic."""
        ...

    async def was_used(self, scope: str, value: str) -> bool:
        """Whether `use` would say that it is a replay."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
class ConfirmationMessage:
    """What a resident is sent so that she herself can confirm or withdraw."""

    consent_id: str
    contact: str
    code: str | None
    withdrawal_code: str
    requester_name: str
    matter_name: str


class ConsentConfirmation(Protocol):
    """Delivers codes to the resident (text message, app, letter; an outbox file in the demo)."""

    async def deliver(self, message: ConfirmationMessage) -> None:
        """Hand it over for delivery."""
        ...
