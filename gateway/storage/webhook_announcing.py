"""What is to be told goes into the store in the step that ends the verification.

So nothing that ended is forgotten, and nothing is told that did not end. Must never announce what
was answered at once: whoever asked has that answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, select

from gateway.domain.webhook import DeliveryState, WebhookState
from gateway.storage.liveness import DEFERRED
from gateway.storage.vault import Vault
from gateway.storage.webhook_tables import webhook, webhook_delivery

_EVENT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Announcements:
    """Writes the message about a verification that ended, within the caller's transaction."""

    vault: Vault

    def announce(self, transaction: Connection, row: RowMapping, state: str, at: datetime) -> bool:
        """Whether there is something to tell: it was deferred, and its requester has a webhook.

        `row` is the verification as it was before it ended.
        """
        if row["state"] != DEFERRED:
            return False
        query = select(webhook.c.webhook_id).where(
            webhook.c.requester == row["requester"], webhook.c.state == WebhookState.ACTIVE.value
        )
        webhook_id = transaction.scalar(query)
        if webhook_id is None:
            return False
        transaction.execute(
            webhook_delivery.insert().values(
                event_id=f"evt_{self.vault.random(_EVENT_BYTES).hex()}",
                webhook_id=webhook_id,
                requester=row["requester"],
                verification_id=row["verification_id"],
                kind=f"verification.{state}",
                ended_at=at,
                state=DeliveryState.DUE.value,
                attempts=0,
                next_at=at,
            )
        )
        return True
