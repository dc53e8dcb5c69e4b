"""What is promised in pyproject.toml is there, and what is there is shipped."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import EntryPoint
from importlib.resources import files as resources
from pathlib import Path
from zipfile import ZipFile

import pytest

import gateway
from tests.house.repository import PRODUCT, ROOT, files, modules, name

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PROMISED = [
    EntryPoint(name=key, value=value, group=group)
    for group, entries in {"scripts": PROJECT["scripts"], **PROJECT["entry-points"]}.items()
    for key, value in entries.items()
]


@pytest.mark.parametrize("promised", PROMISED, ids=lambda p: f"{p.group}-{p.name}")
def test_entry_points_lead_somewhere(promised: EntryPoint) -> None:
    """Every command, connector and fact that the package announces can be loaded."""
    assert promised.load() is not None


def test_every_connector_and_fact_is_announced() -> None:
    """A folder under connectors/ has its entry point: a new department needs no other change."""
    folders = {path.parent.name for path in modules("connectors") if path.name == "__init__.py"}
    announced = set(PROJECT["entry-points"]["verification_gateway.connectors"])
    assert folders - {"connectors", "kit"} == announced


def test_agreements_can_be_read_as_package_data() -> None:
    """The data in contracts/ is found through the package, wherever that is installed."""
    assert resources("contracts").joinpath("codes").is_dir()


def test_the_wheel_ships_code_and_agreements(tmp_path: Path) -> None:
    """A built wheel holds every module of the product and every file of contracts/."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    trees = (*PRODUCT, "contracts")
    ours = {name(path) for path in files() if path.relative_to(ROOT).parts[0] in trees}
    assert set() == ours - set(ZipFile(wheel).namelist())


def test_the_changelog_knows_this_version() -> None:
    """The version that the package states has its section in the changelog."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert gateway.__version__ in re.findall(r"^## \[([\d.]+)\]", changelog, re.MULTILINE)
