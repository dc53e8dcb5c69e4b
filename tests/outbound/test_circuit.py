"""The circuit breaker: when a department is given a rest, and how it comes back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gateway.outbound.circuit import LONGEST_REST, Circuit, Pass, Position
from tests.still import StillClock

FAILURES = 3
REST = 5.0


def a_circuit(clock: StillClock) -> Circuit:
    return Circuit(FAILURES, REST, clock.monotonic)


def admitted(circuit: Circuit) -> Pass:
    leave = circuit.admit()
    assert leave is not None
    return leave


def opened(clock: StillClock) -> Circuit:
    circuit = a_circuit(clock)
    for _ in range(FAILURES):
        circuit.failed(admitted(circuit))
    return circuit


def test_failures_in_a_row_open_it() -> None:
    """One less than the limit leaves it closed, the limit opens it."""
    clock = StillClock()
    circuit = a_circuit(clock)
    for _ in range(FAILURES - 1):
        circuit.failed(admitted(circuit))
    assert Position.CLOSED.value == circuit.position.value
    circuit.failed(admitted(circuit))
    assert Position.OPEN.value == circuit.position.value
    assert None is circuit.admit()


def test_an_answer_in_between_starts_the_count_again() -> None:
    """Only failures in a row count."""
    circuit = a_circuit(StillClock())
    for _ in range(4):
        for _ in range(FAILURES - 1):
            circuit.failed(admitted(circuit))
        admitted(circuit)
        circuit.succeeded()
    assert Position.CLOSED.value == circuit.position.value


def test_nobody_is_let_through_before_the_rest_is_over() -> None:
    """A moment before its end the circuit still keeps everybody back."""
    clock = StillClock()
    circuit = opened(clock)
    clock.move(seconds=REST - 0.001)
    assert None is circuit.admit()


def test_one_probe_at_a_time_after_the_rest() -> None:
    """The first question after the rest is the probe; the next ones wait for what comes of it."""
    clock = StillClock()
    circuit = opened(clock)
    clock.move(seconds=REST)
    assert Pass(probe=True) == circuit.admit()
    assert [None] * 5 == [circuit.admit() for _ in range(5)]
    assert Position.HALF_OPEN.value == circuit.position.value


def test_a_probe_that_is_answered_closes_it() -> None:
    """After an answer everybody may ask again, and earlier failures are forgotten."""
    clock = StillClock()
    circuit = opened(clock)
    clock.move(seconds=REST)
    admitted(circuit)
    circuit.succeeded()
    circuit.failed(admitted(circuit))
    assert Position.CLOSED.value == circuit.position.value


def test_every_failed_probe_doubles_the_rest_up_to_a_limit() -> None:
    """Five, ten, twenty, forty seconds, and then never longer than a minute."""
    clock = StillClock()
    circuit = opened(clock)
    for times in (1, 2, 4, 8, LONGEST_REST, LONGEST_REST):
        clock.move(seconds=REST * times - 0.001)
        assert None is circuit.admit()
        clock.move(seconds=0.001)
        circuit.failed(admitted(circuit))


def test_a_probe_that_was_cancelled_lets_another_probe() -> None:
    """A caller who goes away tells nothing; the next question is the probe."""
    clock = StillClock()
    circuit = opened(clock)
    clock.move(seconds=REST)
    circuit.left(admitted(circuit))
    assert Pass(probe=True) == circuit.admit()


def test_what_was_asked_before_it_opened_neither_probes_nor_counts() -> None:
    """Failures and departures of old questions change nothing while a probe is under way."""
    clock = StillClock()
    circuit = a_circuit(clock)
    old = admitted(circuit)
    for _ in range(FAILURES):
        circuit.failed(admitted(circuit))
    clock.move(seconds=REST)
    admitted(circuit)
    circuit.failed(old)
    circuit.left(old)
    assert Position.HALF_OPEN.value == circuit.position.value
    assert None is circuit.admit()


@given(st.lists(st.sampled_from(["fail", "succeed", "leave", "wait"]), max_size=60))
def test_it_always_comes_back(events: list[str]) -> None:
    """Whatever happened, the longest rest later one question gets through, and an answer heals."""
    clock = StillClock()
    circuit = a_circuit(clock)
    for event in events:
        if event == "wait":
            clock.move(seconds=REST)
            continue
        leave = circuit.admit()
        if leave is None:
            continue
        if event == "fail":
            circuit.failed(leave)
        elif event == "succeed":
            circuit.succeeded()
        else:
            circuit.left(leave)
    clock.move(seconds=REST * LONGEST_REST)
    admitted(circuit)
    circuit.succeeded()
    assert Position.CLOSED.value == circuit.position.value
