"""Reading our data files: typed fields of TOML tables, with errors that name file and entry.

Never guesses: a missing field, a wrong type and a field that nobody asks for are refused alike,
because a misspelt field of the law would otherwise silently not hold.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources.abc import Traversable
from typing import Self, TypeVar

from gateway.domain.codes import Certainty
from gateway.domain.text import Text
from gateway.errors import SettingsRefused

T = TypeVar("T")


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

    def certainty(self, *, default: Certainty | None = None) -> Certainty:
        """Read the field ``certainty``."""
        if default is not None and not self.has("certainty"):
            return default
        text = self.text("certainty")
        try:
            return Certainty(text)
        except ValueError:
            known = ", ".join(known.value for known in Certainty)
            raise self.refused(f"certainty {text} is none of {known}") from None

    def optional_text(self, key: str) -> str | None:
        """Read a text that may be absent, but not blank."""
        return self.text(key) if self.has(key) else None

    def whole(self, key: str) -> int:
        """Read a whole number."""
        value = self._take(key, int)
        if isinstance(value, bool):
            raise self.refused(f"{key} must be a whole number")
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """Read true or false."""
        return default if default is not None and not self.has(key) else self._take(key, bool)

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts, empty if absent."""
        items = self._items(key)
        if not all(isinstance(item, str) and item.strip() for item in items):
            raise self.refused(f"{key} must be a list of texts")
        return tuple(str(item) for item in items)

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
