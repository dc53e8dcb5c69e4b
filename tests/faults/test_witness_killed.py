"""A witness that ends at every point of its work: it never cosigns two histories."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.witness.scene import head

ROUNDS = 60
PATIENCE = 300


@pytest.mark.parametrize("seed", [7, 8])
def test_two_histories_and_crashes(tmp_path: Path, seed: int) -> None:
    """Of two that are submitted at once and again and again, only one is ever cosigned.

    And what somebody has heard of is remembered: the stored head continues it.
    """
    command = [sys.executable, "-m", "tests.faults.witness_process"]
    ended = subprocess.run(
        [*command, tmp_path / "witness", str(ROUNDS), str(seed)],
        check=True,
        capture_output=True,
        timeout=PATIENCE,
    )
    found = json.loads(ended.stdout)
    marks = {mark for mark, _ in found["cosigned"]}
    sizes = [size for _, size in found["cosigned"]]
    assert (1, True) == (len(marks), len(sizes) > ROUNDS // 8)
    size, root = found["head"]
    assert max(sizes) <= size
    assert head(size, marks.pop()).root.hex() == root
