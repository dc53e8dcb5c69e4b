"""`gateway audit verify` and a receipt checked against the log, on a gateway that serves."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from gateway.client import Gateway, NotFound, read_key
from gateway.storage.opening import DATABASE
from tests.commands.conftest import Counter
from tests.commands.terminal import Told, run

PATIENCE = 30.0


@pytest.fixture
def kept(counter: Counter, tmp_path: Path) -> Path:
    """The newest checkpoint, kept in a file."""
    file = tmp_path / "checkpoint"
    file.write_bytes(httpx.get(f"{counter.served.url}/log/checkpoint").content)
    return file


@pytest.fixture
def copied(counter: Counter, kept: Path, tmp_path: Path) -> Path:
    """A later copy of the data directory, as an inspector takes it along."""
    assert kept.exists()
    copy = tmp_path / "copy"
    shutil.copytree(counter.served.data / "keys", copy / "keys")
    source = sqlite3.connect(f"file:{counter.served.data / DATABASE}?mode=ro", uri=True)
    with closing(source), closing(sqlite3.connect(copy / DATABASE)) as target:
        source.backup(target)
    return copy


def verify(data: Path, *words: str | Path) -> Told:
    return run("audit", "verify", "--data", data, *words)


def a_key(counter: Counter, tmp_path: Path) -> Path:
    """The log's key, kept in a file."""
    file = tmp_path / "log.key"
    file.write_bytes(httpx.get(f"{counter.served.url}/log/key").content)
    return file


def tamper(data: Path, *statements: str) -> None:
    """Change a copy as somebody who has the file would."""
    with closing(sqlite3.connect(data / DATABASE)) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            connection.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            connection.execute(statement)


def test_a_log_that_agrees(counter: Counter, kept: Path, copied: Path) -> None:
    """Beside the serving gateway and from a later copy, deep, against a kept checkpoint."""
    for data in (counter.served.data, copied):
        told = verify(data, "--deep", "--from-checkpoint", kept)
        assert (0, "") == (told.status, told.err)
        assert "AGREES (一致)" in told.out
        assert "1 kept" in told.out


def test_without_a_kept_checkpoint_it_says_what_it_cannot_see(copied: Path) -> None:
    """A log rebuilt by whoever has its key would not be noticed."""
    assert "would" in verify(copied).out


def test_a_changed_row(copied: Path) -> None:
    """Exit status 1, the place, and the kind."""
    tamper(copied, "UPDATE entry SET bytes = CAST(bytes || x'20' AS BLOB) WHERE seq = 2")
    told = verify(copied)
    assert 1 == told.status
    assert "DOES NOT AGREE (不一致)" in told.out
    assert "altered" in told.out
    assert "index 1" in told.out


def test_progress_is_kept(counter: Counter, copied: Path, tmp_path: Path) -> None:
    """A second inspection goes on from the file; one of another log is refused."""
    state = tmp_path / "progress.json"
    assert 0 == verify(copied, "--state", state).status
    size = json.loads(state.read_text())["size"]
    assert size > 0
    assert f"{size} in the log" in verify(copied, "--state", state).out
    state.write_text(json.dumps({"origin": "other", "size": 1, "peaks": ["00" * 32]}))
    told = verify(copied, "--state", state)
    assert (2, "progress.json: does not hold") == (told.status, told.err.split("/")[-1][:28])


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"origin":1,"size":"x","peaks":[]}'])
def test_progress_that_is_none(copied: Path, tmp_path: Path, content: str) -> None:
    """A file that holds no progress is refused and left as it is."""
    state = tmp_path / "progress.json"
    state.write_text(content)
    assert 2 == verify(copied, "--state", state).status
    assert content == state.read_text()


def test_no_store(tmp_path: Path) -> None:
    """A folder without a store is named, and nothing is made there."""
    told = verify(tmp_path / "nothing")
    assert (2, True) == (told.status, "there is no store" in told.err)
    assert not (tmp_path / "nothing").exists()


def test_a_file_that_is_no_store(tmp_path: Path) -> None:
    """Nor is anything else taken for one."""
    (tmp_path / DATABASE).write_bytes(b"x" * 4096)
    told = verify(tmp_path)
    assert (2, True) == (told.status, "cannot be read as a store" in told.err)


def test_a_checkpoint_of_another_log(counter: Counter, copied: Path, tmp_path: Path) -> None:
    """A file that is no checkpoint of this log is named."""
    kept = tmp_path / "checkpoint"
    kept.write_text("x\n")
    told = verify(copied, "--from-checkpoint", kept)
    assert (2, True) == (told.status, "is not a checkpoint of this log" in told.err)


def test_a_receipt_in_the_log(counter: Counter, tmp_path: Path) -> None:
    """Ask, take receipt and proof along, and check both offline."""
    receipt = tmp_path / "receipt.txt"
    asked = run(
        "ask", "identity", counter.file(tmp_path), "--profile", counter.profile,
        "--receipt", receipt,
    )  # fmt: skip
    assert 0 == asked.status
    keys = tmp_path / "jwks.json"
    keys.write_bytes(httpx.get(f"{counter.served.url}/.well-known/jwks.json").content)
    key = read_key(counter.profile.parent / "key.pem")
    with Gateway(counter.served.url, "counter", key) as gateway:
        proof = proof_of(gateway, verification_in(asked.out))
    (tmp_path / "proof.tlog-proof").write_bytes(proof)
    words = ("--jwks", keys, "--proof", tmp_path / "proof.tlog-proof")
    told = run("receipt", "verify", receipt, *words, "--log-key", a_key(counter, tmp_path))
    assert (0, True) == (told.status, "已入日志" in told.out)
    alone = run("receipt", "verify", receipt, *words)
    assert (2, True) == (alone.status, "go together" in alone.err)
    witness = ("--jwks", keys, "--witness-key", a_key(counter, tmp_path))
    alone = run("receipt", "verify", receipt, *witness)
    assert (2, True) == (alone.status, "needs both" in alone.err)


def proof_of(gateway: Gateway, verification_id: str) -> bytes:
    """The proof, as soon as its entry is in a checkpoint."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return gateway.proof(verification_id)
        except NotFound:
            assert time.monotonic() < until, "the entry did not get into the log"


def verification_in(text: str) -> str:
    """The verification's id in what `gateway ask` prints."""
    return next(word for word in text.split() if word.startswith("ver_"))
