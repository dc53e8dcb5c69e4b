"""The opened store: the ports over one database, and what operations need beside them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from gateway.ports.machine import Clock
from gateway.storage.attempt_tables import pulse
from gateway.storage.consent_book import SqlConsentBook
from gateway.storage.demand_book import SqlDemands
from gateway.storage.log.lag import LagLimit
from gateway.storage.one_time_tokens import SqlOneTimeTokens
from gateway.storage.public_digests import SqlPublicDigests
from gateway.storage.registry import SqlRegistry
from gateway.storage.survey_book import SqlSurveys
from gateway.storage.sweeping import sweep
from gateway.storage.threads import Readers, Writer
from gateway.storage.trail import SqlTrail
from gateway.storage.webhook_book import SqlWebhookBook


@dataclass(frozen=True, slots=True)
class Store:
    """Everything that is kept. Close it once, after the last command."""

    trail: SqlTrail
    registry: SqlRegistry
    consents: SqlConsentBook
    tokens: SqlOneTimeTokens
    webhooks: SqlWebhookBook
    digests: SqlPublicDigests
    demands: SqlDemands
    surveys: SqlSurveys
    writer: Writer
    readers: Readers
    clock: Clock
    lag: LagLimit
    closing: Callable[[], None]

    async def readiness(self) -> None:
        """Make a tiny write durable. Raises TrailUnavailable, and LogBehind likewise."""
        await self.writer.run(self._beat)

    async def sweep(self) -> None:
        """Forget what has had its time: kept replies, used tokens, counts of past days."""
        await self.writer.run(lambda t: sweep(t, self.clock.now()))

    async def close(self) -> None:
        """Finish what waits, then let go of the database and the data directory."""
        await asyncio.to_thread(self.closing)

    def _beat(self, transaction: Connection) -> None:
        now = self.clock.now()
        self.lag.check(transaction, now)
        if not transaction.execute(pulse.update().values(at=now)).rowcount:
            transaction.execute(pulse.insert().values(id=1, at=now))
