"""Facts and connectors by entry point: allow-listed, checked, and loud when something is wrong.

Must never load an entry point that the settings do not name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import cast

from gateway.assembly.shapes import CONNECTOR, FACT, Shape, misshapen, missing
from gateway.domain.fact import Fact
from gateway.errors import SettingsRefused
from gateway.ports.source import Connector

FACTS = "verification_gateway.facts"
CONNECTORS = "verification_gateway.connectors"


def load_facts(names: Iterable[str]) -> dict[str, Fact]:
    """The facts of these names, in this order. Raises SettingsRefused."""
    loaded = _load(FACTS, names, FACT)
    for name, fact in loaded.items():
        _refuse_other_name(FACTS, name, fact, "name")
    return cast("dict[str, Fact]", loaded)


def load_connectors(names: Iterable[str]) -> dict[str, Connector]:
    """The connectors of these names. Raises SettingsRefused; so do two for one department."""
    loaded = _load(CONNECTORS, names, CONNECTOR)
    for name, connector in loaded.items():
        _refuse_other_name(CONNECTORS, name, connector, "department")
    return cast("dict[str, Connector]", loaded)


def providers(group: str) -> dict[str, tuple[str, ...]]:
    """The entry points of a group by name, each with the distributions that provide it.

    Loads nothing: what the settings do not name is not run.
    """
    return {
        name: tuple(provider(point) for point in points)
        for name, points in sorted(_by_name(group).items())
    }


def provider(point: EntryPoint) -> str:
    """The distribution that an entry point comes from, with its version."""
    return f"{point.dist.name} {point.dist.version}" if point.dist else "an unknown distribution"


def records_of(connectors: Iterable[Connector]) -> tuple[type, ...]:
    """The classes of record that these connectors bring (`gateway.ports.source.BringsRecords`)."""
    return tuple(kind for one in connectors for kind in getattr(one, "records", ()))


def _load(group: str, names: Iterable[str], shape: Shape) -> dict[str, object]:
    found = _by_name(group)
    loaded: dict[str, object] = {}
    for name in names:
        if name in loaded:
            raise SettingsRefused(f"{group}: {name} is named twice in the settings")
        loaded[name] = _checked(group, found, name, shape)
    return loaded


def _by_name(group: str) -> Mapping[str, list[EntryPoint]]:
    found: dict[str, list[EntryPoint]] = {}
    for point in entry_points(group=group):
        found.setdefault(point.name, []).append(point)
    return found


def _checked(group: str, found: Mapping[str, list[EntryPoint]], name: str, shape: Shape) -> object:
    points = found.get(name, [])
    if not points:
        raise SettingsRefused(f"{group}: no installed distribution provides {name}")
    if len(points) > 1:
        values = ", ".join(sorted(point.value for point in points))
        origins = ", ".join(sorted(provider(point) for point in points))
        raise SettingsRefused(f"{group}: {name} is provided more than once: {values}; by {origins}")
    (point,) = points
    origin = f"provided by {provider(point)}"
    try:
        plugin: object = point.load()
    except Exception as error:
        message = f"{group}: {name} cannot be loaded: {error!r}; {origin}"
        raise SettingsRefused(message) from error
    lacking = missing(plugin, shape)
    if lacking:
        raise SettingsRefused(f"{group}: {name} lacks {', '.join(lacking)}; {origin}")
    for complaint in misshapen(plugin, shape):
        raise SettingsRefused(f"{group}: {name}: {complaint}; {origin}")
    return plugin


def _refuse_other_name(group: str, name: str, plugin: object, member: str) -> None:
    if getattr(plugin, member) != name:
        origin = ", ".join(providers(group).get(name, ()))
        raise SettingsRefused(
            f"{group}: the entry point {name} carries another {member}; provided by {origin}"
        )
