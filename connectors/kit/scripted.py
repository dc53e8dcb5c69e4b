"""A scripted department: a server on loopback that sends exactly the bytes it is told to.

It knows no dialect and no HTTP library, so that it can break the protocol wherever a test wants.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

Then = Literal["keep", "close", "reset", "hang"]


@dataclass(frozen=True, slots=True, repr=False)
class Sent:
    """One request as it came over the wire."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """What the department does: these bytes, and then this with the connection."""

    raw: bytes
    then: Then = "keep"


Script = Callable[[Sent], Line]
_TURNS = 10

HANG = Line(b"", "hang")
RESET = Line(b"", "reset")
HANG_UP = Line(b"", "close")


def reply(
    body: bytes,
    content_type: str = "text/plain",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Line:
    """A well-formed reply."""
    fields = {"Content-Type": content_type, "Content-Length": str(len(body)), **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return Line(f"HTTP/1.1 {status} Scripted\r\n{head}\r\n".encode("ascii") + body)


@dataclass(slots=True)
class Department:
    """A running scripted department: its address, and what it was sent."""

    url: str
    sent: list[Sent] = field(default_factory=list)
    connections: int = 0
    underway: int = 0
    most_underway: int = 0


@asynccontextmanager
async def scripted(
    script: Script, secured: ssl.SSLContext | None = None
) -> AsyncIterator[Department]:
    """Run a department that answers every request as `script` says, until the block ends."""
    end = asyncio.Event()
    department = Department("")
    handlers: dict[asyncio.StreamWriter, asyncio.Task[None]] = {}

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _serve(reader, writer, script, department, end)
        finally:
            await _close(writer)

    def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Known from the moment of its connection on: nobody is left behind unclosed.
        handlers[writer] = asyncio.ensure_future(handle(reader, writer))
        department.connections += 1

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=secured)
    scheme = "http" if secured is None else "https"
    department.url = f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield department
    finally:
        end.set()
        server.close()
        await _accepted_ones_are_handled()
        for writer in handlers:
            writer.close()  # whoever reads from it sees the end
        await asyncio.gather(*handlers.values())


async def _accepted_ones_are_handled() -> None:
    """Let connections that were accepted a moment ago reach their handlers, which close them.

    A caller that gives up while it connects leaves such a one behind; between accepting it and its
    handler lie a few turns of the loop.
    """
    for _ in range(_TURNS):
        await asyncio.sleep(0)


async def _serve(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    script: Script,
    department: Department,
    end: asyncio.Event,
) -> None:
    while (sent := await _read(reader)) is not None:
        department.sent.append(sent)
        department.underway += 1
        department.most_underway = max(department.most_underway, department.underway)
        try:
            line = script(sent)
            writer.write(line.raw)
            await writer.drain()
            if line.then == "hang":
                await _until_gone(reader, end)
        finally:
            department.underway -= 1
        if line.then == "reset":
            _reset(writer)
        if line.then != "keep":
            return


async def _read(reader: asyncio.StreamReader) -> Sent | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    first, *lines = head.strip().split("\r\n")
    method, target, _ = first.split(" ")
    fields = (line.partition(":") for line in lines)
    headers = {name.lower(): value.strip() for name, _, value in fields}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Sent(method, target, headers, body)


async def _until_gone(reader: asyncio.StreamReader, end: asyncio.Event) -> None:
    """Hang until the caller goes or the department ends."""
    waits = [asyncio.ensure_future(reader.read()), asyncio.ensure_future(end.wait())]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)


def _reset(writer: asyncio.StreamWriter) -> None:
    """Close with RST instead of FIN."""
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
