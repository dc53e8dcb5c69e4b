"""Distributions that are installed for one test: entry points which lead into this module."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from importlib.metadata import EntryPoint, EntryPoints
from typing import Any

import pytest

from gateway.assembly import plugins
from gateway.domain.text import Text
from gateway.ports.source import Link, Source
from gateway.settings import SourceSettings

HERE = "tests.assembly.plugins"
Install = Callable[..., None]


@dataclass
class Department:
    """A connector that is complete, but never opened."""

    department: str
    title: object = Text("测绘", "Surveying")
    operations: object = frozenset({"look"})
    answers_late: bool = False
    records: tuple[type, ...] = ()

    def open(self, settings: SourceSettings, link: Link) -> Source:
        """Is never called."""
        raise NotImplementedError


LAND: Any = Department("land")
WATER: Any = Department("water")
UNTITLED: Any = Department("land", title="Surveying")
LISTING: Any = Department("land", operations=["look"])
EMPTY: Any = Department("land", operations=frozenset())
STRANGE_RECORDS: Any = Department("land", records=("Entry",))  # type: ignore[arg-type]
UNFINISHED = object()


def installed(monkeypatch: pytest.MonkeyPatch, group: str, **entries: str | list[str]) -> None:
    """Let exactly these entry points be installed; several values are several distributions."""
    points = [
        EntryPoint(name=name, value=value, group=group)
        for name, values in entries.items()
        for value in ([values] if isinstance(values, str) else values)
    ]

    def entry_points(*, group: str) -> EntryPoints:
        return EntryPoints(point for point in points if point.group == group)

    monkeypatch.setattr(plugins, "entry_points", entry_points)


def also_installed(monkeypatch: pytest.MonkeyPatch, group: str, **entries: str) -> None:
    """Let these be installed beside what really is: the catalogue's marks must be kept."""
    more = [EntryPoint(name=name, value=value, group=group) for name, value in entries.items()]

    def entry_points(*, group: str) -> EntryPoints:
        added = (point for point in more if point.group == group)
        return EntryPoints((*metadata.entry_points(group=group), *added))

    monkeypatch.setattr(plugins, "entry_points", entry_points)
