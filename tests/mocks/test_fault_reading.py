"""Faults are read from JSON with everything that is wrong named, and shared out to departments."""

from __future__ import annotations

import json
from random import Random

import pytest

from mocks.asking import Ask
from mocks.fault_files import concerns, read_file
from mocks.fault_reading import read_faults
from mocks.faults import Fault, FaultBoard, FaultRefused
from mocks.population import DEPARTMENTS
from mocks.serving import open_department
from tests.mocks import examples

ASK = Ask("death", "")


@pytest.mark.parametrize(
    ("fault", "place"),
    [
        ("busy", "/faults/0: a fault is an object with a kind"),
        ({"operation": "death"}, "/faults/0: a fault is an object with a kind"),
        ({"kind": "gone"}, "/faults/0/kind: unknown kind 'gone'"),
        ({"kind": 7}, "/faults/0/kind: must be a text"),
        ({"kind": "busy", "more": 1}, "/faults/0/more: there is no such member"),
        ({"kind": "busy", "department": "tax"}, "/faults/0/department: unknown department"),
        ({"kind": "busy", "step": "later"}, "/faults/0/step: unknown step"),
        ({"kind": "busy", "times": 0}, "/faults/0/times: must be positive"),
        ({"kind": "busy", "times": True}, "/faults/0/times: must be a whole number or null"),
        ({"kind": "busy", "probability": 0}, "/faults/0/probability: must be above 0"),
        ({"kind": "busy", "probability": 1.1}, "/faults/0/probability: must be above 0"),
        ({"kind": "busy", "seconds": -1}, "/faults/0/seconds: must not be negative"),
        ({"kind": "busy", "size": 0}, "/faults/0/size: must be positive"),
        ({"kind": "busy", "sigma": 1}, "/faults/0: distribution, high and sigma are for"),
        ({"kind": "latency", "distribution": "normal"}, "/faults/0/distribution: unknown"),
        ({"kind": "latency", "distribution": "uniform"}, "/faults/0/high: must be there"),
        ({"kind": "latency", "distribution": "lognormal", "seconds": 0}, "/faults/0/seconds: m"),
        ({"kind": "latency", "high": -1}, "/faults/0/high: must not be negative"),
        ({"kind": "stale_secret", "operation": "death"}, "/faults/0: a stale_secret takes"),
    ],
    ids=str,
)
def test_what_is_wrong_is_named(fault: object, place: str) -> None:
    """Place and fault are in the message."""
    with pytest.raises(FaultRefused) as refused:
        read_faults({"faults": [fault]})
    assert str(refused.value).startswith(place)


def test_everything_wrong_is_named_at_once() -> None:
    """Two faults with three mistakes."""
    wrong = [{"kind": "gone", "times": -1}, {"kind": "busy", "probability": 2}]
    with pytest.raises(FaultRefused) as refused:
        read_faults({"faults": wrong})
    places = [problem.partition(":")[0] for problem in str(refused.value).split("; /")]
    assert ["/faults/0/kind", "faults/0/times", "faults/1/probability"] == places


@pytest.mark.parametrize("value", [None, [], {}, {"faults": {}}, {"faults": [], "more": 1}])
def test_what_is_no_list_of_faults(value: object) -> None:
    """It is refused as a whole."""
    with pytest.raises(FaultRefused, match="expected"):
        read_faults(value)


def test_a_file_is_shared_out() -> None:
    """Each department has what it can have and what is meant for it."""
    departments = [open_department(name, examples.make_population()) for name in DEPARTMENTS]
    text = {
        "faults": [
            {"kind": "timeout"},
            {"kind": "not_offered"},
            {"kind": "busy", "operation": "death"},
            {"kind": "stale_secret", "department": "civil_affairs"},
        ]
    }
    faults = read_file(json.dumps(text).encode(), departments)
    shares = {d.name: [f.kind for f in faults if concerns(f, d)] for d in departments}
    assert {
        "public_security": ["timeout"],
        "civil_affairs": ["timeout", "stale_secret"],
        "health": ["timeout", "busy"],
        "courts": ["timeout", "not_offered"],
    } == shares


@pytest.mark.parametrize(
    "text",
    ["{", '{"faults": [{"kind": "busy", "operation": "wedding"}]}'],
    ids=["no JSON", "an operation of nobody"],
)
def test_a_file_that_fits_nobody(text: str) -> None:
    """It is refused before anything is started."""
    departments = [open_department("health", examples.make_population())]
    with pytest.raises(FaultRefused):
        read_file(text.encode(), departments)


def test_form_and_sense_of_a_file_are_told_at_once() -> None:
    """A fault of nobody is named beside one that is malformed."""
    departments = [open_department("health", examples.make_population())]
    faults = [{"kind": "busy", "operation": "wedding"}, {"kind": "busy", "probability": 2}]
    with pytest.raises(FaultRefused) as refused:
        read_file(json.dumps({"faults": faults}).encode(), departments)
    places = [problem.partition(":")[0] for problem in str(refused.value).split("; ")]
    assert ["/faults/0", "/faults/1/probability"] == places


def test_a_share_of_the_calls() -> None:
    """The same seed hits the same calls; about the share that was asked for."""
    hits = []
    for _ in range(2):
        board = FaultBoard(("death",), frozenset({"busy"}), "health")
        board.switch([Fault("busy", probability=0.3, seed=5)])
        hits.append([board.take(ASK) is not None for _ in range(1_000)])
    assert hits[0] == hits[1]
    assert 250 < sum(hits[0]) < 350


def test_latencies_add_up_and_leave_room_for_another_fault() -> None:
    """Two of them delay one call, which another fault then hits."""
    board = FaultBoard(("death",), frozenset({"busy"}))
    board.switch([Fault("latency", seconds=1, times=1), Fault("busy"), Fault("latency", seconds=2)])
    taken = board.take(ASK)
    assert [3, 2] == [board.delay(ASK), board.delay(ASK)]
    assert taken is not None
    assert "busy" == taken.kind


def test_distributions() -> None:
    """Fixed is fixed, uniform stays between, lognormal has its median and its bound."""
    dice = Random(1)
    assert 2 == Fault("latency", seconds=2).draw(dice)
    uniform = Fault("latency", seconds=1, high=3, distribution="uniform")
    assert all(1 <= uniform.draw(dice) <= 3 for _ in range(200))
    skewed = Fault("latency", seconds=1, high=4, sigma=1, distribution="lognormal")
    drawn = sorted(skewed.draw(dice) for _ in range(2_001))
    assert 0.9 < drawn[1_000] < 1.1
    assert 4 == drawn[-1]
