"""Counting questions against quotas, exactly and within the step that begins them.

Misses and refusals count like answers (domain.md §5, misuse). A question that is refused for its
quota counts nowhere: or one operator's excess would use up her colleagues' share.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Connection, and_, select

from gateway.ports.commands import Quota
from gateway.ports.machine import SHANGHAI
from gateway.storage.attempt_tables import quota_count as table
from gateway.storage.vault import Vault


class Quotas:
    """Counts. Methods work within the caller's transaction."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def exceeded(self, transaction: Connection, quotas: Sequence[Quota]) -> Quota | None:
        """Count one question under all quotas, or under none and name one that is used up."""
        counts = [self._count(transaction, quota) for quota in quotas]
        for quota, count in zip(quotas, counts, strict=True):
            if (count or 0) >= quota.limit:
                return quota
        for quota, count in zip(quotas, counts, strict=True):
            self._raise_by_one(transaction, quota, count)
        return None

    def _count(self, transaction: Connection, quota: Quota) -> int | None:
        query = select(table.c.count).where(self._row(quota)).with_for_update()
        count: int | None = transaction.scalar(query)
        return count

    def _raise_by_one(self, transaction: Connection, quota: Quota, count: int | None) -> None:
        if count is None:
            transaction.execute(
                table.insert().values(
                    scope=quota.scope, key_mac=self._mac(quota), day=quota.day, count=1
                )
            )
        else:
            transaction.execute(
                table.update().where(self._row(quota)).values(count=table.c.count + 1)
            )

    def _row(self, quota: Quota) -> ColumnElement[bool]:
        return and_(
            table.c.scope == quota.scope,
            table.c.key_mac == self._mac(quota),
            table.c.day == quota.day,
        )

    def _mac(self, quota: Quota) -> bytes:
        return self._vault.mac("quota", quota.scope, quota.key)


def seconds_until_next(day: date, now: datetime) -> int:
    """Whole seconds, at least one, until the civil day after `day` begins in Asia/Shanghai."""
    begins = datetime.combine(day + timedelta(days=1), time.min, SHANGHAI)
    return max(1, -((now - begins) // timedelta(seconds=1)))
