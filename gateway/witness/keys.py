"""The witness's own key, as a file: it signs cosignatures and nothing else.

Must never hand out the private key, and never sign anything but a time and a checkpoint's text.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from gateway.audit.tlog.note_keys import KeyType, NoteKey
from gateway.audit.tlog.notes import NoteSignature, signed
from gateway.errors import SettingsRefused
from gateway.private_files import read_private_file, write_private_file

WITNESS_KEY: Final = "witness.pem"


@dataclass(frozen=True, slots=True, repr=False)
class WitnessKey:
    """The key of one witness, under its name."""

    name: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> NoteKey:
        """The public half, as verifiers know it."""
        return NoteKey(self.name, KeyType.COSIGNATURE, self.private.public_key().public_bytes_raw())

    def cosign(self, text: str, at: int) -> NoteSignature:
        """Cosign a checkpoint's text, seen `at` (whole seconds since 1970)."""
        return signed(text, self.public, self.private.sign, at=at)


def make_witness_key(directory: Path) -> None:
    """Make the key `witness.pem` (PKCS #8, mode 0600). Raises FileExistsError if there is one."""
    made = Ed25519PrivateKey.generate()
    content = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_private_file(directory / WITNESS_KEY, content)


def open_witness_key(directory: Path, name: str) -> WitnessKey:
    """Read the key. Raises SettingsRefused naming the file that cannot be used."""
    path = directory / WITNESS_KEY
    try:
        private = load_pem_private_key(read_private_file(path), password=None)
    except (ValueError, TypeError) as error:
        message = f"{path}: is not a PKCS #8 key in PEM form"
        raise SettingsRefused(message) from error
    if not isinstance(private, Ed25519PrivateKey):
        message = f"{path}: is not a private Ed25519 key"
        raise SettingsRefused(message)
    return WitnessKey(name, private)
