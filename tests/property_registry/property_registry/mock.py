"""A mock real-estate register: answers the scenarios, and misbehaves on request.

Written from the contract alone; must never import the connector or anything of the gateway.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any, Final

from property_registry.mock_wire import (
    CONTENT_TYPE,
    PATH,
    fields_of,
    read_request,
    write_answer,
)

SCENARIOS: Final = "contract/scenarios.json"
FAULTS: Final = (
    *("status_403", "status_500", "malformed", "truncated", "timeout"),
    *("not_authorised", "busy", "unknown_code", "wrong_person"),
)
"""What it can do wrong; the last four in its own dialect."""

_CODES: Final = {"not_authorised": "7", "busy": "8", "unknown_code": "00"}
_STATUSES: Final = {"status_403": 403, "status_500": 500}
_SOMEBODY_ELSE: Final = "110101199003070038"
_LONGEST_HANG: Final = 30.0


def read_scenarios() -> dict[str, Any]:
    """The scenarios of the contract."""
    text = files(__package__).joinpath(SCENARIOS).read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


class MockRegister:
    """The register: its rows by number, what it was sent, and what it does wrong now."""

    def __init__(self, scenarios: Mapping[str, Any]) -> None:
        self.url = ""
        self.fields: set[str] = set()
        self._as_of = str(scenarios["as_of"])
        self._rows = {one["about"]["number"]: one["rows"] for one in scenarios["scenarios"]}
        self._fault: str | None = None
        self._mended = threading.Event()

    def switch(self, fault: str) -> None:
        """Misbehave so from now on."""
        if fault not in FAULTS:
            raise ValueError(f"{fault} is not a fault of this register")
        self._mended.clear()
        self._fault = fault

    def mend(self) -> None:
        """Behave again, and forget what was sent."""
        self._fault = None
        self.fields.clear()
        self._mended.set()

    def answer(self, body: bytes) -> tuple[int, bytes, bool]:
        """Status, content, and whether the content is cut off."""
        self.fields |= fields_of(body)
        fault = self._fault
        if fault == "timeout":
            self._mended.wait(_LONGEST_HANG)
        if fault == "malformed":
            return 200, b"<{", False
        content = write_answer(self._said(read_request(body), fault))
        return _STATUSES.get(fault or "", 200), content, fault == "truncated"

    def _said(self, asked: Mapping[str, str], fault: str | None) -> dict[str, Any]:
        number = asked["number"]
        return {
            "request": asked["request"],
            "code": _CODES.get(fault or "", "0"),
            "asOf": self._as_of,
            "number": _SOMEBODY_ELSE if fault == "wrong_person" else number,
            "rows": self._rows.get(number, []),
        }


@contextmanager
def running(port: int = 0) -> Iterator[MockRegister]:
    """Run the register on loopback until the block ends; its `url` says where."""
    register = MockRegister(read_scenarios())
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(register))
    server.daemon_threads = True
    register.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield register
    finally:
        register.mend()
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(register: MockRegister) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            if self.path == PATH:
                status, content, cut = register.answer(body)
                self._send(status, content, cut=cut)
            else:
                self._send(404, b"")

        def _send(self, status: int, content: bytes, *, cut: bool = False) -> None:
            with suppress(OSError):  # whoever asked has left
                self.send_response(status)
                self.send_header("Content-Type", CONTENT_TYPE)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content[: len(content) // 2] if cut else content)
            self.close_connection = cut

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its name there
            """Log nothing: a request names somebody."""

    return Handler


def main() -> None:
    """Run until Ctrl-C."""
    with running() as register, suppress(KeyboardInterrupt):
        print(f"the mock register of housing listens at {register.url}", flush=True)  # noqa: T201
        threading.Event().wait()


if __name__ == "__main__":
    main()
