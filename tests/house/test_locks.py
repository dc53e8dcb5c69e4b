"""What is installed is fixed, to the byte, and comes from wherever its user gets packages."""

import re
from types import ModuleType

import pytest

from tests.house.repository import ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def test_the_locks_are_those_that_dev_makes(dev: ModuleType) -> None:
    """There is one lock for running, one for developing, one for locking."""
    assert sorted(dev.LOCKED) == [lock.name for lock in LOCKS]


def test_the_locks_fit_the_project(dev: ModuleType) -> None:
    """Every dependency of pyproject.toml is locked, and the locks were made from it."""
    assert "" == dev.stale_locks()


@pytest.mark.parametrize("name", [lock.name for lock in LOCKS])
def test_every_pin_has_hashes(name: str) -> None:
    """Each package is fixed to one version and to the hashes of its released files."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"^ *#.*\n?", "", text, flags=re.MULTILINE))
    form = re.compile(r"[\w.-]+==\S+( ; [^\n]+?)?( \\\n    --hash=sha256:[0-9a-f]{64})+\n*")
    assert [] == [entry for entry in entries if not form.fullmatch(entry)]


@pytest.mark.parametrize("name", [lock.name for lock in LOCKS])
def test_no_lock_names_a_place(name: str) -> None:
    """A lock says what is installed and never from where: no address, path or option."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    places = re.findall(r"^.*(?:://|file:|^-|^ *--(?!hash=)).*$", text, re.MULTILINE)
    assert [] == places


def test_development_includes_what_runs(dev: ModuleType) -> None:
    """The tests run with exactly the versions that are deployed."""
    run, develop = (
        set(re.findall(r"^\S+==\S+", (dev.LOCKS / name).read_text(), re.MULTILINE))
        for name in ("run.txt", "dev.txt")
    )
    assert set() == run - develop
