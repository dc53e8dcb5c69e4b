"""Late answers that nobody asks for any more: completed by the gateway itself, or called back."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.storage.opening import DATABASE
from mocks.courts.calling_back import Address, post_signed
from mocks.serving import Mocks
from tests.journeys.desk import Desk
from tests.journeys.lateness import (
    MARRIED,
    Place,
    courts_are_late,
    courts_have_answered,
    in_short,
    pend,
    state_of,
    until,
)
from tests.journeys.trail import entries, rows

SECRET = b"a secret of the courts and of this gateway"
SECRETS = ("courts.secret",)
QUERY = "SELECT count(*) FROM entry WHERE verification_id = ? AND kind = ?"


@pytest.fixture
def place(tmp_path: Path, mocks: Mocks) -> Place:
    """A fresh data directory before mended departments, with the courts' secret in it."""
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    file = data / SECRETS[0]
    file.touch(mode=0o600)
    file.write_bytes(SECRET + b"\n")
    return Place(data, mocks)


def count(place: Place, name: str, kind: str) -> int:
    """How many entries of that kind a verification has."""
    [(found,)] = rows(place.data, QUERY, name, f"verification.{kind}")
    return int(found)


def address_of(desk: Desk) -> Address:
    """Where the courts call back, and with which secret."""
    return Address(f"{desk.served.url}/callbacks/courts", SECRET)


def queries(mocks: Mocks) -> list[str]:
    """The query numbers that were polled so far, the oldest first."""
    asks = mocks.controls("courts").asks()
    return list(dict.fromkeys(a.fields["queryNo"] for a in asks if "queryNo" in a.fields))


def test_the_gateway_completes_it_by_itself(place: Place, mocks: Mocks) -> None:
    """Nobody looks at it again; the answer is there when the office comes back."""
    with place.gateway(poll_deferred_seconds=0.3) as desk:
        name = pend(desk, mocks)
        courts_have_answered(mocks)
        until(lambda: "concluded" == state_of(place.data, name))
        assert ["intent", "deferred", "disclosed"] == in_short(place.data, name)
        reply = desk.get(f"/v1/verifications/{name}")
        assert (200, "confirmed") == (reply.status_code, reply.json()["outcome"])


def test_an_answer_in_time_leaves_no_job(place: Place, mocks: Mocks) -> None:
    """What comes within the deadline is used at once; nothing is deferred or scheduled."""
    with place.gateway() as desk:
        mocks.controls("courts").after_polls(1)
        reply = desk.ask("marriage", desk.request(MARRIED))
        assert (200, "confirmed") == (reply.status_code, reply.json()["outcome"])
    assert [(0,)] == rows(place.data, "SELECT count(*) FROM late_ticket")


def test_the_courts_call_back(place: Place, mocks: Mocks) -> None:
    """Long before anybody would have looked, the answer is fetched and released, once."""
    with place.gateway(callback_secret_files=SECRETS) as desk:
        mocks.controls("courts").call_back(*_where(desk))
        name = pend(desk, mocks)
        courts_have_answered(mocks)
        until(lambda: "concluded" == state_of(place.data, name))
        assert 1 == count(place, name, "disclosed")
        reply = desk.get(f"/v1/verifications/{name}")
        assert (200, "confirmed") == (reply.status_code, reply.json()["outcome"])


def test_a_callback_is_not_believed(place: Place, mocks: Mocks) -> None:
    """Signed as it should be, but the courts have no answer: it stays pending."""
    with place.gateway(callback_secret_files=SECRETS) as desk:
        name = pend(desk, mocks)
        numbers = queries(mocks)
        mocks.controls("courts").journal.clear()
        body = b'{"queryNo": "%s"}' % numbers[-1].encode()
        assert 202 == post_signed(address_of(desk), body)
        until(lambda: numbers[-1] in queries(mocks))
        assert "deferred" == state_of(place.data, name)


def test_a_callback_after_the_answer(place: Place, mocks: Mocks) -> None:
    """Acknowledged, on the trail once however often it comes, and the answer is as it was."""
    with place.gateway(callback_secret_files=SECRETS) as desk:
        name = pend(desk, mocks)
        number = queries(mocks)[-1]
        courts_have_answered(mocks)
        released = desk.get(f"/v1/verifications/{name}")
        for _ in range(3):
            assert 200 == post_signed(address_of(desk), b'{"queryNo": "%s"}' % number.encode())
        assert 1 == count(place, name, "late_answer_dropped")
        assert released.content == desk.get(f"/v1/verifications/{name}").content


def test_a_callback_after_a_withdrawal(place: Place, mocks: Mocks) -> None:
    """Requester and consent are checked before anything is released: it is refused instead."""
    with place.gateway(callback_secret_files=SECRETS) as desk:
        courts_are_late(mocks)
        body = desk.on_consent(MARRIED)
        name = desk.ask("marriage", body).json()["verification_id"]
        number = queries(mocks)[-1]
        code = desk.served.message(body["basis"]["consents"][0])["withdrawal_code"]
        desk.served.client().withdraw_consent(code)
        courts_have_answered(mocks)
        assert 202 == post_signed(address_of(desk), b'{"queryNo": "%s"}' % number.encode())
        until(lambda: "refused" == state_of(place.data, name))
        assert 0 == count(place, name, "disclosed")


def test_query_numbers_are_nowhere_in_the_clear(place: Place, mocks: Mocks) -> None:
    """Neither in the store nor among the jobs; a stolen file leads to no court's file."""
    with place.gateway(callback_secret_files=SECRETS) as desk:
        name = pend(desk, mocks)
        numbers = queries(mocks)
    assert len(numbers) > 0
    assert name in {entry["verification_id"] for entry in entries(place.data, name)}
    for file in place.data.rglob("*.sqlite3*"):
        content = file.read_bytes()
        assert [] == [n for n in numbers if n.encode() in content], file.name
    assert (place.data / DATABASE).exists()


def _where(desk: Desk) -> tuple[str, bytes]:
    address = address_of(desk)
    return address.url, address.secret
