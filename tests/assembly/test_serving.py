"""Serving in this process: where it listens, what it does in the background, what stops it."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest

from gateway.assembly import serving as serving_module
from gateway.assembly.serving import address_of, interface_document, serve_forever
from gateway.assembly.stopping import Stopping
from gateway.errors import SettingsRefused
from gateway.settings import Settings
from tests.journeys.served import serving

NOT_READY = "the gateway is ready though it must not be"


def never_ready(_url: str) -> None:
    """Fail if a gateway says that it is ready."""
    pytest.fail(NOT_READY)


def test_the_address_that_the_system_chose(tmp_path: Path) -> None:
    """With port 0 the announced address is the one that answers, and it is the issuer."""
    with serving(Settings(data_dir=tmp_path / "data")) as served:
        metadata = httpx.get(f"{served.url}/.well-known/oauth-authorization-server", timeout=30)
    assert not served.url.endswith(":0")
    assert served.url == metadata.json()["issuer"]


@pytest.mark.parametrize(
    ("host", "url"),
    [("127.0.0.1", "http://127.0.0.1:8080"), ("::1", "http://[::1]:8080")],
    ids=["ipv4", "ipv6"],
)
def test_addresses(host: str, url: str) -> None:
    """An IPv6 address stands in brackets (RFC 3986)."""
    assert url == address_of(host, 8080)


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    """It is told which address cannot be had, and no data directory is made."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(OSError, match=f"cannot listen on 127.0.0.1 port {port}: Address"):
            serve_forever(Settings(data_dir=tmp_path / "data"), "127.0.0.1", port, never_ready)
    assert not (tmp_path / "data").exists()


def test_a_second_gateway_on_one_directory(tmp_path: Path) -> None:
    """It is refused, with the directory named, and the first one serves on."""
    settings = Settings(data_dir=tmp_path / "data")
    with serving(settings) as served:
        with pytest.raises(SettingsRefused, match="data"):
            serve_forever(settings, "127.0.0.1", 0, never_ready)
        assert httpx.codes.OK == httpx.get(f"{served.url}/readyz", timeout=30).status_code


def test_work_in_the_background_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A failure is logged by its kind alone and counted, and the work is done the next time."""
    outcomes: list[Exception] = [ValueError("a personal value")]
    done = threading.Event()

    async def finish_all_abandoned(_parts: object) -> None:
        if outcomes:
            raise outcomes.pop()
        done.set()

    monkeypatch.setattr(serving_module, "finish_all_abandoned", finish_all_abandoned)
    with serving(Settings(data_dir=tmp_path / "data", poll_deferred_seconds=0.01)) as served:
        assert done.wait(30)
        metrics = httpx.get(f"{served.url}/metrics", timeout=30).text
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    failures = [(line.get("task"), line.get("error")) for line in lines if "task" in line]
    assert [("finish", "ValueError")] == failures
    assert [] == [line for line in lines if "personal" in str(line)]
    assert 'task="finish"' in metrics


def test_stopping_before_there_is_a_server() -> None:
    """A signal during the start ends the start."""

    async def start() -> None:
        Stopping().stop()
        await asyncio.sleep(30)

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(start())


def test_stopping_twice_does_not_wait() -> None:
    """The first time what was begun is finished, the second time it is not waited for."""

    class Server:
        """What is told to stop."""

        should_exit = False
        force_exit = False

    async def twice() -> list[tuple[bool, bool]]:
        server: Any = Server()
        stopping = Stopping()
        stopping.serves(server)
        states = []
        for _ in range(2):
            stopping.stop()
            states.append((server.should_exit, server.force_exit))
        return states

    assert [(True, False), (True, True)] == asyncio.run(twice())


def test_the_interface_document_needs_no_store() -> None:
    """It is made from the bundled facts alone."""
    paths = json.loads(interface_document())["paths"]
    assert {"/v1/verify/marriage", "/v1/verify/death"} <= set(paths)
