"""`gateway connector`: a new connector passes its suite at once; what is wrong is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.kit.rules import RULES
from tests.commands.terminal import Told, one_line, run
from tests.connectors.outside import check_style, check_types, install, run_suite

OUTSIDE = """
[departments.courts]
url = "http://127.0.0.1:9"
"""


def _made(tmp_path: Path, *options: str) -> Path:
    told = run("connector", "new", "water_supply", "--into", tmp_path, *options)
    assert (0, "") == (told.status, told.err)
    return tmp_path / "water-supply"


@pytest.mark.parametrize("dialect", ["json", "xml"])
def test_a_new_connector_passes_its_suite(tmp_path: Path, dialect: str) -> None:
    """Installed without a network and unchanged, every rule is done or exempt with a reason."""
    folder = _made(tmp_path, "--dialect", dialect, "--zh", "供水登记", "--en", "water supply")
    target, table = install(folder, tmp_path / "site"), tmp_path / "table.md"
    suite = run_suite(folder, target, f"--conformance-report={table}")
    assert 0 == suite.returncode, suite.stdout + suite.stderr
    _, _, *rows = [line.strip("| ").split(" | ") for line in table.read_text().splitlines()]
    assert len(RULES) == len(rows)
    assert [] == [row for row in rows if not (row[1] == "done" or row[1].startswith("exempt: "))]


@pytest.mark.parametrize("dialect", ["json", "xml"])
def test_a_new_connector_is_in_order(tmp_path: Path, dialect: str) -> None:
    """Its types and its style are checked by its own settings, and nothing is to be said."""
    folder = _made(tmp_path, "--dialect", dialect)
    types = check_types(folder)
    assert 0 == types.returncode, types.stdout
    style = check_style(folder)
    assert 0 == style.returncode, style.stdout


def test_nothing_is_left_to_be_filled_in(tmp_path: Path) -> None:
    """No placeholder is left, and every place that is the integrator's to change says so."""
    folder = _made(tmp_path)
    texts = {p: p.read_text(encoding="utf-8") for p in folder.rglob("*") if p.is_file()}
    assert [] == [path.name for path, text in texts.items() if "<<" in text or "TODO" in text]
    marked = {path.name for path, text in texts.items() if "Yours" in text}
    assert {"CONTRACT.md", "wire.py", "source.py", "records.py"} <= marked
    assert "water_supply_dialect.py" in marked


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["Water"], "small letters"),
        (["water__supply"], "small letters"),
        (["w" * 41], "at most 40"),
        (["class"], "is reserved"),
        (["kit"], "is reserved"),
        (["courts"], "there is a connector of this name already, in verification-gateway"),
        (["water", "--dialect", "yaml"], "is not a dialect of the scaffold (json, xml)"),
        (["water", "--zh", '供"水'], "--zh: must be plain words"),
        (["water", "--into", "nowhere"], "there is no such folder"),
    ],
    ids=["capital", "gap", "long", "keyword", "reserved", "taken", "dialect", "title", "place"],
)
def test_what_cannot_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], complaint: str
) -> None:
    """One sentence says why, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    told = run("connector", "new", *words)
    assert (1, "") == (told.status, told.out)
    assert complaint in one_line(told.err)
    assert [] == list(tmp_path.iterdir())


def test_a_folder_that_is_there(tmp_path: Path) -> None:
    """Nothing of somebody else's is overwritten."""
    (tmp_path / "water-supply").mkdir()
    told = run("connector", "new", "water_supply", "--into", tmp_path)
    assert (1, "") == (told.status, told.out)
    assert "exists already; nothing was written" in one_line(told.err)
    assert [] == list((tmp_path / "water-supply").iterdir())


def test_what_is_installed(tmp_path: Path) -> None:
    """Connectors and facts are listed with where they come from and whether they are allowed."""
    (tmp_path / "settings.toml").write_text('connectors = ["courts"]\n' + OUTSIDE)
    told = run("connector", "list", "--data", tmp_path)
    rows = [line.strip("│").split("│") for line in told.out.splitlines()]
    shown = {row[0].strip(): [cell.strip() for cell in row[1:]] for row in rows if len(row) == 5}
    assert ("connector", "yes") == (shown["courts"][0], shown["courts"][2])
    assert shown["courts"][1].startswith("verification-gat")
    assert ("connector", "no", "") == (shown["health"][0], *shown["health"][2:])
    assert ("fact", "yes") == (shown["death"][0], shown["death"][2])


def test_a_check_that_succeeds(tmp_path: Path) -> None:
    """Whatever fits together is counted; a department without an address is named."""
    (tmp_path / "settings.toml").write_text(OUTSIDE)
    told = run("connector", "check", "--data", tmp_path)
    assert (0, "4 connectors and 7 facts fit together\n") == (told.status, told.out)
    assert "health: no address in the settings" in told.err
    assert "courts" not in told.err


def test_a_check_that_fails(tmp_path: Path) -> None:
    """A fact that asks a department whose connector is not allowed is told, as at a start."""
    (tmp_path / "settings.toml").write_text('connectors = ["public_security"]\n')
    told = run("connector", "check", "--data", tmp_path)
    complaint = (
        "verification_gateway.facts: kinship asks civil_affairs, and its connector "
        "(verification-gateway 0.1.0) is not named in the setting connectors"
    )
    assert Told(1, "", complaint + "\n") == Told(told.status, told.out, told.err)


def test_a_check_of_what_is_left_out(tmp_path: Path) -> None:
    """A paper whose fact the settings leave out is not available here, and that is said."""
    (tmp_path / "settings.toml").write_text('facts = ["identity", "death"]\n')
    told = run("connector", "check", "--data", tmp_path)
    assert (0, "4 connectors and 2 facts fit together\n") == (told.status, told.out)
    assert "certificate 8: left out with marriage" in told.err


def test_a_check_of_a_wrong_option(tmp_path: Path) -> None:
    """An option that nobody knows is found without asking anybody anything."""
    (tmp_path / "settings.toml").write_text(OUTSIDE + '[departments.courts.options]\nx = "1"\n')
    told = run("connector", "check", "--data", tmp_path)
    complaint = "departments.courts.options.x: is not an option\n"
    assert Told(1, "", complaint) == Told(told.status, told.out, told.err)
