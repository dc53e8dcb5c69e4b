"""A gateway's process is told to stop: it ends in order, and nothing that was begun is lost."""

from __future__ import annotations

import json
import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path

import httpx
import pytest

from gateway.client import Gateway, make_key
from gateway.domain.requester import RequesterKind
from tests.assembly.processes import PATIENCE, gateway_process, slow_department
from tests.journeys.served import a_request, register_office
from tests.policy.builders import a_matter, a_requester, an_approval

SUBJECT = {"id_number": "11010519491231002X", "name": "示例居民"}


def test_ctrl_c_ends_it_in_order(tmp_path: Path) -> None:
    """The exit status is 0, nothing is written to standard error, and the store is closed."""
    with gateway_process(tmp_path / "data", tmp_path / "log") as running:
        running.told()
        running.signal(signal.SIGINT)
        assert 0 == running.status()
    assert "" == (tmp_path / "log").read_text()
    assert_closed(tmp_path / "data")


def test_it_ends_with_whoever_started_it(tmp_path: Path) -> None:
    """At the end of standard input it stops, if it was told to watch it."""
    with gateway_process(tmp_path / "data", tmp_path / "log", "--until-stdin-closes") as running:
        running.told()
        assert running.process.stdin is not None
        running.process.stdin.close()
        assert 0 == running.status()


def test_a_request_in_flight_is_finished(tmp_path: Path) -> None:
    """After SIGTERM nobody new is heard, but what was begun is answered and on the trail."""
    data, key = tmp_path / "data", make_key()
    requester = a_requester(kind=RequesterKind.STATE_ORGAN)
    approval = an_approval("public_security", expires_on=date(2099, 12, 31))
    matter = a_matter(facts=frozenset({"identity"}), approvals=(approval,))
    register_office(data, requester, (matter,), "counter", key)
    request = a_request(SUBJECT, {}, matter.code, "2026-000001")
    with slow_department() as slow, ThreadPoolExecutor(1) as clerk:
        (data / "settings.toml").write_text(f'[departments.public_security]\nurl = "{slow.url}"\n')
        with gateway_process(data, tmp_path / "log") as running:
            gateway = Gateway(
                running.told(), "counter", key, wait=lambda _: pytest.fail("nothing is tried again")
            )
            asked = clerk.submit(gateway.verify, "identity", request)
            assert slow.heard.wait(30)
            running.signal(signal.SIGTERM)
            wait_until_deaf(running.url)
            slow.let.set()
            answer = asked.result(30).answer
            assert 0 == running.status()
            gateway.close()
    assert "unavailable" == answer.outcome
    assert str(answer.disclosure) in entries(data / "gateway.sqlite3")
    assert_closed(data)
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert 200 == lines[-1]["status"]


def assert_closed(data: Path) -> None:
    """A store that was closed leaves no write-ahead log."""
    assert {"gateway.sqlite3"} == {path.name for path in data.glob("gateway.sqlite3*")}


def wait_until_deaf(url: str) -> None:
    """Wait until no new connection is taken."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        try:
            httpx.get(f"{url}/healthz", timeout=PATIENCE)
        except httpx.TransportError:
            return
    pytest.fail("the gateway goes on listening")


def entries(database: Path) -> str:
    """All entries of the trail."""
    with closing(sqlite3.connect(database)) as connection:
        return str(connection.execute("SELECT * FROM entry").fetchall())
