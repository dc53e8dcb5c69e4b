"""Showing heads to a witness: what it answers, what is kept, and what is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from gateway.audit.tlog.note_keys import NoteKey
from gateway.audit.tlog.notes import Note, NoteSignature, read_note, signed
from gateway.audit.tlog.witness_messages import AddCheckpoint
from gateway.flow.witnessing import (
    COSIGNED,
    HISTORY_REFUSED,
    NOTHING_NEW,
    TRIES,
    UNSETTLED,
    Told,
    Witnessing,
)
from gateway.ports.witnesses import (
    Cosigned,
    CosignedHead,
    SignedHead,
    StandsAt,
    WitnessFailure,
    WitnessReply,
)
from tests.audit.tlog.signing import COSIGNER, SEEN_AT, WITNESS, a_note, sign
from tests.still import NOON, StillClock
from tests.witness.scene import FORKED, head

NAME = "archive"
MINUTE = timedelta(minutes=1)


def signature(size: int, mark: str = "entry") -> NoteSignature:
    return signed(head(size, mark).text, COSIGNER, sign(WITNESS), at=SEEN_AT)


@dataclass
class Book:
    """A log with heads of some sizes, each signed a minute after the one before."""

    sizes: list[int]
    kept: dict[int, NoteSignature] = field(default_factory=dict)
    asked: list[tuple[int, int]] = field(default_factory=list)
    led: int | None = None

    async def cosigned(self, key: NoteKey) -> CosignedHead | None:
        assert COSIGNER == key
        if not self.kept:
            return None
        size = max(self.kept)
        if size not in self.sizes:
            return CosignedHead(size, None)
        return CosignedHead(size, a_note(head(size)).plus([self.kept[size]]).encoded())

    async def newest(self, beyond: int | None) -> SignedHead | None:
        if not self.sizes:
            return None
        waiting = [self._at(size) for size in self.sizes if beyond is None or size > beyond]
        newest = self.sizes[-1]
        return SignedHead(newest, a_note(head(newest)).encoded(), min(waiting, default=None))

    async def leading(self, beyond: int | None) -> SignedHead | None:
        if self.led is None or (beyond is not None and beyond >= self.led):
            return None
        return SignedHead(self.led, a_note(head(self.led)).encoded(), NOON)

    async def consistency(self, old: int, size: int) -> tuple[bytes, ...]:
        self.asked.append((old, size))
        return ()

    async def keep(self, size: int, key: NoteKey, signature: NoteSignature) -> None:
        assert COSIGNER == key
        self.kept[size] = signature

    def _at(self, size: int) -> datetime:
        return NOON + self.sizes.index(size) * MINUTE


@dataclass
class Scripted:
    """A witness that answers one thing after the other, and keeps what it was shown.

    A number is a cosignature of the head of that size.
    """

    answers: list[WitnessReply | int]
    shown: list[tuple[int, int]] = field(default_factory=list)
    name: str = NAME
    key: NoteKey = COSIGNER

    async def add_checkpoint(self, message: AddCheckpoint) -> WitnessReply:
        size = int(message.note.text.split("\n")[1])
        self.shown.append((message.old, size))
        answer = self.answers.pop(0)
        return Cosigned(signature(answer)) if isinstance(answer, int) else answer


async def shown(book: Book, *answers: WitnessReply | int) -> tuple[Told, list[tuple[int, int]]]:
    """What is told of one round three minutes after noon, and what the witness was shown."""
    clock = StillClock()
    clock.move(minutes=3)
    witness = Scripted(list(answers))
    told = await Witnessing(book, witness, clock).show()
    assert [] == witness.answers
    return told, witness.shown


def told(result: str, size: int | None, minutes: int = 0, *, forgot: bool = False) -> Told:
    return Told(NAME, result, size, minutes * MINUTE, forgot)


async def test_the_first_head() -> None:
    """From nothing, without a proof; the cosignature is kept."""
    book = Book([0, 5, 8])
    assert (told(COSIGNED, 8), [(0, 8)]) == await shown(book, 8)
    assert {8: signature(8)} == book.kept


async def test_nothing_new() -> None:
    """Neither before the first head nor after the newest was cosigned."""
    assert (told(NOTHING_NEW, None), []) == await shown(Book([]))
    assert (told(NOTHING_NEW, 8), []) == await shown(Book([8], {8: signature(8)}))


async def test_from_what_it_has_cosigned() -> None:
    """With the proof from there."""
    book = Book([5, 8], {5: signature(5)})
    assert (told(COSIGNED, 8), [(5, 8)]) == await shown(book, 8)
    assert [(5, 8)] == book.asked


async def test_what_another_has_cosigned_comes_first() -> None:
    """So that several stand below one head; what it has cosigned itself leads nowhere."""
    assert (told(COSIGNED, 5, 2), [(0, 5)]) == await shown(Book([5, 8], led=5), 5)
    book = Book([5, 8], {5: signature(5)}, led=5)
    assert (told(COSIGNED, 8), [(5, 8)]) == await shown(book, 8)


async def test_it_stands_beyond_what_leads() -> None:
    """Its reply was lost: then the newest head is shown."""
    found = await shown(Book([5, 8], led=5), StandsAt(8), 8)
    assert (told(COSIGNED, 8), [(0, 5), (8, 8)]) == found


async def test_it_stands_elsewhere() -> None:
    """Then from there: also at the very head, whose reply was lost."""
    assert (told(COSIGNED, 8), [(0, 8), (5, 8)]) == await shown(Book([5, 8]), StandsAt(5), 8)
    assert (told(COSIGNED, 8), [(0, 8), (8, 8)]) == await shown(Book([5, 8]), StandsAt(8), 8)


async def test_it_has_forgotten() -> None:
    """A witness that stands at less than it has cosigned is no witness of what it forgot."""
    book = Book([5, 8], {5: signature(5)})
    found = await shown(book, StandsAt(0), 8)
    assert (told(COSIGNED, 8, forgot=True), [(5, 8), (0, 8)]) == found


@pytest.mark.parametrize(
    "answers",
    [
        [WitnessFailure.PROOF_REFUSED],
        [StandsAt(9)],
        [StandsAt(8), StandsAt(8)],
        [StandsAt(5), WitnessFailure.PROOF_REFUSED],
    ],
    ids=["no proof leads there", "a longer log", "another head", "no proof from there"],
)
async def test_it_knows_another_history(answers: Sequence[WitnessReply]) -> None:
    """Nothing is kept, and it is told as what it is."""
    book = Book([5, 8])
    result, _ = await shown(book, *answers)
    assert (told(HISTORY_REFUSED, None, 3), {}) == (result, book.kept)


@pytest.mark.parametrize(
    "failure",
    [failure for failure in WitnessFailure if failure is not WitnessFailure.PROOF_REFUSED],
)
async def test_it_fails(failure: WitnessFailure) -> None:
    """The lag is that of the oldest head that waits for it."""
    book = Book([5, 8], {5: signature(5)})
    assert (told(failure.value, 5, 2), [(5, 8)]) == await shown(book, failure)


async def test_a_witness_that_contradicts_itself() -> None:
    """It names the very size that it was asked from."""
    book = Book([5, 8], {5: signature(5)})
    result, _ = await shown(book, StandsAt(5))
    assert told("broken", 5, 2) == result


async def test_a_witness_that_is_never_settled() -> None:
    """It is asked a few times, and again in the next round."""
    answers = [StandsAt(1 + number) for number in range(TRIES)]
    result, _ = await shown(Book([5, 8]), *answers)
    assert told(UNSETTLED, None, 3) == result


async def test_a_head_that_is_newer_by_now() -> None:
    """Another process of the gateway has shown one while this one looked."""

    class Growing(Book):
        async def consistency(self, old: int, size: int) -> tuple[bytes, ...]:
            self.sizes = [5, 8, 12]
            return await super().consistency(old, size)

    found = await shown(Growing([5, 8]), StandsAt(12), 12)
    assert (told(COSIGNED, 12), [(0, 8), (12, 12)]) == found


@pytest.mark.parametrize("sizes", [[5], [8]], ids=["cut short", "of the same size"])
async def test_what_was_cosigned_is_gone(sizes: list[int]) -> None:
    """A log that no longer has the cosigned head is found without asking anybody."""
    book = Book(sizes, {8: signature(8, FORKED)})
    assert (told(HISTORY_REFUSED, 8), []) == await shown(book)


async def test_a_head_that_is_damaged() -> None:
    """What is no note is no cosigned head either."""

    class Damaged(Book):
        async def cosigned(self, key: NoteKey) -> CosignedHead | None:
            return CosignedHead(8, b"damaged")

    assert (told(HISTORY_REFUSED, 8), []) == await shown(Damaged([8]))


def test_the_scene_signs_what_it_says() -> None:
    """The cosignatures of this module are those that a verifier accepts."""
    note = read_note(a_note(head(8), cosigned=True).encoded())
    assert replace(note, signatures=note.signatures[1:]) == Note(head(8).text, (signature(8),))
