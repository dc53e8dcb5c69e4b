"""Reading an object with a model: a typed value, or every problem with pointer and reason.

Must never let anything of pydantic's own report through: it quotes what was written.
"""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from gateway.api.forms import content_reasons as why
from gateway.domain.fact import JsonValue
from gateway.errors import ContentRefused, Problem

ModelT = TypeVar("ModelT", bound=BaseModel)


def read(
    model: type[ModelT], raw: JsonValue, pointer: str, problems: list[Problem]
) -> ModelT | None:
    """The object below `pointer`, or None with its problems noted."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False, include_input=False)
        problems.extend(
            Problem(pointer + _pointer(detail["loc"]), _reason(detail["type"]))
            for detail in details
        )
        return None


def read_form(model: type[ModelT], raw: dict[str, JsonValue]) -> ModelT:
    """A whole body. Raises ContentRefused with every problem."""
    problems: list[Problem] = []
    form = read(model, raw, "", problems)
    if form is None:
        raise ContentRefused(*problems)
    return form


def _pointer(places: tuple[int | str, ...]) -> str:
    return "".join("/" + str(p).replace("~", "~0").replace("/", "~1") for p in places)


def _reason(kind: str) -> str:
    return why.BY_PYDANTIC_TYPE.get(kind, why.TEXT_MALFORMED)
