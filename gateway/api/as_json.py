"""Frozen values of the domain as JSON, field by field.

Only for what is public or the caller's own (catalogue, matters): must never be handed a person, a
verification or evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum

from gateway.domain.fact import JsonValue


def as_json(value: object) -> JsonValue:
    """Dataclasses and mappings as objects, tuples as lists, sets sorted, enums by value.

    Raises TypeError for what is none of these.
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Enum):
        return as_json(value.value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(as_json(name)): as_json(item) for name, item in value.items()}
    if isinstance(value, frozenset):
        return [as_json(item) for item in sorted(value, key=str)]
    if isinstance(value, tuple | list):
        return [as_json(item) for item in value]
    if is_dataclass(value):
        return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(type(value).__name__)
