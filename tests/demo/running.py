"""The demo as a process of its own, and which processes it has left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 120.0
MARK = "MARK_OF_A_TESTED_DEMO"


@contextmanager
def marked(mark: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run Python with these arguments; all that comes of it carries the mark."""
    with subprocess.Popen(
        [sys.executable, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, MARK: mark, "COLUMNS": "150"},
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def left_behind(mark: str) -> list[int]:
    """Processes that carry the mark, after those that are ending had time to."""
    ends = time.monotonic() + PATIENCE
    while (found := _carrying(mark)) and time.monotonic() < ends:
        continue
    return found


def _carrying(mark: str) -> list[int]:
    return [int(place.name) for place in Path("/proc").glob("[0-9]*") if _carries(place, mark)]


def _carries(place: Path, mark: str) -> bool:
    try:
        return f"{MARK}={mark}".encode() in (place / "environ").read_bytes().split(b"\0")
    except OSError:  # ended, or somebody else's
        return False
