"""The scenes that the tests of the flow play in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.flow.scene import Scene, open_scene


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """A flow over a fresh store."""
    async with open_scene(tmp_path) as opened:
        yield opened
