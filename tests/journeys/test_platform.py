"""The exchange platform between gateway and departments: nobody who asks notices it."""

from __future__ import annotations

import pytest

from mocks.serving import Mocks
from tests.journeys.desk import DEPARTMENTS, Desk, an_office, open_desk
from tests.journeys.served import Served

MARRIED = "marriage-m2-in-force"
ALIVE = "alive-a4-service"


@pytest.fixture
def desk(served: Served) -> Desk:
    """An office that may ask everything."""
    return open_desk(served, an_office(960))


def test_every_department_is_reached_through_it(desk: Desk, mocks: Mocks) -> None:
    """A question that needs all four is answered; each call to them was signed and checked."""
    assert "confirmed" == desk.ask("marriage", desk.request(MARRIED)).json()["outcome"]
    through = {name: mocks.controls(name).platform.counts["passed"] for name in DEPARTMENTS}
    calls = {name: len(mocks.controls(name).asks()) for name in DEPARTMENTS}
    assert calls == through
    assert all(calls.values())


def test_secrets_taken_back_in_between(desk: Desk, mocks: Mocks) -> None:
    """The platform takes every secret back: fresh ones are fetched and the answer is the same."""
    for name in DEPARTMENTS:
        mocks.controls(name).platform.door.void()
    assert "confirmed" == desk.ask("marriage", desk.request(MARRIED)).json()["outcome"]


@pytest.mark.parametrize("fault", ["refresh_fails", "refresh_malformed", "refresh_code"])
def test_no_fresh_secret(desk: Desk, mocks: Mocks, fault: str) -> None:
    """Without a secret the department is silent, and named; nothing is said about the person."""
    mocks.controls("health").platform.door.void()
    mocks.controls("health").platform.fault(fault)
    answer = desk.ask("alive", desk.request(ALIVE)).json()
    assert ("unavailable", ["health"]) == (answer["outcome"], answer["departments"])
    assert () == mocks.controls("health").asks()
    mocks.controls("health").platform.mend()
    assert "confirmed" == desk.ask("alive", desk.request(ALIVE)).json()["outcome"]


@pytest.mark.parametrize("fault", ["stale_secret", "wrong_sign", "busy", "unknown_code"])
def test_the_platform_refuses(desk: Desk, mocks: Mocks, fault: str) -> None:
    """A refusal of the platform is silence, whatever it gives as its reason."""
    mocks.controls("health").platform.fault(fault)
    answer = desk.ask("alive", desk.request(ALIVE)).json()
    assert ("unavailable", ["health"]) == (answer["outcome"], answer["departments"])
