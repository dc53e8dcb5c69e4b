"""The mock platform: who is passed on, whose secret has ended, and what can be set."""

from __future__ import annotations

import time
from collections.abc import Mapping

import httpx
import pytest

from mocks.platform.controls import PlatformControlRefused, PlatformControls
from mocks.platform.door import Door, sign
from mocks.platform.registrations import APPLICATION_KEY, REQUESTER
from mocks.serving import Mocks
from tests.mocks.calls import XML, health_message, health_request

SERVICE = "s_13_health"
PATH = "/services/MdeService"
NOW = 1_764_000_000.0


def _fields(secret: str, moment: float = NOW, **changed: str) -> dict[str, str]:
    fields = {
        "gjgxjhpt_rid": REQUESTER,
        "gjgxjhpt_sid": SERVICE,
        "gjgxjhpt_rtime": str(int(moment * 1000)),
        **changed,
    }
    made = sign(
        secret.encode(), fields["gjgxjhpt_sid"], fields["gjgxjhpt_rid"], fields["gjgxjhpt_rtime"]
    )
    return {"gjgxjhpt_sign": made, **fields}


def _secret(reply: Mapping[str, object]) -> tuple[str, int]:
    data = reply["data"]
    assert isinstance(data, dict)
    return data["secret"], data["secretEndTime"]


def test_a_secret_is_given_for_the_application_key() -> None:
    """The reply has code "0" and a secret with its end in milliseconds."""
    reply = Door(lambda: NOW).refresh(_fields(APPLICATION_KEY))
    secret, ends = _secret(reply)
    assert ("0", 32, int((NOW + 3600) * 1000)) == (reply["code"], len(secret), ends)


def test_no_secret_for_another_key() -> None:
    """A refresh signed with something else is refused, as is one that lacks a field."""
    door = Door(lambda: NOW)
    assert "GJ1005" == door.refresh(_fields("another-key"))["code"]
    assert "GJ1001" == door.refresh({})["code"]
    assert "GJ1001" == door.refresh(_fields(APPLICATION_KEY, gjgxjhpt_rtime="now"))["code"]
    assert "GJ1002" == door.refresh(_fields(APPLICATION_KEY, gjgxjhpt_rid="nobody"))["code"]
    assert "GJ1003" == door.refresh(_fields(APPLICATION_KEY, gjgxjhpt_sid="s_0"))["code"]


def test_a_call_with_a_fresh_secret_is_passed_on() -> None:
    """To the addresses of its service, and to no other."""
    door = Door(lambda: NOW)
    secret, _ = _secret(door.refresh(_fields(APPLICATION_KEY)))
    assert door.refusal(_fields(secret), "health", PATH) is None
    refusal = door.refusal(_fields(secret), "courts", "/sfcx/v1/apply")
    assert refusal is not None
    assert "GJ1003" == refusal["code"]


def test_an_older_secret_serves_until_its_own_end() -> None:
    """A refresh does not take earlier secrets back: several processes may ask for their own."""
    door = Door(lambda: NOW)
    first, _ = _secret(door.refresh(_fields(APPLICATION_KEY)))
    _secret(door.refresh(_fields(APPLICATION_KEY)))
    assert door.refusal(_fields(first), "health", PATH) is None


@pytest.mark.parametrize(
    ("later", "code"), [(3_599, None), (3_600, "GJ1006"), (4_000, "GJ1006")], ids=range(3)
)
def test_a_secret_ends(later: float, code: str | None) -> None:
    """From its end on it is refused as ended."""
    now = [NOW]
    door = Door(lambda: now[0])
    secret, _ = _secret(door.refresh(_fields(APPLICATION_KEY)))
    now[0] += later
    refusal = door.refusal(_fields(secret, now[0]), "health", PATH)
    assert code == (None if refusal is None else refusal["code"])


@pytest.mark.parametrize("off", [-301, 301])
def test_a_time_that_is_too_far_away(off: float) -> None:
    """The refusal tells the platform's own time."""
    door = Door(lambda: NOW)
    refusal = door.refusal(_fields("x", NOW + off), "health", PATH)
    assert refusal is not None
    assert ("GJ1004", {"time": int(NOW * 1000)}) == (refusal["code"], refusal["data"])


def test_a_sign_over_something_else() -> None:
    """A sign for another time, or of a secret that was taken back, does not fit."""
    door = Door(lambda: NOW)
    secret, _ = _secret(door.refresh(_fields(APPLICATION_KEY)))
    fields = {**_fields(secret), "gjgxjhpt_rtime": str(int(NOW * 1000) + 1)}
    refused = door.refusal(fields, "health", PATH)
    door.void()
    voided = door.refusal(_fields(secret), "health", PATH)
    assert refused is not None
    assert voided is not None
    assert ("GJ1005", "GJ1005") == (refused["code"], voided["code"])


def test_it_stands_in_front_of_a_department(mocks: Mocks) -> None:
    """Over HTTP: without headers refused, with them the department's own reply, unread."""
    body = health_request(health_message("SWZM", {"XM": "陈建国", "GMSFHM": "500112195803120017"}))
    base = mocks.platform_urls["health"]
    refused = httpx.post(base + PATH, content=body, headers=XML)
    assert ("GJ1001", 200) == (refused.json()["code"], refused.status_code)
    fields = _fields(APPLICATION_KEY, time.time())
    secret, _ = _secret(httpx.post(base + "/secret/refresh", json=fields).json())
    signed = _fields(secret, time.time())
    passed = httpx.post(base + PATH, content=body, headers={**XML, **signed})
    direct = httpx.post(mocks.urls["health"] + PATH, content=body, headers=XML)
    assert direct.content == passed.content
    assert 1 == mocks.controls("health").platform.counts["passed"]


def test_the_control_endpoint(mocks: Mocks) -> None:
    """Faults, lifetime and clock are set, shown, and mended over HTTP."""
    url = mocks.urls["courts"] + "/_control/platform"
    wanted = {"faults": [{"kind": "busy", "times": 2}], "lifetime_seconds": 60}
    shown = httpx.put(url, json=wanted).json()
    assert ([{"kind": "busy", "times": 2}], 60) == (shown["faults"], shown["lifetime_seconds"])
    refused = [httpx.post(mocks.platform_urls["courts"] + "/sfcx/v1/apply") for _ in range(3)]
    assert ["GJ1009", "GJ1009", "GJ1001"] == [reply.json()["code"] for reply in refused]
    assert 3 == httpx.get(url).json()["counts"]["refused"]
    assert httpx.delete(url).json() == PlatformControls().shown()
    assert 200 == httpx.post(url).status_code


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"[]",
        b'{"unknown": 1}',
        b'{"faults": {}}',
        b'{"faults": ["busy"]}',
        b'{"faults": [{"kind": "nonsense"}]}',
        b'{"faults": [{"kind": "busy", "times": 0}]}',
        b'{"faults": [{"kind": "busy", "times": "2"}]}',
        b'{"faults": [{"kind": "busy", "more": 2}]}',
        b'{"lifetime_seconds": "long"}',
    ],
    ids=range(10),
)
def test_settings_that_cannot_be_made(content: bytes) -> None:
    """What is wrong is said, and nothing changes."""
    controls = PlatformControls()
    before = controls.shown()
    with pytest.raises(PlatformControlRefused):
        controls.read(content)
    assert before == controls.shown()


def test_other_methods_and_long_refreshes(mocks: Mocks) -> None:
    """A refresh is a POST of a few hundred bytes."""
    url = mocks.platform_urls["health"] + "/secret/refresh"
    assert 405 == httpx.get(url).status_code
    assert 413 == httpx.post(url, content=b" " * 5_000).status_code
    assert "GJ1001" == httpx.post(url, content=b"[").json()["code"]
    assert "GJ1001" == httpx.post(url, content=b"[1]").json()["code"]
