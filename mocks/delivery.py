"""Sends a reply, or breaks it on the wire as a fault wants.

Must never wait for longer than the caller stays or the mock runs: whatever hangs here listens to
both.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from mocks import faults
from mocks.faults import Fault

TRANSPORT = "mocks.transport"
"""The extension of a request's scope in which the server offers the connection."""
CHUNK = b" " * 65_536
GIBBERISH = b"\xff\xfe<{ this is no reply \x00"


class BrokenReply(Response):
    """A reply that one of the wire faults keeps from arriving whole."""

    def __init__(self, fault: Fault, body: bytes, media_type: str, stop: asyncio.Event) -> None:
        super().__init__(media_type=media_type)
        self._fault = fault
        self._whole = body
        self._stop = stop

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Misbehave as the fault says."""
        match self._fault.kind:
            case faults.CONNECTION_RESET:
                _reset(scope)
            case faults.TRUNCATED_BODY:
                await self._truncate(scope, send)
            case faults.OVERSIZED_BODY:
                await self._swell(send)
            case faults.SLOW_DRIP:
                await self._drip(scope, receive, send)
            case _:
                await self._wait(receive, None)
                _close(scope)

    async def _begin(self, send: Send, length: int | None) -> None:
        headers = [(b"content-type", (self.media_type or "").encode())]
        if length is not None:
            headers.append((b"content-length", str(length).encode()))
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    async def _truncate(self, scope: Scope, send: Send) -> None:
        half = self._whole[: len(self._whole) // 2]
        await self._begin(send, len(self._whole))
        await send({"type": "http.response.body", "body": half, "more_body": True})
        _close(scope)

    async def _swell(self, send: Send) -> None:
        """The whole reply, then white space that no parser minds, without saying how much."""
        await self._begin(send, None)
        await send({"type": "http.response.body", "body": self._whole, "more_body": True})
        for _ in range(0, self._fault.size, len(CHUNK)):
            await send({"type": "http.response.body", "body": CHUNK, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def _drip(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._begin(send, len(self._whole))
        for index in range(len(self._whole)):
            drop = self._whole[index : index + 1]
            await send({"type": "http.response.body", "body": drop, "more_body": True})
            if await self._wait(receive, self._fault.seconds):
                _close(scope)
                return
        await send({"type": "http.response.body", "body": b""})

    async def _wait(self, receive: Receive, seconds: float | None) -> bool:
        """Wait until the caller goes or the mock ends (True), or so many seconds (False)."""
        ends = [asyncio.ensure_future(_gone(receive)), asyncio.ensure_future(self._stop.wait())]
        done, _ = await asyncio.wait(ends, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for end in ends:
            end.cancel()
        return bool(done)


def plain(fault: Fault, body: bytes, media_type: str) -> Response | None:
    """The reply of a fault that needs no broken wire; None if it does."""
    if fault.kind in faults.STATUSES:
        return Response(status_code=faults.STATUSES[fault.kind])
    if fault.kind == faults.MALFORMED_BODY:
        return Response(GIBBERISH, media_type=media_type)
    if fault.kind in faults.TWISTS:
        return Response(body, media_type=media_type)
    return None


async def read_body(request: Request, limit: int) -> bytes | None:
    """The request's body; None if it is longer than the limit."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            return None
    return body


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue


def _transport(scope: Scope) -> asyncio.Transport:
    transport = scope["extensions"][TRANSPORT]
    if not isinstance(transport, asyncio.Transport):
        raise TypeError("the server offers no transport")
    return transport


def _close(scope: Scope) -> None:
    _transport(scope).close()


def _reset(scope: Scope) -> None:
    """Close with RST instead of FIN: what is not sent is thrown away."""
    transport = _transport(scope)
    connection = transport.get_extra_info("socket")
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
