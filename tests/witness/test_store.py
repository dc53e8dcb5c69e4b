"""The memory of a witness: made once, never set back, never begun anew."""

from __future__ import annotations

import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from gateway.audit.tlog.witness_messages import SIZE_MEDIA_TYPE
from gateway.errors import SettingsRefused
from gateway.witness import store as store_module
from gateway.witness.desk import WitnessDesk
from gateway.witness.keys import WITNESS_KEY, make_witness_key, open_witness_key
from gateway.witness.opening import DATABASE, make_store, open_store
from tests.audit.tlog.signing import COSIGNER, LOG, SEEN_AT, WITNESS, key
from tests.witness.scene import FORKED, Witnessing, made, submission


def test_key_and_store_are_private(tmp_path: Path) -> None:
    """Nobody else on the machine reads them, and they are never overwritten."""
    folder = made(tmp_path / "w")
    for name in (WITNESS_KEY, DATABASE):
        assert 0o600 == stat.S_IMODE((folder / name).stat().st_mode)
    with pytest.raises(FileExistsError):
        make_witness_key(folder)
    with pytest.raises(FileExistsError):
        make_store(folder, WITNESS)
    (folder / WITNESS_KEY).chmod(0o644)
    with pytest.raises(SettingsRefused, match="0644"):
        open_witness_key(folder, WITNESS)


def test_a_lost_memory_is_not_begun_anew(tmp_path: Path) -> None:
    """Without its store a witness does not start, nor with another file in its place."""
    folder = made(tmp_path / "w")
    (folder / DATABASE).unlink()
    with pytest.raises(SettingsRefused, match="new key"):
        open_store(folder)
    (folder / DATABASE).write_bytes(b"")
    with pytest.raises(SettingsRefused, match="form"):
        open_store(folder)
    (folder / DATABASE).write_bytes(b"no database at all, but long enough to be looked at" * 10)
    with pytest.raises(SettingsRefused, match="cannot be opened"):
        open_store(folder)


@pytest.mark.parametrize("content", [b"", b"no key"], ids=["empty", "text"])
def test_a_file_that_is_no_key(tmp_path: Path, content: bytes) -> None:
    """It is named."""
    path = tmp_path / WITNESS_KEY
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(SettingsRefused, match=WITNESS_KEY):
        open_witness_key(tmp_path, WITNESS)


def test_it_remembers(witness: Witnessing) -> None:
    """Opened again it stands where it stood, under its name, with its logs."""
    witness.submit(0, 8)
    with closing(open_store(witness.folder)) as again:
        (log,) = again.logs()
        assert (WITNESS, 8, SEEN_AT) == (again.name, log.head and log.head.size, log.at)
        assert (LOG.text,) == log.keys


def test_logs_are_known_once(witness: Witnessing) -> None:
    """A second key of a log is another key of it; a witness's key is not a log's."""
    assert not witness.store.add_log(LOG)
    assert witness.store.add_log(key("other.example/log"))
    with pytest.raises(SettingsRefused, match="not a log's"):
        witness.store.add_log(COSIGNER)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE head SET size = size - 1",
        "UPDATE head SET root = zeroblob(32)",
        "UPDATE head SET origin = 'x'",
        "DELETE FROM head",
        "REPLACE INTO head SELECT origin, 1, root, note, at FROM head",
    ],
)
def test_a_head_never_goes_back(witness: Witnessing, statement: str) -> None:
    """The database itself refuses it."""
    witness.submit(0, 8)
    with closing(sqlite3.connect(witness.folder / DATABASE)) as connection:
        connection.execute("PRAGMA recursive_triggers = ON")
        with pytest.raises(sqlite3.IntegrityError, match="never goes back"):
            connection.execute(statement)


def test_evidence_is_bounded(witness: Witnessing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sends more senseless proofs fills nobody's disk."""
    monkeypatch.setattr(store_module, "MOST_REFUSED", 2)
    witness.submit(0, 8)
    for size in range(10, 16):
        assert 422 == witness.submit(8, size, FORKED).status
    assert 2 == witness.store.logs()[0].refused


def test_evidence_holds_both_heads(witness: Witnessing) -> None:
    """What was submitted, and the signed head that it contradicts, as they came."""
    witness.submit(0, 8)
    witness.submit(8, 8, FORKED)
    with closing(sqlite3.connect(witness.folder / DATABASE)) as connection:
        (row,) = connection.execute("SELECT message, known FROM refused")
    assert (submission(8, 8, FORKED).encoded(), submission(0, 8).checkpoint) == row


def test_submissions_at_once(witness: Witnessing) -> None:
    """Of two histories that come at once over two connections, one is cosigned, never both."""
    with closing(open_store(witness.folder)) as second:
        other = WitnessDesk(second, witness.desk.key, lambda: SEEN_AT, witness.refused.append)
        with ThreadPoolExecutor(8) as threads:
            ours = [threads.submit(witness.submit, 0, 8) for _ in range(10)]
            message = submission(0, 9, FORKED).encoded()
            theirs = [threads.submit(other.add_checkpoint, message) for _ in range(10)]
        replies = [[one.result() for one in each] for each in (ours, theirs)]
    won = [sum(reply.status == 200 for reply in each) for each in replies]
    assert [0, 1] == sorted(won)
    assert {200, 409} == {reply.status for each in replies for reply in each}
    assert SIZE_MEDIA_TYPE in {reply.media_type for each in replies for reply in each}
