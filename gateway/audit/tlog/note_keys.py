"""The public keys under which notes are signed (C2SP signed-note): names, key ids, written form.

Must never hold a private key.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gateway.audit.tlog.refusal import NotInFormat

KEY_ID_BYTES: Final = 4
PUBLIC_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
LONGEST_NAME: Final = 255


class KeyType(IntEnum):
    """The byte that says what a key signs, and how."""

    ED25519 = 0x01  # the text of the note
    COSIGNATURE = 0x04  # a time and the text of the note (C2SP tlog-cosignature)


@dataclass(frozen=True, slots=True)
class NoteKey:
    """One known signer: its name, what it signs, and its Ed25519 public key."""

    name: str
    type: KeyType
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The first four bytes of SHA-256(name || 0x0A || type || public key)."""
        named = self.name.encode() + b"\n" + bytes([self.type]) + self.public
        return hashlib.sha256(named).digest()[:KEY_ID_BYTES]

    @property
    def text(self) -> str:
        """The verifier key as it is handed around: name, key id in hex, type and key in base64."""
        coded = base64.b64encode(bytes([self.type]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{coded}"

    def has_signed(self, message: bytes, signature: bytes) -> bool:
        """Whether this is its Ed25519 signature (RFC 8032) of exactly these bytes."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


def read_note_key(text: str) -> NoteKey:
    """The key of this written form. Raises NotInFormat, also if name and key id do not fit it."""
    parts = text.split("+", 2)
    if len(parts) != 3:
        raise NotInFormat("a verifier key has a name, a key id and a key")
    name, key_id, coded = parts
    raw = read_base64(coded)
    if len(raw) != 1 + PUBLIC_BYTES or raw[0] not in set(KeyType):
        raise NotInFormat("the verifier key is of another type or length")
    key = NoteKey(checked_name(name), KeyType(raw[0]), raw[1:])
    if key.key_id.hex() != key_id:
        raise NotInFormat("the key id is another key's")
    return key


def checked_name(name: str) -> str:
    """The name, if it may be one: not empty, without plus, white space or control characters."""
    good = 0 < len(name) <= LONGEST_NAME and name.isprintable()
    if not good or "+" in name or any(character.isspace() for character in name):
        raise NotInFormat("a key's name has no plus, no white space and no control characters")
    return name


def read_base64(text: str) -> bytes:
    """The bytes of a standard base64 text with its padding. Raises NotInFormat for another form."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        raw = None
    if raw is None or base64.b64encode(raw).decode() != text:
        raise NotInFormat("is not base64 in its one form")
    return raw
