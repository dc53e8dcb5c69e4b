"""The fifth connector, from a distribution of its own: installed, checked, and in the table.

It touches nothing in the gateway: what it is tested with is what anybody outside can install.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from connectors.kit.rules import RULES
from tests.connectors.outside import SOURCE, check_types, install, run_suite

ROOT = Path(__file__).parents[2]
README = (ROOT / "connectors" / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def distribution(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the distribution, so that nothing is made in the source."""
    copy = tmp_path_factory.mktemp("fifth") / "property_registry"
    ignored = shutil.ignore_patterns("__pycache__", ".*_cache")
    return Path(shutil.copytree(SOURCE, copy, ignore=ignored))


def test_the_fifth_connector_conforms(distribution: Path, tmp_path: Path) -> None:
    """Its own suite is green, and its column of the table is what connectors/README.md shows."""
    target, table = install(distribution, tmp_path / "site"), tmp_path / "table.md"
    suite = run_suite(distribution, target, f"--conformance-report={table}")
    assert 0 == suite.returncode, suite.stdout + suite.stderr
    reported = dict(_cells(line) for line in table.read_text(encoding="utf-8").splitlines())
    shown = dict(_cells(line) for line in README.splitlines() if line.startswith("| "))
    for sentence in ("rule", *RULES.values()):
        assert shown[sentence][-1:] == reported[sentence]


def test_the_fifth_connector_is_typed(distribution: Path) -> None:
    """Its types hold by its own settings."""
    types = check_types(distribution)
    assert 0 == types.returncode, types.stdout


def _cells(line: str) -> tuple[str, list[str]]:
    first, *others = [cell.strip() for cell in line.strip("| ").split("|")]
    return first, others
