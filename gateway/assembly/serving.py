"""Serving: one process with its sources, its store and the front desk, until it is told to stop.

Must never end without closing the store: what was begun is finished first.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import replace
from datetime import timedelta

import uvicorn

from gateway.api.application import create_app
from gateway.api.interface.document import openapi_document
from gateway.assembly.joining import Assembled, assembled
from gateway.assembly.later import works
from gateway.assembly.machine import SystemChance, SystemClock
from gateway.assembly.plugins import load_facts
from gateway.assembly.stopping import Stopping
from gateway.assembly.witnessing import open_witnesses
from gateway.flow.abandoned import finish_all_abandoned
from gateway.flow.digests import write_digests
from gateway.flow.webhook_deliveries import Deliveries
from gateway.flow.witnessing import Witnessing
from gateway.jobs.working import JobWorkers, working
from gateway.ports.machine import Chance, Clock
from gateway.settings import BUNDLED_FACTS, Settings
from gateway.telemetry import Telemetry

GRACE_SECONDS = 15  # what was begun is finished before the process ends
SWEEP_SECONDS = 600.0
DIGEST_SECONDS = 60.0


class GatewayServer(uvicorn.Server):
    """A server that says when it listens, and leaves signals to whoever runs it.

    Uvicorn's own handling would raise the signal again once the server has ended, and so end the
    process before the store is closed.
    """

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


def serve_forever(
    settings: Settings,
    host: str,
    port: int,
    ready: Callable[[str], None],
    *,
    until_stdin_closes: bool = False,
) -> None:
    """Serve until SIGTERM or Ctrl-C, or until standard input ends. `ready` gets the address, once.

    A second signal does not wait for what was begun. Raises SettingsRefused if something that the
    operator provides is wrong, OSError if the address cannot be had.
    """

    async def run() -> None:
        stopping = Stopping()
        stopping.listen()
        if until_stdin_closes:
            stopping.watch(sys.stdin.fileno())
        machine = (SystemClock(), SystemChance())
        await serve(settings, host, port, ready, *machine, on_server=stopping.serves)

    with suppress(asyncio.CancelledError):  # told to stop before there was a server
        asyncio.run(run())


async def serve(
    settings: Settings,
    host: str,
    port: int,
    ready: Callable[[str], None],
    clock: Clock,
    chance: Chance,
    *,
    on_server: Callable[[GatewayServer], None] | None = None,
) -> None:
    """Serve on the running loop; `on_server` gets the server, so that it can be told to stop."""
    with _listening(host, port) as listener:
        url = address_of(*listener.getsockname()[:2])
        settings = settings if settings.issuer else replace(settings, issuer=url)
        telemetry = Telemetry(clock)
        opening = assembled(
            settings,
            clock,
            chance,
            serving=True,
            observe=telemetry.source_called,
            observe_job=telemetry.job_done,
        )
        async with opening as opened:
            telemetry.watch_sources(opened.parts.watches)
            for one in opened.left_out:
                telemetry.paper_left_out(one.certificate, one.fact, one.department)
            server = GatewayServer(_config(opened, telemetry), lambda: ready(url))
            if on_server is not None:
                on_server(server)
            with telemetry.taking_over_logging():
                async with _in_the_background(opened, telemetry):
                    await server.serve(sockets=[listener])


def _config(opened: Assembled, telemetry: Telemetry) -> uvicorn.Config:
    app = create_app(
        opened.parts,
        opened.keys,
        opened.store.tokens,
        opened.store.readiness,
        observe=telemetry.observe,
        exposition=telemetry.exposition,
    )
    return uvicorn.Config(
        app,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def interface_document() -> str:
    """The interface document with the bundled facts; needs no store."""
    return openapi_document(load_facts(BUNDLED_FACTS))


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # asyncio does so only for sockets that name their protocol; without it every reply waits for
    # the peer's delayed acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise OSError(f"cannot listen on {host} port {port}: {error.strerror}") from error
    return listener


def address_of(host: str, port: int) -> str:
    """The address under which a socket of this machine is reached."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@asynccontextmanager
async def _in_the_background(opened: Assembled, telemetry: Telemetry) -> AsyncIterator[None]:
    """Work off what was scheduled for later; finish what dead processes left; sweep what is old."""
    parts = opened.parts
    every, batch = parts.settings.poll_deferred_seconds, parts.settings.log_batch_seconds
    async with AsyncExitStack() as closing, _working(opened, telemetry) as workers:
        loops = (
            _every(every, lambda: finish_all_abandoned(parts), telemetry, "finish"),
            _every(batch, opened.sequencer.sequence, telemetry, "sequence"),
            _every(SWEEP_SECONDS, opened.store.sweep, telemetry, "sweep"),
            _every(SWEEP_SECONDS, workers.ensure_all, telemetry, "schedule"),
            _every(DIGEST_SECONDS, lambda: write_digests(parts), telemetry, "digest"),
        )
        watched = _with_witnesses(opened, telemetry, closing)
        tasks = tuple(asyncio.create_task(loop) for loop in (*loops, *watched))
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def _with_witnesses(
    opened: Assembled, telemetry: Telemetry, closing: AsyncExitStack
) -> Iterator[Coroutine[None, None, None]]:
    """One loop for each witness, so that a slow one delays no other."""
    settings = opened.parts.settings
    limit = timedelta(seconds=settings.witness_lag_seconds)

    def showing(one: Witnessing) -> Callable[[], Awaitable[None]]:
        async def show() -> None:
            telemetry.witness_told(await one.show(), limit)

        return show

    for one in open_witnesses(settings, opened.store, closing):
        yield _every(settings.witness_seconds, showing(one), telemetry, "witness")


@asynccontextmanager
async def _working(opened: Assembled, telemetry: Telemetry) -> AsyncIterator[JobWorkers]:
    if opened.jobs is None:
        raise ValueError("only a process that serves works off jobs")
    deliveries = Deliveries(opened.parts, telemetry.message_tried)
    try:
        async with working(opened.jobs, works(opened.parts, deliveries)) as workers:
            yield workers
    finally:
        await deliveries.close()


async def _every(
    seconds: float, work: Callable[[], Awaitable[object]], telemetry: Telemetry, name: str
) -> None:
    while True:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - it is tried again; what failed is logged
            telemetry.background_failed(name, error)
        await asyncio.sleep(seconds)
