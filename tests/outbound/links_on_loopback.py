"""A real link to a scripted department, for the tests of this room."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from connectors.kit.scripted import Department, Line, Sent, scripted
from gateway.domain.evidence import Cause
from gateway.outbound import HttpLink, Outbound, Patience
from gateway.ports.machine import Deadline
from gateway.ports.source import LinkFailed, LinkReply, SourceSettings


@dataclass(slots=True)
class Pauses:
    """Remembers the pauses between attempts instead of making them."""

    taken: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        """Wait for nothing."""
        self.taken.append(seconds)


def far() -> Deadline:
    """A deadline that stays five seconds away."""
    return Deadline(5.0, lambda: 0.0)


@asynccontextmanager
async def linked(
    script: Callable[[Sent], Line],
    *,
    patience: Patience | None = None,
    seconds: float = 2.0,
    limit: int = 1_000,
    options: Mapping[str, str] | None = None,
) -> AsyncIterator[tuple[HttpLink, Department]]:
    """A link to a department that answers as `script` says."""
    async with scripted(script) as department:
        settings = SourceSettings(
            "health",
            department.url + "/base",
            timeout_seconds=seconds,
            max_reply_bytes=limit,
            options=options or {},
        )
        link = Outbound(patience).link(settings)
        try:
            yield link, department
        finally:
            await link.close()


async def call(
    link: HttpLink,
    *,
    content: bytes = b"question",
    deadline: Deadline | None = None,
    idempotent: bool = True,
) -> LinkReply | Cause:
    """What one exchange gives: the reply, or the cause of its failure."""
    try:
        return await link.exchange(
            "POST",
            "/path",
            content=content,
            headers={"Content-Type": "text/plain"},
            deadline=deadline or far(),
            idempotent=idempotent,
        )
    except LinkFailed as failed:
        return failed.cause
