"""Serving a witness: one process over one directory, until it is told to stop.

Must never serve without TLS on an address that other machines reach, unless its operator says that
something in front of it does that. Must never leave a connection to a client that says nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from gateway.errors import SettingsRefused
from gateway.witness.application import WitnessApplication

HEAD_SECONDS: Final = 10.0
"""A request's head must have come by then, from the connection's begin or the last reply on."""
MOST_CONNECTIONS: Final = 256
GRACE_SECONDS: Final = 5
_LONGEST_HEAD: Final = 16_384


@dataclass(frozen=True, slots=True)
class Place:
    """Where it listens, and with which certificate (None: without TLS, see `behind_proxy`)."""

    host: str
    port: int
    certificate: Path | None = None
    certificate_key: Path | None = None
    behind_proxy: bool = False

    def check(self) -> None:
        """Raises SettingsRefused for plain HTTP towards other machines, or half a certificate."""
        if (self.certificate is None) != (self.certificate_key is None):
            raise SettingsRefused("a certificate and its key belong together")
        if self.certificate is None and not self.behind_proxy and not _is_loopback(self.host):
            message = f"{self.host}: without a certificate it listens on this machine only"
            raise SettingsRefused(message)


class ImpatientProtocol(H11Protocol):
    """Closes a connection on which no request's head comes in time, however slowly it drips."""

    _patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """A request that has begun is the application's to bound."""
        super().handle_events()
        if not getattr(self.cycle, "response_complete", True):  # None before the first one
            self._stop_waiting()

    def on_response_complete(self) -> None:
        """Wait for the next one."""
        super().on_response_complete()
        self._wait()

    def _wait(self) -> None:
        self._stop_waiting()
        self._patience = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _give_up(self) -> None:
        self.transport.close()


class WitnessServer(uvicorn.Server):
    """A server that says when it listens, and leaves signals to whoever runs it."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start as uvicorn does, then say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield

    def stop(self) -> None:
        """End: what was begun is finished, unless this is said twice."""
        self.force_exit = self.should_exit
        self.should_exit = True


async def serve(
    application: WitnessApplication,
    place: Place,
    ready: Callable[[str], None],
    on_server: Callable[[WitnessServer], None],
) -> None:
    """Serve on the running loop; `ready` gets the address, `on_server` what can be stopped.

    Raises SettingsRefused, OSError if the address cannot be had.
    """
    place.check()
    with _listening(place.host, place.port) as listener:
        url = _address_of(place, *listener.getsockname()[:2])
        server = WitnessServer(_config(application, place), lambda: ready(url))
        on_server(server)
        await server.serve(sockets=[listener])


def serve_forever(
    application: WitnessApplication, place: Place, ready: Callable[[str], None]
) -> None:
    """Serve until SIGTERM or Ctrl-C. Raises SettingsRefused and OSError."""

    async def run() -> None:
        loop = asyncio.get_running_loop()

        def on_server(server: WitnessServer) -> None:
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, server.stop)

        await serve(application, place, ready, on_server)

    asyncio.run(run())


def _config(application: WitnessApplication, place: Place) -> uvicorn.Config:
    tls: dict[str, Any] = {}
    if place.certificate is not None and place.certificate_key is not None:
        tls = {"ssl_certfile": place.certificate, "ssl_keyfile": place.certificate_key}
    return uvicorn.Config(
        application,
        http=ImpatientProtocol,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        limit_concurrency=MOST_CONNECTIONS,
        h11_max_incomplete_event_size=_LONGEST_HEAD,
        timeout_graceful_shutdown=GRACE_SECONDS,
        **tls,
    )


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # small replies do not wait
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise OSError(f"cannot listen on {host} port {port}: {error.strerror}") from error
    return listener


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _address_of(place: Place, host: str, port: int) -> str:
    scheme = "http" if place.certificate is None else "https"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"
