"""The mock of the courts says when an answer is there, signed as its wire contract wants it."""

from __future__ import annotations

import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from mocks.controls import ControlRefused
from mocks.serving import Mocks
from tests.mocks import calls
from tests.mocks.examples import FATHER

SECRET = "a secret of the courts, and of whoever asks them"
PATIENCE = 30.0


@dataclass
class Received:
    """What was posted, and the statuses that it gets, the last one again and again."""

    statuses: list[int] = field(default_factory=lambda: [202])
    posts: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    heard: threading.Condition = field(default_factory=threading.Condition)

    def take(self, path: str, headers: dict[str, str], body: bytes) -> int:
        """Keep a post; its status."""
        with self.heard:
            self.posts.append((path, headers, body))
            self.heard.notify_all()
            return self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]

    def wait_for(self, count: int) -> None:
        """Wait until there were so many."""
        with self.heard:
            assert self.heard.wait_for(lambda: len(self.posts) >= count, PATIENCE)


@pytest.fixture
def received() -> Received:
    """Nothing yet."""
    return Received()


@pytest.fixture
def address(received: Received) -> Iterator[str]:
    """Somebody who listens on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(received.take(self.path, dict(self.headers.items()), body))
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that is
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/callbacks/courts"
    server.shutdown()
    thread.join()
    server.server_close()


def apply(mocks: Mocks, request: str) -> str:
    """Put a query and look once; its number."""
    url = mocks.urls["courts"]
    content = calls.application("FAMILY", FATHER.number, "x", reqId=request)
    number = calls.post_courts(url, "apply", content)["data"]["queryNo"]
    calls.post_courts(url, "result", {"queryNo": number})
    return str(number)


def test_whoever_waits_is_told(mocks: Mocks, received: Received, address: str) -> None:
    """One signed message with the number and nothing else, once; not for what came at once."""
    controls = mocks.controls("courts")
    controls.call_back(address, SECRET.encode())
    apply(mocks, "at-once")
    controls.after_polls(None)
    number = apply(mocks, "waits")
    for _ in range(2):
        controls.after_polls(0)
    received.wait_for(1)
    [(path, headers, body)] = received.posts
    assert ("/callbacks/courts", {"queryNo": number}) == (path, json.loads(body))
    assert "application/json" == headers["Content-Type"]
    signed = f"v1.courts.{headers['X-Callback-Timestamp']}.".encode() + body
    expected = "v1=" + hmac.new(SECRET.encode(), signed, "sha256").hexdigest()
    assert expected == headers["X-Callback-Signature"]


def test_it_tries_again(mocks: Mocks, received: Received, address: str) -> None:
    """A message that is not taken comes again, a few times."""
    received.statuses = [404, 503, 202]
    controls = mocks.controls("courts")
    controls.call_back(address, SECRET.encode())
    controls.after_polls(None)
    apply(mocks, "again")
    controls.after_polls(0)
    received.wait_for(3)
    assert 1 == len({body for _, _, body in received.posts})


def test_an_address_over_http(mocks: Mocks, received: Received, address: str) -> None:
    """It is set while the mock runs, and taken away again."""
    url = f"{mocks.urls['courts']}/_control/callback"
    assert 204 == httpx.put(url, json={"url": address, "secret": SECRET}).status_code
    mocks.controls("courts").after_polls(None)
    apply(mocks, "over-http")
    mocks.controls("courts").after_polls(0)
    received.wait_for(1)
    assert 204 == httpx.put(url, json={"url": None, "secret": ""}).status_code
    mocks.controls("courts").after_polls(None)
    apply(mocks, "nobody")
    mocks.controls("courts").after_polls(0)
    assert 1 == len(received.posts)


def test_where_nobody_listens(mocks: Mocks) -> None:
    """The courts' own work goes on."""
    controls = mocks.controls("courts")
    controls.call_back("http://127.0.0.1:9/callbacks/courts", SECRET.encode())
    controls.after_polls(None)
    number = apply(mocks, "deaf")
    controls.after_polls(0)
    result = calls.post_courts(mocks.urls["courts"], "result", {"queryNo": number})
    assert "DONE" == result["data"]["state"]


@pytest.mark.parametrize(
    ("department", "body"),
    [
        ("courts", "{"),
        ("courts", '{"url": null}'),
        ("courts", '{"url": "http://example.com/", "secret": "x"}'),
        ("courts", '{"url": "http://127.0.0.1:1/", "secret": 1}'),
        ("health", '{"url": null, "secret": ""}'),
    ],
    ids=["no JSON", "no secret", "elsewhere", "no text", "calls nobody"],
)
def test_addresses_that_cannot_be(mocks: Mocks, department: str, body: str) -> None:
    """They are refused with a sentence; only this machine is ever called."""
    reply = httpx.put(f"{mocks.urls[department]}/_control/callback", content=body)
    assert 422 == reply.status_code
    assert reply.json()["error"]


def test_another_department_calls_nobody(mocks: Mocks) -> None:
    """In-process too."""
    with pytest.raises(ControlRefused, match="calls nobody back"):
        mocks.controls("health").call_back("http://127.0.0.1:9/")
