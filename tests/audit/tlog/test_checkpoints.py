"""Checkpoints: one text for one head, and only the log's own signature opens it."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.tlog.checkpoints import (
    Checkpoint,
    open_checkpoint,
    open_cosigned,
    read_checkpoint,
)
from gateway.audit.tlog.hashes import EMPTY_ROOT
from gateway.audit.tlog.note_keys import KeyType, NoteKey
from gateway.audit.tlog.notes import Note, NotSigned, signed
from gateway.audit.tlog.refusal import NotInFormat
from tests.audit.tlog.signing import (
    COSIGNER,
    LOG,
    ORIGIN,
    SEEN_AT,
    WITNESS,
    a_note,
    key,
    private,
    sign,
)

HEAD = Checkpoint(ORIGIN, 42, bytes(range(32)))
ROOT = base64.b64encode(HEAD.root).decode()


def test_the_text() -> None:
    """Origin, size and root, each on its line."""
    assert f"{ORIGIN}\n42\n{ROOT}\n" == HEAD.text
    assert HEAD == read_checkpoint(HEAD.text)


def test_an_empty_log_has_a_head_too() -> None:
    """Size 0 and the hash of nothing."""
    empty = Checkpoint(ORIGIN, 0, EMPTY_ROOT)
    assert empty == open_checkpoint(a_note(empty).encoded(), LOG)


@given(st.integers(0, (1 << 63) - 1), st.binary(min_size=32, max_size=32))
def test_what_is_written_is_read(size: int, root: bytes) -> None:
    """Every head comes back as it was."""
    head = Checkpoint(ORIGIN, size, root)
    assert head == read_checkpoint(head.text)


def test_further_lines_are_kept() -> None:
    """Extension lines of other logs are tolerated and written back."""
    text = HEAD.text + "extension 1\nextension 2\n"
    found = read_checkpoint(text)
    assert (("extension 1", "extension 2"), text) == (found.extensions, found.text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{ORIGIN}\n42\n",
        f"{ORIGIN}\n42\n{ROOT}",
        f"\n42\n{ROOT}\n",
        f"{ORIGIN}\n042\n{ROOT}\n",
        f"{ORIGIN}\n-1\n{ROOT}\n",
        f"{ORIGIN}\n+42\n{ROOT}\n",
        f"{ORIGIN}\n4 2\n{ROOT}\n",
        f"{ORIGIN}\n\u0664\n{ROOT}\n",
        f"{ORIGIN}\n9223372036854775808\n{ROOT}\n",
        f"{ORIGIN}\n99999999999999999999\n{ROOT}\n",
        f"{ORIGIN}\n42\n{ROOT[:-1]}\n",
        f"{ORIGIN}\n42\n{ROOT[:-4]}\n",
        f"{ORIGIN}\n42\n{ROOT}\n\n",
        f"{ORIGIN}\n42\n{ROOT}\n\nextension\n",
        f"{ORIGIN} x\n42\n{ROOT}\n",
    ],
    ids=range(16),
)
def test_what_is_no_checkpoint(text: str) -> None:
    """Other spellings of the same head, and heads of nothing."""
    with pytest.raises(NotInFormat):
        read_checkpoint(text)


def test_only_the_log_opens_it() -> None:
    """Not another key of the same name, not another log's checkpoint, not a changed text."""
    good = a_note(HEAD)
    assert HEAD == open_checkpoint(good.encoded(), LOG)
    with pytest.raises(NotInFormat, match="another log"):
        open_checkpoint(good.encoded(), key("other.example/log"))
    forged = Note(HEAD.text, (signed(HEAD.text, LOG, sign("other.example/log")),))
    with pytest.raises(NotSigned):
        open_checkpoint(forged.encoded(), LOG)
    longer = Note(Checkpoint(ORIGIN, 43, HEAD.root).text, good.signatures)
    with pytest.raises(NotSigned):
        open_checkpoint(longer.encoded(), LOG)


def test_every_witness_has_cosigned() -> None:
    """Each by its own key, also where two have one name."""
    public = private("another").public_key().public_bytes_raw()
    namesake = NoteKey(WITNESS, KeyType.COSIGNATURE, public)
    head = Checkpoint(ORIGIN, 8, bytes(32))
    once = a_note(head, cosigned=True)
    twice = once.plus([signed(head.text, namesake, sign("another"), at=SEEN_AT)])
    assert head == open_cosigned(once.encoded(), LOG, [COSIGNER])
    assert head == open_cosigned(twice.encoded(), LOG, [COSIGNER, namesake])
    with pytest.raises(NotSigned, match="witness"):
        open_cosigned(once.encoded(), LOG, [COSIGNER, namesake])
