"""Submissions are answered as C2SP tlog-witness says, and never with two histories."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.tlog.checkpoints import Checkpoint
from gateway.audit.tlog.hashes import EMPTY_ROOT
from gateway.audit.tlog.notes import Note, signed
from gateway.audit.tlog.witness_messages import SIZE_MEDIA_TYPE, AddCheckpoint
from gateway.witness.desk import Reply
from gateway.witness.judging import Head, Verdict, judge
from tests.audit.tlog import reference
from tests.audit.tlog.signing import COSIGNER, LOG, ORIGIN, SEEN_AT, WITNESS, a_note, sign
from tests.witness.scene import FORKED, Witnessing, head, submission


def conflict(size: int) -> Reply:
    return Reply(409, f"{size}\n".encode(), SIZE_MEDIA_TYPE)


def test_a_log_that_grows(witness: Witnessing) -> None:
    """From nothing, step by step, and the same head again; each time with the time it was seen."""
    for old, size in ((0, 3), (3, 8), (8, 8), (8, 257)):
        reply = witness.submit(old, size)
        assert (200, {WITNESS: SEEN_AT}) == (reply.status, witness.cosigned(reply, size))
        assert size == witness.size
    assert [] == witness.refused


def test_the_empty_log(witness: Witnessing) -> None:
    """It has one root, and whatever follows continues it."""
    assert 200 == witness.submit(0, 0).status
    assert 200 == witness.submit(0, 0).status
    assert 200 == witness.submit(0, 5).status
    other = Checkpoint(ORIGIN, 0, bytes(32))
    fresh = AddCheckpoint(0, (), a_note(other).encoded())
    assert EMPTY_ROOT != other.root
    assert Verdict.UNPROVEN == judge(None, fresh, other)
    assert Verdict.FORKED == judge(Head(0, EMPTY_ROOT), fresh, other)


def test_another_size_is_told(witness: Witnessing) -> None:
    """Zero before the first head; the head stays."""
    assert conflict(0) == witness.submit(3, 8)
    witness.submit(0, 8)
    assert conflict(8) == witness.submit(0, 12)
    assert conflict(8) == witness.submit(5, 8)
    assert 8 == witness.size


def test_another_history_of_the_same_size(witness: Witnessing) -> None:
    """It is refused with the size, told, and kept as evidence beside the known head."""
    witness.submit(0, 8)
    assert conflict(8) == witness.submit(8, 8, FORKED)
    assert [(ORIGIN, 8, 8, Verdict.FORKED)] == [
        (one.origin, one.size, one.known_size, one.verdict) for one in witness.refused
    ]
    assert 1 == witness.store.logs()[0].refused
    assert witness.store.logs()[0].head == Head(8, head(8).root)


def test_another_history_that_is_longer(witness: Witnessing) -> None:
    """No proof leads to it; the same head is kept once, however often it comes."""
    witness.submit(0, 8)
    for _ in range(2):
        assert 422 == witness.submit(8, 20, FORKED).status
    assert (1, 8) == (witness.store.logs()[0].refused, witness.size)
    assert 200 == witness.submit(8, 20).status


def test_a_shorter_history(witness: Witnessing) -> None:
    """An old size beyond the checkpoint's is malformed; a true one is elsewhere."""
    witness.submit(0, 8)
    assert 400 == witness.submit(8, 5).status
    assert conflict(8) == witness.submit(5, 5)


def test_a_proof_from_nothing_is_empty(witness: Witnessing) -> None:
    """It would prove nothing."""
    message = AddCheckpoint(0, (bytes(32),), a_note(head(8)).encoded())
    assert 422 == witness.desk.add_checkpoint(message.encoded()).status


def test_other_logs_and_other_keys(witness: Witnessing) -> None:
    """An unknown log is not found; a known one signs with its own key."""
    other = Checkpoint("other.example/log", 3, bytes(32))
    unknown = AddCheckpoint(0, (), a_note(other).encoded())
    assert 404 == witness.desk.add_checkpoint(unknown.encoded()).status
    text = head(3).text
    forged = Note(text, (signed(text, LOG, sign("somebody")),))
    message = AddCheckpoint(0, (), forged.encoded())
    assert 403 == witness.desk.add_checkpoint(message.encoded()).status
    unsigned = Note(text, (signed(text, COSIGNER, sign(WITNESS), at=1),))
    message = AddCheckpoint(0, (), unsigned.encoded())
    assert 403 == witness.desk.add_checkpoint(message.encoded()).status
    assert witness.size is None


def test_further_signatures_are_passed_over(witness: Witnessing) -> None:
    """The checkpoint may carry what others have signed."""
    message = AddCheckpoint(0, (), a_note(head(8), cosigned=True).encoded())
    assert 200 == witness.desk.add_checkpoint(message.encoded()).status


@pytest.mark.parametrize(
    "content",
    [b"", b"old 0\n", submission(0, 8).encoded()[:-1], b"\xff" * 10, a_note(head(8)).encoded()],
    ids=range(5),
)
def test_what_is_no_submission(witness: Witnessing, content: bytes) -> None:
    """It is malformed, and nothing is remembered."""
    assert (400, None) == (witness.desk.add_checkpoint(content).status, witness.size)


def test_a_checkpoint_that_is_none(witness: Witnessing) -> None:
    """A signed note of another form is malformed."""
    text = f"{ORIGIN}\n08\nAAAA\n"
    message = AddCheckpoint(0, (), Note(text, (signed(text, LOG, sign()),)).encoded())
    assert 400 == witness.desk.add_checkpoint(message.encoded()).status


@given(
    known=st.integers(1, 40),
    size=st.integers(1, 40),
    cut=st.integers(0, 40),
    claimed=st.integers(0, 40),
)
def test_never_two_histories(known: int, size: int, cut: int, claimed: int) -> None:
    """Whatever old size and proof are claimed, only what continues the known head is cosigned.

    The submitted log shares its first `cut` entries with the known one.
    """
    hashes = [*reference.leaves(cut), *reference.leaves(40, FORKED)][:size]
    offered = Checkpoint(ORIGIN, size, reference.root(hashes))
    old = min(claimed, size)
    proof = reference.subproof(old, hashes) if 0 < old < size else []
    message = AddCheckpoint(claimed, tuple(proof), b"")
    verdict = judge(Head(known, head(known).root), message, offered)
    continues = size >= known and hashes[:known] == reference.leaves(known)
    assert (claimed == known and continues) == (verdict is Verdict.COSIGNED)
