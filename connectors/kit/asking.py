"""Asking a scripted or a mock department through a connector and the real link.

Must never reach anything but loopback: whatever address a test names is one it started itself.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from connectors.kit.dialect import Change, Dialect, unchanged
from connectors.kit.people import ENVELOPE, plenty
from connectors.kit.scripted import Department, Line, Sent, scripted
from gateway.domain.evidence import Reply
from gateway.domain.question import Question
from gateway.outbound import Outbound, Patience
from gateway.ports.machine import Deadline
from gateway.ports.source import Envelope, Source, SourceSettings


async def at_once(_seconds: float) -> None:
    """Wait for nothing."""


LIMIT = 65_536
"""The size limit of every source here."""
IMPATIENT = Patience(wait=lambda _state: 0.0, sleep=at_once)


@dataclass(frozen=True, slots=True)
class Counter:
    """A source opened on a running department."""

    source: Source
    department: Department

    async def ask(
        self,
        question: Question,
        envelope: Envelope = ENVELOPE,
        deadline: Deadline | None = None,
    ) -> Reply:
        """Put one question."""
        return await self.source.ask(question, envelope, deadline or plenty())


@asynccontextmanager
async def counter(
    dialect: Dialect,
    script: Callable[[Sent], Line],
    *,
    patience: float = 2.0,
    max_reply_bytes: int = LIMIT,
    poll_seconds: float = 0.01,
    url: str | None = None,
    options: Mapping[str, str] | None = None,
) -> AsyncIterator[Counter]:
    """A source of that department on a scripted one, or at the address given."""
    async with scripted(script) as department:
        settings = SourceSettings(
            dialect.department,
            url or department.url,
            timeout_seconds=patience,
            max_reply_bytes=max_reply_bytes,
            poll_seconds=poll_seconds,
            options={**dialect.options, **(options or {})},
        )
        source = dialect.connect().open(settings, Outbound(IMPATIENT).link(settings))
        try:
            yield Counter(source, department)
        finally:
            await source.close()


@asynccontextmanager
async def opened_at(
    dialect: Dialect, url: str, *, patience: float = 60.0, poll_seconds: float = 0.1
) -> AsyncIterator[Source]:
    """A source on a department that runs at this address, a mock one as a rule."""
    settings = SourceSettings(
        dialect.department,
        url,
        timeout_seconds=patience,
        poll_seconds=poll_seconds,
        options=dialect.options,
    )
    source = dialect.connect().open(settings, Outbound(IMPATIENT).link(settings))
    try:
        yield source
    finally:
        await source.close()


async def ask_golden(
    dialect: Dialect,
    change: Change = unchanged,
    operation: str | None = None,
    question: Question | None = None,
) -> Reply:
    """Ask the question of a golden request, and get its golden reply, changed.

    `operation` may also be the name of another golden reply, if `question` is given.
    """
    async with counter(dialect, dialect.script(change, operation)) as desk:
        return await desk.ask(question or dialect.question(operation))
