"""The platform in front of one mock department: what comes under its prefix is checked first.

Must never answer for the department: what it passes on is passed on unread, and so is the reply.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from mocks import delivery
from mocks.faults import TIMEOUT, Fault
from mocks.platform import controls as kinds
from mocks.platform.controls import PlatformControls
from mocks.platform.door import Reply

PREFIX = "/gjgxjhpt"
REFRESH_PATH = f"{PREFIX}/secret/refresh"
CONTROL_PATH = "/_control/platform"
LONGEST_REFRESH = 4_096
JSON = "application/json; charset=utf-8"


def show(reply: Mapping[str, object], status: int = 200) -> Response:
    """A reply of the platform itself."""
    return Response(json.dumps(reply, ensure_ascii=False), status, media_type=JSON)


class FrontDoor:
    """An application that checks what comes through the platform and hands on everything else."""

    def __init__(
        self, app: ASGIApp, department: str, controls: PlatformControls, stop: asyncio.Event
    ) -> None:
        self._app = app
        self._department = department
        self._controls = controls
        self._stop = stop

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refresh, check and pass on, or show the controls."""
        path = scope.get("path", "")
        if path == CONTROL_PATH:
            reply = await set_or_show(self._controls, Request(scope, receive))
        elif path == REFRESH_PATH:
            reply = await give_secret(self._controls, Request(scope, receive), self._stop)
        elif path.startswith(PREFIX + "/"):
            await self._pass_on(path.removeprefix(PREFIX), scope, receive, send)
            return
        else:
            await self._app(scope, receive, send)
            return
        await reply(scope, receive, send)

    async def _pass_on(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = check(self._controls, Request(scope, receive).headers, self._department, path)
        if refusal is not None:
            await show(refusal)(scope, receive, send)
            return
        inner = {**scope, "path": path, "raw_path": path.encode()}
        await self._app(inner, receive, send)


def check(
    controls: PlatformControls, headers: Mapping[str, str], department: str, path: str
) -> Reply | None:
    """The refusal of a call to that address of a department; None if it is passed on."""
    fault = controls.take(refreshing=False)
    if fault is None:
        refusal = controls.door.refusal(headers, department, path)
    else:
        refusal = controls.door.say(kinds.CALL_FAULTS[fault])
    controls.count("passed" if refusal is None else "refused")
    return refusal


async def give_secret(
    controls: PlatformControls, request: Request, stop: asyncio.Event
) -> Response:
    """The reply to a refresh, or its fault."""
    if request.method != "POST":
        return Response(status_code=405)
    body = await delivery.read_body(request, LONGEST_REFRESH)
    if body is None:
        return Response(status_code=413)
    controls.count("refreshed")
    match controls.take(refreshing=True):
        case None:
            return show(controls.door.refresh(_fields(body)))
        case kinds.REFRESH_CODE:
            return show({"code": "7", "message": "未知", "data": None})
        case kinds.REFRESH_FAILS:
            return Response(status_code=500)
        case kinds.REFRESH_MALFORMED:
            return Response(delivery.GIBBERISH, media_type=JSON)
        case _:
            return delivery.BrokenReply(Fault(TIMEOUT), b"", JSON, stop)


async def set_or_show(controls: PlatformControls, request: Request) -> Response:
    """`GET` shows faults, clock and counts; `PUT` sets them; `DELETE` mends; `POST` voids."""
    try:
        match request.method:
            case "PUT":
                controls.read(await request.body())
            case "DELETE":
                controls.mend()
            case "POST":
                controls.door.void()
            case _:
                pass
    except kinds.PlatformControlRefused as error:
        return show({"error": str(error)}, 422)
    return show(controls.shown())


def _fields(body: bytes) -> dict[str, str]:
    """The four members of a refresh, or none at all."""
    try:
        value: object = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        return {}
    return dict(value)
