"""The store's key files: `wrapping.key`, and one `lookup-<epoch>.key` for each epoch.

32 random bytes each, mode 0600 in a directory of mode 0700, made on the first start. Must never
overwrite a key, and never make a new one where a store was written under another: what was sealed
could not be opened any more, and nobody would notice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gateway.errors import SettingsRefused
from gateway.ports.machine import Chance
from gateway.private_files import make_private_directory, read_private_file, write_private_file

KEY_BYTES = 32
WRAPPING = "wrapping.key"
FIRST_LOOKUP = "lookup-1.key"
_LOOKUP = re.compile(r"lookup-([1-9][0-9]*)\.key")


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """The secrets of the store: what wraps data keys, and the look-up key of each epoch."""

    wrapping: bytes
    lookup: Mapping[int, bytes]


def load_keys(directory: Path) -> Keys:
    """Read the key files. Raises SettingsRefused: missing, of wrong length, or of a wide mode."""
    make_private_directory(directory)
    lookup = {
        int(found[1]): _read(path)
        for path in sorted(directory.iterdir())
        if (found := _LOOKUP.fullmatch(path.name))
    }
    if not lookup:
        message = f"{directory / FIRST_LOOKUP}: is missing"
        raise SettingsRefused(message)
    return Keys(_read(directory / WRAPPING), lookup)


def make_keys(directory: Path, chance: Chance) -> None:
    """Make the key files of a new store; those that exist stay as they are."""
    make_private_directory(directory)
    for name in (WRAPPING, FIRST_LOOKUP):
        with suppress(FileExistsError):
            write_private_file(directory / name, chance.take(KEY_BYTES))


def _read(path: Path) -> bytes:
    key = read_private_file(path)
    if len(key) != KEY_BYTES:
        message = f"{path}: must hold exactly {KEY_BYTES} bytes"
        raise SettingsRefused(message)
    return key
