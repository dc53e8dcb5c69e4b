"""Strict JSON: one meaning or none (RFC 8259; RFC 7493 for numbers and keys).

Must never repair anything, and never put a value into a problem: places are RFC 6901 pointers.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from enum import Enum
from typing import Final, cast

from gateway.api.problems.documents import ProblemRaised
from gateway.domain.fact import JsonValue
from gateway.errors import Problem

LARGEST_INTEGER: Final = 2**53 - 1
_LONGEST_NUMBER: Final = 400
_HALF_CHARACTER: Final = re.compile("[\ud800-\udfff]")


class _Wrong(Enum):
    """Stands in a parsed tree for what has no JSON value."""

    NUMBER = "number_out_of_range"
    CONSTANT = "not_json"


class _Repeating(dict[str, object]):
    """An object that names a member twice; `repeated` is the first such name."""

    __slots__ = ("repeated",)

    def __init__(self, pairs: list[tuple[str, object]], repeated: str) -> None:
        super().__init__(pairs)
        self.repeated = repeated


def parse(content: bytes, max_nesting: int) -> JsonValue:
    """Read one JSON value.

    Raises ProblemRaised: `not_utf8`, `not_json`, `nesting_too_deep`, `duplicate_key`,
    `number_out_of_range`, the last three with a pointer.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise ProblemRaised("not_utf8") from None
    try:
        value: object = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_fraction,
            parse_constant=lambda _: _Wrong.CONSTANT,
        )
    except RecursionError:
        raise ProblemRaised("nesting_too_deep") from None
    except ValueError:
        raise ProblemRaised("not_json") from None
    _refuse_wrong(value, max_nesting)
    return cast("JsonValue", value)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    content = dict(pairs)
    if len(content) == len(pairs):
        return content
    return _Repeating(pairs, _first_repeated(pairs))


def _first_repeated(pairs: list[tuple[str, object]]) -> str:
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen:
            return name
        seen.add(name)
    raise AssertionError("no name is repeated")


def _integer(text: str) -> int | _Wrong:
    if len(text) > _LONGEST_NUMBER:
        return _Wrong.NUMBER
    value = int(text)
    return value if abs(value) <= LARGEST_INTEGER else _Wrong.NUMBER


def _fraction(text: str) -> float | _Wrong:
    value = float(text)
    return value if math.isfinite(value) else _Wrong.NUMBER


def _refuse_wrong(value: object, max_nesting: int) -> None:
    """Walk through the tree and raise for the first thing that is wrong."""
    waiting: list[tuple[object, str, int]] = [(value, "", 0)]
    while waiting:
        item, pointer, depth = waiting.pop()
        match item:
            case _Wrong():
                raise ProblemRaised(item.value, Problem(pointer, item.value))
            case str() if not _is_whole(item):
                raise ProblemRaised("not_json", Problem(pointer, "not_json"))
            case dict() | list():
                if depth >= max_nesting:
                    raise ProblemRaised("nesting_too_deep", Problem(pointer, "nesting_too_deep"))
                waiting.extend((v, p, depth + 1) for v, p in _members(item, pointer))
            case _:
                pass


def _members(item: dict[str, object] | list[object], pointer: str) -> Iterator[tuple[object, str]]:
    if isinstance(item, list):
        for place, value in enumerate(item):
            yield value, f"{pointer}/{place}"
        return
    if isinstance(item, _Repeating):
        place_of_it = f"{pointer}/{_escaped(item.repeated)}"
        raise ProblemRaised("duplicate_key", Problem(place_of_it, "duplicate_key"))
    for name, value in item.items():
        if not _is_whole(name):
            raise ProblemRaised("not_json", Problem(pointer, "not_json"))
        yield value, f"{pointer}/{_escaped(name)}"


def _is_whole(text: str) -> bool:
    """Whether no half of a surrogate pair stands alone: such a text is no Unicode text."""
    return _HALF_CHARACTER.search(text) is None


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
