"""How a department is asked: connectors, the sources they open, and the link they speak over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from gateway.settings import SourceSettings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from gateway.domain.evidence import Cause, Reply
    from gateway.domain.person import Person
    from gateway.domain.question import Question
    from gateway.domain.text import Text
    from gateway.ports.machine import Deadline


__all__ = [
    "BringsRecords",
    "Connector",
    "Envelope",
    "Latency",
    "Link",
    "LinkFailed",
    "LinkReply",
    "Source",
    "SourceHealth",
    "SourceSettings",
    "Watched",
]


@dataclass(frozen=True, slots=True, repr=False)
class Envelope:
    """Who asks, for departments that want to know (public_security demands the operator).

    `request_id` is fresh for every question; `requester` a credit code; `business` the matter code.
    """

    request_id: str
    requester: str
    requester_name: str
    business: str
    operator: Person

    def __repr__(self) -> str:
        """Show nothing of the operator."""
        return f"Envelope({self.request_id})"


class Source(Protocol):
    """A connector opened with one department's settings. Holds no state between questions.

    `ask` and `resume` never raise (but for cancellation): whatever goes wrong is `Failed`.
    """

    department: str
    operations: frozenset[str]

    async def ask(self, question: Question, envelope: Envelope, deadline: Deadline) -> Reply:
        """Put one question; `Late` if the department promises an answer after the deadline."""
        ...

    async def resume(
        self, question: Question, ticket: str, envelope: Envelope, deadline: Deadline
    ) -> Reply:
        """Look whether a late answer has come; `Late` with the same ticket if it has not."""
        ...

    async def close(self) -> None:
        """Give the connections back."""
        ...


@dataclass(frozen=True, slots=True)
class Latency:
    """Percentiles in seconds, by nearest rank."""

    p50: float
    p95: float
    p99: float


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How one process has seen a department of late; numbers and times only.

    `state`: "untried", "answering", "failing" (the latest call was silence), "resting" (the circuit
    is open) or "probing". `answered`, `late` and `silent` (by cause) count calls of the last
    quarter of an hour, `latency` tells how long the first two took. `coverage`: since when the
    department's records are complete, by operation, as the operator has stated.
    """

    state: str
    answered: int
    late: int
    silent: Mapping[str, int]
    latency: Latency | None
    last_spoke_at: datetime | None
    data_as_of: date | None
    coverage: Mapping[str, date]


class Watched(Protocol):
    """What can say how a department fares."""

    def health(self) -> SourceHealth:
        """How it fared of late, as this process has seen it."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
class LinkReply:
    """A reply with a 2xx status, within the size limit."""

    status: int
    media_type: str
    body: bytes


class LinkFailed(Exception):
    """The exchange failed; `cause` says how. Never carries anything of request or reply."""

    def __init__(self, cause: Cause) -> None:
        """Only the cause."""
        super().__init__(cause.value)
        self.cause = cause


class Link(Protocol):
    """One department's HTTP link, made by `gateway.outbound` alone.

    Applies timeout and deadline, bounded retries for idempotent exchanges, the size limit, and
    turns every failure into LinkFailed: 401, 403, 407 and 451 are REFUSED, 501 is UNSUPPORTED, any
    other status outside 2xx is BROKEN, redirects are never followed (BROKEN).
    """

    async def exchange(
        self,
        method: str,
        path: str,
        *,
        content: bytes,
        headers: Mapping[str, str],
        deadline: Deadline,
        idempotent: bool,
    ) -> LinkReply:
        """Send one request below the department's address. Raises LinkFailed."""
        ...

    async def close(self) -> None:
        """Close the connections."""
        ...


class Connector(Protocol):
    """Code that speaks to a kind of department system; the object behind an entry point."""

    department: str
    title: Text
    operations: frozenset[str]  # the manifest: what this department offers at all
    answers_late: bool

    def open(self, settings: SourceSettings, link: Link) -> Source:
        """Open it for one department. Raises SettingsRefused naming a wrong option."""
        ...


class BringsRecords(Connector, Protocol):
    """A connector whose answers hold records that are not the house's (`gateway.domain.records`).

    A connector without this member brings none. What is not declared cannot be kept while another
    department's answer is awaited.
    """

    records: tuple[type, ...]  # frozen dataclasses, and the enums that stand in their fields
