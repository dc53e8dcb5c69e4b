"""Reading the log: only what is signed, exactly as wide as named, and every proof verifies."""

from __future__ import annotations

import pytest

from gateway.audit.tlog.bundles import read_bundle
from gateway.audit.tlog.hashes import leaf_hash
from gateway.audit.tlog.proof_files import check_proof_file, read_proof_file
from gateway.audit.tlog.tiles import Tile
from gateway.errors import TrailUnavailable
from tests.audit.tlog import reference
from tests.storage.conftest import Look
from tests.storage.log.scene import KEY, Logged

SIZE = 300


@pytest.fixture
async def full(logged: Logged) -> Logged:
    """A log with a full tile and a partial one beside it."""
    await logged.write(SIZE - 2)
    await logged.sequence()
    return logged


async def test_tiles_are_those_of_the_definition(full: Logged) -> None:
    """Full and partial tiles of hashes and of entries, on every level."""
    contents = [content for _, content in await full.entries()]
    hashes = [leaf_hash(content) for content in contents]
    log = full.log.log
    assert b"".join(hashes[:256]) == await log.tile(Tile(0, 0))
    assert b"".join(hashes[256:]) == await log.tile(Tile(0, 1, 44))
    assert b"".join(hashes[256:260]) == await log.tile(Tile(0, 1, 4))
    assert reference.root(hashes[:256]) == await log.tile(Tile(1, 0, 1))
    bundle = await log.bundle(Tile(None, 0))
    partial = await log.bundle(Tile(None, 1, 3))
    assert bundle is not None
    assert partial is not None
    assert (contents[:256], contents[256:259]) == (read_bundle(bundle), read_bundle(partial))


@pytest.mark.parametrize(
    "tile", [Tile(0, 1), Tile(0, 1, 45), Tile(0, 2, 1), Tile(1, 0), Tile(1, 0, 2), Tile(2, 0, 1)]
)
async def test_no_tile_beyond_the_checkpoint(full: Logged, tile: Tile) -> None:
    """Neither wider nor further than what is signed."""
    assert None is await full.log.log.tile(tile)


@pytest.mark.parametrize("tile", [Tile(None, 1), Tile(None, 1, 45), Tile(None, 2, 1)])
async def test_no_bundle_beyond_the_checkpoint(full: Logged, tile: Tile) -> None:
    """Entries that are not signed yet are not in the log."""
    assert None is await full.log.log.bundle(tile)


async def test_every_entry_is_proved(full: Logged) -> None:
    """The proof file verifies under the log's key alone, and carries the entry's own bytes."""
    for entry_id, content in await full.entries():
        proof = await full.log.log.proof(entry_id)
        assert proof is not None
        assert SIZE == check_proof_file(proof, content, KEY).size
        assert content == read_proof_file(proof).extra


async def test_no_proof_before_the_checkpoint(full: Logged) -> None:
    """An entry that waits, and one that does not exist."""
    await full.write(1)
    last, _ = (await full.entries())[-1]
    assert None is await full.log.log.proof(last)
    assert None is await full.log.log.proof("unknown")
    await full.sequence()
    assert None is not await full.log.log.proof(last)


async def test_a_head_that_is_not_signed_is_not_served(full: Logged) -> None:
    """Between growing and signing, readers see the checkpoint before."""

    class CrashError(BaseException):
        pass

    def crash(name: str) -> None:
        if name == "sign":
            raise CrashError

    await full.write(1)
    full.log.sequencer.step = crash
    with pytest.raises(CrashError):
        await full.sequence()
    last, _ = (await full.entries())[-1]
    assert SIZE == (await full.head()).size
    assert None is await full.log.log.proof(last)
    assert None is await full.log.log.tile(Tile(0, 1, 45))


async def test_a_tile_that_is_gone(full: Logged, look: Look) -> None:
    """What should be there and is not, is an error and never an empty tile."""
    look('DELETE FROM log_tile WHERE level = 0 AND "index" = 1')
    with pytest.raises(TrailUnavailable):
        await full.log.log.tile(Tile(0, 1, 44))
