"""Signed notes: the published example verifies, and nothing that differs from it by a bit."""

from __future__ import annotations

import base64
import json
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.tlog.note_keys import KeyType, NoteKey, read_note_key
from gateway.audit.tlog.notes import Note, NotSigned, read_note, signed, verified
from gateway.audit.tlog.refusal import NotInFormat
from tests.audit.tlog.signing import COSIGNER, LOG, SEEN_AT, WITNESS, key, private, sign

VECTORS = json.loads(Path("contracts/audit/vectors/notes.json").read_bytes())
PUBLISHED = VECTORS["published"]["note"].encode()
PUBLISHED_KEY = read_note_key(VECTORS["published"]["key"])
TEXT = "a text\n\nwith an empty line\n"


def lines_of(*lines: str, text: str = "text\n") -> bytes:
    return (text + "\n" + "".join(f"{line}\n" for line in lines)).encode()


@pytest.mark.parametrize("number", range(len(VECTORS["keys"])))
def test_verifier_keys(number: int) -> None:
    """A written key has its name, its id, its type and its public key, and is written back."""
    vector = VECTORS["keys"][number]
    found = read_note_key(vector["text"])
    assert (vector["name"], vector["type"], vector["public"], vector["key_id"]) == (
        found.name,
        found.type,
        found.public.hex(),
        found.key_id.hex(),
    )
    assert vector["text"] == found.text


def test_the_published_note() -> None:
    """It verifies under its published key, and is written back byte for byte."""
    note = read_note(PUBLISHED)
    assert {"PeterNeumann": None} == verified(note, [PUBLISHED_KEY])
    assert PUBLISHED == note.encoded()


def test_the_published_note_with_one_bit_changed() -> None:
    """Wherever the bit is, the note is refused, unless it now names an unknown signer."""
    for place in range(len(PUBLISHED)):
        for shift in range(8):
            changed = bytearray(PUBLISHED)
            changed[place] ^= 1 << shift
            with pytest.raises((NotInFormat, NotSigned)):
                verified(read_note(bytes(changed)), [PUBLISHED_KEY])


def test_a_signature_is_over_the_text_with_its_last_newline() -> None:
    """The empty line is not signed; a cosignature puts its time before the text."""
    log, witness = signed(TEXT, LOG, sign()), signed(TEXT, COSIGNER, sign(WITNESS), at=SEEN_AT)
    private(LOG.name).public_key().verify(log.signature, TEXT.encode())
    message = f"cosignature/v1\ntime {SEEN_AT}\n{TEXT}".encode()
    private(WITNESS).public_key().verify(witness.signature[8:], message)
    assert SEEN_AT == int.from_bytes(witness.signature[:8], "big")
    named = WITNESS.encode() + b"\n\x04" + COSIGNER.public
    assert sha256(named).digest()[:4] == witness.key_id


def test_who_signed() -> None:
    """The names of known signers, with the time of those who state one; others are passed over."""
    stranger = key("stranger.example")
    note = Note(TEXT, ()).plus(
        [
            signed(TEXT, stranger, sign("stranger.example")),
            signed(TEXT, LOG, sign()),
            signed(TEXT, COSIGNER, sign(WITNESS), at=SEEN_AT),
        ]
    )
    assert note == read_note(note.encoded())
    assert {LOG.name: None, WITNESS: SEEN_AT} == verified(note, [LOG, COSIGNER])
    assert {WITNESS: SEEN_AT} == verified(note, [COSIGNER])


def test_nobody_known_signed() -> None:
    """A note without a known signer is not signed."""
    note = Note(TEXT, (signed(TEXT, LOG, sign()),))
    with pytest.raises(NotSigned, match="no known key"):
        verified(note, [COSIGNER])


def test_a_known_signer_s_wrong_signature() -> None:
    """It refuses the whole note, however many others are right."""
    right = signed(TEXT, COSIGNER, sign(WITNESS), at=SEEN_AT)
    wrong = signed(TEXT, LOG, sign("stranger.example"))
    with pytest.raises(NotSigned, match="known key is wrong"):
        verified(Note(TEXT, (right, wrong)), [LOG, COSIGNER])


def test_another_type_of_the_same_key_is_another_key() -> None:
    """A log's signature is no cosignature, though name and public key are the same."""
    other = NoteKey(LOG.name, KeyType.COSIGNATURE, LOG.public)
    assert LOG.key_id != other.key_id
    with pytest.raises(NotSigned):
        verified(Note(TEXT, (signed(TEXT, LOG, sign()),)), [other])


@given(st.binary(max_size=400))
def test_whatever_comes_is_a_note_or_not_in_the_format(content: bytes) -> None:
    """No other error leaves the reader, and what it reads it writes back."""
    try:
        note = read_note(content)
    except NotInFormat:
        return
    assert content == note.encoded()


GOOD = signed("text\n", LOG, sign()).line


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"text\n",
        b"text\n\n",
        f"text\n{GOOD}\n".encode(),
        f"text\n\n{GOOD}".encode(),
        lines_of(GOOD, ""),
        lines_of(GOOD.replace("\u2014", "-")),
        lines_of(GOOD.replace("\u2014 ", "\u2014")),
        lines_of(GOOD.replace(" ", "  ")),
        lines_of(GOOD + "="),
        lines_of(GOOD + " "),
        lines_of("\u2014 name+plus AAAAAAAA"),
        lines_of("\u2014 name AAAA"),
        lines_of("\u2014 name AAAAAA=="),
        lines_of("\u2014  AAAAAAAA"),
        lines_of(GOOD, text="te\txt\n"),
        lines_of(GOOD, text="text\r\n"),
        lines_of(*[GOOD] * 101),
        b"\xff" + lines_of(GOOD),
        lines_of(GOOD, text="x" * 1_000_000 + "\n"),
    ],
    ids=range(20),
)
def test_what_is_no_note(content: bytes) -> None:
    """Missing lines, other dashes, other base64, control characters, too much of anything."""
    with pytest.raises(NotInFormat):
        read_note(content)


def coded(kind: int, public: bytes) -> str:
    return base64.b64encode(bytes([kind]) + public).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+00000000",
        f"{LOG.name}+00000000+{coded(1, LOG.public)}",
        f"{LOG.name}+{LOG.key_id.hex().upper()}+{coded(1, LOG.public)}",
        f"other+{LOG.key_id.hex()}+{coded(1, LOG.public)}",
        LOG.text.replace("/", " "),
        f"{LOG.name}+{LOG.key_id.hex()}+{coded(2, LOG.public)}",
        f"{LOG.name}+{LOG.key_id.hex()}+{coded(1, LOG.public[:-1])}",
        f"{LOG.name}+{LOG.key_id.hex()}+{coded(1, LOG.public)[:-1]}",
        LOG.text + "\n",
    ],
    ids=range(11),
)
def test_what_is_no_verifier_key(text: str) -> None:
    """Another id, another type, another length, another spelling."""
    with pytest.raises(NotInFormat):
        read_note_key(text)
