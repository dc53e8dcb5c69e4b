"""`gateway mocks …` starts the mock departments as processes of their own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.commands.terminal import run

DEPARTMENTS = {"public_security", "civil_affairs", "health", "courts"}
PATIENCE = 60


@contextmanager
def _serve(*options: str | Path) -> Iterator[tuple[dict[str, str], subprocess.Popen[bytes]]]:
    """The addresses by department of a running command, which is ended afterwards."""
    command = [sys.executable, "-m", "gateway", "mocks", "serve", *map(str, options)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            said = [json.loads(process.stdout.readline()) for _ in DEPARTMENTS]
            yield {one["department"]: one["url"] for one in said}, process
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE)


def _ask_for_ever(url: str) -> None:
    while True:
        httpx.get(url)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few hundred generated residents with questions."""
    out = tmp_path_factory.mktemp("generated") / "out"
    told = run("mocks", "generate", "--size", "200", "--out", out, "--questions", "40")
    assert 0 == told.status
    return out


def test_generated_residents_are_served_with_faults(folder: Path, tmp_path: Path) -> None:
    """All four answer, each with the faults that are meant for it, and end with status 0."""
    faults = tmp_path / "faults.json"
    faults.write_text('{"faults": [{"kind": "busy", "department": "health"}]}', encoding="utf-8")
    options = ("--population", folder / "residents.sqlite", "--faults", faults)
    with _serve(*options) as (urls, process):
        assert set(urls) == DEPARTMENTS
        on = {
            name: [one["kind"] for one in httpx.get(f"{url}/_control/faults").json()["faults"]]
            for name, url in urls.items()
        }
    assert {name: ["busy"] if name == "health" else [] for name in DEPARTMENTS} == on
    assert 0 == process.returncode


def test_the_departments_end_with_the_command() -> None:
    """Whoever kills the command leaves nobody behind."""
    with _serve("--size", "0") as (urls, process):
        process.kill()
        process.wait(PATIENCE)
        with pytest.raises(httpx.TransportError):
            _ask_for_ever(f"{urls['courts']}/_control/faults")


def test_what_is_generated(folder: Path) -> None:
    """Residents, questions with their answers, and what was planted."""
    names = {"residents.sqlite", "questions.jsonl", "manifest.json"}
    assert names == {path.name for path in folder.iterdir()}
    lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    assert 40 == len(lines)
    assert 200 <= json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["residents"]


def test_a_folder_that_is_taken(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing is written over; the sentence of the mocks' own program is shown."""
    assert 1 == run("mocks", "generate", "--size", "200", "--out", folder).status
    assert "is there already" in capfd.readouterr().err


def test_two_kinds_of_residents_at_once(folder: Path) -> None:
    """A file and a size exclude each other."""
    told = run("mocks", "serve", "--population", folder / "residents.sqlite", "--size", "10")
    assert (1, True) == (told.status, "not both" in told.err)
