"""Telling requesters that a verification ended: the book of webhooks, the courier, the stamp."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from gateway.audit.entry import NewEntry
    from gateway.domain.webhook import Delivery, Webhook, WebhookState


class SendFailure(Enum):
    """Why there is no status: what can be said without saying anything that the receiver wrote."""

    ADDRESS_REFUSED = "address_refused"  # a private, loopback or otherwise forbidden address
    UNRESOLVED = "unresolved"
    UNREACHABLE = "unreachable"
    UNTRUSTED = "untrusted"  # its certificate is not for this name, or of nobody whom we trust
    TIMEOUT = "timeout"
    BROKEN = "broken"  # what came back is no HTTP


@dataclass(frozen=True, slots=True)
class Posted:
    """What came of one attempt: a status, or else a failure."""

    status: int | None = None
    failure: SendFailure | None = None

    @property
    def is_accepted(self) -> bool:
        """Whether the receiver took it: any 2xx, and nothing else (a redirect is not followed)."""
        return self.status is not None and 200 <= self.status < 300


class Courier(Protocol):
    """Brings messages to addresses that may be spoken to."""

    def refusal(self, url: str) -> str | None:
        """What is wrong with an address as it is written; None if nothing is."""
        ...

    async def look_up(self, url: str) -> SendFailure | None:
        """Whether the name resolves, and only to addresses that may be spoken to."""
        ...

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Posted:
        """One attempt, bounded in time and size. Never raises (but for cancellation)."""
        ...


class Stamp(Protocol):
    """Signs a message."""

    def __call__(
        self, secrets: Sequence[bytes], event_id: str, at: datetime, body: bytes
    ) -> Mapping[str, str]:
        """The headers of Standard Webhooks, with one signature for each secret."""
        ...


class WebhookBook(Protocol):
    """Webhooks and their deliveries. Every change of a webhook is written with its entry."""

    async def add(self, webhook: Webhook, secret: bytes, entry: NewEntry) -> bool:
        """Register it; False, and nothing happens, if the requester has one.

        Raises NotFound for an unknown requester.
        """
        ...

    async def remove(self, webhook_id: str, entry: NewEntry) -> None:
        """Forget it with its secrets; what was due is withdrawn."""
        ...

    async def set_state(self, webhook_id: str, state: WebhookState, entry: NewEntry) -> None:
        """Disable it (what was due is withdrawn), or let it be told again."""
        ...

    async def rotate(
        self, webhook_id: str, secret: bytes, earlier_until: datetime, entry: NewEntry
    ) -> None:
        """Give it a new secret; messages are signed with the one before too until that moment."""
        ...

    async def of(self, requester: str) -> Webhook | None:
        """A requester's webhook."""
        ...

    async def all(self) -> tuple[Webhook, ...]:
        """All of them, by requester."""
        ...

    async def secrets(self, webhook_id: str, now: datetime) -> tuple[bytes, ...]:
        """What messages are signed with, the newest first; none for an unknown webhook."""
        ...

    async def unfinished(self) -> tuple[str, ...]:
        """Ids of the verifications whose message is due."""
        ...

    async def due(self, verification_id: str) -> tuple[Delivery, Webhook] | None:
        """The message about this verification, if it is due."""
        ...

    async def take(self, delivery: Delivery, now: datetime, until: datetime) -> bool:
        """Take the next attempt upon oneself; False if another process has it, or it is not due.

        Nobody else tries before `until`: what a process that dies had taken comes back then.
        """
        ...

    async def settle(
        self, delivery: Delivery, webhook: Webhook, entry: NewEntry | None = None
    ) -> None:
        """Write down what came of an attempt, and how its webhook fares since.

        `entry` is written with it. Nothing if the message was withdrawn meanwhile.
        """
        ...

    async def deliveries(self, requester: str | None, limit: int) -> tuple[Delivery, ...]:
        """Messages of one requester or all, the newest first."""
        ...
