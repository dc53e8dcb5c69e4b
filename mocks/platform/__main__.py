"""The platform as a process: `python -m mocks.platform health=http://127.0.0.1:8400 …`.

Must never listen on anything but loopback, nor outlive whoever started it if told to watch.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import socket
import sys
import threading
from collections.abc import Sequence

import uvicorn

from mocks.platform.controls import PlatformControls
from mocks.platform.forwarding import Exchange
from mocks.platform.registrations import APPLICATION_KEY, REQUESTER, SERVICE_OF
from mocks.serving import bind, url_of


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT. Prints one JSON line once calls are answered.

    The line holds the address, and what the platform has registered for its one requester.
    """
    options = _parser().parse_args(arguments)
    departments = dict(options.departments)
    listener = bind(options.port)
    line = {
        "department": "platform",
        "url": url_of(listener),
        "requester": REQUESTER,
        "application_key": APPLICATION_KEY,
        "services": {name: SERVICE_OF.get(name, "") for name in departments},
    }
    server = ExchangeServer(departments, json.dumps(line))
    if options.until_stdin_closes:
        threading.Thread(target=_watch, args=(server,), daemon=True).start()
    server.run([listener])
    listener.close()
    return 0


class ExchangeServer(uvicorn.Server):
    """Serves the exchange; says `line` when it is up, and ends what hangs when it goes down."""

    def __init__(self, departments: dict[str, str], line: str) -> None:
        self._line = line
        self._stop = asyncio.Event()
        exchange = Exchange(departments, PlatformControls(), self._stop)
        super().__init__(
            uvicorn.Config(
                exchange.app(),
                lifespan="on",
                ws="none",
                log_config=None,
                log_level="critical",
                access_log=False,
                timeout_graceful_shutdown=5,
            )
        )
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _signal, _frame: self.end())

    def end(self) -> None:
        """Begin to go down."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        sys.stdout.write(self._line + "\n")
        sys.stdout.flush()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what hangs, then stop."""
        self._stop.set()
        await super().shutdown(sockets)


def _watch(server: ExchangeServer) -> None:
    """End with standard input; in a thread, for reading cannot be interrupted."""
    while sys.stdin.buffer.read(4096):
        continue
    server.end()


def _pair(text: str) -> tuple[str, str]:
    name, separator, url = text.partition("=")
    if not separator or not name or not url.startswith("http://"):
        raise argparse.ArgumentTypeError("must be NAME=URL")
    return name, url


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m mocks.platform",
        description="The national exchange platform in front of mock departments.",
    )
    parser.add_argument(
        "departments", nargs="+", type=_pair, metavar="NAME=URL", help="what it leads to"
    )
    parser.add_argument("--port", type=int, default=0, help="0 lets the system choose (default)")
    parser.add_argument(
        "--until-stdin-closes", action="store_true", help="also stop at the end of standard input"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
