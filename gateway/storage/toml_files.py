"""Reading our data files: typed fields of TOML tables, with errors that name file and entry.

Never guesses: a missing field, a wrong type and a field that nobody asks for are refused alike,
because a misspelt field of the law would otherwise silently not hold.
"""

from __future__ import annotations

import re
import tomllib
from enum import Enum
from importlib.resources.abc import Traversable
from typing import Self, TypeVar

from gateway.domain.text import Text
from gateway.errors import SettingsRefused

T = TypeVar("T")
E = TypeVar("E", bound=Enum)


class Entry:
    """One table of a TOML file, read field by field and then closed."""

    def __init__(self, file: str, place: str, fields: dict[str, object]) -> None:
        self.file = file
        self.place = place
        self._fields = fields
        self._read: set[str] = set()

    def refused(self, message: str) -> SettingsRefused:
        """Make the error that says what is wrong with this entry."""
        return SettingsRefused(f"{self.file}: {self.place or 'file'}: {message}")

    def rename(self, place: str) -> None:
        """Call the entry by its own name from here on, once that has been read."""
        self.place = place

    def close(self) -> None:
        """Refuse fields that nobody has read."""
        unread = sorted(self._fields.keys() - self._read)
        if unread:
            raise self.refused(f"unknown field {', '.join(unread)}")

    def has(self, key: str) -> bool:
        """Tell whether the field is there."""
        return key in self._fields

    def text(self, key: str) -> str:
        """Read a text that is not blank."""
        value = self._take(key, str)
        if not value.strip():
            raise self.refused(f"{key} is blank")
        return value

    def matching(self, key: str, form: re.Pattern[str]) -> str:
        """Read a text of a form."""
        text = self.text(key)
        if not form.fullmatch(text):
            raise self.refused(f"{key} {text} is ill-formed")
        return text

    def choice(self, key: str, kind: type[E]) -> E:
        """Read the value of an enumeration's member."""
        return self._member(key, self.text(key), kind)

    def choices(self, key: str, kind: type[E]) -> tuple[E, ...]:
        """Read a list of an enumeration's members, each once; empty if absent."""
        members = tuple(self._member(key, text, kind) for text in self.texts(key))
        if len(set(members)) < len(members):
            raise self.refused(f"{key} names something twice")
        return members

    def optional_text(self, key: str) -> str | None:
        """Read a text that may be absent, but not blank."""
        return self.text(key) if self.has(key) else None

    def optional_whole(self, key: str) -> int | None:
        """Read a whole number that may be absent."""
        return self.whole(key) if self.has(key) else None

    def whole(self, key: str) -> int:
        """Read a whole number."""
        value = self._take(key, int)
        if isinstance(value, bool):
            raise self.refused(f"{key} must be a whole number")
        return value

    def flag(self, key: str) -> bool:
        """Read true or false; absent means false."""
        return self.has(key) and self._take(key, bool)

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts, empty if absent."""
        items = self._items(key)
        if not all(isinstance(item, str) and item.strip() for item in items):
            raise self.refused(f"{key} must be a list of texts")
        return tuple(str(item) for item in items)

    def wholes(self, key: str) -> tuple[int, ...]:
        """Read a list of whole numbers, empty if absent."""
        items = self._items(key)
        if not all(isinstance(item, int) and not isinstance(item, bool) for item in items):
            raise self.refused(f"{key} must be a list of whole numbers")
        return tuple(item for item in items if isinstance(item, int))

    def both(self, key: str) -> Text:
        """Read a table of a Chinese and an English text."""
        return self.table(key).bilingual()

    def optional_both(self, key: str) -> Text | None:
        """Read a bilingual text that may be absent."""
        return self.both(key) if self.has(key) else None

    def boths(self, key: str) -> tuple[Text, ...]:
        """Read a list of bilingual texts, empty if absent."""
        return tuple(item.bilingual() for item in self.tables(key))

    def bilingual(self) -> Text:
        """Read the entry itself as a bilingual text and nothing else."""
        text = self.name()
        self.close()
        return text

    def name(self) -> Text:
        """Read the fields ``zh`` and ``en`` of this entry."""
        return Text(self.text("zh"), self.text("en"))

    def table(self, key: str) -> Self:
        """Read a table within this one."""
        return self._nested(key, self._take(key, dict))

    def tables(self, key: str) -> tuple[Self, ...]:
        """Read a list of tables, empty if absent."""
        return tuple(
            self._nested(f"{key}[{place}]", item) for place, item in enumerate(self._items(key))
        )

    def _member(self, key: str, text: str, kind: type[E]) -> E:
        try:
            return kind(text)
        except ValueError:
            known = ", ".join(str(member.value) for member in kind)
            raise self.refused(f"{key} {text} is none of {known}") from None

    def _items(self, key: str) -> list[object]:
        return self._take(key, list) if self.has(key) else []

    def _take(self, key: str, kind: type[T]) -> T:
        if key not in self._fields:
            raise self.refused(f"{key} is missing")
        self._read.add(key)
        value = self._fields[key]
        if not isinstance(value, kind):
            raise self.refused(f"{key} must be of type {kind.__name__}")
        return value

    def _nested(self, key: str, value: object) -> Self:
        place = f"{self.place}.{key}" if self.place else key
        if not isinstance(value, dict):
            raise self.refused(f"{key} must be a table")
        return type(self)(self.file, place, value)


def read_toml(root: Traversable, name: str) -> Entry:
    """Read the TOML file at a relative POSIX path below ``root``. Raises SettingsRefused."""
    try:
        fields = tomllib.loads(root.joinpath(*name.split("/")).read_bytes().decode())
    except OSError as error:
        raise SettingsRefused(f"{name}: cannot be read") from error
    except ValueError as error:  # not UTF-8, or not TOML
        raise SettingsRefused(f"{name}: is not TOML in UTF-8: {error}") from error
    return Entry(name, "", fields)
