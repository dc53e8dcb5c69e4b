"""What ./dev does with what it is told, short of installing anything."""

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.repository import ROOT


@pytest.fixture
def became(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The arguments of the program that ./dev became."""
    arguments: list[str] = []
    monkeypatch.setattr(dev, "set_up", lambda: None)
    monkeypatch.setattr(dev, "become", lambda *given: arguments.extend(given))
    monkeypatch.chdir(ROOT)
    return arguments


@pytest.mark.parametrize(
    ("arguments", "status"),
    [((), 2), (("--help",), 0), (("nonsense",), 2), (("check", "x"), 2), (("lock", "x"), 2)],
)
def test_exit_status(arguments: tuple[str, ...], status: int, tmp_path: Path) -> None:
    """Help succeeds; a command that does not exist or cannot take its arguments is status 2.

    Neither the current folder nor an empty environment matters.
    """
    run = subprocess.run(
        [sys.executable, ROOT / "dev", *arguments],
        cwd=tmp_path,
        env={"PATH": os.defpath, "COVERAGE_PROCESS_CONFIG": ""},
        capture_output=True,
        check=False,
    )
    assert (status, status == 0) == (run.returncode, bool(run.stdout))


def test_all_tests_run_with_coverage_and_its_gate(dev: ModuleType, became: list[str]) -> None:
    """The gate of pyproject.toml holds for the whole, on every processor."""
    dev.main(["test", "--long", "-v"])
    assert ["-m", "pytest", "-n"] == became[:3]
    assert ["--cov", "--long", "-v"] == became[-3:]


@pytest.mark.parametrize("narrowing", [["tests/house"], ["-k", "word"], ["--lf"], ["-kword"]])
def test_a_part_of_the_tests_has_no_gate(
    dev: ModuleType, became: list[str], narrowing: list[str]
) -> None:
    """A part says nothing about the coverage of the whole."""
    dev.main(["test", *narrowing])
    assert (False, narrowing) == ("--cov" in became, became[-len(narrowing) :])
    assert "0" == became[became.index("--cov-fail-under") + 1]


@pytest.mark.parametrize("option", ["-n0", "--pdb", "-s", "--collect-only"])
def test_debugging_is_not_divided(dev: ModuleType, became: list[str], option: str) -> None:
    """What needs one process, or says itself how many, is not spread over the processors."""
    dev.main(["test", option])
    assert "--dist" not in became


def test_the_demo_gets_its_arguments(dev: ModuleType, became: list[str]) -> None:
    """`./dev demo --once` is `gateway demo --once`."""
    dev.main(["demo", "--once"])
    assert ["-m", "gateway", "demo", "--once"] == became


def test_the_environment_is_not_led_astray(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What would mix somebody's own packages with ours is not handed on; the rest is."""
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("HARMLESS", "kept")
    handed_on = dev.environment()
    assert {"HARMLESS"} == {"PYTHONPATH", "PIP_USER", "HARMLESS"} & set(handed_on)
    assert handed_on["PATH"].startswith(str(ROOT / ".venv"))


def test_a_new_dependency_makes_the_locks_stale(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dependency that is not locked is named, without asking a registry."""
    changed = tmp_path / "pyproject.toml"
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    changed.write_text(text.replace("dependencies = [", 'dependencies = ["New_Thing>=1",', 1))
    monkeypatch.setattr(dev, "PYPROJECT", changed)
    assert "run.txt lacks new-thing" in dev.stale_locks().splitlines()


def test_another_bound_makes_the_locks_stale(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A changed version bound is noticed though the package is locked."""
    changed = tmp_path / "pyproject.toml"
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    changed.write_text(text.replace('"httpx>=', '"httpx>=0.0.1,>='))
    monkeypatch.setattr(dev, "PYPROJECT", changed)
    assert "run.txt was not made from this pyproject.toml" in dev.stale_locks()


def test_a_failing_check_fails_the_whole(
    dev: ModuleType,
    became: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Every check runs, what one found is shown, and the status says that one failed."""
    monkeypatch.setattr(dev, "complaints", lambda program, *_: "wrong" if program == "mypy" else "")
    status = dev.main(["check"])
    told = capsys.readouterr().out.splitlines()
    assert (1, True, "failed: types") == (status, "wrong" in told, told[-1])


def test_a_program_is_run_in_the_project(dev: ModuleType) -> None:
    """A program's status and all that it wrote come back, wherever ./dev was called."""
    program = "import os, sys; print(os.getcwd(), flush=True); print('e', file=sys.stderr); exit(3)"
    assert (3, f"{ROOT}\ne") == dev.attended("Trying", sys.executable, "-c", program)
