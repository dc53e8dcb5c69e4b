"""A typed client for requesters (需求部门): what a clerk's system calls.

Stands alone: it knows the gateway by its HTTP interface only, and imports nothing else of it.

    with Gateway(url, client_id, read_key(path)) as gateway:
        verification = gateway.verify("marriage", request)
        if verification.answer.is_confirmed:
            ...

What does not come back raises: a `GatewayProblem` (one kind for each sort of status), `Unreachable`
or `NotUnderstood`. None of them says anything about a person.
"""

from gateway.client.answers import Answer, Consent, Receipt, Verification
from gateway.client.gateway import Gateway
from gateway.client.keys import ClientKey, make_key, public_jwk, read_key, write_key
from gateway.client.papers import PaperAnswer
from gateway.client.problems import (
    Conflict,
    GatewayProblem,
    Invalid,
    NotFound,
    NotPermitted,
    NotUnderstood,
    TooMany,
    Unauthorised,
    Unavailable,
    Unreachable,
)
from gateway.client.webhooks import NotGenuine, WebhookMessage, verify_webhook

__all__ = [
    "Answer",
    "ClientKey",
    "Conflict",
    "Consent",
    "Gateway",
    "GatewayProblem",
    "Invalid",
    "NotFound",
    "NotGenuine",
    "NotPermitted",
    "NotUnderstood",
    "PaperAnswer",
    "Receipt",
    "TooMany",
    "Unauthorised",
    "Unavailable",
    "Unreachable",
    "Verification",
    "WebhookMessage",
    "make_key",
    "public_jwk",
    "read_key",
    "verify_webhook",
    "write_key",
]
