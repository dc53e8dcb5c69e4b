"""For operations: is it alive, can it work, how much has it done."""

from __future__ import annotations

from fastapi import Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from gateway.api.desk import Desk
from gateway.api.problems.documents import ProblemRaised
from gateway.api.problems.of_errors import RETRY
from gateway.api.replies import json_reply


async def alive(_desk: Desk, _request: Request) -> Response:
    """The process answers."""
    return json_reply({"status": "ok"})


async def ready(desk: Desk, _request: Request) -> Response:
    """It can sign and it can write; 503 names what it cannot."""
    failing = await desk.readiness.failing()
    if failing is None:
        return json_reply({"status": "ready"})
    raise ProblemRaised(failing, headers=RETRY)


async def expose(desk: Desk, _request: Request) -> Response:
    """Counters and histograms without personal labels, for Prometheus."""
    return Response(desk.exposition(), media_type=CONTENT_TYPE_LATEST)
