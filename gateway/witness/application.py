"""The witness over HTTP: add-checkpoint, its verifier key, its health. Nothing else.

Must never wait for ever for a request's body, nor keep more of it than a submission can have.
"""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import dataclass
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from gateway.witness.desk import Reply, WitnessDesk

LARGEST_BODY: Final = 65_536
"""63 hashes and a checkpoint with a hundred signatures have less than half of it."""
BODY_SECONDS: Final = 10.0

_HEADERS: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_METHODS: Final = {
    "/add-checkpoint": ("POST",),
    "/key": ("GET", "HEAD"),
    "/healthz": ("GET", "HEAD"),
}
_NOT_FOUND: Final = Reply(404, b"there is nothing here\n")
_UNAVAILABLE: Final = Reply(503, b"the store cannot be written\n")


@dataclass(frozen=True, slots=True)
class WitnessApplication:
    """ASGI application over a desk. `body_seconds` bounds the arrival of a whole body."""

    desk: WitnessDesk
    body_seconds: float = BODY_SECONDS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise NotImplementedError("a witness speaks HTTP only")
        request = Request(scope, receive)
        try:
            reply = await self._reply(request)
        except ClientDisconnect:
            return
        closing = {"Connection": "close"} if reply.status in (408, 413) else {}
        response = Response(
            b"" if request.method == "HEAD" else reply.body,
            reply.status,
            # Not as `media_type`: every text would get a character set.
            {**_HEADERS, **closing, "Content-Type": reply.media_type},
        )
        await response(scope, receive, send)

    async def _reply(self, request: Request) -> Reply:
        wanted = {
            "/add-checkpoint": ("POST",),
            "/key": ("GET", "HEAD"),
            "/healthz": ("GET", "HEAD"),
        }
        path = request.url.path
        if path not in wanted:
            return _NOT_FOUND
        if request.method not in wanted[path]:
            return Reply(405, b"not with this method\n")
        match path:
            case "/add-checkpoint":
                return await self._add_checkpoint(request)
            case "/key":
                return Reply(200, f"{self.desk.key.public.text}\n".encode())
            case _:
                return await self._health()

    async def _add_checkpoint(self, request: Request) -> Reply:
        try:
            async with asyncio.timeout(self.body_seconds):
                content = await _body(request)
        except TimeoutError:
            return Reply(408, b"the request came too slowly\n")
        if content is None:
            return Reply(413, b"the request is too large\n")
        try:
            return await asyncio.to_thread(self.desk.add_checkpoint, content)
        except sqlite3.Error:
            return _UNAVAILABLE

    async def _health(self) -> Reply:
        try:
            await asyncio.to_thread(self.desk.store.ready)
        except sqlite3.Error:
            return _UNAVAILABLE
        return Reply(200, b"ok\n")


async def _body(request: Request) -> bytes | None:
    """The body, or None as soon as it is too large."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST_BODY:
            return None
    return bytes(content)
