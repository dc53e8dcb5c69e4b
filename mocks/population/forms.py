"""Names what is wrong with the form of a population file, and what is wrong beside it.

A file is checked for its form before its sense; so that both are told at once, the sense is also
checked of what is left without the items of a wrong form and the members that nobody knows. Must
never repeat a value.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import TypeAdapter, ValidationError

from mocks.population.checks import find_problems
from mocks.population.model import DEPARTMENTS, Population

Steps = tuple[int | str, ...]
_ADAPTER = TypeAdapter(Population)
_UNKNOWN = "unexpected_keyword_argument"
_MISSED: dict[Steps, str] = {
    ("residents",): "no resident has that id",
    ("health", "births"): "no birth has that certificate",
}


def find_all(text: str | bytes, error: ValidationError) -> tuple[str, ...]:
    """Every problem of a file whose form is wrong, as "where: what"."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    wrong = [f"{pointer(problem['loc'])}: {problem['msg']}" for problem in found]
    unknown = [problem["loc"] for problem in found if problem["type"] == _UNKNOWN]
    items = {_item(problem["loc"]) for problem in found if problem["type"] != _UNKNOWN}
    return (*wrong, *_find_beside(text, unknown, items))


def pointer(steps: Steps) -> str:
    """A JSON pointer (RFC 6901); for the whole file these words."""
    if not steps:
        return "the file"
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def _item(steps: Steps) -> Steps:
    """The item of a list in which a problem lies; nothing if it lies in no list."""
    if len(steps) > 1 and steps[0] in ("residents", "planted"):
        return steps[:2]
    if len(steps) > 2 and steps[0] in DEPARTMENTS:
        return steps[:3]
    return ()


def _find_beside(text: str | bytes, unknown: list[Steps], wrong: set[Steps]) -> Iterator[str]:
    """The problems of what is left without unknown members and wrong items.

    Their places are those of the whole file.
    """
    if () in wrong:
        return
    value = json.loads(text)
    for steps in unknown:
        del _at(value, steps[:-1])[steps[-1]]
    kept = {steps[:-1]: _take_out(value, steps[:-1], wrong) for steps in wrong}
    try:
        population = _ADAPTER.validate_json(json.dumps(value))
    except ValidationError:
        return
    # What was taken out may be what is missed.
    missed = tuple(message for place, message in _MISSED.items() if place in kept)
    for problem in find_problems(population):
        if not problem.endswith(missed):
            yield _in_the_whole(problem, kept)


def _take_out(value: object, place: Steps, wrong: Iterable[Steps]) -> list[int]:
    """Take the wrong items out of a list; returns the indices of those that stay."""
    holder = _at(value, place)
    if not isinstance(holder, list):
        return []
    gone = {steps[-1] for steps in wrong if steps[:-1] == place}
    stay = [index for index in range(len(holder)) if index not in gone]
    holder[:] = [holder[index] for index in stay]
    return stay


def _at(value: Any, steps: Steps) -> Any:  # noqa: ANN401 - any part of any JSON
    """What stands at that place of a parsed file."""
    for step in steps:
        value = value[step]
    return value


def _in_the_whole(problem: str, kept: dict[Steps, list[int]]) -> str:
    where, what = problem.split(":", 1)
    steps = where.split("/")[1:]
    for place, indices in kept.items():
        if tuple(steps[: len(place)]) == place and len(steps) > len(place):
            steps[len(place)] = str(indices[int(steps[len(place)])])
    return "".join(f"/{step}" for step in steps) + ":" + what
