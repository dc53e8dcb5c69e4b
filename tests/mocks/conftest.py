"""Running mock departments over the residents of the contracts' examples."""

from collections.abc import Iterator

import pytest

from mocks.serving import Mocks, running
from tests.mocks.examples import make_population


@pytest.fixture(scope="module")
def departments() -> Iterator[Mocks]:
    """The four departments, up for one module of tests."""
    with running(make_population()) as mocks:
        yield mocks


@pytest.fixture
def mocks(departments: Mocks) -> Mocks:
    """The four departments without faults and with nothing in their journals."""
    departments.mend()
    return departments
