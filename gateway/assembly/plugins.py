"""Facts and connectors by entry point: allow-listed, checked, and loud when something is wrong.

Must never load an entry point that the settings do not name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import cast

from gateway.domain.fact import Fact
from gateway.errors import SettingsRefused
from gateway.ports.source import Connector

FACTS = "verification_gateway.facts"
CONNECTORS = "verification_gateway.connectors"

_FACT_MEMBERS = (
    "name",
    "title",
    "version",
    "required",
    "consulted",
    "claim_schema",
    "claim_example",
    "reasons",
    "read_claim",
    "next_round",
    "decide",
)
_CONNECTOR_MEMBERS = ("department", "title", "operations", "answers_late", "open")


def load_facts(names: Iterable[str]) -> dict[str, Fact]:
    """The facts of these names, in this order. Raises SettingsRefused."""
    loaded = _load(FACTS, names, _FACT_MEMBERS)
    for name, fact in loaded.items():
        _refuse_other_name(FACTS, name, fact, "name")
    return cast("dict[str, Fact]", loaded)


def load_connectors(names: Iterable[str]) -> dict[str, Connector]:
    """The connectors of these names. Raises SettingsRefused; so do two for one department."""
    loaded = _load(CONNECTORS, names, _CONNECTOR_MEMBERS)
    for name, connector in loaded.items():
        _refuse_other_name(CONNECTORS, name, connector, "department")
    return cast("dict[str, Connector]", loaded)


def records_of(connectors: Iterable[Connector]) -> tuple[type, ...]:
    """The classes of record that these connectors bring (`gateway.ports.source.BringsRecords`)."""
    return tuple(kind for one in connectors for kind in getattr(one, "records", ()))


def _load(group: str, names: Iterable[str], members: tuple[str, ...]) -> dict[str, object]:
    found = _by_name(group)
    loaded: dict[str, object] = {}
    for name in names:
        if name in loaded:
            raise SettingsRefused(f"{group}: {name} is named twice in the settings")
        loaded[name] = _checked(group, found, name, members)
    return loaded


def _by_name(group: str) -> Mapping[str, list[EntryPoint]]:
    found: dict[str, list[EntryPoint]] = {}
    for point in entry_points(group=group):
        found.setdefault(point.name, []).append(point)
    return found


def _checked(
    group: str, found: Mapping[str, list[EntryPoint]], name: str, members: tuple[str, ...]
) -> object:
    points = found.get(name, [])
    if not points:
        raise SettingsRefused(f"{group}: no installed distribution provides {name}")
    if len(points) > 1:
        values = ", ".join(sorted(point.value for point in points))
        raise SettingsRefused(f"{group}: {name} is provided more than once: {values}")
    try:
        plugin: object = points[0].load()
    except Exception as error:
        raise SettingsRefused(f"{group}: {name} cannot be loaded: {error!r}") from error
    missing = [member for member in members if not hasattr(plugin, member)]
    if missing:
        raise SettingsRefused(f"{group}: {name} lacks {', '.join(missing)}")
    return plugin


def _refuse_other_name(group: str, name: str, plugin: object, member: str) -> None:
    if getattr(plugin, member) != name:
        raise SettingsRefused(f"{group}: the entry point {name} carries another {member}")
