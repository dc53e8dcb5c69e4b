"""Mock departments whose misbehaviour the tests choose, and gateways as processes of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from gateway.assembly.machine import SystemClock
from gateway.ports.machine import civil_date
from mocks.scenarios.story import Scenario
from mocks.serving import Mocks, running
from mocks.town import build_town, list_scenarios
from tests.faults.counter import Counter, open_counter

Opening = Callable[..., Counter]


@pytest.fixture(scope="session")
def today() -> date:
    """The civil date that mock departments and gateways share."""
    return civil_date(SystemClock().now())


@pytest.fixture(scope="session")
def scenarios(today: date) -> Mapping[str, Scenario]:
    """The scenario residents' questions by key."""
    return {scenario.key: scenario for scenario in list_scenarios(today)}


@pytest.fixture(scope="session")
def all_mocks(today: date) -> Iterator[Mocks]:
    """The four mock departments."""
    with running(build_town(today)) as mocks:
        yield mocks


@pytest.fixture
def mocks(all_mocks: Mocks) -> Iterator[Mocks]:
    """The four mock departments, mended before and after."""
    all_mocks.mend()
    yield all_mocks
    all_mocks.mend()


@pytest.fixture
def open_a_counter(
    mocks: Mocks, scenarios: Mapping[str, Scenario], tmp_path: Path
) -> Iterator[Opening]:
    """Opens a counter with its gateway process in this test's directory; closed at the end."""
    with ExitStack() as stack:

        def opening(**settings: object) -> Counter:
            return stack.enter_context(open_counter(tmp_path, mocks, scenarios, **settings))

        yield opening
