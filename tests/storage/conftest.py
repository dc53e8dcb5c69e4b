"""A scene for each test of the store, opened and registered, and looking into its tables."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from gateway.storage.opening import DATABASE
from gateway.storage.store import Store
from tests.storage.scene import Scene

Look = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """A data directory that does not exist yet."""
    return Scene(tmp_path / "data")


@pytest.fixture
async def store(scene: Scene) -> AsyncIterator[Store]:
    """The scene's store, served, with a requester and its matter."""
    opened = scene.open()
    await scene.register(opened)
    yield opened
    await opened.close()


@pytest.fixture
def look(scene: Scene) -> Look:
    """Run SQL on the database as another program would."""

    def run(sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(scene.data_dir / DATABASE)
        try:
            with connection:
                return list(connection.execute(sql, parameters))
        finally:
            connection.close()

    return run
