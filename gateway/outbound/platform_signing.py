"""The headers of the national exchange platform, and its own replies (domain.md §5).

The sign covers who asks, which service and when; it does **not** cover the body. What is asked and
what is answered is protected by mutual TLS alone. Must never put a secret into a text.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.domain.evidence import Cause
from gateway.outbound.json_documents import parse_json_safely
from gateway.ports.source import LinkFailed

if TYPE_CHECKING:
    from gateway.outbound.json_documents import JsonObject
    from gateway.ports.source import LinkReply

STALE: Final = frozenset({"GJ1005", "GJ1006"})
"""The sign does not fit any secret that they know, or the secret has ended: worth a fresh one."""
WRONG_TIME: Final = "GJ1004"
"""Our clock and theirs are too far apart; the refusal says what time they have."""

_CAUSES: Final = {
    "GJ1001": Cause.BROKEN,  # a header is missing or malformed
    "GJ1002": Cause.REFUSED,  # the requester is not known
    "GJ1003": Cause.REFUSED,  # the service is not known, or not granted to the requester
    WRONG_TIME: Cause.REFUSED,
    "GJ1005": Cause.REFUSED,
    "GJ1006": Cause.REFUSED,
    "GJ1009": Cause.BROKEN,  # busy
}
_PREFIX: Final = "GJ"
_SHAPE: Final = frozenset({"code", "message", "data"})
_LONGEST_REFUSAL: Final = 4_096


@dataclass(frozen=True, slots=True)
class Refusal:
    """The platform's own refusal of a call that it has not passed on.

    `time_ms`: the platform's clock in milliseconds since 1970, where the refusal tells it.
    """

    code: str
    cause: Cause
    time_ms: int | None


def signed_fields(requester: str, service: str, time_ms: int, secret: bytes) -> dict[str, str]:
    """The four fields of a call: requester, service, time and sign.

    `gjgxjhpt_sign` = Base64(HMAC-SHA256(secret, service + requester + time)).
    """
    moment = str(time_ms)
    content = (service + requester + moment).encode("utf-8")
    digest = hmac.new(secret, content, hashlib.sha256).digest()
    return {
        "gjgxjhpt_rid": requester,
        "gjgxjhpt_sid": service,
        "gjgxjhpt_rtime": moment,
        "gjgxjhpt_sign": base64.b64encode(digest).decode("ascii"),
    }


def read_refusal(reply: LinkReply) -> Refusal | None:
    """The platform's refusal; None if the reply is the department's.

    Told apart by its shape: JSON of exactly `code`, `message` and `data`, and a code of theirs.
    """
    if reply.media_type != "application/json" or len(reply.body) > _LONGEST_REFUSAL:
        return None
    content = _parsed(reply.body)
    if content is None or content.keys() != _SHAPE:
        return None
    code = content["code"]
    if not isinstance(code, str) or not code.startswith(_PREFIX):
        return None
    return Refusal(code, _CAUSES.get(code, Cause.UNKNOWN_CODE), _time_in(content))


def _parsed(body: bytes) -> JsonObject | None:
    try:
        return parse_json_safely(body)
    except LinkFailed:
        return None


def _time_in(content: JsonObject) -> int | None:
    data = content["data"]
    time = data.get("time") if isinstance(data, dict) else None
    return time if isinstance(time, int) and not isinstance(time, bool) and time > 0 else None
