"""Witnesses in the settings: a key of the right kind for each, each once, and a quorum there is."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from gateway.assembly.machine import SystemChance, SystemClock
from gateway.assembly.witnessing import open_witnesses, read_quorum
from gateway.audit.tlog.note_keys import KeyType
from gateway.errors import SettingsRefused
from gateway.settings import Settings, WitnessSettings
from gateway.storage.opening import open_store
from tests.audit.tlog.signing import COSIGNER, LOG, key

SECOND = key("witness.example/w2", KeyType.COSIGNATURE)
AGAIN = key("another.example/name", KeyType.COSIGNATURE)


def settings_with(folder: Path, *keys: str, **more: Any) -> Settings:
    """A witness for each content of a key file."""
    witnesses = {}
    for number, content in enumerate(keys):
        name = f"w{number}"
        (folder / f"{name}.key").write_text(content, encoding="utf-8")
        witnesses[name] = WitnessSettings(name, "http://127.0.0.1:9", f"{name}.key")
    return Settings(data_dir=folder, witnesses=witnesses, **more)


def test_the_quorum(tmp_path: Path) -> None:
    """The keys of all of them, and how many are waited for."""
    keys = (f"{COSIGNER.text}\n", SECOND.text)
    quorum = read_quorum(settings_with(tmp_path, *keys, log_witness_quorum=2))
    assert ((COSIGNER, SECOND), 2) == (quorum.keys, quorum.count)
    assert ((), 0) == ((none := read_quorum(Settings(data_dir=tmp_path))).keys, none.count)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (LOG.text, "is a log's key"),
        ("nothing", "is not a verifier key"),
        ("witness+00000000+" + COSIGNER.text.split("+", 2)[2], "is not a verifier key"),
    ],
    ids=["a log's", "none", "another id"],
)
def test_files_that_hold_no_witness(tmp_path: Path, content: str, complaint: str) -> None:
    """The setting and the file are named."""
    settings = settings_with(tmp_path, content)
    with pytest.raises(SettingsRefused, match=rf"witnesses\.w0\.key_file.*{complaint}"):
        read_quorum(settings)


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    """It is named."""
    settings = settings_with(tmp_path, COSIGNER.text)
    (tmp_path / "w0.key").unlink()
    with pytest.raises(SettingsRefused, match=r"w0\.key: cannot be read"):
        read_quorum(settings)


def test_one_witness_under_two_names(tmp_path: Path) -> None:
    """It would count as two."""
    with pytest.raises(SettingsRefused, match="same key"):
        read_quorum(settings_with(tmp_path, COSIGNER.text, COSIGNER.text))


def test_a_quorum_that_cannot_be(tmp_path: Path) -> None:
    """Nothing would ever be served."""
    with pytest.raises(SettingsRefused, match="only 1 witnesses"):
        read_quorum(settings_with(tmp_path, COSIGNER.text, log_witness_quorum=2))


async def test_a_round_for_each(tmp_path: Path) -> None:
    """Each with its own connection, under its name in the settings."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    settings = settings_with(folder, COSIGNER.text, AGAIN.text)
    store = open_store(settings, SystemClock(), SystemChance())
    async with AsyncExitStack() as closing:
        rounds = open_witnesses(settings, store, closing)
        assert [("w0", COSIGNER), ("w1", AGAIN)] == [
            (one.witness.name, one.witness.key) for one in rounds
        ]
    await store.close()
