"""JSON from elsewhere: parsed without surprises, and read strictly.

Everything wrong is LinkFailed(MALFORMED) without a word about the document, which names people.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NoReturn, cast

from gateway.domain.evidence import Cause
from gateway.ports.source import LinkFailed

if TYPE_CHECKING:
    from gateway.domain.fact import JsonValue

LARGEST_DOCUMENT = 1_048_576
DEEPEST_NESTING = 40

JsonObject = dict[str, "JsonValue"]


def parse_json_safely(
    body: bytes, *, largest: int = LARGEST_DOCUMENT, deepest: int = DEEPEST_NESTING
) -> JsonObject:
    """The JSON object in a UTF-8 text of at most `largest` bytes and `deepest` levels.

    Refuses doubled keys, numbers that are none (NaN, Infinity) and half characters. Raises
    LinkFailed: OVERSIZED or MALFORMED.
    """
    if len(body) > largest:
        raise LinkFailed(Cause.OVERSIZED)
    value = _parse(body)
    if not isinstance(value, dict) or _is_deeper_than(deepest, value):
        raise LinkFailed(Cause.MALFORMED)
    return value


def member_of(holder: JsonObject, name: str) -> JsonValue:
    """A member that must be there, whatever it is. Raises LinkFailed."""
    if name not in holder:
        raise LinkFailed(Cause.MALFORMED)
    return holder[name]


def object_of(holder: JsonObject, name: str) -> JsonObject:
    """A member that must be an object. Raises LinkFailed."""
    return as_object(member_of(holder, name))


def objects_of(holder: JsonObject, name: str) -> list[JsonObject]:
    """A member that must be a list of objects. Raises LinkFailed."""
    value = member_of(holder, name)
    if not isinstance(value, list):
        raise LinkFailed(Cause.MALFORMED)
    return [as_object(item) for item in value]


def as_object(value: JsonValue) -> JsonObject:
    """The value, if it is an object. Raises LinkFailed."""
    if not isinstance(value, dict):
        raise LinkFailed(Cause.MALFORMED)
    return value


def text_of(holder: JsonObject, name: str) -> str:
    """A member that must be a string, possibly empty. Raises LinkFailed."""
    value = member_of(holder, name)
    if not isinstance(value, str):
        raise LinkFailed(Cause.MALFORMED)
    return value


def text_or_none_of(holder: JsonObject, name: str) -> str | None:
    """A member that must be a string or null. Raises LinkFailed."""
    return None if member_of(holder, name) is None else text_of(holder, name)


def truth_of(holder: JsonObject, name: str) -> bool:
    """A member that must be true or false. Raises LinkFailed."""
    value = member_of(holder, name)
    if not isinstance(value, bool):
        raise LinkFailed(Cause.MALFORMED)
    return value


def _parse(body: bytes) -> JsonValue:
    """None for whatever is not JSON as we accept it."""
    try:
        text = body.decode("utf-8")
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        return None
    return cast("JsonValue", value)


def _unique(pairs: list[tuple[str, JsonValue]]) -> JsonObject:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError
    return members


def _refuse(_: str) -> NoReturn:
    raise ValueError


def _is_deeper_than(deepest: int, value: JsonValue) -> bool:
    level: list[JsonValue] = [value]
    for _ in range(deepest):
        level = [inner for outer in level for inner in _inner(outer)]
        if not level:
            return False
    return True


def _inner(value: JsonValue) -> list[JsonValue]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
