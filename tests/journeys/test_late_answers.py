"""Answers that come later, and gateways that die in between (design.md §5)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from gateway.domain.requester import RequesterState
from mocks.serving import Mocks
from tests.journeys.desk import Desk, asked, fresh_key, open_desk, problem, suspend
from tests.journeys.lateness import (
    DEADLINE,
    MARRIED,
    OFFICE,
    Place,
    courts_are_late,
    courts_have_answered,
    in_short,
    pend,
    until,
)
from tests.journeys.served import Served, serving, settings_for
from tests.journeys.trail import entries, kinds, rows, unwritable


@pytest.fixture
def place(tmp_path: Path, mocks: Mocks) -> Place:
    """A fresh data directory before mended departments."""
    return Place(tmp_path / "data", mocks)


@pytest.fixture(scope="module")
def _hasty(all_mocks: Mocks, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = tmp_path_factory.mktemp("late") / "data"
    made = settings_for(data, all_mocks.urls, deadline_seconds=DEADLINE)
    with serving(made, all_mocks) as served:
        yield served


@pytest.fixture
def desk(_hasty: Served, mocks: Mocks) -> Desk:
    """An office at a gateway that does not wait long for late departments."""
    return open_desk(_hasty, OFFICE)


def test_a_promise_says_when_and_where(desk: Desk, mocks: Mocks) -> None:
    """202 with `Location`, `Retry-After` and a due date ten working days ahead; no receipt yet."""
    courts_are_late(mocks)
    reply = desk.ask("marriage", desk.request(MARRIED))
    body = reply.json()
    assert (202, "pending", None) == (reply.status_code, body["outcome"], body["receipt"])
    name = body["verification_id"]
    assert f"/v1/verifications/{name}" == reply.headers["Location"]
    assert int(reply.headers["Retry-After"]) >= 1
    due = date.fromisoformat(body["due_on"])
    assert timedelta(days=13) <= due - datetime.now(UTC).date() <= timedelta(days=15)
    assert ["intent", "deferred"] == in_short(desk.served.data, name)
    assert (404, "receipt_not_yet") == problem(desk.get(f"{reply.headers['Location']}/receipt"))


def test_a_get_completes_what_has_come(desk: Desk, mocks: Mocks) -> None:
    """While nothing has come it stays pending; then it is answered, once, with a receipt."""
    name = pend(desk, mocks)
    still = desk.get(f"/v1/verifications/{name}")
    assert (202, "pending") == (still.status_code, still.json()["outcome"])
    courts_have_answered(mocks)
    reply = desk.get(f"/v1/verifications/{name}")
    assert (200, "confirmed") == (reply.status_code, reply.json()["outcome"])
    assert reply.json()["receipt"]
    again = desk.get(f"/v1/verifications/{name}")
    assert reply.content == again.content
    assert ["intent", "deferred", "disclosed", "read"] == in_short(desk.served.data, name)


def test_a_replay_gets_the_answer_once_it_is_there(desk: Desk, mocks: Mocks) -> None:
    """The key stands for the verification: first 202 again, and after completion the answer."""
    courts_are_late(mocks)
    body, key = desk.request(MARRIED), fresh_key()
    first, again = (desk.ask("marriage", body, key) for _ in range(2))
    assert (202, 202) == (first.status_code, again.status_code)
    assert first.content == again.content
    courts_have_answered(mocks)
    completed = desk.get(first.headers["Location"])
    last = desk.ask("marriage", body, key)
    assert (200, completed.content) == (last.status_code, last.content)


def test_a_withdrawal_drops_the_pending_answer(desk: Desk, mocks: Mocks) -> None:
    """Withdrawn while pending: 403 from then on, no department is asked about the promise."""
    courts_are_late(mocks)
    body = desk.on_consent(MARRIED)
    name = desk.ask("marriage", body).json()["verification_id"]
    code = desk.served.message(body["basis"]["consents"][0])["withdrawal_code"]
    desk.served.client().withdraw_consent(code)
    mocks.mend()
    courts_have_answered(mocks)
    replies = [desk.get(f"/v1/verifications/{name}") for _ in range(2)]
    assert [(403, "consent_revoked")] * 2 == [problem(reply) for reply in replies]
    assert set() == asked(mocks)
    found = entries(desk.served.data, name)
    assert "verification.disclosed" not in {entry["kind"] for entry in found}
    assert ["consent_revoked"] in [entry.get("reasons") for entry in found]
    assert (403, "consent_revoked") == problem(desk.get(f"/v1/verifications/{name}/receipt"))


def test_a_withdrawal_while_departments_are_asked_drops_the_answer(
    desk: Desk, mocks: Mocks
) -> None:
    """Whatever they said or did not say: what was ready is not released any more."""
    controls, replies = mocks.controls("public_security"), list[httpx.Response]()
    body = desk.on_consent("identity-i5-held")
    code = desk.served.message(body["basis"]["consents"][0])["withdrawal_code"]
    controls.fault("timeout")
    thread = threading.Thread(target=lambda: replies.append(desk.ask("identity", body)))
    thread.start()
    assert controls.journal.wait_for(1, timeout=10)
    desk.served.client().withdraw_consent(code)
    thread.join()
    [reply] = replies
    assert (403, "consent_revoked") == problem(reply)
    name = reply.json()["verification_id"]
    assert ["intent", "dropped"] == kinds(desk.served.data, name)
    assert (403, "consent_revoked") == problem(desk.get(f"/v1/verifications/{name}"))


def test_a_suspended_office_gets_no_late_answer(desk: Desk, mocks: Mocks) -> None:
    """While it is suspended nothing is released to it, and no department is asked for it."""
    name = pend(desk, mocks)
    suspend(desk)
    mocks.mend()
    assert (403, "requester_suspended") == problem(desk.get(f"/v1/verifications/{name}"))
    assert set() == asked(mocks)
    suspend(desk, RequesterState.ACTIVE)
    assert 200 == desk.get(f"/v1/verifications/{name}").status_code


def test_what_comes_for_a_suspended_office_is_dropped(place: Place, mocks: Mocks) -> None:
    """The gateway's own look finds it suspended: the answer is gone for good, resumed or not."""
    with place.gateway(poll_deferred_seconds=1.0) as desk:
        name = pend(desk, mocks)
        suspend(desk)
        mocks.mend()
        until(lambda: in_short(place.data, name)[-1] == "refused")
        assert set() == asked(mocks)
        suspend(desk, RequesterState.ACTIVE)
        reply = desk.get(f"/v1/verifications/{name}")
        assert (403, "requester_suspended") == problem(reply)


def test_silent_departments_are_asked_once_more(desk: Desk, mocks: Mocks) -> None:
    """When the late answer comes, whoever was silent the first time gets a second chance (G3)."""
    courts_are_late(mocks)
    mocks.controls("civil_affairs").fault("status_500")
    name = desk.ask("marriage", desk.request(MARRIED)).json()["verification_id"]
    mocks.controls("civil_affairs").mend()
    mocks.controls("civil_affairs").journal.clear()
    courts_have_answered(mocks)
    reply = desk.get(f"/v1/verifications/{name}")
    assert (200, "confirmed") == (reply.status_code, reply.json()["outcome"])
    assert len(mocks.controls("civil_affairs").asks()) >= 1


def test_who_stays_silent_makes_it_unavailable(desk: Desk, mocks: Mocks) -> None:
    """The promise is kept, but another required department is still silent: it is named."""
    courts_are_late(mocks)
    mocks.controls("civil_affairs").fault("status_500")
    name = desk.ask("marriage", desk.request(MARRIED)).json()["verification_id"]
    courts_have_answered(mocks)
    body = desk.get(f"/v1/verifications/{name}").json()
    assert ("unavailable", ["civil_affairs"]) == (body["outcome"], body["departments"])


def test_a_restarted_gateway_completes_it(place: Place, mocks: Mocks) -> None:
    """Everything that is needed was durable: the next process goes on where the last one ended."""
    with place.gateway() as before:
        name = pend(before, mocks)
    courts_have_answered(mocks)
    with place.gateway() as after:
        reply = after.get(f"/v1/verifications/{name}")
        assert (200, "confirmed") == (reply.status_code, reply.json()["outcome"])


def test_an_overdue_answer_is_given_up(place: Place, mocks: Mocks) -> None:
    """After the due date the courts are reminded, a day later it is unavailable, and says why."""
    with place.gateway() as before:
        courts_are_late(mocks)
        body = before.on_consent(MARRIED)
        name = before.ask("marriage", body).json()["verification_id"]
    place.clock.days = 16
    with place.gateway() as after:
        assert 202 == after.get(f"/v1/verifications/{name}").status_code
    assert "reminded" == in_short(place.data, name)[-1]
    place.clock.days = 17
    with place.gateway() as after:
        found = after.get(f"/v1/verifications/{name}").json()
        assert "unavailable" == found["outcome"]
        assert "department_overdue" in found["reasons"]
        assert ["courts"] == found["departments"]
        assert found["receipt"]
        courts_have_answered(mocks)
        again = after.ask("marriage", body)
        assert (200, "confirmed") == (again.status_code, again.json()["outcome"])


def test_an_interrupted_question_is_said_to_be_unavailable(place: Place, mocks: Mocks) -> None:
    """An intent without a disclosure, found at the next start: `interrupted`; its key asks anew."""
    with place.gateway() as before:
        body, key = before.on_consent(MARRIED), fresh_key()
        with unwritable(place.data, "verification.disclosed"):
            assert 503 == before.ask("marriage", body, key).status_code
    [(name,)] = rows(place.data, "SELECT verification_id FROM verification WHERE state = 'begun'")
    mocks.mend()
    with place.gateway() as after:
        until(lambda: in_short(place.data, name) == ["intent", "disclosed"])
        assert set() == asked(mocks)
        found = after.get(f"/v1/verifications/{name}").json()
        assert ("unavailable", ["interrupted"]) == (found["outcome"], found["reasons"])
        completed = after.ask("marriage", body, key)  # nobody received what was interrupted
        assert "confirmed" == completed.json()["outcome"]
        assert name != completed.json()["verification_id"]
