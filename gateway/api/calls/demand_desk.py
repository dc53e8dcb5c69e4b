"""Improper demands for compliance: read, grouped, disposed of, exported.

Needs the scopes `demands:read` and `demands:handle`. Every read is on the trail before its reply.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from fastapi import Request, Response

from gateway.api.bodies import read_object
from gateway.api.calls.call import path_id
from gateway.api.calls.demand_replies import (
    counts_json,
    demand_json,
    disposition_json,
    repeat_json,
)
from gateway.api.desk import Desk
from gateway.api.forms.demand_filters import (
    CONDITIONS,
    PAGE,
    read_after,
    read_filter,
    read_limit,
    read_place,
    write_place,
)
from gateway.api.forms.demanding import read_disposition
from gateway.api.idempotency import bind, read_key
from gateway.api.problems.documents import ProblemRaised
from gateway.api.recognition import recognise_active, require_scope
from gateway.api.replies import REPLAYED, json_reply
from gateway.api.visit import visit_of
from gateway.domain.demand import Demand
from gateway.domain.requester import Caller
from gateway.flow import demand_tables as tables
from gateway.flow import demands as flow
from gateway.flow.demands import Officer
from gateway.ports.commands import StoredReply

READ: Final = "demands:read"
HANDLE: Final = "demands:handle"
LIST_QUERY: Final = CONDITIONS | PAGE
EXPORT_QUERY: Final = CONDITIONS | {"format", "table"}
DEMAND_ID: Final = re.compile(r"dmd_[0-9a-f]{32}")
LEASE: Final = timedelta(seconds=30)
MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8; header=present",
    "json": "application/json",
}


async def list_demands(desk: Desk, request: Request) -> Response:
    """A page of demands, the newest first, with the counts of all that the query leaves."""
    officer, query = await _reader(desk, request), request.query_params
    today = flow.today(desk.parts)
    wanted, after, limit = read_filter(query, today), read_after(query), read_limit(query)
    found, counts = await flow.list_demands(desk.parts, officer, wanted, after, limit)
    return json_reply(
        {
            "demands": [demand_json(demand, today) for demand in found],
            "counts": counts_json(counts),
            "next": found[-1].demand_id if len(found) == limit else None,
        }
    )


async def list_repeats(desk: Desk, request: Request) -> Response:
    """Office by certificate: how often, first and last, open and overdue; the most often first."""
    officer, query = await _reader(desk, request), request.query_params
    wanted = read_filter(query, flow.today(desk.parts))
    after, limit = read_place(query), read_limit(query)
    found = await flow.list_repeats(desk.parts, officer, wanted, after, limit)
    return json_reply(
        {
            "repeats": [repeat_json(repeat) for repeat in found],
            "next": write_place(found[-1].place) if len(found) == limit else None,
        }
    )


async def export(desk: Desk, request: Request) -> Response:
    """The table for exposure and correction (公开曝光, 强制纠正), as CSV or JSON."""
    officer, query = await _reader(desk, request), request.query_params
    form, table = query.get("format", "csv"), query.get("table", tables.DEMANDS)
    if form not in MEDIA_TYPES or table not in tables.TABLES:
        raise ProblemRaised("query_not_allowed")
    wanted = read_filter(query, flow.today(desk.parts))
    made = await tables.export(desk.parts, officer, wanted, table)
    content = tables.as_csv(made) if form == "csv" else tables.as_json_text(made)
    name = f'attachment; filename="{table}-{flow.today(desk.parts)}.{form}"'
    return Response(content, media_type=MEDIA_TYPES[form], headers={"Content-Disposition": name})


async def read_demand(desk: Desk, request: Request) -> Response:
    """One demand with its dispositions."""
    officer = await _reader(desk, request)
    demand_id = path_id(request, "demand_id", DEMAND_ID)
    demand, history = await flow.read_demand(desk.parts, officer, demand_id)
    told = demand_json(demand, flow.today(desk.parts))
    return json_reply({**told, "history": [disposition_json(one) for one in history]})


async def dispose(desk: Desk, request: Request) -> Response:
    """Mark a demand as corrected, referred or unfounded, with a note and a due date."""
    caller = await recognise_active(desk, request)
    require_scope(caller, HANDLE)
    key = read_key(request)
    demand_id = path_id(request, "demand_id", DEMAND_ID)
    content = await read_object(request, desk.parts.settings)
    state, note, due_on = read_disposition(content, flow.today(desk.parts))
    taken = bind(key, caller, request.url.path, content)
    trail, now = desk.parts.trail, desk.parts.clock.now()
    await flow.require_demand(desk.parts, demand_id)
    stored = await trail.claim(taken, now + LEASE)
    if stored is None:
        await flow.dispose_of_demand(desk.parts, _officer(caller), demand_id, state, note, due_on)
        await trail.keep_reply(taken, StoredReply(None, 200, b"{}"), ())
    visit_of(request).note(replayed=stored is not None)
    demand = await flow.require_demand(desk.parts, demand_id)
    return _disposed(desk, demand, {REPLAYED: "true"} if stored is not None else {})


def _disposed(desk: Desk, demand: Demand, headers: dict[str, str]) -> Response:
    return json_reply(demand_json(demand, flow.today(desk.parts)), headers=headers)


async def _reader(desk: Desk, request: Request) -> Officer:
    caller = await recognise_active(desk, request)
    require_scope(caller, READ)
    return _officer(caller)


def _officer(caller: Caller) -> Officer:
    return Officer(caller.client_id, caller.requester, caller.token_id)
