"""Replies that are no problem: JSON, and what the flow gave back.

Must never release anything but what the flow gave back: its bytes are canonical, so that a replay
is equal to the first reply byte by byte.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Final

from fastapi import Request, Response

from gateway.api.desk import Desk
from gateway.api.problems.documents import ProblemRaised
from gateway.api.visit import visit_of
from gateway.audit.canonical import canonical_json
from gateway.domain.decision import RefusalReason
from gateway.domain.fact import JsonValue
from gateway.flow.reply import Answer, NotPermitted, Pending, Reply
from gateway.ports.machine import SHANGHAI, Clock

JSON_TYPE: Final = "application/json"
REPLAYED: Final = "Idempotent-Replayed"


def json_reply(
    content: Mapping[str, JsonValue],
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    media_type: str = JSON_TYPE,
) -> Response:
    """A JSON reply in UTF-8."""
    body = json.dumps(dict(content), ensure_ascii=False).encode("utf-8")
    return Response(body, status_code=status, media_type=media_type, headers=dict(headers or {}))


def flow_reply(desk: Desk, request: Request, reply: Reply) -> Response:
    """200 with the answer, 202 while it is pending. Raises ProblemRaised for what was refused."""
    visit = visit_of(request)
    visit.note(verification_id=reply.verification_id, replayed=reply.replayed)
    headers = {REPLAYED: "true"} if reply.replayed and request.method == "POST" else {}
    match reply:
        case Answer():
            visit.note(outcome=reply.body["outcome"])
            return _canonical(reply.body, 200, headers)
        case Pending():
            visit.note(outcome=reply.body["outcome"])
            headers["Location"] = f"/v1/verifications/{reply.verification_id}"
            headers["Retry-After"] = str(math.ceil(desk.parts.settings.poll_deferred_seconds))
            return _canonical(reply.body, 202, headers)
        case NotPermitted():
            raise refused(reply, desk.parts.clock, headers)


def refused(reply: NotPermitted, clock: Clock, headers: Mapping[str, str]) -> ProblemRaised:
    """The problem for a refusal: 403, or 429 with `Retry-After` for a quota."""
    if reply.reason is RefusalReason.QUOTA_EXCEEDED:
        seconds = reply.retry_after or _until_tomorrow(clock)
        headers = {**headers, "Retry-After": str(seconds)}
    return ProblemRaised(
        reply.reason.value, headers=headers, members={"verification_id": reply.verification_id}
    )


def _until_tomorrow(clock: Clock) -> int:
    """Seconds until the civil day changes in Asia/Shanghai: quotas are per day."""
    now = clock.now().astimezone(SHANGHAI)
    return 86_400 - (now.hour * 3600 + now.minute * 60 + now.second)


def _canonical(body: Mapping[str, JsonValue], status: int, headers: Mapping[str, str]) -> Response:
    content = canonical_json(dict(body))
    return Response(content, status_code=status, media_type=JSON_TYPE, headers=dict(headers))
