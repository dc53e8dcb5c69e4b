"""Forgetting what has had its time: kept replies, used tokens, past counts, old query numbers.

Must never touch the trail: what is kept there and for how long is another duty.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, select

from gateway.ports.machine import civil_date
from gateway.storage.attempt_tables import (
    idempotency,
    late_ticket,
    one_time_token,
    quota_count,
    verification,
)
from gateway.storage.liveness import DEFERRED
from gateway.storage.webhook_tables import webhook_delivery

# A clock that is set back must find what it still needs.
GRACE = timedelta(days=1)
MESSAGES_SHOWN = timedelta(days=30)
TICKETS_KNOWN = timedelta(days=90)  # after the due date of what is over; then they are unknown


def sweep(transaction: Connection, now: datetime) -> None:
    """Delete what can no longer change any answer."""
    past = now - GRACE
    transaction.execute(idempotency.delete().where(idempotency.c.expires_at <= past))
    transaction.execute(one_time_token.delete().where(one_time_token.c.until <= past))
    shown = webhook_delivery.c.done_at > now - MESSAGES_SHOWN
    transaction.execute(webhook_delivery.delete().where(~shown))
    transaction.execute(late_ticket.delete().where(_long_over(now)))
    transaction.execute(quota_count.delete().where(quota_count.c.day < civil_date(past)))


def _long_over(now: datetime) -> ColumnElement[bool]:
    over = select(verification.c.verification_id).where(
        verification.c.state != DEFERRED, verification.c.due_on < civil_date(now - TICKETS_KNOWN)
    )
    return late_ticket.c.verification_id.in_(over)
