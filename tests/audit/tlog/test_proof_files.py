"""Proof files: one file proves one entry's bytes to be in the log, and nothing else does."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.audit.tlog.checkpoints import Checkpoint
from gateway.audit.tlog.notes import NotSigned
from gateway.audit.tlog.proof_files import ProofFile, check_proof_file, read_proof_file
from gateway.audit.tlog.refusal import NotInFormat
from tests.audit.tlog import reference
from tests.audit.tlog.signing import COSIGNER, LOG, ORIGIN, a_note, key

MOST = 40
ENTRIES = reference.entries(MOST)
LEAVES = reference.leaves(MOST)


def head(size: int) -> Checkpoint:
    return Checkpoint(ORIGIN, size, reference.root(LEAVES[:size]))


def a_file(index: int, size: int, *, cosigned: bool = False, extra: bytes | None = None) -> bytes:
    hashes = tuple(reference.path(index, LEAVES[:size]))
    checkpoint = a_note(head(size), cosigned=cosigned).encoded()
    return ProofFile(index, hashes, checkpoint, extra).encoded()


def test_the_bytes() -> None:
    """Version, index, hashes from leaf to root, an empty line, the checkpoint as it was served."""
    sibling = base64.b64encode(LEAVES[0]).decode()
    wanted = f"c2sp.org/tlog-proof@v1\nindex 1\n{sibling}\n\n".encode()
    assert wanted + a_note(head(2)).encoded() == a_file(1, 2)
    coded = base64.b64encode(b"more").decode()
    assert f"@v1\nextra {coded}\nindex 1\n".encode() in a_file(1, 2, extra=b"more")


@given(st.integers(1, MOST), st.data())
@settings(max_examples=40)
def test_every_entry_is_proved(size: int, data: st.DataObject) -> None:
    """From the smallest tree, which needs no hashes, on."""
    index = data.draw(st.integers(0, size - 1))
    content = a_file(index, size)
    assert content == read_proof_file(content).encoded()
    assert head(size) == check_proof_file(content, ENTRIES[index], LOG)


def test_another_entry_is_not_proved() -> None:
    """Not the neighbour, not the same bytes with one more."""
    for other in (ENTRIES[4], ENTRIES[3] + b"\n", b""):
        with pytest.raises(NotSigned, match="does not lead"):
            check_proof_file(a_file(3, 9), other, LOG)


@pytest.mark.parametrize("shift", range(8))
def test_one_changed_bit(shift: int) -> None:
    """Anywhere in the file: it proves nothing any more."""
    content = a_file(3, 9)
    for place in range(len(content)):
        changed = bytearray(content)
        changed[place] ^= 1 << shift
        with pytest.raises((NotInFormat, NotSigned)):
            check_proof_file(bytes(changed), ENTRIES[3], LOG)


def test_witnesses() -> None:
    """Whoever asks for a witness gets no proof without its cosignature."""
    assert head(9) == check_proof_file(a_file(3, 9, cosigned=True), ENTRIES[3], LOG, [COSIGNER])
    with pytest.raises(NotSigned):
        check_proof_file(a_file(3, 9), ENTRIES[3], LOG, [COSIGNER])
    others = [COSIGNER, key("other.example", COSIGNER.type)]
    with pytest.raises(NotSigned, match="has not cosigned"):
        check_proof_file(a_file(3, 9, cosigned=True), ENTRIES[3], LOG, others)


GOOD = a_file(3, 9)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        GOOD.replace(b"@v1", b"@v2"),
        GOOD.replace(b"index 3", b"index 03"),
        GOOD.replace(b"index 3", b"index -3"),
        GOOD.replace(b"index 3", b"index 9223372036854775808"),
        GOOD.replace(b"index 3\n", b""),
        GOOD.replace(b"index 3", b"extra *\nindex 3"),
        GOOD.replace(b"index 3\n", b"index 3\nAAAA\n"),
        GOOD.replace(b"index 3\n", b"index 3\n" + (base64.b64encode(bytes(32)) + b"\n") * 64),
        GOOD.replace(b"index", "\u0131ndex".encode()),
        GOOD.partition(b"\n\n")[0],
        GOOD + b"x",
        b"\n" + GOOD,
        GOOD + b" " * 1_100_000,
    ],
    ids=range(14),
)
def test_what_is_no_proof_file(content: bytes) -> None:
    """Another version, another spelling, hashes of another length, too many, no checkpoint."""
    with pytest.raises(NotInFormat):
        read_proof_file(content)


@given(st.binary(max_size=300))
def test_whatever_comes(content: bytes) -> None:
    """No other error leaves the reader."""
    with pytest.raises(NotInFormat):
        read_proof_file(content)
