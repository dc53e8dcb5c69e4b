"""Files that hold secrets: made once, whole or not at all, readable by their owner alone.

Must never overwrite a file that exists, and never read one that others could have read.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from gateway.errors import SettingsRefused

if TYPE_CHECKING:
    from pathlib import Path

DIRECTORY_MODE = 0o700
FILE_MODE = 0o600


def make_private_directory(path: Path) -> None:
    """Make the directory with mode 0700, or check that an existing one is no wider.

    Raises SettingsRefused naming the directory.
    """
    if not path.is_dir():
        path.mkdir(mode=DIRECTORY_MODE, parents=True, exist_ok=True)
        path.chmod(DIRECTORY_MODE)  # the umask may have taken bits away
    _refuse_wider(path, DIRECTORY_MODE)


def write_private_file(path: Path, content: bytes) -> None:
    """Write a new file durably and atomically with mode 0600.

    Raises FileExistsError if it exists already, in a race too.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    # Only a dead process can have left one under this number; in a container all have the same.
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)  # unlike a rename, a link never replaces what is there
    finally:
        draft.unlink()
    _sync_directory(path.parent)


def read_private_file(path: Path) -> bytes:
    """Read a secret. Raises SettingsRefused if its mode is wider than 0600 or it is not there."""
    try:
        _refuse_wider(path, FILE_MODE)
        return path.read_bytes()
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise SettingsRefused(message) from error


def is_private(path: Path) -> bool:
    """Whether nobody but its owner may use the file. Raises OSError if it is not there."""
    return not stat.S_IMODE(path.stat().st_mode) & ~FILE_MODE


def _refuse_wider(path: Path, mode: int) -> None:
    found = stat.S_IMODE(path.stat().st_mode)
    if found & ~mode:
        message = f"{path}: has mode {found:04o}, must be {mode:04o} or narrower"
        raise SettingsRefused(message)


def _sync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
