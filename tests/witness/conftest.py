"""A witness for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.witness.scene import Witnessing, made, opened


@pytest.fixture
def witness(tmp_path: Path) -> Iterator[Witnessing]:
    """A witness that knows the log and has cosigned nothing yet."""
    found = opened(made(tmp_path / "witness"))
    yield found
    found.store.close()
