"""What may be used once, across processes and restarts: `jti` and nonces (formats.md §4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, select

from gateway.ports.machine import Clock
from gateway.storage.attempt_tables import one_time_token as table
from gateway.storage.threads import Writer
from gateway.storage.vault import Vault


@dataclass(frozen=True, slots=True)
class SqlOneTimeTokens:
    """Implements the OneTimeTokens port."""

    writer: Writer
    vault: Vault
    clock: Clock

    async def use(self, scope: str, value: str, until: datetime) -> bool:
        """See the port."""
        return await self.writer.run(lambda t: self._use(t, scope, value, until))

    def _use(self, transaction: Connection, scope: str, value: str, until: datetime) -> bool:
        mac = self.vault.mac("one-time token", scope, value)
        row = and_(table.c.scope == scope, table.c.value_mac == mac)
        used_until = transaction.scalar(select(table.c.until).where(row))
        if used_until is not None and used_until > self.clock.now():
            return False
        transaction.execute(table.delete().where(row))
        transaction.execute(table.insert().values(scope=scope, value_mac=mac, until=until))
        return True
