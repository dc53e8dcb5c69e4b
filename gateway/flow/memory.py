"""Evidence as JSON and back, for a verification that waits for a late answer.

What comes out of here is sealed under the subject's key; it must never be logged or told. Must
never write what it could not read again: that would be found out when the answer has come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, cast

from gateway.domain import evidence, records
from gateway.domain.evidence import Evidence
from gateway.domain.fact import JsonValue
from gateway.domain.person import Person
from gateway.domain.question import Question
from gateway.errors import SettingsRefused

_MODULES = (evidence, records)
_OWN: Mapping[str, type] = {
    Person.__name__: Person,
    Question.__name__: Question,
    **{
        name: kind
        for module in _MODULES
        for name, kind in vars(module).items()
        if isinstance(kind, type) and kind.__module__ == module.__name__
    },
}


class Memory:
    """Writes and reads evidence; knows the records of the house and those that connectors bring."""

    def __init__(self, brought: Iterable[type] = ()) -> None:
        """`brought`: frozen dataclasses, and the enums in their fields, that connectors declare.

        Raises SettingsRefused for another kind of class, and for a name that two of them share: it
        stands in what is stored, and has to mean one thing.
        """
        known = dict(_OWN)
        for kind in brought:
            if not (is_dataclass(kind) or issubclass(kind, Enum)):
                message = f"records: {kind.__qualname__} is neither a dataclass nor an enum"
                raise SettingsRefused(message)
            if known.setdefault(kind.__name__, kind) is not kind:
                other = known[kind.__name__].__module__
                message = f"records: {kind.__name__} of {kind.__module__} is one of {other} already"
                raise SettingsRefused(message)
        self._known: Mapping[str, type] = known

    def write(self, heard: Evidence) -> dict[str, JsonValue]:
        """The JSON form of evidence. Raises TypeError for what could not be read again."""
        return cast("dict[str, JsonValue]", self._write(heard))

    def read(self, form: Mapping[str, JsonValue]) -> Evidence:
        """The evidence that `write` wrote. Raises TypeError for what is none."""
        heard = self._read(form)
        if not isinstance(heard, Evidence):
            raise TypeError("the stored memory is not evidence")
        return heard

    def _write(self, value: object) -> JsonValue:
        if isinstance(value, Enum):
            return {"enum": self._name(value), "value": value.value}
        if is_dataclass(value):
            name = self._name(value)
            return {
                "type": name,
                **{f.name: self._write(getattr(value, f.name)) for f in fields(value)},
            }
        if isinstance(value, date):
            return {"date": value.isoformat()}
        if isinstance(value, tuple):
            return [self._write(item) for item in value]
        if value is None or isinstance(value, bool | int | str):
            return value
        raise TypeError(f"evidence holds a {type(value).__name__}")

    def _name(self, value: object) -> str:
        kind = type(value)
        if self._known.get(kind.__name__) is not kind:
            raise TypeError(f"evidence holds a {kind.__name__} that no connector has declared")
        return kind.__name__

    def _read(self, form: JsonValue | Mapping[str, JsonValue]) -> Any:  # noqa: ANN401 - any record
        if isinstance(form, list):
            return tuple(self._read(item) for item in form)
        if not isinstance(form, Mapping):
            return form
        if "date" in form:
            return date.fromisoformat(cast("str", form["date"]))
        if "enum" in form:
            return self._known[cast("str", form["enum"])](form["value"])
        content = {name: self._read(value) for name, value in form.items() if name != "type"}
        return self._known[cast("str", form["type"])](**content)
