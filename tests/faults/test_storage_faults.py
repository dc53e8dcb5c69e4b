"""The store under faults: killed at any moment, and without room to write.

No answer without its record: whatever the process said it was allowed to do can be found on the
trail afterwards, no consent for one use was used twice, and the same request can be completed.
"""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from gateway.storage.opening import DATABASE

ROOT = Path(__file__).parents[2]


def _start(kind: str, directory: Path, number: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.faults.storage_driver", kind, str(directory)]
    return subprocess.Popen([*command, str(number)], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _lines(process: subprocess.Popen[str]) -> Iterator[list[str]]:
    assert process.stdout is not None
    for line in process.stdout:
        if line.endswith("\n"):  # a line cut off by the kill was not said
            yield line.split()


def _kill_after(count: int, directory: Path, first: int) -> list[list[str]]:
    """Let a process say this many lines, kill it wherever it is then, and return all it said."""
    with _start("endless", directory, first) as process:
        lines = _lines(process)
        said = list(islice(lines, count))
        process.kill()
        said += lines
    assert -9 == process.returncode
    return said


def _rows(directory: Path, sql: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(directory / DATABASE)
    try:
        return list(connection.execute(sql))
    finally:
        connection.close()


def _assert_recorded(directory: Path, said: list[list[str]]) -> None:
    """Everything that was permitted is on the trail, and no more than once."""
    intents = {i for (i,) in _rows(directory, "SELECT intent FROM verification")}
    entries = {i for (i,) in _rows(directory, "SELECT entry_id FROM entry")}
    asked = {line[2] for line in said if line[0] == "asked"}
    assert asked <= intents
    assert intents <= entries
    disclosed = _rows(
        directory,
        "SELECT verification.verification_id FROM verification JOIN entry ON entry_id = disclosure "
        "JOIN entry_detail USING (entry_id) WHERE state = 'concluded' GROUP BY 1",
    )
    told = {line[2] for line in said if line[0] == "told"}
    assert told <= {verification_id for (verification_id,) in disclosed}
    spent = _rows(
        directory, "SELECT consent_id, count(*) FROM consent_use GROUP BY 1 HAVING count(*) > 1"
    )
    assert [] == spent
    released = _rows(directory, "SELECT count(*) FROM entry WHERE kind = 'verification.disclosed'")
    assert released == _rows(directory, "SELECT count(*) FROM consent_use WHERE state = 'spent'")
    assert [("ok",)] == _rows(directory, "PRAGMA integrity_check")


def _kill_in_a_loop(directory: Path, rounds: int, seed: int) -> tuple[int, list[list[str]]]:
    """The number of the last request, and all that was said; checked after every kill."""
    chance = random.Random(seed)
    said: list[list[str]] = []
    number = 0
    for _ in range(rounds):
        said += _kill_after(chance.randint(1, 12), directory, number)
        _assert_recorded(directory, said)
        # The next process makes the same request again that this one did not finish.
        number = max((int(line[1]) for line in said if line[0] in ("asked", "told")), default=0)
    return number, said


def _said(word: str, said: list[list[str]]) -> set[int]:
    """The requests about which this was said."""
    return {int(line[1]) for line in said if line[0] == word}


def test_a_process_killed_anywhere_has_told_nothing_without_its_record(tmp_path: Path) -> None:
    """Kill −9 in a loop: every permission is on the trail, every request can be completed."""
    number, said = _kill_in_a_loop(tmp_path / "data", rounds=6, seed=1)
    assert set() == _said("refused", said)
    assert set(range(number)) == _said("told", said) - {number}


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 6))
def test_a_process_killed_often_has_told_nothing_without_its_record(
    tmp_path: Path, seed: int
) -> None:
    """The same, for minutes."""
    number, said = _kill_in_a_loop(tmp_path / "data", rounds=100, seed=seed)
    assert set() == _said("refused", said)
    assert set(range(number)) == _said("told", said) - {number}


@pytest.mark.parametrize("room", range(400_000, 560_000, 40_000))
def test_without_room_nobody_is_told_anything(tmp_path: Path, room: int) -> None:
    """A file-size limit: unavailable, nothing half written; with room the same request completes.

    A mode bit would prove nothing here, because the tests may run as a user whom none binds.
    """
    directory = tmp_path / "data"
    with _start("limited", directory, room) as process:
        said = list(_lines(process))
    assert 0 == process.returncode
    _assert_recorded(directory, said)
    words = [line[0] for line in said]
    cut = words.index("unavailable")
    assert ["unavailable"] * 4 == words[cut : cut + 4]
    assert "told" in words[:cut]
    assert ["asked", "told"] == words[cut + 4 :]
    assert said[cut][1] == said[-1][1]
