"""An improper demand over HTTP, from the desk where it was made to its correction and exposure.

Gateways run one after the other on one data directory: what was reported outlives each of them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

from gateway.client import ClientKey, make_key, public_jwk
from gateway.flow.registrations import register_client, register_requester
from gateway.ports.registers import Client
from tests.commands.terminal import run
from tests.journeys.desk import Desk, an_office, fresh_key, sit_down
from tests.journeys.served import register, serving, settings_for
from tests.journeys.trail import rows
from tests.still import StillClock

COMPLIANCE = an_office(77)
OFFICE = "两江区养老金经办中心"
SUPERIOR = "两江区人力资源和社会保障局"
SCOPES = frozenset({"demands:read", "demands:handle"})


class Place:
    """A data directory with a compliance client, and a clock that stands until it is moved."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.clock = StillClock()
        self.key: ClientKey = make_key()
        register(data, self._register)

    async def _register(self, opened: Any) -> None:
        await register_requester(opened.parts, COMPLIANCE)
        jwk = public_jwk(self.key)
        client = Client(f"client-of-{COMPLIANCE.code}", COMPLIANCE.code, SCOPES, (jwk,))
        await register_client(opened.parts, client)

    @contextmanager
    def gateway(self, **more: Any) -> Iterator[Desk]:
        """A gateway, with compliance sitting at its desk."""
        with serving(settings_for(self.data, {}, **more), None, self.clock) as served:
            yield sit_down(served, COMPLIANCE, "", self.key, self._unix)

    def _unix(self) -> float:
        return self.clock.now().timestamp()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A fresh one."""
    return Place(tmp_path / "data")


def a_report(place: Place, **changes: Any) -> dict[str, Any]:
    """What a clerk reports today."""
    report = {
        "reporter": "clerk",
        "certificate": {"name": "健在证明"},
        "office": {"name": OFFICE, "superior": SUPERIOR},
        "when": f"{place.clock.now():%Y-%m-%d}",
        "where": {"area": "500000"},
    }
    return report | changes


def _report(desk: Desk, body: dict[str, Any]) -> httpx.Response:
    return desk.http.post("/v1/demands", json=body, headers={"Idempotency-Key": fresh_key()})


def _follow(desk: Desk, number: str) -> dict[str, Any]:
    reply = desk.http.post("/v1/demands/follow", json={"number": number})
    told: dict[str, Any] = reply.json()
    return told


def _dispose(desk: Desk, demand_id: str, status: str, note: str) -> int:
    body = {"status": status, "note": note}
    path = f"/v1/demands/{demand_id}/disposition"
    return desk.post(path, body, {"Idempotency-Key": fresh_key()}).status_code


def _by_page(desk: Desk) -> str:
    """A resident reports on the page; the number that she is shown."""
    page = desk.http.get("/demands?list=negative&number=10")
    found = re.search(r'name="key" value="([0-9a-f]{32})"', page.text)
    assert found is not None
    day = re.search(r'max="([0-9-]{10})"', page.text)
    assert day is not None
    form = {
        "key": found[1],
        "lang": "zh",
        "reporter": "resident",
        "list": "negative",
        "number": "10",
        "office": OFFICE,
        "when": day[1],
        "place": "二楼3号窗口",
    }
    kept = desk.http.post("/demands", data=form)
    assert 201 == kept.status_code
    number = re.search(r"<span>([0-9A-Z-]{24})</span>", kept.text)
    assert number is not None
    return number[1]


@retry(
    retry=retry_if_exception_type(AssertionError),
    stop=stop_after_delay(30.0),
    wait=wait_fixed(0.05),
    reraise=True,
)
def assert_digests(place: Place, expected: int) -> None:
    """Wait until the background has written so many digests."""
    query = "SELECT count(*) FROM entry WHERE kind = 'demands.digest'"
    assert [(expected,)] == rows(place.data, query)


def test_from_the_counter_to_exposure(place: Place) -> None:
    """Reported twice, seen as a repeat, referred, overdue, corrected, told, exported, unchanged."""
    with place.gateway() as desk:
        number = _by_page(desk)
        place.clock.move(seconds=1)
        assert 201 == _report(desk, a_report(place)).status_code
        (repeat,) = desk.get("/v1/demands/repeats").json()["repeats"]
        assert (OFFICE, 10, 2) == (
            repeat["office"]["name"],
            repeat["certificate"]["number"],
            repeat["times"],
        )
        second, first = [d["demand_id"] for d in desk.get("/v1/demands").json()["demands"]]
        assert 200 == _dispose(desk, first, "referred", "已转主管部门限期答复。")
        assert "referred" == _follow(desk, number)["status"]
    place.clock.move(days=40)
    with place.gateway() as desk:
        assert_digests(place, 1)
        overdue = desk.get("/v1/demands?overdue=true&superior=人力资源").json()
        assert [second] == [demand["demand_id"] for demand in overdue["demands"]]
        assert _follow(desk, number)["overdue"]
        assert 200 == _dispose(desk, first, "corrected", "已改为自行核查。")
        told = _follow(desk, number)
        assert ("corrected", "已改为自行核查。") == (told["status"], told["note"])
        assert "已纠正" in desk.http.post("/demands/follow", data={"number": number}).text
        exported = desk.get("/v1/demands/export?table=demands").content.decode("utf-8-sig")
        states = [row["处理情况"] for row in csv.DictReader(io.StringIO(exported))]
        assert ["已受理", "已纠正"] == states
    checked = run("demands", "verify", "--data", place.data, columns=200)
    assert (0, "as they were: reports 2, hours 1\n") == (checked.status, checked.out)


def test_restarts_write_no_second_digest(place: Place) -> None:
    """Each hour has one entry, however often a gateway is started; an empty hour has none."""
    with place.gateway() as desk:
        _report(desk, a_report(place))
    for _ in range(3):
        place.clock.move(days=1)
        with place.gateway():
            assert_digests(place, 1)


def test_the_public_cannot_flood_the_store(place: Place) -> None:
    """Beyond one address's share, and beyond the hour's, there is 429 with Retry-After."""
    with place.gateway(public_per_address_minute=3) as desk:
        replies = [_report(desk, a_report(place)) for _ in range(9)]
        pages = [desk.http.post("/demands/follow", data={"number": "x"}) for _ in range(9)]
    assert [201] * 3 == [reply.status_code for reply in replies[:3]]
    refused = next(reply for reply in replies if reply.status_code == 429)
    assert "too_many_requests" == refused.json()["reason"]
    assert 1 <= int(refused.headers["retry-after"]) <= 120
    assert "后再点一次" in next(page.text for page in pages if page.status_code == 429)
    kept = [reply.status_code for reply in replies].count(201)
    with place.gateway(demands_per_hour=kept + 1, public_per_address_minute=100) as desk:
        replies = [_report(desk, a_report(place)) for _ in range(2)]
    assert [201, 429] == [reply.status_code for reply in replies]
    assert 3600 == int(replies[1].headers["retry-after"])


def test_the_public_reads_nothing(place: Place) -> None:
    """Without a token with the scope nobody reads what others reported."""
    with place.gateway() as desk:
        _report(desk, a_report(place))
        paths = ("", "/repeats", "/export")
        statuses = {desk.http.get(f"/v1/demands{path}").status_code for path in paths}
    assert {401} == statuses


def test_no_address_is_kept(place: Place, capfd: pytest.CaptureFixture[str]) -> None:
    """Whoever reports leaves no address: not in the log, not in the store."""
    with place.gateway() as desk:
        _report(desk, a_report(place, said="说要盖章"))
    told = capfd.readouterr()
    assert "/v1/demands" in told.err + told.out
    assert "127.0.0.1" not in told.err + told.out
    files = [path for path in place.data.rglob("*") if path.is_file()]
    assert [] == [path for path in files if b"127.0.0.1" in path.read_bytes()]
