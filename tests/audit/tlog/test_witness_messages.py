"""What log and witness say to each other: read back as it was, and nothing else."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.tlog.checkpoints import Checkpoint
from gateway.audit.tlog.notes import Note, verified
from gateway.audit.tlog.refusal import NotInFormat
from gateway.audit.tlog.witness_messages import (
    AddCheckpoint,
    read_add_checkpoint,
    read_cosignatures,
    write_cosignatures,
)
from tests.audit.tlog.signing import COSIGNER, LOG, ORIGIN, SEEN_AT, WITNESS, a_note

HEAD = Checkpoint(ORIGIN, 42, bytes(range(32)))
CHECKPOINT = a_note(HEAD).encoded()
HASHES = (bytes(32), bytes([1]) * 32)


def test_the_bytes() -> None:
    """The old size, the hashes of the proof, an empty line, the checkpoint."""
    lines = "".join(base64.b64encode(hashed).decode() + "\n" for hashed in HASHES)
    wanted = f"old 7\n{lines}\n".encode() + CHECKPOINT
    assert wanted == AddCheckpoint(7, HASHES, CHECKPOINT).encoded()


@given(st.integers(0, (1 << 63) - 1), st.lists(st.binary(min_size=32, max_size=32), max_size=63))
def test_messages_are_read_back(old: int, hashes: list[bytes]) -> None:
    """The first one too, which has no proof."""
    message = AddCheckpoint(old, tuple(hashes), CHECKPOINT)
    found = read_add_checkpoint(message.encoded())
    assert (message, HEAD.text) == (found, found.note.text)


def test_cosignatures() -> None:
    """The witness replies with its lines, which verify over the text that was sent."""
    cosigned = a_note(HEAD, cosigned=True)
    reply = write_cosignatures(Note(HEAD.text, cosigned.signatures[1:]))
    found = read_cosignatures(HEAD.text, reply)
    assert {WITNESS: SEEN_AT} == verified(found, [COSIGNER])
    assert cosigned == a_note(HEAD).plus(found.signatures)
    assert {LOG.name: None, WITNESS: SEEN_AT} == verified(cosigned, [LOG, COSIGNER])


GOOD = AddCheckpoint(7, HASHES, CHECKPOINT).encoded()
HASH_LINE = base64.b64encode(bytes(32)) + b"\n"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        GOOD.replace(b"old 7", b"old 07"),
        GOOD.replace(b"old 7", b"old"),
        GOOD.replace(b"old 7", b"old 9223372036854775808"),
        GOOD.replace(b"old 7\n", b"old 7\nAAAA\n"),
        GOOD.replace(b"old 7\n", b"old 7\n" + HASH_LINE * 62),
        GOOD.replace(b"\n\n", b"\n", 1),
        GOOD.partition(b"\n\n")[0] + b"\n\n",
        GOOD.replace(b"old", "\u00f6ld".encode()),
        GOOD + b"x" * 1_000_001,
    ],
    ids=range(10),
)
def test_what_is_no_message(content: bytes) -> None:
    """Other spellings, hashes of another length, too many of them, no checkpoint."""
    with pytest.raises(NotInFormat):
        read_add_checkpoint(content)


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"x\n", b"\xff\n", b"x" * 1_000_001, write_cosignatures(a_note(HEAD))[:-1]],
    ids=range(6),
)
def test_what_is_no_reply(content: bytes) -> None:
    """A witness that says something else has said nothing."""
    with pytest.raises(NotInFormat):
        read_cosignatures(HEAD.text, content)
