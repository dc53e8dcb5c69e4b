"""A gateway as a process of its own, and a department that answers when it is let."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PATIENCE = 30.0


@dataclass
class Running:
    """A gateway's process."""

    process: subprocess.Popen[bytes]
    log: Path
    url: str = ""

    def told(self) -> str:
        """Its announcement; waits for it."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.log.read_text(encoding="utf-8")
        self.url = json.loads(line)["url"]
        return self.url

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    def status(self) -> int:
        """Its exit status; waits for it."""
        return self.process.wait(PATIENCE)


@contextmanager
def gateway_process(data: Path, log: Path, *arguments: str) -> Iterator[Running]:
    """Run `gateway serve` on a free port; killed at the end if it still runs."""
    command = [sys.executable, "-m", "gateway", "serve", "--data", str(data), "--port", "0"]
    command += ["--announce", *arguments]
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
        ) as process,
    ):
        try:
            yield Running(process, log)
        finally:
            process.kill()


@dataclass
class Slow:
    """A department that has heard a question, and answers (with a failure) when it is let."""

    url: str
    heard: threading.Event = field(default_factory=threading.Event)
    let: threading.Event = field(default_factory=threading.Event)


@contextmanager
def slow_department() -> Iterator[Slow]:
    """Serve it on loopback."""

    class Handler(BaseHTTPRequestHandler):
        """Holds every question until it is let."""

        def do_POST(self) -> None:
            """Hear, wait, fail."""
            slow.heard.set()
            slow.let.wait(PATIENCE)
            self.send_error(500)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    slow = Slow(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield slow
    finally:
        slow.let.set()
        server.shutdown()
        server.server_close()
        thread.join(PATIENCE)
