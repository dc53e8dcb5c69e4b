"""Checking a message that the gateway sent to a requester's own receiver (Standard Webhooks).

The message says that a pending verification ended; what came of it is asked for with
`Gateway.look_up`. Whoever receives it gives the body as it came over the wire: read and written
again, its signature no longer holds.
"""

from __future__ import annotations

import binascii
import hmac
import json
import re
import time
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

TOLERANCE_SECONDS: Final = 300
_PREFIX: Final = "whsec_"
_SHORTEST_SECRET: Final = 24
_VERSION: Final = "v1"
_SECONDS: Final = re.compile(r"[0-9]{1,12}")


class NotGenuine(ValueError):
    """The message is not from the gateway, or not from just now. Says nothing of its content."""


@dataclass(frozen=True, slots=True)
class WebhookMessage:
    """A message that is genuine.

    `event_id` is the same when the message is sent again: what it has had, a receiver passes over.
    `kind` is "verification.concluded", "verification.refused", "verification.dropped" or, from an
    administrator who tries whether it arrives, "webhook.test"; tolerate others. `at` is when it
    happened (RFC 3339). `verification_id` and `state` are None in a message about none.
    """

    event_id: str
    kind: str
    at: str
    verification_id: str | None
    state: str | None
    body: Mapping[str, Any]


def verify_webhook(
    secret: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    tolerance_seconds: float = TOLERANCE_SECONDS,
    now: Callable[[], float] = time.time,
) -> WebhookMessage:
    """The message, if it was signed with this secret no longer than the tolerance ago.

    `secret` begins with `whsec_`; `headers` in any case. One matching signature is enough: while a
    secret is changed there are two. Raises NotGenuine, and ValueError for a secret that is none.
    """
    key = _key(secret)
    given = {name.lower(): value for name, value in headers.items()}
    try:
        event_id, sent = given["webhook-id"], given["webhook-timestamp"]
        signatures = given["webhook-signature"].split(" ")
    except KeyError as missing:
        raise NotGenuine(f"the header {missing.args[0]} is missing") from None
    if not _SECONDS.fullmatch(sent) or abs(now() - int(sent)) > tolerance_seconds:
        raise NotGenuine("it was not sent just now")
    wanted = hmac.digest(key, f"{event_id}.{sent}.".encode() + body, "sha256")
    if not any(hmac.compare_digest(wanted, one) for one in map(_signature, signatures)):
        raise NotGenuine("no signature holds")
    return _message(event_id, body)


def _key(secret: str) -> bytes:
    try:
        key = b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if len(key) < _SHORTEST_SECRET:
        raise ValueError("the secret is not one of a webhook")
    return key


def _signature(text: str) -> bytes:
    """A signature's bytes; none for another version's, and for what is not Base64."""
    version, _, value = text.partition(",")
    try:
        return b64decode(value, validate=True) if version == _VERSION else b""
    except ValueError:
        return b""


def _message(event_id: str, body: bytes) -> WebhookMessage:
    try:
        form = json.loads(body)
        kind, at, data = form["type"], form["timestamp"], form["data"]
        found = (data.get("verification_id"), data.get("state"))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotGenuine("it is signed, but it is no message") from None
    return WebhookMessage(event_id, kind, at, *found, body=form)
