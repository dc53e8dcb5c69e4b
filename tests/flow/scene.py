"""The flow over a real store, with departments that are told what to answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gateway.domain.evidence import Reply
from gateway.domain.person import Person
from gateway.domain.question import Question
from gateway.domain.requester import Caller
from gateway.domain.verification import Basis, Verification
from gateway.flow.errand import Errand, new_deadline
from gateway.flow.parts import Parts
from gateway.flow.verify import verify
from gateway.ports.commands import Idempotency
from gateway.ports.machine import Deadline
from gateway.ports.source import Envelope
from tests.api.office import CLIENT_ID, FACTS, HELD, Office, open_office
from tests.policy.builders import REQUESTER, SUBJECT, a_permit, a_verification, on_duty

CALLER = Caller(CLIENT_ID, REQUESTER, frozenset({"verify:identity", "verify:birth"}), "jti")
Answering = Callable[[Question], Awaitable[Reply]]


async def held(_: Question) -> Reply:
    """A department that holds her."""
    return HELD


def always(reply: Reply) -> Answering:
    """A department that says the same to every question."""

    async def answer(_: Question) -> Reply:
        return reply

    return answer


async def hang(_: Question) -> Reply:
    """A department that never answers."""
    await asyncio.Event().wait()
    raise AssertionError("nobody sets it")


async def explode(_: Question) -> Reply:
    """A connector with a mistake in it."""
    raise ZeroDivisionError("a connector's own mistake")


@dataclass
class Department:
    """A source whose answers are functions; remembers what it was asked."""

    department: str = "public_security"
    answer: Answering = held
    later: Answering = held
    operations: frozenset[str] = frozenset({"person"})
    asked: list[Question] = field(default_factory=list)
    resumed: list[str] = field(default_factory=list)

    async def ask(self, question: Question, envelope: Envelope, deadline: Deadline) -> Reply:
        self.asked.append(question)
        return await self.answer(question)

    async def resume(
        self, question: Question, ticket: str, envelope: Envelope, deadline: Deadline
    ) -> Reply:
        self.resumed.append(ticket)
        return await self.later(question)

    async def close(self) -> None:
        pass


@dataclass
class Scene:
    """An office whose departments can be exchanged."""

    office: Office
    parts: Parts
    police: Department
    count: int = 0

    async def ask(self, subject: Person = SUBJECT, **changes: Any) -> Any:
        """Ask for her identity under a statutory duty."""
        verification = self.verification(subject, **changes)
        key = f"key-{self.count}"
        return await verify(
            self.parts, verification, Idempotency(CLIENT_ID, "/v1/verify/identity", key, b"digest")
        )

    def verification(self, subject: Person = SUBJECT, **changes: Any) -> Verification:
        """A question with an id of its own."""
        self.count += 1
        basis: Basis = on_duty(given_at=self.parts.clock.now())
        values: dict[str, Any] = {
            "verification_id": f"ver_{self.count:032x}",
            "caller": CALLER,
            "subject": subject,
            "claim": FACTS["identity"].read_claim({}, subject),
            "basis": basis,
            "asked_at": self.parts.clock.now(),
        }
        return replace(a_verification(), **(values | changes))

    async def state(self, verification_id: str) -> str:
        """The state that the store knows."""
        stored = await self.parts.trail.verification(verification_id)
        assert stored is not None
        return stored.state


@asynccontextmanager
async def open_scene(folder: Path) -> AsyncIterator[Scene]:
    """A fresh store with one office and one department."""
    office = await open_office(folder)
    police = Department()
    parts = replace(office.parts, sources={police.department: police})
    async with office.http:
        yield Scene(office, parts, police)
    await office.store.close()


def an_errand(parts: Parts, *departments: str, seconds: float | None = None) -> Errand:
    """An errand whose permit opens these departments; `seconds` of the loop's own time."""
    permit = a_permit(departments=frozenset(departments))
    deadline = new_deadline(parts)
    if seconds is not None:
        deadline = Deadline(seconds, lambda: 0.0)
    return Errand(parts, a_verification(), permit, "示例中心", deadline)
