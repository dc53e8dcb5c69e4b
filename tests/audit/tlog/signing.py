"""Keys for notes, always the same ones, so that signatures are the same in every run."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gateway.audit.tlog.checkpoints import Checkpoint
from gateway.audit.tlog.note_keys import KeyType, NoteKey
from gateway.audit.tlog.notes import Note, signed

ORIGIN = "gateway.example/log"
WITNESS = "witness.example/w1"
SEEN_AT = 1_795_000_000


def private(name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest())


def key(name: str = ORIGIN, kind: KeyType = KeyType.ED25519) -> NoteKey:
    return NoteKey(name, kind, private(name).public_key().public_bytes_raw())


def sign(name: str = ORIGIN) -> Callable[[bytes], bytes]:
    return private(name).sign


LOG = key()
COSIGNER = key(WITNESS, KeyType.COSIGNATURE)


def a_note(checkpoint: Checkpoint, *, cosigned: bool = False) -> Note:
    """The checkpoint, signed by the log, and cosigned if wanted."""
    note = Note(checkpoint.text, (signed(checkpoint.text, LOG, sign()),))
    if not cosigned:
        return note
    return note.plus([signed(checkpoint.text, COSIGNER, sign(WITNESS), at=SEEN_AT)])
