"""One town of mock departments and one gateway for all journeys of a test process."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from gateway.assembly.machine import SystemClock
from gateway.ports.machine import civil_date
from mocks.population import Population
from mocks.serving import Mocks, running
from mocks.town import build_town
from tests.journeys.served import Served, serving, settings_for, through_platform


@pytest.fixture(scope="session")
def today() -> date:
    """The civil date that mock departments and gateway share."""
    return civil_date(SystemClock().now())


@pytest.fixture(scope="session")
def town(today: date) -> Population:
    """The bundled residents."""
    return build_town(today)


@pytest.fixture(scope="session")
def all_mocks(town: Population) -> Iterator[Mocks]:
    """The four mock departments."""
    with running(town) as mocks:
        yield mocks


@pytest.fixture
def mocks(all_mocks: Mocks) -> Iterator[Mocks]:
    """The four mock departments, mended before and after."""
    all_mocks.mend()
    yield all_mocks
    all_mocks.mend()


@pytest.fixture(scope="session")
def _gateway(all_mocks: Mocks, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = tmp_path_factory.mktemp("gateway") / "data"
    settings = through_platform(settings_for(Path(data), all_mocks.urls))
    with serving(settings, all_mocks) as served:
        yield served


@pytest.fixture
def served(_gateway: Served, mocks: Mocks) -> Served:
    """The running gateway over mended departments."""
    assert _gateway.mocks is mocks
    return _gateway
