"""Reads and writes populations as JSON files, naming everything that is wrong in one.

Must never repair a file: what is wrong is said, and nothing is loaded.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from mocks.population.checks import find_problems
from mocks.population.model import Population

SHOWN_AT_MOST = 20


class PopulationRefused(ValueError):
    """A population is not usable; `problems` has one "where: what" for each thing wrong."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        shown = "\n".join(f"  {problem}" for problem in problems[:SHOWN_AT_MOST])
        more = len(problems) - SHOWN_AT_MOST
        tail = f"\n  and {more} more" if more > 0 else ""
        super().__init__(f"the population has {len(problems)} problem(s):\n{shown}{tail}")
        self.problems = problems


def load(text: str | bytes) -> Population:
    """Read a population from JSON; raises PopulationRefused with every problem found."""
    try:
        population = TypeAdapter(Population).validate_json(text)
    except ValidationError as error:
        raise PopulationRefused(_readable(error)) from None
    check(population)
    return population


def load_file(path: Path) -> Population:
    """Read a population file in UTF-8; raises PopulationRefused, or OSError if it can't be read."""
    return load(path.read_bytes())


def check(population: Population) -> None:
    """Raise PopulationRefused if the population contradicts itself."""
    problems = find_problems(population)
    if problems:
        raise PopulationRefused(problems)


def dump(population: Population) -> str:
    """The JSON text of a population: equal populations give equal bytes."""
    value = TypeAdapter(Population).dump_python(population, mode="json", exclude_defaults=True)
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _readable(error: ValidationError) -> tuple[str, ...]:
    """Say where and what, without the value that was found there."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return tuple(f"{_place(problem['loc'])}: {problem['msg']}" for problem in found)


def _place(steps: tuple[int | str, ...]) -> str:
    if not steps:
        return "the file"
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return path.removeprefix(".")
