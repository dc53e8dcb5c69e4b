"""POST /v1/verify/{fact}: one verification (design.md §5, step 1).

Recognises, checks the form, builds the `Verification`; everything from step 2 on is the flow's. A
suspended requester goes through to it, so that her question is on the trail.
"""

from __future__ import annotations

from fastapi import Request, Response

from gateway.api.bodies import read_object
from gateway.api.calls.call import Answering, fresh_id
from gateway.api.desk import Desk
from gateway.api.forms.verifying import Asked, read_verification
from gateway.api.idempotency import bind, read_key
from gateway.api.problems.documents import ProblemRaised
from gateway.api.recognition import recognise, require_scope, verify_scope
from gateway.api.replies import flow_reply
from gateway.api.visit import visit_of
from gateway.domain.fact import Fact
from gateway.flow.verify import verify
from gateway.ports.machine import uuid7


def verify_path(fact: str) -> str:
    """Where a fact is asked."""
    return f"/v1/verify/{fact}"


def asking(fact: Fact) -> Answering:
    """The call that asks this fact."""

    async def ask(desk: Desk, request: Request) -> Response:
        visit_of(request).note(fact=fact.name)
        parts = desk.parts
        caller = await recognise(desk, request)
        require_scope(caller, verify_scope(fact.name))
        key = read_key(request)
        content = await read_object(request, parts.settings)
        now = parts.clock.now()
        verification_id = fresh_id("ver_", uuid7(now, parts.chance))
        asked = Asked(verification_id, caller, fact, now)
        verification = read_verification(content, asked, parts.facts)
        idempotency = bind(key, caller, verify_path(fact.name), content)
        return flow_reply(desk, request, await verify(parts, verification, idempotency))

    return ask


async def ask_unknown_fact(_desk: Desk, _request: Request) -> Response:
    """No fact has this name."""
    raise ProblemRaised("fact_unknown")
