"""Reporting an improper demand and following it: for anybody, without login.

The number to follow opens what became of the report, so it is sent in a body and never in a URL.
Must never log what was written, and never tell a wrong number from one that does not exist.
"""

from __future__ import annotations

from typing import Final

from fastapi import Request, Response

from gateway.api.bodies import JSON, read_bytes, require_media_type
from gateway.api.calls.demand_replies import followed_json, received_json
from gateway.api.desk import Desk
from gateway.api.forms.demanding import read_followed, read_raw_report
from gateway.api.idempotency import read_key
from gateway.api.replies import REPLAYED, json_reply
from gateway.api.strict_json import parse
from gateway.api.visit import visit_of
from gateway.domain.fact import JsonValue
from gateway.errors import ContentRefused, Problem
from gateway.flow import demands as flow
from gateway.policy.demand_form import read_report

PATH: Final = "/v1/demands"


async def report(desk: Desk, request: Request) -> Response:
    """Keep a report; 201 with its number to follow. The same again gives the same number."""
    desk.rates.admit(request)
    key = read_key(request)
    raw = read_raw_report(await read_small_object(desk, request))
    parts = desk.parts
    wanted = read_report(raw, parts.catalogue, flow.today(parts))
    received = await flow.receive_demand(parts, key, wanted)
    visit_of(request).note(replayed=received.replayed)
    headers = {REPLAYED: "true"} if received.replayed else {}
    return json_reply(received_json(received, parts.catalogue), 201, headers)


async def follow(desk: Desk, request: Request) -> Response:
    """What became of the report with this number. Raises CodeRefused."""
    desk.rates.admit(request)
    number = read_followed(await read_small_object(desk, request))
    demand = await flow.follow_demand(desk.parts, number)
    return json_reply(followed_json(demand, flow.today(desk.parts)))


async def read_small_object(desk: Desk, request: Request) -> dict[str, JsonValue]:
    """A JSON object within the bounds of what the public may send. Raises as `read_object` does."""
    settings = desk.parts.settings
    require_media_type(request, JSON)
    value = parse(await read_bytes(request, settings.public_body_bytes), settings.max_nesting)
    if not isinstance(value, dict):
        raise ContentRefused(Problem("", "wrong_type"))
    return value
