"""Reads and writes populations as JSON files, naming everything that is wrong in one.

Must never repair a file: what is wrong is said, and nothing is loaded.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from mocks.population.checks import find_problems
from mocks.population.forms import find_all
from mocks.population.model import Population

SHOWN_AT_MOST = 100

_ADAPTER = TypeAdapter(Population)


class PopulationRefused(ValueError):
    """A population is not usable; `problems` has one "where: what" for each thing wrong.

    Where is a JSON pointer (RFC 6901), or "the file".
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        shown = "\n".join(f"  {problem}" for problem in problems[:SHOWN_AT_MOST])
        more = len(problems) - SHOWN_AT_MOST
        tail = f"\n  and {more} more" if more > 0 else ""
        super().__init__(f"the population has {len(problems)} problem(s):\n{shown}{tail}")
        self.problems = problems


def load(text: str | bytes) -> Population:
    """Read a population from JSON; raises PopulationRefused with every problem found."""
    try:
        population = _ADAPTER.validate_json(text)
    except ValidationError as error:
        raise PopulationRefused(find_all(text, error)) from None
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


def write_schema() -> str:
    """The JSON Schema of population files, as text; what it cannot say `find_problems` checks."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_ADAPTER.json_schema(mode="validation"),
        "title": "Population file mock-population/1",
    }
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def dump(population: Population) -> str:
    """The JSON text of a population: equal populations give equal bytes."""
    value = _ADAPTER.dump_python(population, mode="json", exclude_defaults=True)
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
