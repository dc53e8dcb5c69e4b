"""Exchanges with applications of this process: streamed, and broken where the application wants it.

Like a server's connection, it can be closed or reset in the middle of a reply. Must never open a
socket, and never hide an application's own mistake: those are kept in `crashes`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from typing import Any

import httpx
from starlette.types import ASGIApp, Message, Scope

from mocks.delivery import TRANSPORT

END = b""


class Wires(httpx.AsyncBaseTransport):
    """Leads each address (host and port) to its application."""

    def __init__(self, applications: Mapping[str, ASGIApp]) -> None:
        self._applications = applications
        self.crashes: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The reply as soon as its head is there; its body comes as the application sends it."""
        application = self._applications[request.url.netloc.decode()]
        exchange = _Exchange(await request.aread())
        task = asyncio.create_task(self._serve(application, _scope(request, exchange), exchange))
        body = _Body(exchange, task)
        try:
            head = await exchange.next()
        except BaseException:
            await body.aclose()
            raise
        return httpx.Response(head["status"], headers=head["headers"], stream=body)

    async def _serve(self, application: ASGIApp, scope: Scope, exchange: _Exchange) -> None:
        try:
            await application(scope, exchange.receive, exchange.send)
        except Exception as error:
            self.crashes.append(type(error).__name__)
            raise
        finally:
            exchange.cut(httpx.RemoteProtocolError("the server disconnected"))


class _Exchange:
    """Both ends of one exchange."""

    def __init__(self, content: bytes) -> None:
        self._content: bytes | None = content
        self._sent: asyncio.Queue[Message | httpx.HTTPError] = asyncio.Queue()
        self._gone = asyncio.Event()

    async def receive(self) -> Message:
        """The request, and then nothing until the caller has gone."""
        if self._content is not None:
            content, self._content = self._content, None
            return {"type": "http.request", "body": content, "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """A piece of the reply; goes nowhere once the caller has gone."""
        if not self._gone.is_set():
            self._sent.put_nowait(message)
        await asyncio.sleep(0)

    def cut(self, error: httpx.HTTPError) -> None:
        """What the caller finds where the connection ended."""
        self._sent.put_nowait(error)

    async def next(self) -> Message:
        """The next piece of the reply; raises what the connection ended with."""
        found = await self._sent.get()
        if isinstance(found, httpx.HTTPError):
            raise found
        return found

    def leave(self) -> None:
        """The caller goes."""
        self._gone.set()


class _Body(httpx.AsyncByteStream):
    """The body of a reply; closing it is how the caller goes."""

    def __init__(self, exchange: _Exchange, task: asyncio.Task[None]) -> None:
        self._exchange = exchange
        self._task = task

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The pieces as they come."""
        while True:
            message = await self._exchange.next()
            yield message.get("body", END)
            if not message.get("more_body", False):
                return

    async def aclose(self) -> None:
        """Go, and let the application see it."""
        self._exchange.leave()
        with suppress(Exception):  # kept in `crashes`
            await self._task


class _Connection(asyncio.Transport):
    """What a mock department breaks a reply with."""

    def __init__(self, exchange: _Exchange) -> None:
        super().__init__()
        self._exchange = exchange

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """A socket that takes every option."""
        return _Socket() if name == "socket" else default

    def close(self) -> None:
        """End it after what was sent."""
        self._exchange.cut(httpx.RemoteProtocolError("the server closed the connection"))

    def abort(self) -> None:
        """Reset it."""
        self._exchange.cut(httpx.ReadError("the server reset the connection"))


class _Socket:
    def setsockopt(self, *_: object) -> None:
        """There is none."""


def _scope(request: httpx.Request, exchange: _Exchange) -> Scope:
    headers = [(name.lower(), value) for name, value in request.headers.raw]
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": request.url.scheme,
        "path": request.url.path,
        "raw_path": request.url.raw_path,
        "query_string": request.url.query,
        "root_path": "",
        "headers": headers,
        "server": ("127.0.0.1", request.url.port),
        "client": ("127.0.0.1", 0),
        "extensions": {TRANSPORT: _Connection(exchange)},
    }
