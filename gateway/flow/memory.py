"""Evidence as JSON and back, for a verification that waits for a late answer.

What comes out of here is sealed under the subject's key; it must never be logged or told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, cast

from gateway.domain import evidence, records
from gateway.domain.evidence import Evidence
from gateway.domain.fact import JsonValue
from gateway.domain.person import Person
from gateway.domain.question import Question

_MODULES = (evidence, records)
_TYPES: Mapping[str, type] = {
    Person.__name__: Person,
    Question.__name__: Question,
    **{
        name: kind
        for module in _MODULES
        for name, kind in vars(module).items()
        if isinstance(kind, type) and kind.__module__ == module.__name__
    },
}


def write_evidence(heard: Evidence) -> dict[str, JsonValue]:
    """The JSON form of evidence."""
    return cast("dict[str, JsonValue]", _write(heard))


def read_evidence(form: Mapping[str, JsonValue]) -> Evidence:
    """The evidence that `write_evidence` wrote."""
    heard = _read(form)
    if not isinstance(heard, Evidence):
        raise TypeError("the stored memory is not evidence")
    return heard


def _write(value: object) -> JsonValue:
    if isinstance(value, Enum):
        return {"enum": type(value).__name__, "value": value.value}
    if is_dataclass(value):
        content = {f.name: _write(getattr(value, f.name)) for f in fields(value)}
        return {"type": type(value).__name__, **content}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, tuple):
        return [_write(item) for item in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    message = f"evidence holds a {type(value).__name__}"
    raise TypeError(message)


def _read(form: JsonValue | Mapping[str, JsonValue]) -> Any:  # noqa: ANN401 - any record there is
    if isinstance(form, list):
        return tuple(_read(item) for item in form)
    if not isinstance(form, Mapping):
        return form
    if "date" in form:
        return date.fromisoformat(cast("str", form["date"]))
    if "enum" in form:
        return _TYPES[cast("str", form["enum"])](form["value"])
    content = {name: _read(value) for name, value in form.items() if name != "type"}
    return _TYPES[cast("str", form["type"])](**content)
