"""The front desks that the tests of this room call."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.api.office import Office, open_office


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A front desk over a fresh store."""
    opened = await open_office(tmp_path)
    async with opened.http:
        yield opened
    await opened.store.close()


@pytest.fixture(scope="module")
async def counter(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    """A front desk that the tests of a module share: they must leave it as it was."""
    opened = await open_office(tmp_path_factory.mktemp("counter"))
    async with opened.http:
        yield opened
    await opened.store.close()
