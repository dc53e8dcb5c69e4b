"""Locks on the data directory: one process serves it, and one at a time sets it up.

The system gives a lock back when its process ends, however it ends. Must never wait for a process
that serves: two of them would each take the other's verifications for abandoned.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gateway.errors import SettingsRefused
from gateway.private_files import FILE_MODE

SERVING = "serving.lock"
SETTING_UP = "setting-up.lock"


class ServingLock:
    """The right to serve a data directory, held until closed."""

    def __init__(self, directory: Path) -> None:
        """Take it. Raises SettingsRefused if another process serves this directory."""
        self._descriptor = _open(directory / SERVING)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._descriptor)
            message = f"{directory}: is served by another process"
            raise SettingsRefused(message) from None

    def close(self) -> None:
        """Give it back."""
        os.close(self._descriptor)


@contextmanager
def setting_up(directory: Path) -> Iterator[None]:
    """Wait until no other process makes keys or tables here, and keep others waiting."""
    descriptor = _open(directory / SETTING_UP)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, FILE_MODE)
