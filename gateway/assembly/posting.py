"""Joining what requesters are told by: the book of webhooks, the courier, the stamp."""

from __future__ import annotations

from contextlib import AsyncExitStack

from gateway.flow.parts import Post
from gateway.outbound.addresses import read_networks
from gateway.outbound.webhooks import WebhookCourier
from gateway.settings import Settings
from gateway.signing.webhook_signatures import stamp
from gateway.storage.store import Store


def open_post(settings: Settings, store: Store, closing: AsyncExitStack) -> Post:
    """Join them; `closing` lets go of them. Raises SettingsRefused."""
    authority = settings.webhook_ca
    courier = WebhookCourier(
        read_networks(settings.webhook_networks),
        None if authority is None else settings.data_dir / authority,
    )
    closing.callback(courier.close)
    return Post(store.webhooks, courier, stamp)
