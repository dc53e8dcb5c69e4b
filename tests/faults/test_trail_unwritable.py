"""A trail that cannot be written: 503, nobody asked, nothing answered; afterwards it completes.

A file-size limit stands for a full disk: it binds every user, which a mode bit does not.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from gateway.client import Answer
from gateway.storage.opening import DATABASE
from tests.faults.conftest import Opening
from tests.faults.counter import Counter, Window, answered, completed
from tests.faults.gateway_process import PATIENCE, wait_until
from tests.faults.trail_rows import (
    assert_consistent,
    assert_recorded,
    count_entries,
    rows,
    spent_uses,
)

NOTHING = 0


def assert_without_trail(response: httpx.Response) -> None:
    """A 503 that names the trail, says when to come again, and nothing else."""
    problem = response.json()
    found = response.status_code, problem["reason"], problem["dependency"]
    assert (503, "trail_unavailable", "trail") == found
    assert response.headers["Retry-After"].isdigit()
    assert response.headers["Content-Type"].startswith("application/problem+json")
    assert not {"outcome", "receipt", "audit"} & problem.keys()


def wait_for_readiness(counter: Counter, window: Window, status: int) -> None:
    """Ask until it says so: what it found is remembered for a moment."""
    wait_until(lambda: window.get("/readyz").status_code == status, "readiness stays as it was")
    assert counter.gateway.is_alive


@dataclass(frozen=True)
class Consents:
    """Consents recorded while there was room: one that awaits its code, one in force."""

    awaiting: str
    code: str
    active: str
    withdrawal_code: str


def record_consents(counter: Counter) -> Consents:
    """Record them."""
    client = counter.client()
    one = {"how_given": "one_time_code", "contact": "counter", "evidence": None}
    form = {k: v for k, v in counter.consent_form("2026-900001", **one).items() if v is not None}
    awaiting = client.record_consent(form).consent_id
    active = client.record_consent(counter.consent_form("2026-900002"))
    assert active.withdrawal_code is not None
    return Consents(awaiting, counter.code(awaiting), active.consent_id, active.withdrawal_code)


def calls_that_write(counter: Counter, consents: Consents) -> list[tuple[str, dict[str, Any]]]:
    """Every verify and consent call, each of which would do something."""
    awaiting, active = consents.awaiting, consents.active
    withdrawal = {"withdrawal_code": consents.withdrawal_code}
    return [
        ("/v1/verify/identity", counter.request(active, case="2026-900002")),
        ("/v1/verify/identity", counter.request("cns_unknown", case="2026-900003")),
        ("/v1/consents", counter.consent_form("2026-900004")),
        ("/v1/consents/confirm", {"consent_id": awaiting, "code": consents.code}),
        ("/v1/consents/confirm", {"consent_id": awaiting, "code": "000000"}),
        ("/v1/consents/withdraw", withdrawal),
        (f"/v1/consents/{active}/revoke", {}),
    ]


def test_without_room_nobody_is_asked_and_nothing_is_answered(open_a_counter: Opening) -> None:
    """No room at all: every verify and consent call is 503, readiness too, the process lives on."""
    counter = open_a_counter()
    consents = record_consents(counter)
    window = counter.window()
    before = rows(counter.data, "SELECT count(*) FROM entry")
    counter.gateway.limit_files(NOTHING)
    for turn in range(2):
        for number, (path, body) in enumerate(calls_that_write(counter, consents)):
            assert_without_trail(window.post(path, body, f"key-{turn}-{number}"))
    wait_for_readiness(counter, window, 503)
    assert 200 == window.get("/healthz").status_code
    assert counter.gateway.is_alive
    assert 0 == counter.asked()
    assert before == rows(counter.data, "SELECT count(*) FROM entry")
    counter.gateway.make_room()
    wait_for_readiness(counter, window, 200)
    statuses = [
        window.post(path, body, f"key-0-{number}").status_code
        for number, (path, body) in enumerate(calls_that_write(counter, consents))
    ]
    assert [200, 403, 201, 200, 403, 200, 200] == statuses


def test_an_answer_cannot_be_read_again_without_room(open_a_counter: Opening) -> None:
    """Reading an earlier answer is trailed: where that cannot be written, it is not shown."""
    counter = open_a_counter()
    client, window = counter.client(), counter.window()
    answer = client.verify("identity", counter.consented(client)).answer
    path = f"/v1/verifications/{answer.verification_id}"
    counter.gateway.limit_files(NOTHING)
    for part in ("", "/receipt", "/notice"):
        assert_without_trail(window.get(path + part))
    counter.gateway.make_room()
    assert answer.receipt == answered(window.get(path)).receipt


@pytest.mark.parametrize("restarted", [False, True], ids=["same-process", "restarted"])
def test_with_room_again_the_same_request_completes(
    open_a_counter: Opening, *, restarted: bool
) -> None:
    """The same request with the same key is answered, and its consent was not used up."""
    counter = open_a_counter()
    request = counter.consented(counter.client())
    window = counter.window()
    counter.gateway.limit_files(NOTHING)
    assert_without_trail(window.verify(request, "key-1"))
    if restarted:
        counter.gateway.kill()
        counter.start()
        window = counter.window()
    else:
        counter.gateway.make_room()
    answer = answered(window.verify(request, "key-1"))
    assert ("confirmed", False) == (answer.outcome, answer.replayed)
    wait_for_readiness(counter, window, 200)
    assert 1 == counter.asked()
    assert_recorded(counter.data, counter.client().jwks(), [answer])
    assert_consistent(counter.data)


@pytest.mark.parametrize("room", [20_000, 45_000, 90_000, 160_000])
def test_while_room_runs_out_every_answer_has_its_record(
    open_a_counter: Opening, room: int
) -> None:
    """Room for a few more writes: what is answered is recorded, all else is 503."""
    counter = open_a_counter()
    client, window = counter.client(), counter.window()
    requests = [counter.consented(client) for _ in range(12)]
    log = counter.data / f"{DATABASE}-wal"
    counter.gateway.limit_files(log.stat().st_size + room)
    answers: dict[int, Answer] = {}
    for number, request in enumerate(requests):
        response = window.verify(request, f"{number}")
        if httpx.codes.OK == response.status_code:
            answers[number] = answered(response)
        else:
            assert_without_trail(response)
    assert len(answers) < len(requests)
    assert counter.asked() == count_entries(counter.data, "verification.intent")
    assert len(answers) == count_entries(counter.data, "verification.disclosed")
    assert_recorded(counter.data, client.jwks(), answers.values())
    counter.gateway.kill()
    counter.start()
    client = counter.client()
    for number, request in enumerate(requests):
        if number not in answers:
            answers[number] = completed(client, request, f"{number}")
    assert {"confirmed"} == {answer.outcome for answer in answers.values()}
    assert [1] * len(requests) == list(spent_uses(counter.data).values())
    assert_recorded(counter.data, client.jwks(), answers.values())
    assert_consistent(counter.data)


@contextmanager
def asked_slowly(
    counter: Counter, window: Window, request: Mapping[str, Any]
) -> Iterator[list[httpx.Response]]:
    """A request whose department has taken it and replies drop by drop, correctly.

    The list holds the client's response once the block has ended.
    """
    controls = counter.mocks.controls("public_security")
    controls.fault("slow_drip", seconds=0.0005)
    responses: list[httpx.Response] = []
    asking = threading.Thread(target=lambda: responses.append(window.verify(request, "key-1")))
    asking.start()
    try:
        assert controls.journal.wait_for(1, PATIENCE)
        yield responses
    finally:
        asking.join(PATIENCE)
        assert not asking.is_alive()


def assert_withheld(counter: Counter, responses: list[httpx.Response]) -> None:
    """The client was told that the trail failed; there is an intent and no disclosure."""
    [response] = responses
    assert_without_trail(response)
    assert 1 == counter.asked()
    assert 1 == count_entries(counter.data, "verification.intent")
    assert 0 == count_entries(counter.data, "verification.disclosed")
    assert {} == spent_uses(counter.data)


def assert_completes(counter: Counter, request: Mapping[str, Any]) -> None:
    """The same request with the same key is answered by the same process."""
    counter.mocks.mend()
    client = counter.client()
    answer = completed(client, request, "key-1")
    assert "confirmed" == answer.outcome
    assert 1 == counter.asked()
    assert 1 == len(spent_uses(counter.data))
    assert_recorded(counter.data, client.jwks(), [answer])
    assert_consistent(counter.data)


@pytest.fixture
def hurried(open_a_counter: Opening) -> Counter:
    """A counter whose gateway soon takes a verification for abandoned."""
    return open_a_counter(deadline_seconds=4.0, lease_margin_seconds=0.1)


def test_an_answer_is_thrown_away_if_its_disclosure_finds_no_room(hurried: Counter) -> None:
    """The room ends between intent and disclosure: 503; the same request completes later."""
    request = hurried.consented(hurried.client())
    with asked_slowly(hurried, hurried.window(), request) as responses:
        hurried.gateway.limit_files(NOTHING)
    assert_withheld(hurried, responses)
    hurried.gateway.make_room()
    assert_completes(hurried, request)


@contextmanager
def lock_of(counter: Counter) -> Iterator[Callable[[str], object]]:
    """Somebody else's connection to the database: a careless backup that takes the write lock."""
    with closing(sqlite3.connect(counter.data / DATABASE, isolation_level=None)) as other:
        yield other.execute


def test_while_another_process_locks_the_trail_nobody_is_asked(hurried: Counter) -> None:
    """Locked for longer than the gateway waits: 503 and nobody asked; later it completes."""
    request = hurried.consented(hurried.client())
    window = hurried.window()
    with lock_of(hurried) as lock:
        lock("BEGIN IMMEDIATE")
        assert_without_trail(window.verify(request, "key-1"))
        assert 0 == hurried.asked()
        assert 0 == count_entries(hurried.data, "verification.intent")
    assert_completes(hurried, request)


def test_an_answer_is_thrown_away_if_the_trail_is_locked_before_it(hurried: Counter) -> None:
    """Locked between intent and disclosure: 503 and no answer; later the same completes."""
    request = hurried.consented(hurried.client())
    window = hurried.window()
    with lock_of(hurried) as lock, asked_slowly(hurried, window, request) as responses:
        lock("BEGIN IMMEDIATE")
    assert_withheld(hurried, responses)
    assert_completes(hurried, request)


def background_failures(window: Window) -> float:
    """How often finishing what was left has failed, as the metrics tell."""
    name = 'gateway_background_failures_total{task="finish"} '
    lines = window.get("/metrics").text.splitlines()
    return sum(float(line.removeprefix(name)) for line in lines if line.startswith(name))


def test_work_in_the_background_survives_a_disk_without_room(open_a_counter: Opening) -> None:
    """Trail and log are on one full disk: with room again, what was left is finished all the same.

    The log cannot tell that the background work failed; that must not end the background work.
    """
    counter = open_a_counter(
        deadline_seconds=2.0, lease_margin_seconds=0.1, poll_deferred_seconds=0.1
    )
    request = counter.consented(counter.client())
    window = counter.window()
    with asked_slowly(counter, window, request) as responses:
        counter.gateway.limit_files(NOTHING)
    assert_withheld(counter, responses)
    wait_until(lambda: background_failures(window) > 0, "nothing was tried in the background")
    assert counter.gateway.is_alive
    counter.gateway.make_room()
    disclosed = "verification.disclosed"
    wait_until(lambda: count_entries(counter.data, disclosed) > 0, "nobody finishes what was left")
    [(left,)] = rows(counter.data, "SELECT verification_id FROM verification")
    client = counter.client()
    ended = client.verification(left).answer
    assert ("unavailable", ("interrupted",)) == (ended.outcome, ended.reasons)
    assert {} == spent_uses(counter.data)
    answer = answered(counter.window().verify(request, "key-1"))
    assert "confirmed" == answer.outcome
    assert_recorded(counter.data, client.jwks(), [ended, answer])
    assert_consistent(counter.data)
