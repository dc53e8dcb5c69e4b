"""The transparency log's own key, as a file: it signs the log's heads and nothing else.

Must never hand out the private key in any form but for signing inside this room.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from gateway.audit.tlog.note_keys import KeyType, NoteKey
from gateway.errors import SettingsRefused
from gateway.private_files import make_private_directory, read_private_file, write_private_file

if TYPE_CHECKING:
    from pathlib import Path

LOG_KEY = "log.pem"


@dataclass(frozen=True, slots=True, repr=False)
class LogKey:
    """The key of one log."""

    private: Ed25519PrivateKey

    def named(self, origin: str) -> NoteKey:
        """The public half under the log's name, as verifiers know it."""
        return NoteKey(origin, KeyType.ED25519, self.private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature (RFC 8032) of these bytes."""
        return self.private.sign(message)


def open_log_key(directory: Path, *, make: bool = True) -> LogKey:
    """Read the key `log.pem` (PKCS #8, mode 0600); `make` it on first start.

    Raises SettingsRefused naming the file that cannot be used.
    """
    path = directory / LOG_KEY
    if make:
        make_private_directory(directory)
    elif not path.exists():
        message = f"{path}: is missing"
        raise SettingsRefused(message)
    if not path.exists():
        made = Ed25519PrivateKey.generate()
        write_private_file(
            path, made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
    try:
        private = load_pem_private_key(read_private_file(path), password=None)
    except (ValueError, TypeError) as error:
        message = f"{path}: is not a PKCS #8 key in PEM form"
        raise SettingsRefused(message) from error
    if not isinstance(private, Ed25519PrivateKey):
        message = f"{path}: is not a private Ed25519 key"
        raise SettingsRefused(message)
    return LogKey(private)
