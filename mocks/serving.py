"""Runs mock departments on loopback, each in a thread with an event loop of its own.

Must never listen on anything but loopback, nor leave a thread or a socket behind.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from mocks.archived import ArchivedDepartment
from mocks.asking import Department
from mocks.civil_affairs import CivilAffairsMock
from mocks.controls import Controls
from mocks.courts import CourtsMock
from mocks.delivery import TRANSPORT
from mocks.desk import make_app
from mocks.health import HealthMock
from mocks.platform.front import PREFIX, FrontDoor
from mocks.population import DEPARTMENTS, Population
from mocks.population.archive import Archive
from mocks.public_security import PublicSecurityMock

LOOPBACK = "127.0.0.1"
STARTS_WITHIN = 10.0  # seconds


def open_department(name: str, holdings: Population | Archive) -> Department:
    """The mock of that department; raises KeyError for an unknown name."""
    if name == "courts":
        return CourtsMock(holdings)
    mocks: dict[str, Callable[[Population], Department]] = {
        "public_security": PublicSecurityMock,
        "civil_affairs": CivilAffairsMock,
        "health": HealthMock,
    }
    if isinstance(holdings, Archive):
        return ArchivedDepartment(holdings, mocks[name])
    return mocks[name](holdings)


class Server(uvicorn.Server):
    """A uvicorn server that tells when it is up and ends what hangs when it goes down."""

    def __init__(
        self, department: Department, controls: Controls, on_up: Callable[[], None]
    ) -> None:
        self._on_up = on_up
        self._stop = asyncio.Event()
        app = make_app(department, controls, self._stop)
        super().__init__(
            uvicorn.Config(
                FrontDoor(app, department.name, controls.platform, self._stop),
                http=_Protocol,
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="critical",
                access_log=False,
                timeout_graceful_shutdown=5,
            )
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self._on_up()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what hangs, then stop."""
        self._stop.set()
        await super().shutdown(sockets)


class _Protocol(H11Protocol):
    """Offers the connection to the application, so that a fault can break it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app = _offering(self.app, transport)


def _offering(app: ASGIApp, transport: asyncio.Transport) -> ASGIApp:
    async def offer(scope: Scope, receive: Receive, send: Send) -> None:
        scope["extensions"] = {**scope.get("extensions", {}), TRANSPORT: transport}
        await app(scope, receive, send)

    return offer


def bind(port: int = 0) -> socket.socket:
    """A listening socket on loopback; port 0 lets the system choose."""
    listener = socket.create_server((LOOPBACK, port), backlog=256)
    # asyncio does so only for sockets that name their protocol; without it every reply waits for
    # the peer's delayed acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.setblocking(False)  # noqa: FBT003 - it takes nothing else
    return listener


def url_of(listener: socket.socket) -> str:
    """Where a listening socket can be reached."""
    return f"http://{LOOPBACK}:{listener.getsockname()[1]}"


class Running:
    """One mock department that runs in a thread."""

    def __init__(self, name: str, population: Population | Archive) -> None:
        self.department = open_department(name, population)
        self.controls = Controls(self.department)
        self._listener = bind()
        self.url = url_of(self._listener)
        self._up = threading.Event()
        self._server = Server(self.department, self.controls, self._up.set)
        self._thread = threading.Thread(
            target=self._server.run, args=([self._listener],), name=f"mock {name}", daemon=True
        )

    def start(self) -> None:
        """Start, and return when calls are answered. Raises RuntimeError if that never happens."""
        self._thread.start()
        if not self._up.wait(STARTS_WITHIN):
            raise RuntimeError("the mock department did not start")

    def ask_to_stop(self) -> None:
        """Begin to go down."""
        self._server.should_exit = True

    def stop(self) -> None:
        """Go down, so that connections are refused; may be called again."""
        self.controls.mend()  # nobody is called back any more
        self.ask_to_stop()
        self._thread.join()
        self._listener.close()


@dataclass(frozen=True, slots=True)
class Mocks:
    """The running departments by name."""

    departments: Mapping[str, Running]

    @property
    def urls(self) -> Mapping[str, str]:
        """The base address of each."""
        return {name: running.url for name, running in self.departments.items()}

    @property
    def platform_urls(self) -> Mapping[str, str]:
        """The address of each through the national exchange platform in front of it."""
        return {name: url + PREFIX for name, url in self.urls.items()}

    def controls(self, name: str) -> Controls:
        """The controls of one."""
        return self.departments[name].controls

    def stop(self, name: str) -> None:
        """Take one down for good."""
        self.departments[name].stop()

    def mend(self) -> None:
        """Switch every fault off everywhere and forget the calls so far."""
        for running in self.departments.values():
            running.controls.mend()
            running.controls.journal.clear()


@contextmanager
def running(
    population: Population | Archive, departments: Sequence[str] = DEPARTMENTS
) -> Iterator[Mocks]:
    """Run these mock departments over that population until the block ends.

    Each listens on a loopback port that the system chooses; all are up when the block begins.
    """
    started: dict[str, Running] = {}
    try:
        for name in departments:
            started[name] = Running(name, population)
            started[name].start()
        yield Mocks(MappingProxyType(started))
    finally:
        for one in started.values():
            one.ask_to_stop()
        for one in started.values():
            one.stop()
