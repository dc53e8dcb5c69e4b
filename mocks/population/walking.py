"""Goes through everything in a population, and says where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass


def walk(value: object, place: str = "") -> Iterator[tuple[str, object]]:
    """Every value below this one with its place (a JSON pointer), containers first."""
    yield place, value
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from walk(item, f"{place}/{index}")
    elif is_dataclass(value):
        for field in fields(value):
            yield from walk(getattr(value, field.name), f"{place}/{field.name}")
