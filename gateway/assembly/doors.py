"""The doors through which departments call back: whose secrets are where, and who reads messages.

Must never open a door without a secret, nor with one that others could have read.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from gateway.errors import SettingsRefused
from gateway.ports.callbacks import CallbackDoor
from gateway.ports.source import Connector
from gateway.private_files import read_private_file
from gateway.settings import Settings

SHORTEST_SECRET: Final = 32  # bytes: as long as the hash


def open_doors(
    settings: Settings, connectors: Mapping[str, Connector]
) -> Mapping[str, CallbackDoor]:
    """One for each department whose settings name secrets.

    Raises SettingsRefused for a connector that takes no call-backs, and for a secret that is short,
    missing or in a file that others can read.
    """
    doors: dict[str, CallbackDoor] = {}
    for name, department in settings.departments.items():
        if not department.callback_secret_files:
            continue
        where = f"departments.{name}.callback_secret_files"
        read = getattr(connectors.get(name), "read_callback", None)
        if read is None:
            raise SettingsRefused(f"{where}: the connector of {name} takes no call-backs")
        files = [settings.data_dir / file for file in department.callback_secret_files]
        doors[name] = CallbackDoor(tuple(_secret(where, file) for file in files), read)
    return doors


def _secret(where: str, file: Path) -> bytes:
    secret = read_private_file(file).strip()
    if len(secret) < SHORTEST_SECRET:
        raise SettingsRefused(f"{where}: {file} holds less than {SHORTEST_SECRET} bytes")
    return secret
