"""A gateway killed (−9) around a late answer: it completes exactly once, whenever that was."""

from __future__ import annotations

import random
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from gateway.assembly.machine import SystemClock
from gateway.client import Answer
from gateway.jobs.opening import FILE
from gateway.storage.opening import DATABASE
from mocks.courts.calling_back import Address, post_signed
from tests.faults.conftest import Opening
from tests.faults.counter import Counter, answered
from tests.faults.gateway_process import wait_until
from tests.faults.trail_rows import assert_consistent, assert_recorded, rows, spent_uses

FACT = "marriage"  # the courts are asked about divorces
UNMARRIED = "10"
SETTINGS: dict[str, Any] = {"deadline_seconds": 1.5, "poll_deferred_seconds": 0.2}
SECRET = b"a secret of the courts and of this gateway"
STATE = "SELECT state FROM verification WHERE verification_id = ?"
ENTRIES = "SELECT count(*) FROM entry WHERE verification_id = ? AND kind = ?"


@dataclass
class Promise:
    """A question that the courts answer later."""

    request: dict[str, Any]
    key: str
    verification_id: str

    @property
    def consent(self) -> str:
        """The consent for one use on which it was asked."""
        [consent] = self.request["basis"]["consents"]
        return str(consent)


def pend(counter: Counter, key: str = "key") -> Promise:
    """Ask on a fresh consent for one use while the courts have no answer."""
    counter.mocks.controls("courts").after_polls(None)
    counter.cases += 1
    case = f"2026-{counter.cases:06d}"
    consent = counter.client().record_consent(counter.consent_form(case, facts=[FACT]))
    request = counter.request(consent.consent_id, case=case, status=UNMARRIED)
    reply = counter.window().post(f"/v1/verify/{FACT}", request, key)
    assert 202 == reply.status_code, reply.text
    return Promise(request, key, reply.json()["verification_id"])


def is_concluded(counter: Counter, promise: Promise) -> bool:
    """Whether the store says that it is."""
    return [("concluded",)] == rows(counter.data, STATE, promise.verification_id)


def polls(counter: Counter) -> int:
    """How often the courts were asked for a result."""
    return sum("queryNo" in ask.fields for ask in counter.mocks.controls("courts").asks())


def courts_have_answered(counter: Counter) -> None:
    """The answers are there."""
    counter.mocks.controls("courts").after_polls(0)


def assert_completed_once(counter: Counter, *promises: Promise) -> None:
    """One disclosure, one receipt, one spent use each; a replay gets the very same answer."""
    answers: list[Answer] = []
    window = counter.window()
    for promise in promises:
        wait_until(partial(is_concluded, counter, promise), "it is never completed")
        name = promise.verification_id
        assert [(1,)] == rows(counter.data, ENTRIES, name, "verification.disclosed")
        found = [answered(window.get(f"/v1/verifications/{name}")) for _ in range(2)]
        found.append(answered(window.post(f"/v1/verify/{FACT}", promise.request, promise.key)))
        assert 1 == len({(one.outcome, one.receipt, one.disclosure) for one in found})
        assert found[0].outcome not in {"unavailable", "pending"}
        answers += found
    assert {promise.consent: 1 for promise in promises} == spent_uses(counter.data)
    assert_recorded(counter.data, counter.client().jwks(), answers)
    assert_consistent(counter.data)


def right_after_the_promise(_counter: Counter) -> None:
    """The 202 has just been sent."""


def while_it_waits(counter: Counter) -> None:
    """It has looked again, in vain, and waits for the next time."""
    before = polls(counter)
    wait_until(lambda: polls(counter) > before + 1, "nobody looks")


def while_the_courts_are_asked(counter: Counter) -> None:
    """A look is under way, and the courts take their time."""
    controls = counter.mocks.controls("courts")
    controls.fault("timeout")
    before = polls(counter)
    wait_until(lambda: polls(counter) > before, "nobody looks")


def call_back(counter: Counter, seconds_ago: int = 0) -> int:
    """Say that the last query has its result, signed then; the status of the reply."""
    numbers = [ask.fields.get("queryNo") for ask in counter.mocks.controls("courts").asks()]
    number = [one for one in numbers if one][-1]
    address = Address(f"{counter.gateway.url}/callbacks/courts", SECRET)
    signed_at = int(SystemClock().now().timestamp()) - seconds_ago
    return post_signed(address, f'{{"queryNo": "{number}"}}'.encode(), signed_at)


def when_it_was_called_back(counter: Counter) -> None:
    """The courts were told that they were heard, and perhaps nobody has looked yet."""
    assert 202 == call_back(counter)


MOMENTS: tuple[Callable[[Counter], None], ...] = (
    right_after_the_promise,
    while_it_waits,
    while_the_courts_are_asked,
    when_it_was_called_back,
)


@pytest.fixture
def counter(open_a_counter: Opening) -> Counter:
    """An office whose gateway waits shortly, and which the courts may call back."""
    opened = open_a_counter(**SETTINGS)
    secret = opened.data / "courts.secret"
    secret.touch(mode=0o600)
    secret.write_bytes(SECRET)
    settings = opened.folder / "settings.toml"
    table = "[departments.courts]\n"
    named = f'{table}callback_secret_files = ["courts.secret"]\n'
    settings.write_text(settings.read_text(encoding="utf-8").replace(table, named))
    opened.start()
    return opened


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.__name__)
def test_killed_and_started_again(counter: Counter, moment: Callable[[Counter], None]) -> None:
    """The answer comes while no gateway runs; the next one finds it without being asked."""
    promise = pend(counter)
    moment(counter)
    counter.gateway.kill()
    counter.mocks.mend()
    courts_have_answered(counter)
    counter.start()
    assert_completed_once(counter, promise)


def test_killed_before_the_disclosure_is_durable(counter: Counter) -> None:
    """The courts have answered, and the trail cannot be written when the process dies."""
    promise = pend(counter)
    with closing(sqlite3.connect(counter.data / DATABASE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        before = polls(counter)
        courts_have_answered(counter)
        wait_until(lambda: polls(counter) > before, "nobody looks")
        counter.gateway.kill()
    assert not is_concluded(counter, promise)
    counter.start()
    assert_completed_once(counter, promise)


def test_killed_right_after_the_disclosure(counter: Counter) -> None:
    """The job of what was released may be left: the next process finds that it is over."""
    promise = pend(counter)
    courts_have_answered(counter)
    wait_until(partial(is_concluded, counter, promise), "it is never completed")
    counter.gateway.kill()
    asked = polls(counter)
    counter.start()
    assert_completed_once(counter, promise)
    assert asked == polls(counter)


def test_a_lost_schedule_loses_nothing(counter: Counter) -> None:
    """With every job gone, what is deferred is scheduled again from the store."""
    promise = pend(counter)
    counter.gateway.kill()
    for file in counter.data.glob(f"{FILE}*"):
        file.unlink()
    courts_have_answered(counter)
    counter.start()
    assert_completed_once(counter, promise)


def test_a_call_back_after_the_restart(counter: Counter) -> None:
    """The next process knows the query number too; afterwards it is dropped, on the trail."""
    promise = pend(counter)
    counter.gateway.kill()
    counter.start()
    courts_have_answered(counter)
    when_it_was_called_back(counter)
    assert_completed_once(counter, promise)
    assert 200 == call_back(counter, seconds_ago=30)
    name = promise.verification_id
    assert [(1,)] == rows(counter.data, ENTRIES, name, "verification.late_answer_dropped")


def assert_released_despite_kills(counter: Counter, rounds: int, seed: int) -> None:
    """Kill it again and again around the moment at which several answers are released."""
    chance, pause = random.Random(seed), threading.Event()
    promises = [pend(counter, f"key-{number}") for number in range(4)]
    counter.gateway.kill()
    courts_have_answered(counter)
    for _ in range(rounds):
        counter.start()
        pause.wait(chance.uniform(0.0, 0.6))
        counter.gateway.kill()
    counter.start()
    assert_completed_once(counter, *promises)


def test_killed_while_answers_are_released(counter: Counter) -> None:
    """Whatever had been written before the kill stands, and nothing is written twice."""
    assert_released_despite_kills(counter, rounds=4, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 5))
def test_killed_often_while_answers_are_released(counter: Counter, seed: int) -> None:
    """The same with many more kills."""
    assert_released_despite_kills(counter, rounds=15, seed=seed)
