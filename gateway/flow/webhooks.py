"""Webhooks of requesters as an administrator keeps them; every change is on the trail.

The secret is told once, when it is made. Must never write an address to the trail beyond its
host: what follows it may be a secret of the receiver's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from gateway.audit import entry as kinds
from gateway.audit.entry import EntryDraft, NewEntry
from gateway.domain.webhook import Webhook, WebhookState, probe_message
from gateway.errors import NotFound
from gateway.flow.parts import Parts
from gateway.ports.machine import uuid7
from gateway.ports.webhooks import Posted, SendFailure

SECRET_BYTES: Final = 32
EARLIER_SECRET_COUNTS: Final = timedelta(days=1)


class WebhookRefused(ValueError):
    """Why a webhook is not registered."""


async def register_webhook(
    parts: Parts, requester: str, url: str
) -> tuple[Webhook, bytes, SendFailure | None]:
    """Register where a requester is told; the webhook, its secret, and whether its name resolves.

    A name that does not resolve yet is no obstacle, one that leads to a forbidden address is.
    Raises WebhookRefused, and NotFound for an unknown requester.
    """
    complaint = parts.post.courier.refusal(url)
    if complaint is not None:
        raise WebhookRefused(f"the address {complaint}")
    found = await parts.post.courier.look_up(url)
    if found is SendFailure.ADDRESS_REFUSED:
        raise WebhookRefused(
            "the address leads to a private or otherwise special network (see webhook_networks)"
        )
    now = parts.clock.now()
    webhook = Webhook(f"whk_{parts.chance.take(8).hex()}", requester, url, WebhookState.ACTIVE, now)
    secret = parts.chance.take(SECRET_BYTES)
    about = {"host": urlsplit(url).hostname or "", "state": webhook.state.value}
    entry = webhook_entry(parts, kinds.WEBHOOK_REGISTERED, webhook, about)
    if not await parts.post.book.add(webhook, secret, entry):
        raise WebhookRefused("the requester has a webhook: remove that one first")
    return webhook, secret, found


async def rotate_secret(parts: Parts, requester: str) -> bytes:
    """Make a new secret; messages carry the old one's signature too for a day. Raises NotFound."""
    webhook = await webhook_of(parts, requester)
    secret = parts.chance.take(SECRET_BYTES)
    until = parts.clock.now() + EARLIER_SECRET_COUNTS
    entry = webhook_entry(parts, kinds.WEBHOOK_ROTATED, webhook)
    await parts.post.book.rotate(webhook.webhook_id, secret, until, entry)
    return secret


async def remove_webhook(parts: Parts, requester: str) -> None:
    """Forget where a requester is told; messages that are due are withdrawn. Raises NotFound."""
    webhook = await webhook_of(parts, requester)
    entry = webhook_entry(parts, kinds.WEBHOOK_STATE, webhook, {"state": "removed"})
    await parts.post.book.remove(webhook.webhook_id, entry)


async def enable_webhook(parts: Parts, requester: str) -> None:
    """Tell a requester again whose receiver had said that it is gone. Raises NotFound."""
    webhook = await webhook_of(parts, requester)
    entry = webhook_entry(parts, kinds.WEBHOOK_STATE, webhook, {"state": "active"})
    await parts.post.book.set_state(webhook.webhook_id, WebhookState.ACTIVE, entry)


async def send_probe(parts: Parts, requester: str) -> Posted:
    """Send a message that tells nothing, once, to see whether it arrives. Raises NotFound."""
    webhook, now = await webhook_of(parts, requester), parts.clock.now()
    secrets = await parts.post.book.secrets(webhook.webhook_id, now)
    body = probe_message(webhook, now)
    event_id = f"evt_{parts.chance.take(16).hex()}"
    headers = parts.post.stamp(secrets, event_id, now, body)
    return await parts.post.courier.post(webhook.url, headers, body)


async def webhook_of(parts: Parts, requester: str) -> Webhook:
    """A requester's webhook. Raises NotFound."""
    webhook = await parts.post.book.of(requester)
    if webhook is None:
        raise NotFound("the requester has no webhook")
    return webhook


def webhook_entry(
    parts: Parts,
    kind: str,
    webhook: Webhook,
    about: Mapping[str, str] | None = None,
    verification_id: str | None = None,
    reasons: tuple[str, ...] = (),
) -> NewEntry:
    """An entry about a webhook; nothing in it is personal."""
    now = parts.clock.now()
    draft = EntryDraft(
        entry_id=uuid7(now, parts.chance),
        kind=kind,
        at=now,
        requester=webhook.requester,
        verification_id=verification_id,
        reasons=reasons,
        about={"webhook": webhook.webhook_id, **(about or {})},
        catalogue_digest=parts.catalogue_digest,
    )
    return NewEntry(draft)
