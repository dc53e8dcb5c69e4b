"""The national exchange platform in front of a department: a link that signs every exchange.

Connectors do not know of it. The sign does not cover the body; mutual TLS on this link is what
protects it. Must never log a secret, keep it anywhere but in memory, or turn a refusal of the
platform into an answer: it is silence with its cause (domain.md §5, G1).
"""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gateway.domain.evidence import Cause
from gateway.outbound.json_documents import member_of, object_of, parse_json_safely, text_of
from gateway.outbound.platform_options import read_platform_options
from gateway.outbound.platform_secrets import Secret, SecretKeeper, make_secret
from gateway.outbound.platform_signing import STALE, WRONG_TIME, read_refusal, signed_fields
from gateway.ports.machine import Deadline
from gateway.ports.source import LinkFailed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.outbound.links import Outbound
    from gateway.outbound.platform_options import PlatformOptions
    from gateway.outbound.platform_signing import Refusal
    from gateway.ports.machine import Clock
    from gateway.ports.source import Link, LinkReply
    from gateway.settings import SourceSettings

_log = logging.getLogger(__name__)

_SUCCESS: Final = "0"
_FURTHEST_MS: Final = 900_000
"""A quarter of an hour: clocks that differ by more are put right by people, not by us."""


def open_link(outbound: Outbound, settings: SourceSettings, clock: Clock) -> Link:
    """A department's link: direct, or through the platform that its options name.

    Raises SettingsRefused. Must be called on the event loop that will use it; whoever gets it
    closes it.
    """
    options = read_platform_options(settings)
    direct = outbound.link(settings)
    if options is None:
        return direct
    refreshing = outbound.link(replace(settings, url=options.refresh_url))
    return PlatformLink(direct, refreshing, options, settings.timeout_seconds, clock)


class PlatformLink:
    """Implements `gateway.ports.source.Link` over another one."""

    def __init__(
        self,
        direct: Link,
        refreshing: Link,
        options: PlatformOptions,
        timeout_seconds: float,
        clock: Clock,
    ) -> None:
        """`direct` leads to the department's address at the platform, `refreshing` to the call
        that gives secrets; `timeout_seconds` bounds the wait for one.
        """
        self._direct = direct
        self._refreshing = refreshing
        self._options = options
        self._timeout = timeout_seconds
        self._clock = clock
        self._ahead_ms = 0
        self._keepers: dict[str, SecretKeeper] = {}

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
        """Send one signed request. Raises LinkFailed.

        A refusal for a stale secret or for the time is put right once and the request sent again,
        whatever it is: the platform has not passed the refused one on.
        """
        service = self._options.service_of(path)
        keeper = self._keeper(service)
        forgiven: set[str] = set()
        while True:
            secret = await keeper.current(min(self._timeout, deadline.remaining()))
            if isinstance(secret, Cause):
                raise LinkFailed(secret)
            reply = await self._direct.exchange(
                method,
                path,
                content=content,
                headers={**headers, **self._signed(service, secret.value)},
                deadline=deadline,
                idempotent=idempotent,
            )
            refusal = read_refusal(reply)
            if refusal is None:
                return reply
            if refusal.code in STALE:
                keeper.forget(secret)
            if not self._may_try_again(refusal, forgiven):
                raise LinkFailed(refusal.cause)

    async def close(self) -> None:
        """Forget the secrets and close both connections."""
        await asyncio.gather(*(keeper.close() for keeper in self._keepers.values()))
        await self._refreshing.close()
        await self._direct.close()

    def _keeper(self, service: str) -> SecretKeeper:
        """A secret is one service's, as the platform gives them out."""
        if service not in self._keepers:
            self._keepers[service] = SecretKeeper(
                lambda: self._refresh(service), self._clock.monotonic
            )
        return self._keepers[service]

    def _may_try_again(self, refusal: Refusal, forgiven: set[str]) -> bool:
        """Whether it was put right; each kind of refusal once for an exchange."""
        kind = "stale" if refusal.code in STALE else refusal.code
        if kind in forgiven:
            return False
        forgiven.add(kind)
        return kind == "stale" or (kind == WRONG_TIME and self._learn_time(refusal.time_ms))

    def _learn_time(self, theirs_ms: int | None) -> bool:
        if theirs_ms is None:
            return False
        ahead = theirs_ms - self._own_ms()
        if abs(ahead) > _FURTHEST_MS:
            _log.error("the exchange platform's clock and ours are too far apart")
            return False
        self._ahead_ms = ahead
        return True

    async def _refresh(self, service: str) -> Secret | Cause:
        """A fresh secret; it takes no longer than the link's time limit twice."""
        forgiven: set[str] = set()
        while True:
            began = self._clock.monotonic()
            try:
                reply = await self._ask_for_secret(service, began)
                refusal = read_refusal(reply)
                if refusal is None:
                    return self._read_secret(reply, began)
            except LinkFailed as failed:
                return failed.cause
            if refusal.code in STALE or not self._may_try_again(refusal, forgiven):
                return refusal.cause

    async def _ask_for_secret(self, service: str, began: float) -> LinkReply:
        # The application key signs this one call; what it gives signs all others.
        return await self._refreshing.exchange(
            "POST",
            "",
            content=json.dumps(self._signed(service, self._options.key)).encode("ascii"),
            headers={"Content-Type": "application/json", "Accept": "application/json"},
            deadline=Deadline(began + self._timeout, self._clock.monotonic),
            idempotent=True,
        )

    def _read_secret(self, reply: LinkReply, began: float) -> Secret:
        """The secret of a successful refresh. Raises LinkFailed."""
        if reply.media_type != "application/json":
            raise LinkFailed(Cause.MALFORMED)
        answer = parse_json_safely(reply.body)
        if text_of(answer, "code") != _SUCCESS:
            raise LinkFailed(Cause.UNKNOWN_CODE)
        data = object_of(answer, "data")
        value, ends_ms = text_of(data, "secret"), member_of(data, "secretEndTime")
        if not value.isascii() or not 8 <= len(value) <= 256:
            raise LinkFailed(Cause.MALFORMED)
        if isinstance(ends_ms, bool) or not isinstance(ends_ms, int):
            raise LinkFailed(Cause.MALFORMED)
        seconds = (ends_ms - self._own_ms() - self._ahead_ms) / 1000
        return make_secret(value.encode("ascii"), began, seconds)

    def _signed(self, service: str, secret: bytes) -> dict[str, str]:
        time_ms = self._own_ms() + self._ahead_ms
        return signed_fields(self._options.requester, service, time_ms, secret)

    def _own_ms(self) -> int:
        return int(self._clock.now().timestamp() * 1000)
