"""Distributions from outside this one: installed without a network, and their suites run.

Nothing is installed into the environment of these tests; every installation is a folder of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "property_registry"
"""The distribution of the fifth connector."""

# What this run of pytest, and a measurement of it, tell processes of their own.
_OURS = ("PYTEST_", "COV_", "COVERAGE_", "PYTHONPATH")


def install(distribution: Path, target: Path) -> Path:
    """Build and install a distribution into a folder; the folder."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    options = ["--no-build-isolation", "--disable-pip-version-check", "--target", str(target)]
    run = subprocess.run(
        [*command, *options, str(distribution)],
        env=_bare(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == run.returncode, run.stderr
    return target


def environment(target: Path) -> Mapping[str, str]:
    """The environment of a process that sees what is installed in a folder."""
    return {**_bare(), "PYTHONPATH": str(target)}


def _bare() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}


def run_suite(distribution: Path, target: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a distribution's own tests against what is installed, not against its source."""
    return subprocess.run(
        # -P: the folder that it is run in is not where modules come from.
        [sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", *options],
        cwd=distribution,
        env=environment(target),
        capture_output=True,
        text=True,
        check=False,
    )


def check_types(distribution: Path) -> subprocess.CompletedProcess[str]:
    """Check a distribution's types, by its own settings."""
    return subprocess.run(
        [sys.executable, "-m", "mypy", "--cache-dir", str(distribution / ".mypy_cache")],
        cwd=distribution,
        capture_output=True,
        text=True,
        check=False,
    )


def check_style(distribution: Path) -> subprocess.CompletedProcess[str]:
    """Check a distribution's style, by its own settings."""
    return subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "."],
        cwd=distribution,
        capture_output=True,
        text=True,
        check=False,
    )
