"""The web application of a mock department: its own addresses, and the controls under /_control.

Must never log a request: it is about people.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import asdict

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mocks import delivery
from mocks.asking import Ask, Department, Refused
from mocks.controls import ControlRefused, Controls
from mocks.drift import drift
from mocks.faults import DRIFTS, TWISTS, Fault

LONGEST_REQUEST = 65_536


class Desk:
    """Takes calls for one department and lets the faults that are on have their way."""

    def __init__(self, department: Department, controls: Controls, stop: asyncio.Event) -> None:
        self._department = department
        self._controls = controls
        self._stop = stop

    async def call(self, request: Request) -> Response:
        """Answer a call under the department's contract."""
        content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if content_type != self._department.request_type:
            return Response(status_code=415)
        body = await delivery.read_body(request, LONGEST_REQUEST)
        if body is None:
            return Response(status_code=413)
        ask = self._department.read(request.url.path, body)
        if isinstance(ask, Refused):
            return Response(ask.body, status_code=ask.status, media_type=ask.media_type)
        self._controls.journal.note(ask)
        await self._pause(self._controls.faults.delay(ask))
        return self._reply(ask, self._controls.faults.take(ask))

    async def _pause(self, seconds: float) -> None:
        """Wait so long, or until the mock ends."""
        if seconds > 0:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), seconds)

    def _reply(self, ask: Ask, fault: Fault | None) -> Response:
        media_type = self._department.reply_type
        twist = fault.kind if fault is not None and fault.kind in TWISTS else None
        body = self._department.answer(ask, twist)
        if fault is None:
            return Response(body, media_type=media_type)
        if fault.kind in DRIFTS:
            body = drift(fault, self._department.name, body)
            return Response(body, media_type=media_type)
        reply = delivery.plain(fault, body, media_type)
        return reply or delivery.BrokenReply(fault, body, media_type, self._stop)

    async def faults(self, request: Request) -> Response:
        """`GET` shows what is on, `PUT` replaces it, `DELETE` switches all of it off."""
        try:
            if request.method == "PUT":
                self._controls.read_faults(await request.body())
            elif request.method == "DELETE":
                self._controls.faults.switch(())
        except ControlRefused as error:
            return JSONResponse({"error": str(error)}, status_code=422)
        on = [asdict(fault) for fault in self._controls.faults.on()]
        return JSONResponse({"faults": on})

    async def answers(self, request: Request) -> Response:
        """`PUT` says after how many polls an answer is there (courts only)."""
        try:
            polls = self._controls.read_answers(await request.body())
        except ControlRefused as error:
            return JSONResponse({"error": str(error)}, status_code=422)
        return JSONResponse({"after_polls": polls})

    async def callback(self, request: Request) -> Response:
        """`PUT` says where to call when an answer is there, and with which secret (courts only)."""
        try:
            self._controls.read_callback(await request.body())
        except ControlRefused as error:
            return JSONResponse({"error": str(error)}, status_code=422)
        return Response(status_code=204)

    async def requests(self, request: Request) -> Response:
        """`GET` lists the calls so far, `DELETE` forgets them."""
        if request.method == "DELETE":
            self._controls.journal.clear()
        asks = [
            {**asdict(ask), "fields": dict(ask.fields)} for ask in self._controls.journal.asks()
        ]
        text = json.dumps({"requests": asks}, ensure_ascii=False)
        return Response(text, media_type="application/json")


def make_app(department: Department, controls: Controls, stop: asyncio.Event) -> Starlette:
    """The application; `stop` ends whatever hangs."""
    desk = Desk(department, controls, stop)
    calls = [Route(path, desk.call, methods=["POST"]) for path in department.paths]
    return Starlette(
        routes=[
            *calls,
            Route("/_control/faults", desk.faults, methods=["GET", "PUT", "DELETE"]),
            Route("/_control/answers", desk.answers, methods=["PUT"]),
            Route("/_control/callback", desk.callback, methods=["PUT"]),
            Route("/_control/requests", desk.requests, methods=["GET", "DELETE"]),
        ]
    )
