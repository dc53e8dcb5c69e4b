"""The tutorial of connectors/README.md works: its commands are run, its mistakes are made."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from connectors.kit.rules import RULES
from tests.commands.terminal import run
from tests.connectors.outside import SOURCE, install, run_suite
from tests.journeys.outside import command

ROOT = Path(__file__).parents[2]
TUTORIAL = (ROOT / "connectors" / "README.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCKS = FENCE.findall(TUTORIAL)
CELLS = re.compile(r"`([^`]*)`")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One line of the tutorial's table of mistakes."""

    what: str
    file: str
    before: str
    after: str
    rule: str


def _mistakes() -> Iterator[Mistake]:
    table = TUTORIAL.partition("| mistake | in |")[2].partition("\n\n")[0]
    for line in table.splitlines()[2:]:
        what, *cells = line.strip("|").split(" | ")
        yield Mistake(what.strip(), *(CELLS.findall(cell)[0] for cell in cells))


MISTAKES = list(_mistakes())


def _commands() -> list[list[str]]:
    lines = [line for language, text in BLOCKS if language == "sh" for line in text.splitlines()]
    return [shlex.split(line) for line in lines]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The connector that the tutorial's first command makes."""
    folder = tmp_path_factory.mktemp("tutorial")
    (words,) = [words for words in _commands() if words[:3] == ["gateway", "connector", "new"]]
    told = run(*words[1:], "--into", folder)
    assert (0, "") == (told.status, told.err)
    return folder / "housing"


@pytest.fixture(scope="module")
def site(made: Path) -> Path:
    """Where it is installed."""
    return install(made, made.parent / "site")


def test_the_commands_are_those_that_are_run_here() -> None:
    """No command stands in the tutorial that no test runs."""
    assert [
        "gateway connector new housing",
        "cd housing",
        "pip install -e .[tests]",
        "pytest",
        "grep -rn Yours .",
        "gateway connector list",
        "gateway connector check",
    ] == [" ".join(words[:4]) for words in _commands()]


def test_the_first_hour(made: Path, site: Path, tmp_path: Path) -> None:
    """Made, installed, tested, found, allowed by the tutorial's settings: everything fits."""
    suite = run_suite(made, site)
    assert 0 == suite.returncode, suite.stdout + suite.stderr
    texts = [path.read_text(encoding="utf-8") for path in made.rglob("*.py")]
    assert any("Yours" in text for text in texts)
    (settings,) = [text for language, text in BLOCKS if "[departments.housing]" in text]
    (tmp_path / "settings.toml").write_text(settings, encoding="utf-8")
    listed = command(site, "connector", "list", "--data", tmp_path)
    assert "verification-gateway-housing 0.1.0" in listed.stdout
    missing = command(site, "connector", "check", "--data", tmp_path)
    assert "departments.housing.options.tls_" in missing.stderr  # nobody has made the files yet
    without, _, _ = settings.partition("[departments.housing.options]")
    (tmp_path / "settings.toml").write_text(without, encoding="utf-8")
    checked = command(site, "connector", "check", "--data", tmp_path)
    assert (0, "5 connectors and 7 facts fit together\n") == (checked.returncode, checked.stdout)


@pytest.mark.parametrize(
    "code", [text for language, text in BLOCKS if language == "python"], ids=lambda c: c[2:40]
)
def test_what_is_shown_is_what_runs(code: str) -> None:
    """Every piece of code in the tutorial stands in the finished example, letter by letter."""
    label, _, text = code.partition("\n")
    file = SOURCE / label.removeprefix("# ")
    assert text.rstrip("\n") in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.what.replace(" ", "-"))
def test_a_mistake_is_caught(made: Path, site: Path, tmp_path: Path, mistake: Mistake) -> None:
    """The suite fails, and at the rule that the tutorial names."""
    target, table = Path(shutil.copytree(site, tmp_path / "site")), tmp_path / "table.md"
    wrong = target / "housing_connector" / mistake.file
    text = wrong.read_text(encoding="utf-8")
    assert mistake.before in text
    wrong.write_text(text.replace(mistake.before, mistake.after, 1), encoding="utf-8")
    options = ("tests/test_conformance.py", f"--conformance-report={table}")
    suite = run_suite(made, target, *options)
    assert 1 == suite.returncode, suite.stdout + suite.stderr
    lines = table.read_text(encoding="utf-8").splitlines()
    failed = [line.split(" | ")[0].strip("| ") for line in lines if line.endswith("failed |")]
    assert RULES[mistake.rule] in failed


def test_the_table_of_mistakes_is_read() -> None:
    """The table is found and holds several rules, or the test above would hold nothing."""
    assert len(MISTAKES) > 8
    assert {mistake.rule for mistake in MISTAKES} <= set(RULES)
