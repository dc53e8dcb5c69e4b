"""What a fact and a connector must be made of, member by member, before anybody asks with them.

Must never call a method of a plugin: it only looks at what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from enum import Enum
from typing import Final

from gateway.domain.finding import Reason
from gateway.domain.text import Text

Shape = Mapping[str, tuple[Callable[[object], bool], str]]


def _is_word(value: object) -> bool:
    return isinstance(value, str) and value.isidentifier()


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_title(value: object) -> bool:
    return isinstance(value, Text) and bool(value.zh and value.en)


def _are_titles(value: object) -> bool:
    return isinstance(value, Mapping) and all(map(_is_title, value.values()))


def _are_words(value: object) -> bool:
    return isinstance(value, tuple) and all(map(_is_word, value))


def _are_operations(value: object) -> bool:
    return isinstance(value, frozenset) and bool(value) and all(map(_is_word, value))


def _are_reasons(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(reason, Reason) for reason in value)


def _is_mapping(value: object) -> bool:
    return isinstance(value, Mapping)


def _is_bool(value: object) -> bool:
    return isinstance(value, bool)


def _are_records(value: object) -> bool:
    kinds = value if isinstance(value, tuple) else (None,)
    return all(isinstance(k, type) and (is_dataclass(k) or issubclass(k, Enum)) for k in kinds)


_TITLE: Final = (_is_title, "a Text in both languages")
_WORDS: Final = (_are_words, "a tuple of words")
_METHOD: Final = (callable, "a method")

FACT: Final[Shape] = {
    "name": (_is_word, "a word"),
    "title": _TITLE,
    "version": (_is_text, "a text"),
    "required": _WORDS,
    "consulted": _WORDS,
    "claim_schema": (_is_mapping, "a mapping"),
    "claim_example": (_is_mapping, "a mapping"),
    "reasons": (_are_reasons, "a tuple of Reason"),
    "read_claim": _METHOD,
    "next_round": _METHOD,
    "decide": _METHOD,
}
CONNECTOR: Final[Shape] = {
    "department": (_is_word, "a word"),
    "title": _TITLE,
    "operations": (_are_operations, "a frozenset of words, and not empty"),
    "answers_late": (_is_bool, "True or False"),
    "open": _METHOD,
}
OPTIONAL: Final[Shape] = {
    "words": (_are_titles, "a mapping of Text in both languages"),
    "records": (_are_records, "a tuple of dataclasses and enums"),
    "read_callback": _METHOD,
}


def missing(plugin: object, shape: Shape) -> list[str]:
    """The members that a plugin lacks."""
    return [member for member in shape if not hasattr(plugin, member)]


def misshapen(plugin: object, shape: Shape) -> Iterator[str]:
    """What is wrong with the members that a plugin has."""
    for member, (fits, words) in {**shape, **OPTIONAL}.items():
        if hasattr(plugin, member) and not fits(getattr(plugin, member)):
            yield f"{member} must be {words}"
