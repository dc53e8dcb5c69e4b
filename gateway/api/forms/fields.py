"""Kinds of field that the forms are made of, with their limits."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.json_schema import WithJsonSchema
from pydantic_core import PydanticCustomError

from gateway.api.forms import content_reasons as why

LONGEST_LABEL: Final = 64
DESCRIBED_BY: Final = "x-described-by"
_REFUSED: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_MOMENT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


def described_by(schema: str) -> WithJsonSchema:
    """For a field that has a reader of its own: the interface document's component for it.

    pydantic would look for a `$ref` among its own models, so the document puts it in afterwards.
    """
    return WithJsonSchema({DESCRIBED_BY: schema})


class Form(BaseModel):
    """A JSON object of the interface: every field is known, nothing is converted."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def _printable(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError(why.TEXT_EMPTY, "empty")
    if any(unicodedata.category(character) in _REFUSED for character in text):
        raise PydanticCustomError(why.TEXT_CHARACTERS, "characters")
    return text


def _moment(text: str) -> str:
    try:
        read_moment(text)
    except ValueError:
        raise PydanticCustomError(why.MOMENT_MALFORMED, "moment") from None
    return text


def _different(items: tuple[str, ...] | list[str]) -> tuple[str, ...] | list[str]:
    if len(set(items)) < len(items):
        raise PydanticCustomError(why.REPEATED, "repeated")
    return items


def read_moment(text: str) -> datetime:
    """A moment of RFC 3339 in UTC; what is finer than a microsecond is cut off.

    Raises ValueError.
    """
    if not _MOMENT.fullmatch(text):
        raise ValueError("not RFC 3339")
    return datetime.fromisoformat(text.upper()).astimezone(UTC)


Label = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST_LABEL),
    AfterValidator(_printable),
]
"""A short text that people gave something: a case number, a staff number, a version."""

Sentence = Annotated[
    str, StringConstraints(min_length=1, max_length=500), AfterValidator(_printable)
]
"""A text in somebody's own words."""

Identifier = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST_LABEL, pattern=r"^[!-~]+$")
]
"""An id or code in visible ASCII."""

Moment = Annotated[
    str,
    StringConstraints(max_length=40),
    AfterValidator(_moment),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""A moment of RFC 3339 with its offset."""

Identifiers = Annotated[
    list[Identifier], Field(min_length=1, max_length=10), AfterValidator(_different)
]
"""One to ten different ids."""

PersonObject = Annotated[Any, described_by("Person")]
"""A person; read by the facts' own reader, because it must never be echoed."""
