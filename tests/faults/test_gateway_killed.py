"""The gateway killed (−9) while it answers: no answer unrecorded, no use lost or doubled."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from gateway.client import Gateway, Unreachable
from tests.faults.conftest import Opening
from tests.faults.counter import Counter, refused
from tests.faults.gateway_process import PATIENCE, wait_until, write_settings
from tests.faults.load import Load, keep_killing
from tests.faults.trail_rows import (
    assert_consistent,
    assert_recorded,
    count_entries,
    rows,
    spent_uses,
    states,
)

INTENT = "verification.intent"
DISCLOSED = "verification.disclosed"
LEFT = "nobody finishes what was left"


def kill_while_public_security_is_asked(counter: Counter, *facts: str) -> list[dict[str, Any]]:
    """Ask these facts, kill the gateway between intent and disclosure; return what was asked."""
    requests = [counter.consented(counter.client(), fact) for fact in facts]
    controls = counter.mocks.controls("public_security")
    controls.fault("timeout")
    ended: list[BaseException] = []

    def ask(client: Gateway, number: int) -> None:
        try:
            client.verify(facts[number], requests[number], idempotency_key=f"key-{number}")
        except BaseException as error:  # noqa: BLE001 - looked at below
            ended.append(error)

    asking = []
    for number in range(len(facts)):
        asking.append(threading.Thread(target=ask, args=(counter.client(), number)))
        asking[-1].start()
        assert controls.journal.wait_for(1, PATIENCE)
        wait_until(lambda: count_entries(counter.data, INTENT) >= len(asking), "nothing was begun")
    counter.gateway.kill()
    for thread in asking:
        thread.join()
    assert [Unreachable] * len(facts) == [type(error) for error in ended]
    counter.mocks.mend()
    return requests


def test_a_gateway_killed_while_it_asks_has_an_intent_and_no_answer(
    open_a_counter: Opening,
) -> None:
    """Killed between intent and disclosure: the client gets nothing, the trail shows the intent."""
    counter = open_a_counter(deadline_seconds=PATIENCE)
    kill_while_public_security_is_asked(counter, "identity")
    assert ["begun"] == states(counter.data)
    assert 1 == count_entries(counter.data, "verification.intent")
    assert 0 == count_entries(counter.data, DISCLOSED)
    assert {} == spent_uses(counter.data)


def test_what_a_killed_gateway_left_is_concluded_and_can_be_asked_again(
    open_a_counter: Opening,
) -> None:
    """Restarted, it says `unavailable` for it; the same request, under its key too, asks anew."""
    counter = open_a_counter(deadline_seconds=PATIENCE)
    [request] = kill_while_public_security_is_asked(counter, "identity")
    [(verification_id,)] = rows(counter.data, "SELECT verification_id FROM verification")
    counter.start()
    client = counter.client()
    wait_until(lambda: count_entries(counter.data, DISCLOSED) > 0, LEFT)
    interrupted = client.verification(verification_id).answer
    assert ("unavailable", ("interrupted",)) == (interrupted.outcome, interrupted.reasons)
    assert 0 == counter.asked()
    other = {**request, "claim": {"status": "registered"}}
    assert (403, "consent_exhausted") == refused(lambda: client.verify("identity", other))
    completed = client.verify("identity", request, idempotency_key="key-0").answer
    assert ("confirmed", False) == (completed.outcome, completed.replayed)
    assert (403, "consent_exhausted") == refused(lambda: client.verify("identity", request))
    replayed = client.verify("identity", request, idempotency_key="key-0").answer
    assert (True, completed.receipt) == (replayed.replayed, replayed.receipt)
    assert 1 == counter.asked()
    assert_recorded(counter.data, client.jwks(), [interrupted, completed, replayed])
    assert_consistent(counter.data)


def test_one_that_cannot_be_finished_does_not_keep_the_others(open_a_counter: Opening) -> None:
    """A fact was taken out of service meanwhile: what was left of other facts is finished."""
    counter = open_a_counter(deadline_seconds=PATIENCE)
    kill_while_public_security_is_asked(counter, "alive", "identity")
    write_settings(counter.folder / "settings.toml", counter.mocks.urls, facts=["identity"])
    counter.start()
    wait_until(lambda: count_entries(counter.data, DISCLOSED) > 0, LEFT)
    assert ["begun", "concluded"] == states(counter.data)
    assert counter.gateway.is_alive


def assert_survived(load: Load) -> None:
    """Every consent was answered exactly once in the end, whatever was killed meanwhile."""
    confirmed = load.confirmed()
    assert {errand.consent_id for errand in load.errands} == set(confirmed)
    assert {1} == {len(verifications) for verifications in confirmed.values()}
    assert {"confirmed", "unavailable"} >= {answer.outcome for answer in load.answers()}
    assert {"consent_exhausted"} >= set(load.refusals())


def test_a_gateway_killed_at_any_moment_keeps_its_promises(open_a_counter: Opening) -> None:
    """Kills under load: every answer is recorded, every consent for one use is used just once."""
    load = keep_killing(open_a_counter(), rounds=4, seed=1)
    assert_survived(load)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 5))
def test_a_gateway_killed_often_keeps_its_promises(open_a_counter: Opening, seed: int) -> None:
    """The same with many more kills."""
    load = keep_killing(open_a_counter(), rounds=30, seed=seed)
    assert_survived(load)
