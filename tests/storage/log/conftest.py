"""A log for each test."""

from __future__ import annotations

import pytest

from gateway.storage.store import Store
from tests.storage.log.scene import Logged, opened
from tests.storage.scene import Scene


@pytest.fixture
async def logged(scene: Scene, store: Store) -> Logged:
    """A store with two entries (its requester and its matter) and an empty log."""
    return Logged(scene, store, await opened(store, scene))
