"""How a call is described: what it needs, takes and gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from gateway.domain.fact import JsonValue

JSON: Final = "application/json"

SESSION: Final = ("token_missing", "token_invalid", "requester_suspended")
OF_A_BODY: Final = (
    "not_utf8",
    "not_json",
    "duplicate_key",
    "nesting_too_deep",
    "number_out_of_range",
    "body_too_slow",
    "body_too_large",
    "media_type_unsupported",
    "content_invalid",
)
OF_A_KEY: Final = (
    "idempotency_key_missing",
    "idempotency_key_malformed",
    "idempotency_conflict",
    "idempotency_in_flight",
    "reply_erased",
)
ALWAYS: Final = ("query_not_allowed", "internal_error")


@dataclass(frozen=True, slots=True)
class Body:
    """What is sent. `schema` is a JSON Schema, mostly a reference to a component."""

    schema: JsonValue
    examples: Mapping[str, JsonValue]
    media_type: str = JSON
    required: bool = True


@dataclass(frozen=True, slots=True)
class Given:
    """What comes back with a 2xx or 304. `headers` are components' names."""

    status: int
    description: str
    schema: JsonValue = None
    examples: Mapping[str, JsonValue] = field(default_factory=dict)
    media_type: str = JSON
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Described:
    """A call in words. `scope` is the one it needs, "" for any valid token, None for no login.

    `parameters` are components' names; `problems` are reason codes beside those of `ALWAYS`.
    """

    summary: str
    summary_zh: str
    tag: str
    given: tuple[Given, ...]
    detail: str = ""
    scope: str | None = None
    parameters: tuple[str, ...] = ()
    body: Body | None = None
    problems: tuple[str, ...] = ()
    problem_media_type: str = "application/problem+json"


def reference(schema: str) -> dict[str, JsonValue]:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{schema}"}
