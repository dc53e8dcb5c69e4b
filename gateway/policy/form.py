"""Reading a form field by field: every problem is collected and named, none is repaired.

Must never put a value into a problem: a pointer and a reason say enough. After a problem a
placeholder is returned so that reading can go on; whoever reads must not use what was read if
there are problems.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Final, TypeVar

from gateway.domain.text import Text
from gateway.errors import Problem

E = TypeVar("E", bound=Enum)
ItemT = TypeVar("ItemT")

MISSING: Final = "missing_field"
WRONG_TYPE: Final = "wrong_type"
UNKNOWN_FIELD: Final = "unknown_field"
BLANK: Final = "blank"
UNKNOWN_VALUE: Final = "unknown_value"
OUT_OF_RANGE: Final = "out_of_range"
NOT_A_DATE: Final = "date_malformed"
EMPTY: Final = "empty"
TOO_MANY: Final = "too_many"
DUPLICATE: Final = "duplicate"

_PLACEHOLDER: Final = Text("?", "?")
_ABSENT: Final = object()


class Form:
    """One table of a form: the fields that are read, and at the end those that nobody read."""

    def __init__(self, raw: object, problems: list[Problem], pointer: str = "") -> None:
        """Take what should be a table; `pointer` is its RFC 6901 pointer."""
        self.pointer = pointer
        self._problems = problems
        self._read: set[str] = set()
        self._fields: Mapping[str, object] = {}
        if isinstance(raw, Mapping):
            self._fields = raw
        else:
            problems.append(Problem(pointer, WRONG_TYPE))

    def refuse(self, key: str | int, reason: str) -> None:
        """Note that a field is wrong."""
        name = str(key).replace("~", "~0").replace("/", "~1")
        self._problems.append(Problem(f"{self.pointer}/{name}", reason))

    def close(self) -> None:
        """Note every field that nobody has read: a misspelt rule would silently not hold."""
        for key in self._fields:
            if key not in self._read:
                self.refuse(key, UNKNOWN_FIELD)

    def has(self, key: str) -> bool:
        """Tell whether the field is there."""
        return key in self._fields

    def names(self) -> tuple[str, ...]:
        """The names of the fields that are there."""
        return tuple(str(key) for key in self._fields)

    def _take(self, key: str) -> object:
        """A field as it is; `_ABSENT`, with a problem, if it is missing."""
        self._read.add(key)
        if key not in self._fields:
            self.refuse(key, MISSING)
            return _ABSENT
        return self._fields[key]

    def text(self, key: str) -> str:
        """Read a text that is not blank."""
        value = self._take(key)
        if isinstance(value, str):
            if not value.strip():
                self.refuse(key, BLANK)
            return value
        self._mistyped(key, value)
        return ""

    def bilingual(self, key: str) -> Text:
        """Read a table of `zh` and `en`."""
        table = self.table(key)
        if not table.names():
            return _PLACEHOLDER
        zh, en = table.text("zh"), table.text("en")
        table.close()
        return Text(zh, en) if zh.strip() and en.strip() else _PLACEHOLDER

    def optional_bilingual(self, key: str) -> Text | None:
        """Read a table of `zh` and `en` that may be absent."""
        return self.bilingual(key) if self.has(key) else None

    def whole(self, key: str, least: int, most: int, default: int | None = None) -> int:
        """Read a whole number between two bounds, both included; the default where absent."""
        if default is not None and not self.has(key):
            return default
        value = self._take(key)
        if isinstance(value, int) and not isinstance(value, bool):
            if not least <= value <= most:
                self.refuse(key, OUT_OF_RANGE)
            return value
        self._mistyped(key, value)
        return least

    def flag(self, key: str) -> bool:
        """Read true or false; absent means false."""
        value = self._take(key) if self.has(key) else False
        if not isinstance(value, bool):
            self.refuse(key, WRONG_TYPE)
            return False
        return value

    def day(self, key: str) -> date:
        """Read a date: a TOML date, or ISO 8601 text where the form is JSON."""
        value = self._take(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                self.refuse(key, NOT_A_DATE)
                return date.min
        self._mistyped(key, value)
        return date.min

    def choice(self, key: str, kind: type[E], default: E | None = None) -> E:
        """Read one of an enumeration's values; the default, if there is one, where absent."""
        if default is not None and not self.has(key):
            return default
        text = self.text(key)
        for member in kind:
            if member.value == text:
                return member
        if text.strip():
            self.refuse(key, UNKNOWN_VALUE)
        return next(iter(kind))

    def items(self, key: str) -> tuple[object, ...]:
        """Read a list that may be absent."""
        if not self.has(key):
            return ()
        value = self._take(key)
        if isinstance(value, list | tuple):
            return tuple(value)
        self.refuse(key, WRONG_TYPE)
        return ()

    def is_empty_list(self, key: str) -> bool:
        """Tell whether the field is a list without items."""
        return self._fields.get(key) in ([], ())

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of different texts that are not blank; it may be absent."""
        return self._different(key, str)

    def wholes(self, key: str) -> tuple[int, ...]:
        """Read a list of different whole numbers; it may be absent."""
        return self._different(key, int)

    def table(self, key: str) -> Form:
        """Read a table within this one; an empty one, with a problem, if it is missing."""
        value = self._take(key)
        return Form({} if value is _ABSENT else value, self._problems, f"{self.pointer}/{key}")

    def tables(self, key: str) -> tuple[Form, ...]:
        """Read a list of tables that may be absent."""
        place = f"{self.pointer}/{key}"
        return tuple(
            Form(item, self._problems, f"{place}/{number}")
            for number, item in enumerate(self.items(key))
        )

    def _different(self, key: str, kind: type[ItemT]) -> tuple[ItemT, ...]:
        """A list whose items are of one kind, each once."""
        found: dict[ItemT, None] = {}
        for number, item in enumerate(self.items(key)):
            if not isinstance(item, kind) or isinstance(item, bool):
                self.refuse_item(key, number, WRONG_TYPE)
            elif item in found:
                self.refuse_item(key, number, DUPLICATE)
            elif isinstance(item, str) and not item.strip():
                self.refuse_item(key, number, BLANK)
            else:
                found[item] = None
        return tuple(found)

    def refuse_item(self, key: str, number: int, reason: str) -> None:
        """Note that an item of a list is wrong."""
        self._problems.append(Problem(f"{self.pointer}/{key}/{number}", reason))

    def _mistyped(self, key: str, value: object) -> None:
        if value is not _ABSENT:
            self.refuse(key, WRONG_TYPE)
