"""What may be used once, across processes and restarts: `jti` and nonces (formats.md §4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, select

from gateway.ports.machine import Clock
from gateway.storage.attempt_tables import one_time_token as table
from gateway.storage.threads import Readers, Writer
from gateway.storage.vault import Vault


@dataclass(frozen=True, slots=True)
class SqlOneTimeTokens:
    """Implements the OneTimeTokens port."""

    writer: Writer
    readers: Readers
    vault: Vault
    clock: Clock

    async def use(self, scope: str, value: str, until: datetime) -> bool:
        """See the port."""
        return await self.writer.run(lambda t: self._use(t, scope, value, until))

    async def was_used(self, scope: str, value: str) -> bool:
        """See the port."""
        return await self.readers.run(lambda t: self._was_used(t, scope, self._mac(scope, value)))

    def _use(self, transaction: Connection, scope: str, value: str, until: datetime) -> bool:
        mac = self._mac(scope, value)
        if self._was_used(transaction, scope, mac):
            return False
        transaction.execute(table.delete().where(_row(scope, mac)))
        transaction.execute(table.insert().values(scope=scope, value_mac=mac, until=until))
        return True

    def _was_used(self, transaction: Connection, scope: str, mac: bytes) -> bool:
        until = transaction.scalar(select(table.c.until).where(_row(scope, mac)))
        return until is not None and until > self.clock.now()

    def _mac(self, scope: str, value: str) -> bytes:
        return self.vault.mac("one-time token", scope, value)


def _row(scope: str, mac: bytes) -> ColumnElement[bool]:
    return and_(table.c.scope == scope, table.c.value_mac == mac)
