"""Generated residents are consistent, the same for a seed, and disagree as documented."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mocks.generator.command import MANIFEST, QUESTIONS, generate
from mocks.generator.growing import RESIDENTS, clans, grow
from mocks.generator.numbering import AREAS, PER_CELL, Counters
from mocks.generator.plants.bed import PLANTS, facts_of
from mocks.generator.questions.setting import ORDINARY, set_questions
from mocks.oracle.asking import FACTS
from mocks.population.archive import Archive
from mocks.population.checks import find_problems
from mocks.population.numbers import NumberError, canonical

TODAY = date(2026, 11, 20)
README = Path(__file__).parents[2] / "mocks" / "README.md"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some thousand residents with questions."""
    out = tmp_path_factory.mktemp("generated")
    generate(out, size=6_000, seed=3, today=TODAY, questions=600)
    return out


def test_the_same_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    """Residents, questions and the account of them."""
    generate(tmp_path, size=6_000, seed=3, today=TODAY, questions=600)
    for name in (RESIDENTS, QUESTIONS, MANIFEST):
        assert (folder / name).read_bytes() == (tmp_path / name).read_bytes()


def test_another_seed_gives_others(tmp_path: Path) -> None:
    """Nothing else decides."""
    written = []
    for seed in (1, 2):
        path = tmp_path / f"{seed}.sqlite"
        grow(path, 50, seed, TODAY)
        written.append(path.read_bytes())
    assert written[0] != written[1]


@settings(max_examples=10)
@given(st.integers(0, 100_000), st.dates(date(2026, 1, 1), date(2040, 1, 1)))
def test_every_clan_is_consistent(seed: int, today: date) -> None:
    """Whatever the seed and the day: nothing is wrong that is not planted."""
    for population in islice(clans(seed, today), 20):
        assert () == find_problems(population)


def test_no_number_is_given_out_twice(folder: Path) -> None:
    """A number belongs to one block, and to one resident of it unless it is planted as shared."""
    with Archive(folder / RESIDENTS) as archive:
        owners: Counter[str] = Counter()
        for number in range(archive.blocks):
            residents = archive.block(number).residents
            owners.update(canonical(r.number) for r in residents if not r.number_shared)
    assert 1 == max(owners.values())


def test_every_kind_is_planted_and_asked_about(folder: Path) -> None:
    """Both in the residents and in the questions, at least at the rates of the table."""
    told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    kinds = {plant.kind for plant in PLANTS}
    assert set(told["planted"]) <= kinds
    assert set(FACTS) == set(told["questions"]["facts"])
    assert set(told["planted"]) <= set(told["questions"]["planted"]) - {ORDINARY}


def test_the_table_of_the_readme() -> None:
    """Every plant is in it, with its rate and its sentence."""
    text = README.read_text(encoding="utf-8")
    for plant in PLANTS:
        assert f"| `{plant.kind}` | {plant.rate:.2%} | {plant.en} |" in text
    listed = re.findall(r"^\| `(\w+)` \| [\d.]+% \|", text, re.MULTILINE)
    assert [plant.kind for plant in PLANTS] == listed


def test_the_facts_of_a_kind() -> None:
    """They are facts that there are; an unknown kind has none."""
    assert all(set(plant.facts) <= set(FACTS) for plant in PLANTS)
    assert facts_of("cremated_still_registered")
    with pytest.raises(KeyError):
        facts_of("gone")


def test_questions_are_the_same_for_a_seed(folder: Path) -> None:
    """And others for another one."""
    with Archive(folder / RESIDENTS) as archive:
        first, again, other = (list(set_questions(archive, 50, seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_numbers_run_out_in_words() -> None:
    """A full area gives way to the next; when all are full, that is said."""
    counters = Counters()
    given_out = {counters.issue(AREAS[0], TODAY, "1") for _ in range(PER_CELL * len(AREAS))}
    assert PER_CELL * len(AREAS) == len(given_out)
    with pytest.raises(NumberError):
        counters.issue(AREAS[0], TODAY, "1")


@pytest.mark.parametrize(("size", "today"), [(0, TODAY), (5_000_001, TODAY), (5, date(2025, 1, 1))])
def test_what_cannot_be_grown(size: int, today: date, tmp_path: Path) -> None:
    """Too few, too many, or on a day before the last events."""
    with pytest.raises(ValueError, match="must be"):
        grow(tmp_path / "x.sqlite", size, 1, today)


def test_nothing_is_written_over(folder: Path) -> None:
    """A folder with residents is left as it is."""
    with pytest.raises(FileExistsError):
        generate(folder, size=10, seed=1, today=TODAY, questions=0)
