"""A link through the platform without a network: the mock platform's own check behind it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway.domain.evidence import Cause
from gateway.outbound.platform import PlatformLink
from gateway.outbound.platform_options import PlatformOptions
from gateway.ports.machine import Deadline
from gateway.ports.source import LinkFailed, LinkReply
from mocks.platform.door import Door
from mocks.platform.registrations import APPLICATION_KEY, REQUESTER, SERVICE_OF
from tests.still import StillClock

ANSWER = b'{"code": "1", "msg": "answered"}'
TIMEOUT = 5.0
OPTIONS = PlatformOptions(
    refresh_url="https://platform.example/secret/refresh",
    requester=REQUESTER,
    service=SERVICE_OF["civil_affairs"],
    services={"/openapi/adoption/query": "s_12_adoption"},
    key=APPLICATION_KEY.encode(),
)


@dataclass
class End:
    """One end of the platform; implements the Link port. `wrong` is what goes wrong next."""

    door: Door
    refreshing: bool
    wrong: list[LinkReply | LinkFailed] = field(default_factory=list)
    seen: list[Mapping[str, str]] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)
    arrivals: asyncio.Queue[None] = field(default_factory=asyncio.Queue)
    gate: asyncio.Event | None = None
    closed: bool = False

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
        fields = json.loads(content) if self.refreshing else headers
        self.seen.append(fields)
        self.contents.append(content)
        self.arrivals.put_nowait(None)
        if self.gate is not None:
            await self.gate.wait()
        if self.wrong:
            next_one = self.wrong.pop(0)
            if isinstance(next_one, LinkFailed):
                raise next_one
            return next_one
        if self.refreshing:
            return said(self.door.refresh(fields))
        refusal = self.door.refusal(fields, "civil_affairs", path)
        return LinkReply(200, "application/json", ANSWER) if refusal is None else said(refusal)

    async def close(self) -> None:
        self.closed = True


def said(content: object) -> LinkReply:
    """A reply of the platform itself."""
    return LinkReply(200, "application/json", json.dumps(content).encode())


@dataclass
class Setting:
    """A link through a platform whose clock may differ from ours."""

    clock: StillClock
    door: Door
    direct: End
    refreshing: End
    link: PlatformLink

    async def call(
        self,
        path: str = "/openapi/marriage/query",
        seconds: float = 5.0,
        *,
        idempotent: bool = True,
    ) -> LinkReply | Cause:
        """What one exchange gives: the reply, or the cause of its failure."""
        try:
            return await self.link.exchange(
                "POST",
                path,
                content=b"question",
                headers={"Content-Type": "text/plain"},
                deadline=Deadline(self.clock.monotonic() + seconds, self.clock.monotonic),
                idempotent=idempotent,
            )
        except LinkFailed as failed:
            assert (None, None) == (failed.__cause__, failed.__context__)
            return failed.cause


def set_up(timeout: float = TIMEOUT) -> Setting:
    """Everything in order: a known requester, granted services, the same time."""
    clock = StillClock()
    door = Door(lambda: clock.now().timestamp())
    direct, refreshing = End(door, refreshing=False), End(door, refreshing=True)
    link = PlatformLink(direct, refreshing, OPTIONS, timeout, clock)
    return Setting(clock, door, direct, refreshing, link)
