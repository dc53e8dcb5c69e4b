"""The messages that the gateway sends to a requester's receiver, described (OpenAPI `webhooks`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from gateway.api.interface import examples as sent

_EVENT: Final = "evt_5b0d1c7f3a9e4d2280c6f1b7a4e39d10"
_DETAIL: Final = (
    "Sent to the address that an administrator registered for a requester (`gateway webhook add`),"
    " when a verification that was `pending` has ended. The message says that it ended and never"
    " what came of it: ask for that with `GET /v1/verifications/{id}`. It is signed by the"
    " convention of Standard Webhooks (HMAC-SHA-256, `v1`), so that published libraries check it;"
    " check it before anything else, over the body as it came. Any 2xx accepts it, 410 ends all"
    " messages, everything else is tried again for a day with growing pauses. It may come more than"
    " once, always under the same `webhook-id`, and in any order."
)


def _header(name: str, description: str, example: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": True,
        "schema": {"type": "string"},
        "description": description,
        "example": example,
    }


_MESSAGE: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["type", "timestamp", "data"],
    "properties": {
        "type": {
            "type": "string",
            "description": (
                "`verification.concluded`, `verification.refused`, `verification.dropped`, or"
                " `webhook.test` from an administrator; tolerate others."
            ),
        },
        "timestamp": {"type": "string", "format": "date-time", "description": "When it ended."},
        "data": {
            "type": "object",
            "properties": {
                "verification_id": {"type": "string"},
                "state": {"enum": ["concluded", "refused", "dropped"]},
            },
        },
    },
}

WEBHOOKS: Final[Mapping[str, dict[str, Any]]] = {
    "verificationEnded": {
        "post": {
            "operationId": "verificationEnded",
            "summary": "A pending verification ended · 待反馈的核验已办结",
            "description": _DETAIL,
            "parameters": [
                _header("webhook-id", "The message; the same when it is sent again.", _EVENT),
                _header("webhook-timestamp", "Seconds since 1970 of this attempt.", "1795492800"),
                _header(
                    "webhook-signature",
                    "`v1,` and Base64 of the HMAC-SHA-256 of `id.timestamp.body`; two of them,"
                    " with a space between, while a secret is changed.",
                    "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
                ),
            ],
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {
                        "schema": _MESSAGE,
                        "example": {
                            "type": "verification.concluded",
                            "timestamp": "2026-12-02T03:15:27.402Z",
                            "data": {
                                "verification_id": sent.VERIFICATION_ID,
                                "state": "concluded",
                            },
                        },
                    }
                },
            },
            "responses": {
                "2XX": {"description": "Accepted; its body is not read."},
                "410": {"description": "The receiver is gone: nothing more is sent to it."},
                "default": {"description": "Not accepted: tried again for a day."},
            },
        }
    }
}
