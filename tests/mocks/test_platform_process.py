"""The mock platform as a process of its own: one address that leads to all departments."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from mocks.platform.door import sign
from mocks.serving import Mocks
from tests.mocks.calls import XML, health_message, health_request

PATH = "/services/MdeService"
BODY = health_request(health_message("SWZM", {"XM": "陈建国", "GMSFHM": "500112195803120017"}))


@pytest.fixture
def platform(mocks: Mocks) -> Iterator[dict[str, Any]]:
    """What the running platform says of itself."""
    pairs = [f"{name}={url}" for name, url in mocks.urls.items()]
    process = subprocess.Popen(
        [sys.executable, "-m", "mocks.platform", *pairs, "--until-stdin-closes"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.stdin.close()
        assert 0 == process.wait(20)
        process.stdout.close()


def _signed(said: dict[str, Any], secret: str, service: str) -> dict[str, str]:
    moment = str(int(time.time() * 1000))
    return {
        "gjgxjhpt_rid": said["requester"],
        "gjgxjhpt_sid": service,
        "gjgxjhpt_rtime": moment,
        "gjgxjhpt_sign": sign(secret.encode(), service, said["requester"], moment),
    }


def test_it_leads_to_the_departments(mocks: Mocks, platform: dict[str, Any]) -> None:
    """With a secret it passes calls and replies on unchanged; without one it refuses."""
    url, service = platform["url"], platform["services"]["health"]
    refresh = _signed(platform, platform["application_key"], service)
    secret = httpx.post(url + "/secret/refresh", json=refresh).json()["data"]["secret"]
    headers = {**XML, **_signed(platform, secret, service)}
    passed = httpx.post(f"{url}/health{PATH}", content=BODY, headers=headers)
    direct = httpx.post(mocks.urls["health"] + PATH, content=BODY, headers=XML)
    assert (direct.content, direct.headers["content-type"]) == (
        passed.content,
        passed.headers["content-type"],
    )
    refused = httpx.post(f"{url}/health{PATH}", content=BODY, headers=XML)
    assert "GJ1001" == refused.json()["code"]
    courts = httpx.post(f"{url}/courts/sfcx/v1/apply", content=b"{}", headers=headers)
    assert "GJ1003" == courts.json()["code"]
    assert 1 == httpx.get(url + "/_control/platform").json()["counts"]["passed"]


def test_departments_that_fail_behind_it(mocks: Mocks, platform: dict[str, Any]) -> None:
    """A department's own status comes through; one that breaks the connection is a bad gateway."""
    url, service = platform["url"], platform["services"]["health"]
    refresh = _signed(platform, platform["application_key"], service)
    secret = httpx.post(url + "/secret/refresh", json=refresh).json()["data"]["secret"]
    headers = {**XML, **_signed(platform, secret, service)}

    def status() -> int:
        return httpx.post(f"{url}/health{PATH}", content=BODY, headers=headers).status_code

    mocks.controls("health").fault("status_403")
    forbidden = status()
    mocks.controls("health").fault("connection_reset")
    assert (403, 502) == (forbidden, status())


def test_requests_that_are_too_long(platform: dict[str, Any]) -> None:
    """More than a department takes is not passed on."""
    url, service = platform["url"], platform["services"]["health"]
    refresh = _signed(platform, platform["application_key"], service)
    secret = httpx.post(url + "/secret/refresh", json=refresh).json()["data"]["secret"]
    headers = {**XML, **_signed(platform, secret, service)}
    reply = httpx.post(f"{url}/health{PATH}", content=b" " * 70_000, headers=headers)
    assert 413 == reply.status_code


def test_departments_that_are_no_pairs() -> None:
    """What is not name=address is refused with a sentence."""
    command = [sys.executable, "-m", "mocks.platform", "health"]
    found = subprocess.run(command, capture_output=True, check=False, text=True)
    assert 2 == found.returncode
    assert "must be NAME=URL" in found.stderr
