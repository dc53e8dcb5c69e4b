"""Forgetting what has had its time: kept replies, used tokens, past counts, told messages.

Must never touch the trail: what is kept there and for how long is another duty.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from gateway.ports.machine import civil_date
from gateway.storage.attempt_tables import idempotency, one_time_token, quota_count
from gateway.storage.webhook_tables import webhook_delivery

# A clock that is set back must find what it still needs.
GRACE = timedelta(days=1)
MESSAGES_SHOWN = timedelta(days=30)


def sweep(transaction: Connection, now: datetime) -> None:
    """Delete what can no longer change any answer."""
    past = now - GRACE
    transaction.execute(idempotency.delete().where(idempotency.c.expires_at <= past))
    transaction.execute(one_time_token.delete().where(one_time_token.c.until <= past))
    shown = webhook_delivery.c.done_at > now - MESSAGES_SHOWN
    transaction.execute(webhook_delivery.delete().where(~shown))
    transaction.execute(quota_count.delete().where(quota_count.c.day < civil_date(past)))
