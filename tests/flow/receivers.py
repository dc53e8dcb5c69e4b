"""A courier that is told what to bring back, and jobs that are only written down."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from gateway.domain.evidence import Late
from gateway.domain.webhook import Delivery
from gateway.flow.late import complete
from gateway.flow.parts import Parts
from gateway.flow.reply import Pending
from gateway.flow.webhook_deliveries import Deliveries
from gateway.flow.webhooks import register_webhook
from gateway.ports.webhooks import Posted, SendFailure
from tests.flow.scene import Scene, always, held
from tests.policy.builders import REQUESTER

URL = "https://receiver.example/hook"
TAKEN = Posted(204)


@dataclass
class ToldCourier:
    """Implements the Courier port: brings back what it is told, the last for ever."""

    comes: list[Posted] = field(default_factory=lambda: [TAKEN])
    sent: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)
    found: SendFailure | None = None
    hangs: asyncio.Event | None = None

    def refusal(self, url: str) -> str | None:
        return None if url.startswith("https://") else "must begin with https://"

    async def look_up(self, url: str) -> SendFailure | None:
        return self.found

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Posted:
        self.sent.append((url, headers, body))
        if self.hangs is not None:
            await self.hangs.wait()
        return self.comes.pop(0) if len(self.comes) > 1 else self.comes[0]


@dataclass
class NotedJobs:
    """Implements the Jobs port: writes down what was asked for."""

    asked: list[tuple[str, str, float]] = field(default_factory=list)

    async def schedule(self, kind: str, verification_id: str, after_seconds: float = 0.0) -> None:
        self.asked.append((kind, verification_id, after_seconds))


@dataclass
class Counter:
    """A requester with a webhook, and the process that brings messages to it."""

    scene: Scene
    parts: Parts
    courier: ToldCourier
    jobs: NotedJobs
    results: list[str]
    deliveries: Deliveries
    secret: bytes = b""

    async def end_one(self) -> str:
        """A verification that was pending and has ended; its id."""
        scene = self.scene
        scene.police.answer = scene.police.later = always(Late("ticket"))
        reply: Any = await scene.ask()
        assert isinstance(reply, Pending)
        stored = await self.parts.trail.verification(reply.verification_id)
        assert stored is not None
        scene.police.later = held
        await complete(self.parts, stored)
        return reply.verification_id

    async def look(self, verification_id: str) -> Any:
        """One look of the job, and the attempt that it may have begun, to its end."""
        verdict = await self.deliveries.look(verification_id)
        await self.deliveries.idle()
        return verdict

    async def shown(self) -> Delivery:
        """The newest message."""
        return (await self.parts.post.book.deliveries(None, 1))[0]

    def move(self, **by: float) -> None:
        self.scene.office.clock.move(**by)


async def at_the_counter(
    scene: Scene, observe: Callable[[str], None] | None = None, *, registered: bool = True
) -> Counter:
    """A counter over this scene; its parts replace the scene's own."""
    courier, jobs, results = ToldCourier(), NotedJobs(), list[str]()
    post = replace(scene.parts.post, courier=courier)
    parts = scene.parts = replace(scene.parts, post=post, jobs=jobs)
    deliveries = Deliveries(parts, observe or results.append)
    counter = Counter(scene, parts, courier, jobs, results, deliveries)
    if registered:
        _, counter.secret, _ = await register_webhook(parts, REQUESTER, URL)
    return counter
