"""Cosignatures in the store: kept once, served below their head, waited for if wanted."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from importlib.resources import files

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from gateway.audit.tlog.checkpoints import Checkpoint, open_checkpoint
from gateway.audit.tlog.hashes import leaf_hash
from gateway.audit.tlog.note_keys import KeyType, NoteKey
from gateway.audit.tlog.notes import NoteSignature, read_note, signed, verified
from gateway.audit.tlog.proof_files import check_proof_file
from gateway.audit.tlog.proofs import is_consistent
from gateway.audit.tlog.tiles import Tile
from gateway.ports.witnesses import CosignedHead
from gateway.storage.engines import open_writing
from gateway.storage.log.witnessing import Quorum, SqlWitnessBook
from gateway.storage.opening import DATABASE
from tests.audit.tlog import reference
from tests.audit.tlog.signing import COSIGNER, SEEN_AT, WITNESS, key, sign
from tests.storage.log.scene import KEY, Logged
from tests.storage.scene import Scene

SECOND = "witness.example/w2"
SECOND_KEY = key(SECOND, KeyType.COSIGNATURE)
WITNESSES = (COSIGNER, SECOND_KEY)


@pytest.fixture
async def book(logged: Logged) -> SqlWitnessBook:
    """The book of a log with heads of the sizes 0, 10 and 300."""
    for count in (8, 290):
        await logged.sequence()
        await logged.write(count)
    await logged.sequence()
    return SqlWitnessBook(logged.store.writer, logged.store.readers, logged.store.clock)


def cosignature(head: Checkpoint, witness: NoteKey = COSIGNER) -> NoteSignature:
    return signed(head.text, witness, sign(witness.name), at=SEEN_AT)


async def heads(logged: Logged) -> dict[int, Checkpoint]:
    """Every signed head by its size."""
    query = text("SELECT note FROM log_checkpoint")
    notes = await logged.store.readers.run(lambda t: list(t.execute(query).scalars()))
    return {head.size: head for head in (open_checkpoint(note, KEY) for note in notes)}


async def cosign(
    logged: Logged, book: SqlWitnessBook, size: int, witness: NoteKey = COSIGNER
) -> None:
    await book.keep(size, witness, cosignature((await heads(logged))[size], witness))


async def test_the_newest_head(logged: Logged, book: SqlWitnessBook) -> None:
    """With the moment from which the first uncosigned one waits."""
    newest = await book.newest(None)
    assert newest is not None
    signed_at = newest.waiting_since
    assert (300, logged.scene.clock.now()) == (newest.size, signed_at)
    assert 300 == open_checkpoint(newest.note, KEY).size
    logged.scene.clock.move(seconds=60)
    await logged.write(1)
    await logged.sequence()
    later = [await book.newest(beyond) for beyond in (10, 300, 301)]
    moments = [signed_at, logged.scene.clock.now(), None]
    assert moments == [one and one.waiting_since for one in later]


async def test_the_leading_head(logged: Logged, book: SqlWitnessBook) -> None:
    """The newest that somebody has cosigned, for those who have not."""
    assert None is await book.leading(None)
    await cosign(logged, book, 10)
    for beyond in (None, 0):
        leading = await book.leading(beyond)
        assert (10, True) == (leading and leading.size, bool(leading and leading.waiting_since))
    assert (None, None) == (await book.leading(10), await book.leading(300))


async def test_before_the_first_head(logged: Logged) -> None:
    """There is nothing to show."""
    book = SqlWitnessBook(logged.store.writer, logged.store.readers, logged.store.clock)
    assert (None, None) == (await book.newest(None), await book.cosigned(COSIGNER))


@pytest.mark.parametrize("old", [1, 2, 10, 255, 256, 257, 299])
async def test_proofs_of_consistency(logged: Logged, book: SqlWitnessBook, old: int) -> None:
    """From any size to any head, also one that is not the newest."""
    hashes = [leaf_hash(content) for _, content in await logged.entries()]
    found = await heads(logged)
    for size in (10, 300):
        if old < size:
            proof = await book.consistency(old, size)
            root = reference.root(hashes[:old])
            assert is_consistent(old, size, root, found[size].root, proof)
    assert () == await book.consistency(0, 300) == await book.consistency(300, 300)


async def test_kept_once(logged: Logged, book: SqlWitnessBook) -> None:
    """The first line of a witness under a head stays; every witness has its own."""
    first = cosignature((await heads(logged))[10])
    await book.keep(10, COSIGNER, first)
    await book.keep(10, COSIGNER, replace(first, signature=bytes(72)))
    kept = await book.cosigned(COSIGNER)
    assert kept is not None
    assert kept.note is not None
    assert (10, {WITNESS: SEEN_AT}) == (kept.size, verified(read_note(kept.note), [COSIGNER]))
    assert None is await book.cosigned(SECOND_KEY)


async def test_what_is_kept_stays(logged: Logged, book: SqlWitnessBook) -> None:
    """The table is insert-only."""
    await cosign(logged, book, 10)
    with closing(sqlite3.connect(logged.scene.data_dir / DATABASE)) as connection:
        for statement in ("UPDATE log_cosignature SET line = ''", "DELETE FROM log_cosignature"):
            with pytest.raises(sqlite3.IntegrityError, match="insert-only"):
                connection.execute(statement)


async def test_a_head_that_is_gone(logged: Logged, book: SqlWitnessBook) -> None:
    """The cosignature tells that there was one."""
    await cosign(logged, book, 300)
    with closing(sqlite3.connect(logged.scene.data_dir / DATABASE)) as connection, connection:
        connection.execute("DROP TRIGGER log_checkpoint_no_delete")
        connection.execute("DELETE FROM log_checkpoint WHERE size = 300")
    assert CosignedHead(300, None) == await book.cosigned(COSIGNER)


async def test_served_with_what_is_collected(logged: Logged, book: SqlWitnessBook) -> None:
    """Without a quorum the newest head is served at once, and its cosignatures as they come."""
    log = logged.log.log
    signers = []
    for witness in (None, *WITNESSES):
        if witness is not None:
            await cosign(logged, book, 300, witness)
        served = await log.checkpoint()
        assert served is not None
        signers.append(verified(read_note(served), [KEY, *WITNESSES]).keys())
    log_alone = {KEY.name}
    assert [log_alone, {*log_alone, WITNESS}, {*log_alone, WITNESS, SECOND}] == signers


async def test_a_proof_carries_the_cosignatures(logged: Logged, book: SqlWitnessBook) -> None:
    """It verifies with the log's and the witnesses' keys alone."""
    for witness in WITNESSES:
        await cosign(logged, book, 300, witness)
    entry_id, content = (await logged.entries())[42]
    proof = await logged.log.log.proof(entry_id)
    assert proof is not None
    assert 300 == check_proof_file(proof, content, KEY, WITNESSES).size


async def test_a_quorum(logged: Logged, book: SqlWitnessBook) -> None:
    """Nothing is served that fewer witnesses have cosigned: no head, no tile, no proof."""
    log = replace(logged.log.log, quorum=Quorum(WITNESSES, 2))
    late, _ = (await logged.entries())[200]
    assert (None, None) == (await log.checkpoint(), await log.proof(late))
    await cosign(logged, book, 300)
    for witness in WITNESSES:
        await cosign(logged, book, 10, witness)
    served = await log.checkpoint()
    assert served is not None
    assert 10 == open_checkpoint(served, KEY).size
    assert (None, None) == (await log.proof(late), await log.tile(Tile(0, 0)))
    assert None is not await log.tile(Tile(0, 0, 10))
    await cosign(logged, book, 300, SECOND_KEY)
    assert None is not await log.proof(late)


async def test_only_the_quorums_witnesses_count(logged: Logged, book: SqlWitnessBook) -> None:
    """Somebody who was a witness once is served, but not waited for."""
    log = replace(logged.log.log, quorum=Quorum((SECOND_KEY,), 1))
    await cosign(logged, book, 300)
    assert None is await log.checkpoint()


@pytest.mark.parametrize("revision", ["0001", "0002", "0003", "0004", "0005", "0006"])
async def test_an_earlier_store(scene: Scene, revision: str) -> None:
    """A store of every version before gets the table, and its log goes on."""
    scene.data_dir.mkdir(mode=0o700)
    (scene.data_dir / DATABASE).touch(mode=0o600)
    config = Config()
    config.set_main_option("script_location", str(files("gateway.storage") / "migrations"))
    engine = open_writing(scene.data_dir / DATABASE)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        if revision == "0006":
            note = "INSERT INTO log_checkpoint VALUES (1, x'00', x'00', 0)"
            connection.execute(text(note))
    engine.dispose()
    store = scene.open()
    book = SqlWitnessBook(store.writer, store.readers, store.clock)
    newest = await book.newest(None)
    assert (None, revision == "0006") == (await book.cosigned(COSIGNER), newest is not None)
    await store.close()
