"""Imports run downward only (design.md §4).

The import contracts in pyproject.toml say so in full, indirect imports included. The tables here
say the same once more, so that loosening a contract does not go unseen.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.repository import ROOT, dotted, imports, modules, name

# The floors of the gateway from the bottom; rooms of one floor do not know each other.
FLOORS = (
    {"errors"},
    {"settings"},
    {"domain"},
    {"policy", "facts", "audit"},
    {"ports", "private_files"},
    {"flow", "storage", "jobs", "signing", "outbound"},
    {"api", "console", "telemetry"},
    {"assembly", "client", "witness"},
    {"demo"},
    {"commands"},
    {"__main__"},
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}

# These rooms decide; what they decide depends on nothing but what they are given.
PURE = ("domain", "policy", "facts")
IMPURE = frozenset(
    {"asyncio", "io", "os", "pathlib", "random", "secrets", "socket", "sqlite3", "subprocess"}
    | {"shutil", "tempfile", "threading", "time", "urllib", "uuid"}
)

OPEN_TO_CONNECTORS = ("gateway.domain", "gateway.ports", "gateway.errors", "gateway.outbound")


def _room(module: str) -> str | None:
    """The room of the gateway that a dotted name lies in, if any."""
    parts = module.split(".")
    return parts[1] if parts[0] == "gateway" and len(parts) > 1 else None


def _within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def _upward(path: Path) -> set[str]:
    """What a module of the gateway imports from its own floor or above, outside its room."""
    own = _room(dotted(path))
    if own is None:
        return {imported for imported in imports(path) if _room(imported) in FLOOR}
    rooms = {imported: _room(imported) for imported in imports(path)}
    return {
        imported
        for imported, room in rooms.items()
        if room in FLOOR and room != own and FLOOR[room] >= FLOOR.get(own, 0)
    }


def test_every_room_has_its_floor() -> None:
    """A new room of the gateway is given its place in the order before it is built."""
    rooms = {_room(dotted(path)) for path in modules("gateway")} - {None}
    assert set() == rooms - set(FLOOR)


def test_rooms_import_downward_only() -> None:
    """No room of the gateway imports from its own floor or from one above."""
    upward = {name(path): _upward(path) for path in modules("gateway")}
    assert {} == {path: found for path, found in upward.items() if found}


@pytest.mark.parametrize("room", ["client"])
def test_rooms_that_stand_alone(room: str) -> None:
    """The client could be cut out and given to a requester: it imports nothing else of ours."""
    ours = ("gateway", "connectors", "mocks", "contracts")
    strangers = {
        name(path): found
        for path in modules(f"gateway/{room}")
        if (found := {i for i in imports(path) if _within(i, ours) and _room(i) != room})
    }
    assert {} == strangers


@pytest.mark.parametrize("room", [*PURE, "errors", "ports"])
def test_rooms_of_the_standard_library(room: str) -> None:
    """What is below the flow needs nothing that must be installed."""
    trees = (f"gateway/{room}", f"gateway/{room}.py")
    known = sys.stdlib_module_names | {"gateway"}
    foreign = {
        name(path): found
        for path in modules(*trees)
        if (found := {i.split(".")[0] for i in imports(path)} - known)
    }
    assert {} == foreign


@pytest.mark.parametrize("room", PURE)
def test_pure_rooms(room: str) -> None:
    """Decisions read no clock, no file, no network and no randomness."""
    impure = {
        name(path): found
        for path in modules(f"gateway/{room}")
        if (found := {i.split(".")[0] for i in imports(path)} & IMPURE)
    }
    assert {} == impure


def test_the_gateway_knows_neither_connectors_nor_mocks() -> None:
    """Connectors arrive by entry point, and the demo starts the mocks as a process."""
    strangers = ("connectors", "mocks", "contracts", "tests")
    known = {name(p): {i for i in imports(p) if _within(i, strangers)} for p in modules("gateway")}
    assert {} == {path: found for path, found in known.items() if found}


def test_mocks_import_nothing_of_ours() -> None:
    """The mock departments share no code with what they test."""
    ours = ("gateway", "connectors", "contracts", "tests")
    known = {name(p): {i for i in imports(p) if _within(i, ours)} for p in modules("mocks")}
    assert {} == {path: found for path, found in known.items() if found}


def test_connectors_see_what_is_open_to_them() -> None:
    """A connector knows domain, ports, errors, outbound and itself, and no other connector."""
    ours = ("gateway", "connectors", "contracts", "mocks", "tests")
    closed: dict[str, set[str]] = {}
    for path in modules("connectors"):
        itself = ".".join(dotted(path).split(".")[:2])
        seen = {i for i in imports(path) if _within(i, ours)}
        closed[name(path)] = {i for i in seen if not _within(i, (*OPEN_TO_CONNECTORS, itself))}
    assert {} == {path: found for path, found in closed.items() if found}


def test_the_agreements_are_data() -> None:
    """There is no code in contracts/ but the module that makes it findable."""
    assert ["contracts/__init__.py"] == [name(path) for path in modules("contracts")]


def test_the_import_contracts_hold() -> None:
    """Import-linter finds every contract of pyproject.toml kept."""
    program = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run(
        [program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (0, "") == (run.returncode, "" if run.returncode == 0 else run.stdout + run.stderr)
