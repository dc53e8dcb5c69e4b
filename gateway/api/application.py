"""The front desk as one web application, made of the parts that assembly hands in.

Must never read settings, open anything, or write a log line: what happened goes to `observe`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from gateway import __version__
from gateway.api.calls.call import Call, endpoint
from gateway.api.calls.table import calls
from gateway.api.desk import Desk, Exposition
from gateway.api.door import Door
from gateway.api.interface.document import TITLE, interface_document
from gateway.api.passes import Passes
from gateway.api.problems.documents import ProblemRaised, response
from gateway.api.problems.of_errors import problem_of
from gateway.api.rates import Rates
from gateway.api.readiness import Readiness, Write
from gateway.api.visit import Observe, visit_of
from gateway.errors import GatewayError
from gateway.flow.parts import Parts
from gateway.ports.registers import OneTimeTokens
from gateway.signing.key_store import SigningKeys

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]

# FastAPI's own telemetry would record messages of exceptions and URLs, and may be switched on by
# the environment: both can hold personal data. What is recorded here goes through `observe`.
_SILENT: Final[Any] = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
_METHOD_NOT_ALLOWED: Final = 405


def observe_nothing(_fields: Mapping[str, object]) -> None:
    """For a front desk that nobody watches."""


def expose_nothing() -> bytes:
    """For a front desk that counts nothing."""
    return b""


def create_app(
    parts: Parts,
    keys: SigningKeys,
    tokens: OneTimeTokens,
    write: Write,
    *,
    observe: Observe = observe_nothing,
    exposition: Exposition = expose_nothing,
    lifespan: Lifespan | None = None,
) -> FastAPI:
    """Make the front desk.

    `write` makes the smallest durable write that the store has, for readiness.
    `observe` gets the fields of every finished request; `exposition` gives the text of /metrics;
    `lifespan` runs beside it what assembly wants to run.
    """
    document = interface_document(parts.facts)
    desk = Desk(
        parts=parts,
        keys=keys,
        tokens=tokens,
        passes=Passes(keys, parts.settings.issuer),
        rates=Rates(parts.settings, parts.clock, parts.chance),
        readiness=Readiness(parts.signer, write, parts.clock),
        exposition=exposition,
        document=json.dumps(document, ensure_ascii=False).encode("utf-8"),
    )
    app = _bare(lifespan)
    app.openapi = lambda: document  # type: ignore[method-assign]
    _add_calls(app, desk)
    app.add_middleware(Door, clock=parts.clock, chance=parts.chance, observe=observe)
    app.add_exception_handler(ProblemRaised, _answer_problem)
    app.add_exception_handler(GatewayError, _answer_error)
    app.add_exception_handler(HTTPException, _answer_routing)
    return app


def _bare(lifespan: Lifespan | None) -> FastAPI:
    """An application with nothing of FastAPI's own pages."""
    return FastAPI(
        title=TITLE,
        version=__version__,
        telemetry=_SILENT,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )


def _add_calls(app: FastAPI, desk: Desk) -> None:
    for call in calls(desk.parts.facts.values()):
        app.add_api_route(
            call.path,
            endpoint(call, desk),
            methods=_methods(call),
            name=call.name,
            response_model=None,
            include_in_schema=False,
        )


def _methods(call: Call) -> list[str]:
    """What can be got can be asked for without its body (RFC 9110 §9.3.2)."""
    return ["GET", "HEAD"] if call.method == "GET" else [call.method]


async def _answer_problem(request: Request, error: Exception) -> Response:
    if not isinstance(error, ProblemRaised):
        raise TypeError("not a problem")
    visit = visit_of(request)
    sort = "refusal" if error.kind.trailed else "problem"
    visit.note(**{sort: error.kind.reason}, dependency=error.kind.dependency)
    return response(error, visit.request_id)


async def _answer_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, GatewayError):
        raise TypeError("not an error of the house")
    return await _answer_problem(request, problem_of(error))


async def _answer_routing(request: Request, error: Exception) -> Response:
    """What the router finds: no such address, or not with this method."""
    if not isinstance(error, HTTPException):
        raise TypeError("not an error of the router")
    if error.status_code == _METHOD_NOT_ALLOWED:
        raised = ProblemRaised("method_not_allowed", headers=error.headers)
    else:
        raised = ProblemRaised("not_found")
    return await _answer_problem(request, raised)
