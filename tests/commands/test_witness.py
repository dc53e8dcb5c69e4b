"""`gateway witness …`: key and store, logs, state, serving as a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from gateway.audit.tlog.note_keys import KeyType, read_note_key
from tests.audit.tlog.signing import LOG, ORIGIN, WITNESS
from tests.commands.terminal import Told, run
from tests.witness.scene import FORKED, submission

PATIENCE = 30.0


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A witness's directory with key and store."""
    folder = tmp_path / "witness"
    assert 0 == run("witness", "key", WITNESS, "--data", folder).status
    return folder


@pytest.fixture
def log_key(tmp_path: Path) -> Path:
    """A file with the log's verifier key."""
    file = tmp_path / "log.key"
    file.write_text(f"{LOG.text}\n", encoding="utf-8")
    return file


def test_the_key(data: Path) -> None:
    """Made once, shown as often as wanted, never made anew."""
    told = run("witness", "key", "--data", data)
    key = read_note_key(told.out.strip())
    assert (0, WITNESS, KeyType.COSIGNATURE) == (told.status, key.name, key.type)
    again = run("witness", "key", WITNESS, "--data", data)
    assert (1, "") == (again.status, again.out)
    assert "has a witness already" in again.err


def test_a_name_that_is_none(tmp_path: Path) -> None:
    """Nothing is made under it."""
    told = run("witness", "key", "a b", "--data", tmp_path / "w")
    assert (1, False) == (told.status, (tmp_path / "w").exists())


def test_without_a_store(tmp_path: Path, log_key: Path) -> None:
    """Every command says that there is none."""
    for words in (["key"], ["status"], ["add-log", str(log_key)], ["serve"]):
        told = run("witness", *words, "--data", tmp_path)
        assert (1, "") == (told.status, told.out)
        assert "is missing" in told.err


def test_logs(data: Path, log_key: Path) -> None:
    """Added once; a file that holds no key is named."""
    assert Told(0, f"{ORIGIN}: known from now on\n", "") == run(
        "witness", "add-log", log_key, "--data", data
    )
    assert "was known already" in run("witness", "add-log", log_key, "--data", data).out
    state = run("witness", "status", "--data", data)
    assert f"{ORIGIN}: nothing cosigned yet, 0 heads refused\n" == state.out
    log_key.write_text("nothing", encoding="utf-8")
    told = run("witness", "add-log", log_key, "--data", data)
    assert (1, True) == (told.status, "log.key: is not a verifier key" in told.err)


def test_serving(data: Path, log_key: Path, tmp_path: Path) -> None:
    """As a process of its own: it cosigns, refuses another history loudly, and ends politely."""
    command = [sys.executable, "-m", "gateway", "witness", "serve", "--data", str(data)]
    stderr = tmp_path / "stderr"
    with (
        stderr.open("wb") as errors,
        subprocess.Popen(
            [*command, "--log-key", log_key, "--port", "0", "--announce"],
            stdout=subprocess.PIPE,
            stderr=errors,
        ) as running,
    ):
        assert running.stdout is not None
        url = json.loads(running.stdout.readline())["url"]
        address = f"{url}/add-checkpoint"
        assert 200 == httpx.post(address, content=submission(0, 8).encoded()).status_code
        refused = httpx.post(address, content=submission(8, 8, FORKED).encoded())
        assert (409, "8\n") == (refused.status_code, refused.text)
        os.kill(running.pid, signal.SIGTERM)
        assert 0 == running.wait(PATIENCE)
    told = json.loads(stderr.read_text(encoding="utf-8"))
    assert ("history_refused", ORIGIN, 8, "forked") == (
        told["event"],
        told["log"],
        told["size"],
        told["verdict"],
    )
    state = run("witness", "status", "--data", data)
    assert "size 8, root" in state.out
    assert "1 heads refused" in state.out
