"""Asking a scripted or a mock department through a bundled connector and the real link."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from gateway.domain.evidence import Reply
from gateway.domain.question import Question
from gateway.outbound import Outbound, Patience
from gateway.ports.machine import Deadline
from gateway.ports.source import Envelope, Source, SourceSettings
from tests.connectors.dialect import Change, Dialect, unchanged
from tests.connectors.people import ENVELOPE, plenty
from tests.connectors.scripted import Department, Line, Sent, scripted


async def at_once(_seconds: float) -> None:
    """Wait for nothing."""


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
    max_reply_bytes: int = 65_536,
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
            poll_seconds=0.01,
            options=options or {},
        )
        source = dialect.connect().open(settings, Outbound(IMPATIENT).link(settings))
        try:
            yield Counter(source, department)
        finally:
            await source.close()


async def ask_golden(
    dialect: Dialect,
    change: Change = unchanged,
    operation: str | None = None,
    question: Question | None = None,
) -> Reply:
    """Ask the question of a golden request, and get its golden reply, changed."""
    async with counter(dialect, dialect.script(change, operation)) as desk:
        return await desk.ask(question or dialect.question(operation))
