"""The demo in one piece: what it shows, what it leaves, and that nothing of it stays behind."""

from __future__ import annotations

import io
import json
import re
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from rich.console import Console
from typer.testing import CliRunner

from gateway.__main__ import app
from gateway.demo import story
from gateway.demo.cast import ACTS, OUTAGE, scenarios
from gateway.demo.departments import Departments
from gateway.demo.processes import DemoFailed
from gateway.demo.story import run_demo
from tests.demo.running import PATIENCE, left_behind, marked

FACTS = ("identity", "kinship", "marriage", "birth", "alive", "death")
COMMAND = ("-m", "gateway", "demo")


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the refusal and the outage are played."""
    monkeypatch.setattr(story, "ACTS", ())


def command(*words: str | Path) -> tuple[int, str]:
    """Exit status and output of a command of the gateway."""
    result = CliRunner().invoke(app, [str(w) for w in words], env={"COLUMNS": "100"})
    return result.exit_code, result.output


def test_once(tmp_path: Path) -> None:
    """It ends by itself with status 0 after it showed all that a buyer asks about."""
    mark = str(tmp_path)
    with marked(mark, *COMMAND, "--once", "--folder", str(tmp_path / "demo")) as process:
        output, _ = process.communicate(timeout=PATIENCE)
    assert 0 == process.returncode, output
    shown = [fact for fact in FACTS if re.search(rf"│ {fact} +│", output)]
    assert list(FACTS) == shown
    for words in (
        "confirmed",
        "contradicted",
        "no_record",
        "refused (403)",
        "consent_missing",
        "unavailable",
        "department_silent",
        "GJJ-007 · consent",
        f"{len(ACTS) + 1} receipts checked offline: every signature holds.",
    ):
        assert words in output
    assert re.search(r"documentation: http://127\.0\.0\.1:\d+/docs", output)
    assert ("NOT AS EXPECTED" in output, "stays up" in output) == (False, False)
    assert max(map(len, output.splitlines())) <= 150
    assert [] == left_behind(mark)


@pytest.mark.usefixtures("short")
def test_what_it_leaves_up_can_be_used(tmp_path: Path) -> None:
    """Documentation, profile and first call work while it waits, as the README says."""
    folder, used = tmp_path / "demo", []

    def use() -> None:
        url = (folder / "address").read_text().strip()
        page = httpx.get(f"{url}/docs", timeout=30)
        assets = re.findall(r'(?:href|src)="(/docs/[^"]+)"', page.text)
        replies = [page, *(httpx.get(url + path, timeout=30) for path in assets)]
        assert {200} == {reply.status_code for reply in replies}
        assert len(assets) >= 3
        assert "/v1/verify/{fact}".partition("{")[0] in httpx.get(f"{url}/openapi.json").text
        receipt, jwks = tmp_path / "receipt.txt", tmp_path / "jwks.json"
        jwks.write_bytes(httpx.get(f"{url}/.well-known/jwks.json").content)
        call = ("ask", "marriage", folder / "first-call.json")
        profile = ("--profile", folder / "requester.toml", "--receipt", receipt)
        used.append(command(*call, *profile))
        used.append(command("receipt", "verify", receipt, "--jwks", jwks))
        used.append(command(*call, *profile))

    console = Console(file=io.StringIO(), width=100)
    run_demo(folder, console, once=False, stay=use)
    (asked, answer), (verified, statement), (again, refusal) = used
    assert (0, True) == (asked, "confirmed" in answer), answer
    assert (0, True) == (verified, statement.startswith("VALID"))
    assert (1, True) == (again, "consent" in refusal)
    with pytest.raises(httpx.TransportError):
        httpx.get((folder / "address").read_text().strip())


@pytest.mark.usefixtures("short")
def test_something_unexpected_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An outcome that should be another ends it with status 1, names the scenario and marks it."""
    whole = scenarios()
    wrong: Mapping[str, Any] = json.loads(json.dumps(whole[OUTAGE.scenario]))
    monkeypatch.setattr(story, "scenarios", lambda: {**whole, OUTAGE.scenario: wrong})
    monkeypatch.setattr(story, "ACTS", (OUTAGE,))
    wrong["expected"]["outcome"] = "contradicted"
    status, output = command("demo", "--once", "--folder", tmp_path / "demo")
    assert (1, True) == (status, "NOT AS EXPECTED" in output), output
    assert f"not as expected: {OUTAGE.scenario}\n" in output


def test_a_folder_with_foreign_content(tmp_path: Path) -> None:
    """It deletes nothing that it did not make."""
    foreign = tmp_path / "thesis.txt"
    foreign.write_text("years of work")
    status, output = command("demo", "--once", "--folder", tmp_path)
    assert (1, True) == (status, "holds something that the demo did not make" in output)
    assert "years of work" == foreign.read_text()


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    """It is told in one sentence."""
    (tmp_path / "file").write_text("mine")
    status, output = command("demo", "--once", "--folder", tmp_path / "file")
    assert (1, False) == (status, "Traceback" in output)
    assert "mine" == (tmp_path / "file").read_text()


def test_ctrl_c_in_the_middle(tmp_path: Path) -> None:
    """It says that it was not through, with the status that shells expect, and leaves nothing."""
    mark = str(tmp_path)
    with marked(mark, *COMMAND, "--folder", str(tmp_path / "demo")) as process:
        assert process.stdout is not None
        assert "Starting" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=PATIENCE)
    assert (130, "ended before it was through\n") == (process.returncode, rest)
    assert [] == left_behind(mark)


def test_killed(tmp_path: Path) -> None:
    """Its processes end with it even if it cannot end them."""
    program = (
        "from pathlib import Path; from gateway.demo.departments import Departments\n"
        f"d = Departments(Path({str(tmp_path)!r})); d.start(); print('up', flush=True); input()"
    )
    mark = str(tmp_path)
    with marked(mark, "-c", program) as process:
        assert process.stdout is not None
        assert "up\n" == process.stdout.readline()
        process.kill()
    assert [] == left_behind(mark)


def test_a_process_that_does_not_start(tmp_path: Path) -> None:
    """It is told which one, and where its log is."""
    departments = Departments(tmp_path)
    with pytest.raises(DemoFailed, match=r"the mock of tax did not start; see .*tax\.log"):
        departments.start(["tax"])
    departments.stop_all()
    assert "invalid choice" in (tmp_path / "tax.log").read_text()
