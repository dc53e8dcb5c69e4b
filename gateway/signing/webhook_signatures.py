"""Signatures of webhook messages by the convention of Standard Webhooks: HMAC-SHA256, `v1`.

Symmetric, because that is what the published verifiers of every language check; a message tells
nothing that would have to be proved to somebody else. Must never show a secret but as the text
that a receiver is given once.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

_PREFIX: Final = "whsec_"


def secret_text(secret: bytes) -> str:
    """How a secret is handed over: `whsec_` and Base64."""
    return _PREFIX + b64encode(secret).decode()


def stamp(secrets: Sequence[bytes], event_id: str, at: datetime, body: bytes) -> Mapping[str, str]:
    """See the port. What is signed is `id.timestamp.body`, the timestamp in whole seconds."""
    seconds = str(int(at.timestamp()))
    content = f"{event_id}.{seconds}.".encode() + body
    signatures = (hmac.digest(secret, content, "sha256") for secret in secrets)
    return {
        "webhook-id": event_id,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(f"v1,{b64encode(one).decode()}" for one in signatures),
    }
