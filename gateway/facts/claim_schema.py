"""Pieces of the claims' JSON Schemas that several facts share, for the interface document.

The schemas describe; what is refused is decided by `claim_reading` alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.domain.names import LONGEST_NAME
from gateway.domain.person import ID_TYPES, RESIDENT_IDENTITY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.domain.fact import JsonValue

PERSON_SCHEMA: Final[dict[str, JsonValue]] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["id_number", "name"],
    "properties": {
        "id_number": {"type": "string", "minLength": 1, "maxLength": 40},
        "name": {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME},
        "id_type": {"enum": [*sorted(ID_TYPES)], "default": RESIDENT_IDENTITY},
    },
}
NAME_SCHEMA: Final[dict[str, JsonValue]] = {
    "type": "string",
    "minLength": 1,
    "maxLength": LONGEST_NAME,
}
DATE_SCHEMA: Final[dict[str, JsonValue]] = {"type": "string", "format": "date"}


def object_schema(
    properties: Mapping[str, JsonValue], *, at_least_one: bool = False
) -> dict[str, JsonValue]:
    """The schema of a claim with these fields, all optional, and nothing else."""
    schema: dict[str, JsonValue] = {
        "type": "object",
        "additionalProperties": False,
        "properties": dict(properties),
    }
    return {**schema, "minProperties": 1} if at_least_one else schema
