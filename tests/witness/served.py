"""A witness served over HTTP on loopback, in a thread of the tests."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from gateway.witness.application import BODY_SECONDS, WitnessApplication
from gateway.witness.desk import WitnessDesk
from gateway.witness.serving import Place, WitnessServer, serve

PATIENCE = 30.0
HERE = Place("127.0.0.1", 0)


@contextmanager
def serving_witness(
    desk: WitnessDesk, place: Place = HERE, *, body_seconds: float = BODY_SECONDS
) -> Iterator[str]:
    """Serve it until the end of the block; gives its address."""
    urls: list[str] = []
    servers: list[WitnessServer] = []
    ready = threading.Event()

    def on_ready(url: str) -> None:
        urls.append(url)
        ready.set()

    def run() -> None:
        application = WitnessApplication(desk, body_seconds)
        asyncio.run(serve(application, place, on_ready, servers.append))

    thread = threading.Thread(target=run, name="witness")
    thread.start()
    try:
        assert ready.wait(PATIENCE), "the witness did not start"
        yield urls[0]
    finally:
        for server in servers:
            server.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the witness did not end"
