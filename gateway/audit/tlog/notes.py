"""Signed notes (C2SP signed-note): a text and the signatures below it.

Must never take a note for signed unless a known key has signed it, nor pass over the failed
signature of a known key.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.audit.tlog.note_keys import KEY_ID_BYTES, KeyType, checked_name, read_base64
from gateway.audit.tlog.refusal import NotInFormat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from gateway.audit.tlog.note_keys import NoteKey

LARGEST_NOTE: Final = 1_000_000
MOST_SIGNATURES: Final = 100
_DASH: Final = "\u2014 "
_TIME_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One line below the text: who signed, and the signature as its type writes it."""

    name: str
    key_id: bytes
    signature: bytes

    @property
    def line(self) -> str:
        """The line, without its newline."""
        coded = base64.b64encode(self.key_id + self.signature).decode()
        return f"{_DASH}{self.name} {coded}"


@dataclass(frozen=True, slots=True)
class Note:
    """A text, which ends with a newline, and what is signed below it."""

    text: str
    signatures: tuple[NoteSignature, ...]

    def encoded(self) -> bytes:
        """The bytes of the note."""
        lines = "".join(f"{signature.line}\n" for signature in self.signatures)
        return f"{self.text}\n{lines}".encode()

    def plus(self, signatures: Iterable[NoteSignature]) -> Note:
        """The note with more signatures below those it has."""
        return Note(self.text, (*self.signatures, *signatures))


class NotSigned(ValueError):
    """No known key has signed the note, or a known key's signature is wrong."""


def read_note(content: bytes) -> Note:
    """The note of these bytes. Raises NotInFormat."""
    if len(content) > LARGEST_NOTE:
        raise NotInFormat("the note is too large")
    try:
        whole = content.decode("utf-8")
    except UnicodeDecodeError:
        raise NotInFormat("the note is not UTF-8") from None
    text, found, below = whole.rpartition("\n\n")
    lines = below.split("\n")
    if not found or lines.pop() != "":
        raise NotInFormat(
            "a note has a text, an empty line and signatures, each ended by a newline"
        )
    if not 1 <= len(lines) <= MOST_SIGNATURES:
        raise NotInFormat("a note has 1 to 100 signatures")
    return Note(checked_text(text + "\n"), tuple(read_signature_line(line) for line in lines))


def read_signature_line(line: str) -> NoteSignature:
    """The signature of one line, without its newline. Raises NotInFormat."""
    name, found, coded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not found:
        raise NotInFormat("a signature is a dash, a name and base64")
    raw = read_base64(coded)
    if len(raw) <= KEY_ID_BYTES:
        raise NotInFormat("a signature holds more than a key id")
    return NoteSignature(checked_name(name), raw[:KEY_ID_BYTES], raw[KEY_ID_BYTES:])


def checked_text(text: str) -> str:
    """The text, if it may be a note's: ended by a newline, without other control characters."""
    if not text.endswith("\n") or any(c < " " and c != "\n" for c in text):
        raise NotInFormat("a note's text ends with a newline and has no other control characters")
    return text


def signed(
    text: str, key: NoteKey, sign: Callable[[bytes], bytes], *, at: int | None = None
) -> NoteSignature:
    """Sign a text; `sign` makes the Ed25519 signature of bytes.

    A cosignature also states `at`, in whole seconds since 1970: the signer saw the text then.
    """
    message = signed_bytes(text, key.type, at or 0)
    stated = (at or 0).to_bytes(_TIME_BYTES, "big") if key.type is KeyType.COSIGNATURE else b""
    return NoteSignature(key.name, key.key_id, stated + sign(message))


def signed_bytes(text: str, key_type: KeyType, at: int) -> bytes:
    """What a key of this type signs of a text."""
    match key_type:
        case KeyType.ED25519:
            return text.encode()
        case KeyType.COSIGNATURE:
            return f"cosignature/v1\ntime {at}\n{text}".encode()


def verified(note: Note, keys: Iterable[NoteKey]) -> dict[str, int | None]:
    """The names of the known keys that signed the note, with the time that a cosignature states.

    Unknown keys are passed over. Raises NotSigned if a known key's signature is wrong, or if no
    known key has signed.
    """
    known = {(key.name, key.key_id): key for key in keys}
    found: dict[str, int | None] = {}
    for line in note.signatures:
        key = known.pop((line.name, line.key_id), None)  # a second line of one key says nothing new
        if key is None:
            continue
        stated, signature = _parts(key, line.signature)
        if not key.has_signed(signed_bytes(note.text, key.type, stated or 0), signature):
            raise NotSigned("the signature of a known key is wrong")
        found[key.name] = stated
    if not found:
        raise NotSigned("no known key has signed this")
    return found


def _parts(key: NoteKey, signature: bytes) -> tuple[int | None, bytes]:
    if key.type is KeyType.ED25519:
        return None, signature
    return int.from_bytes(signature[:_TIME_BYTES], "big"), signature[_TIME_BYTES:]
