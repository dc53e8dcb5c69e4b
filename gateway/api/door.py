"""The door of the front desk: every request gets an id here, every reply its headers.

Whatever was not foreseen ends here as a 500 without detail: an exception's text may hold what a
person wrote, so only its type and place are noted. Must never take a request's id from the caller,
and never note a URL: the route's template says where somebody was.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.api.problems.documents import ProblemRaised, response
from gateway.api.visit import Observe, Visit, open_visit
from gateway.ports.machine import Chance, Clock, uuid7

REQUEST_ID: Final = "X-Request-Id"
OTHER: Final = "OTHER"
CLIENT_CLOSED: Final = 499  # in the log only: nobody is there to be answered
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_UNLESS_SET: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(slots=True)
class _Reply:
    """What of the reply was sent so far."""

    status: int | None = None


class Door:
    """ASGI middleware around everything else."""

    def __init__(self, app: ASGIApp, *, clock: Clock, chance: Chance, observe: Observe) -> None:
        """`observe` is told about every request when its reply was sent."""
        self._app = app
        self._clock = clock
        self._chance = chance
        self._observe = observe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        visit = Visit(uuid7(self._clock.now(), self._chance))
        open_visit(scope, visit)
        reply = _Reply()
        begun = self._clock.monotonic()
        await self._answer(scope, receive, _dressing(send, visit, reply), visit, reply)
        self._observe(
            {
                "time": self._clock.now(),
                "request_id": visit.request_id,
                "method": scope["method"] if scope["method"] in _METHODS else OTHER,
                "route": _route(scope),
                "status": reply.status or CLIENT_CLOSED,
                "duration_ms": round((self._clock.monotonic() - begun) * 1000, 3),
                **visit.notes,
            }
        )

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, visit: Visit, reply: _Reply
    ) -> None:
        try:
            await self._app(scope, receive, send)
        except ClientDisconnect:
            visit.note(problem="client_closed")
        except Exception as error:  # noqa: BLE001 - the last guard: nothing of it may get out
            visit.note(problem="internal_error", error=type(error).__name__, place=_place(error))
            if reply.status is None:
                broken = response(ProblemRaised("internal_error"), visit.request_id)
                await broken(scope, receive, send)


def _dressing(send: Send, visit: Visit, reply: _Reply) -> Send:
    """A `send` that puts the headers on, and remembers the status."""

    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            reply.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers[REQUEST_ID] = visit.request_id
            for name, value in _ALWAYS.items():
                headers[name] = value
            for name, value in _UNLESS_SET.items():
                headers.setdefault(name, value)
        await send(message)

    return dressed


def _route(scope: Scope) -> str:
    """The template of the route, never the URL; empty where no route was found."""
    return str(getattr(scope.get("route"), "path", ""))


def _place(error: Exception) -> str:
    """Module and line where it was raised."""
    trace: TracebackType | None = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return ""
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
