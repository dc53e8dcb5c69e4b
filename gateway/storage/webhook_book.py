"""The book of webhooks over SQL: every change is one transaction, written with its entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, select

from gateway.audit.entry import NewEntry
from gateway.domain.webhook import Delivery, DeliveryState, Webhook, WebhookState
from gateway.errors import NotFound
from gateway.ports.machine import Clock
from gateway.storage.entries import Entries
from gateway.storage.register_tables import requester as requesters
from gateway.storage.threads import Readers, Writer
from gateway.storage.vault import Vault
from gateway.storage.webhook_tables import webhook, webhook_delivery


@dataclass(frozen=True, slots=True)
class SqlWebhookBook:
    """Implements the WebhookBook port."""

    writer: Writer
    readers: Readers
    entries: Entries
    vault: Vault
    clock: Clock

    async def add(self, new: Webhook, secret: bytes, entry: NewEntry) -> bool:
        """See the port."""

        def command(transaction: Connection) -> bool:
            known = select(requesters.c.code).where(requesters.c.code == new.requester)
            if transaction.scalar(known) is None:
                raise NotFound("no such requester")
            taken = select(webhook.c.webhook_id).where(webhook.c.requester == new.requester)
            if transaction.scalar(taken) is not None:
                return False
            transaction.execute(
                webhook.insert().values(
                    webhook_id=new.webhook_id,
                    requester=new.requester,
                    url=new.url,
                    state=new.state.value,
                    registered_at=new.registered_at,
                    failures=0,
                    secret=self._seal(new.webhook_id, secret),
                )
            )
            self.entries.write(transaction, entry)
            return True

        return await self.writer.run(command)

    async def remove(self, webhook_id: str, entry: NewEntry) -> None:
        """See the port."""

        def command(transaction: Connection) -> None:
            self._withdraw(transaction, webhook_id)
            transaction.execute(webhook.delete().where(webhook.c.webhook_id == webhook_id))
            self.entries.write(transaction, entry)

        await self.writer.run(command)

    async def set_state(self, webhook_id: str, state: WebhookState, entry: NewEntry) -> None:
        """See the port."""

        def command(transaction: Connection) -> None:
            if state is WebhookState.DISABLED:
                self._withdraw(transaction, webhook_id)
            values = {"state": state.value, "failures": 0, "resting_until": None}
            self._change(transaction, webhook_id, values)
            self.entries.write(transaction, entry)

        await self.writer.run(command)

    async def rotate(
        self, webhook_id: str, secret: bytes, earlier_until: datetime, entry: NewEntry
    ) -> None:
        """See the port."""

        def command(transaction: Connection) -> None:
            query = select(webhook.c.secret).where(webhook.c.webhook_id == webhook_id)
            values = {
                "secret": self._seal(webhook_id, secret),
                "earlier_secret": transaction.scalar(query),
                "earlier_until": earlier_until,
            }
            self._change(transaction, webhook_id, values)
            self.entries.write(transaction, entry)

        await self.writer.run(command)

    async def of(self, requester: str) -> Webhook | None:
        """See the port."""
        query = select(webhook).where(webhook.c.requester == requester)
        row = await self.readers.run(lambda t: t.execute(query).mappings().one_or_none())
        return None if row is None else webhook_from(row)

    async def all(self) -> tuple[Webhook, ...]:
        """See the port."""
        query = select(webhook).order_by(webhook.c.requester)
        rows = await self.readers.run(lambda t: list(t.execute(query).mappings()))
        return tuple(map(webhook_from, rows))

    async def secrets(self, webhook_id: str, now: datetime) -> tuple[bytes, ...]:
        """See the port."""
        query = select(webhook).where(webhook.c.webhook_id == webhook_id)
        row = await self.readers.run(lambda t: t.execute(query).mappings().one_or_none())
        if row is None:
            return ()
        sealed = [row["secret"]]
        if row["earlier_secret"] is not None and now < row["earlier_until"]:
            sealed.append(row["earlier_secret"])
        place = _place(webhook_id)
        return tuple(self.vault.open(self.vault.own_key, one, place) for one in sealed)

    async def unfinished(self) -> tuple[str, ...]:
        """See the port."""
        query = select(webhook_delivery.c.verification_id).where(_is_due())
        query = query.order_by(webhook_delivery.c.next_at)
        return await self.readers.run(lambda t: tuple(t.scalars(query)))

    async def due(self, verification_id: str) -> tuple[Delivery, Webhook] | None:
        """See the port."""
        query = select(webhook_delivery).where(
            webhook_delivery.c.verification_id == verification_id, _is_due()
        )

        def read(transaction: Connection) -> tuple[Delivery, Webhook] | None:
            row = transaction.execute(query).mappings().one_or_none()
            if row is None:
                return None
            of = select(webhook).where(webhook.c.webhook_id == row["webhook_id"])
            return delivery_from(row), webhook_from(transaction.execute(of).mappings().one())

        return await self.readers.run(read)

    async def take(self, delivery: Delivery, now: datetime, until: datetime) -> bool:
        """See the port."""
        update = webhook_delivery.update().values(next_at=until)
        update = update.where(
            webhook_delivery.c.event_id == delivery.event_id,
            webhook_delivery.c.next_at <= now,
            _is_due(),
        )
        return await self.writer.run(lambda t: t.execute(update).rowcount == 1)

    async def settle(self, delivery: Delivery, of: Webhook, entry: NewEntry | None = None) -> None:
        """See the port."""
        values = {
            "state": delivery.state.value,
            "attempts": delivery.attempts,
            "next_at": delivery.next_at,
            "status": delivery.status,
            "failure": delivery.failure,
            "done_at": delivery.done_at,
        }
        update = webhook_delivery.update().values(values)
        update = update.where(webhook_delivery.c.event_id == delivery.event_id, _is_due())

        def command(transaction: Connection) -> None:
            if transaction.execute(update).rowcount == 0:
                return
            fares = {"failures": of.failures, "resting_until": of.resting_until}
            self._change(transaction, of.webhook_id, fares)
            if entry is not None:
                self.entries.write(transaction, entry)

        await self.writer.run(command)

    async def deliveries(self, requester: str | None, limit: int) -> tuple[Delivery, ...]:
        """See the port."""
        query = select(webhook_delivery).order_by(webhook_delivery.c.ended_at.desc()).limit(limit)
        if requester is not None:
            query = query.where(webhook_delivery.c.requester == requester)
        rows = await self.readers.run(lambda t: list(t.execute(query).mappings()))
        return tuple(map(delivery_from, rows))

    def _withdraw(self, transaction: Connection, webhook_id: str) -> None:
        values = {
            "state": DeliveryState.WITHDRAWN.value,
            "next_at": None,
            "done_at": self.clock.now(),
        }
        of = webhook_delivery.c.webhook_id == webhook_id
        transaction.execute(webhook_delivery.update().values(values).where(of, _is_due()))

    def _change(
        self, transaction: Connection, webhook_id: str, values: Mapping[str, object]
    ) -> None:
        of = webhook.c.webhook_id == webhook_id
        transaction.execute(webhook.update().values({**values}).where(of))

    def _seal(self, webhook_id: str, secret: bytes) -> bytes:
        return self.vault.seal(self.vault.own_key, secret, _place(webhook_id))


def _is_due() -> ColumnElement[bool]:
    return webhook_delivery.c.state == DeliveryState.DUE.value


def _place(webhook_id: str) -> str:
    return f"webhook:{webhook_id}"


def webhook_from(row: RowMapping) -> Webhook:
    """A webhook as its row says."""
    return Webhook(
        webhook_id=row["webhook_id"],
        requester=row["requester"],
        url=row["url"],
        state=WebhookState(row["state"]),
        registered_at=row["registered_at"],
        failures=row["failures"],
        resting_until=row["resting_until"],
    )


def delivery_from(row: RowMapping) -> Delivery:
    """A message as its row says."""
    return Delivery(
        event_id=row["event_id"],
        webhook_id=row["webhook_id"],
        requester=row["requester"],
        verification_id=row["verification_id"],
        kind=row["kind"],
        ended_at=row["ended_at"],
        state=DeliveryState(row["state"]),
        attempts=row["attempts"],
        next_at=row["next_at"],
        status=row["status"],
        failure=row["failure"],
        done_at=row["done_at"],
    )
