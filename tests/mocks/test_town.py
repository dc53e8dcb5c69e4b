"""The invented town is consistent, the same for the same seed, and holds every scenario."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mocks.population import Population, filing
from mocks.population.checks import find_problems
from mocks.population.numbers import birth_date, canonical
from mocks.town import EARLIEST, build_town, list_scenarios

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def town() -> Population:
    """The default town on a fixed day."""
    return build_town(TODAY)


def test_the_town_has_its_size(town: Population) -> None:
    """Three hundred residents in ordinary families, and those of the scenarios."""
    ordinary = [resident for resident in town.residents if resident.id.startswith("r0")]
    assert 300 <= len(ordinary) < 330
    assert len(ordinary) < len(town.residents) < 700


def test_the_same_seed_gives_the_same_bytes(town: Population) -> None:
    """Nothing but seed, day and size decides; another seed gives others."""
    text = filing.dump(town)
    assert text == filing.dump(build_town(TODAY))
    assert text != filing.dump(build_town(TODAY, seed=2))


@settings(max_examples=25)
@given(
    st.integers(0, 10_000),
    st.integers(0, 200),
    st.dates(EARLIEST, date(2040, 12, 31)),
)
def test_every_town_is_consistent(seed: int, size: int, today: date) -> None:
    """No dangling reference, impossible date or bad number, whatever the seed and the day."""
    assert () == find_problems(build_town(today, seed=seed, size=size))


def test_no_town_before_its_scenarios() -> None:
    """A day on which the scenarios have not happened yet is refused."""
    for build in (build_town, list_scenarios):
        with pytest.raises(ValueError, match="there is no town"):
            build(EARLIEST - timedelta(days=1))


def test_the_scenarios_residents_are_the_same_for_every_seed_and_day(town: Population) -> None:
    """Their numbers and names can be printed in the documentation."""
    other = build_town(date(2031, 2, 28), seed=77, size=40)
    cast = [{r for r in t.residents if not r.id.startswith("r0")} for t in (town, other)]
    assert cast[0] == cast[1]


def test_three_generations(town: Population) -> None:
    """Somebody's grandmother is in the town, and in the registers of the births between."""
    known = {resident.id: resident for resident in town.residents}
    mothers = [known[r.mother] for r in town.residents if r.mother and r.id.startswith("r0")]
    assert [mother for mother in mothers if mother.mother]
    certified = {birth.child.person for birth in town.health.births if birth.child}
    young = {
        r.id
        for r in town.residents
        if r.id.startswith("r0") and r.mother and r.born_on >= date(1996, 1, 1)
    }
    assert young <= certified


def test_numbers_are_those_of_the_residents(town: Population) -> None:
    """Every number is valid for the birth date, and shared by nobody but those marked."""
    assert [r.born_on for r in town.residents] == [birth_date(r.number) for r in town.residents]
    unshared = [canonical(r.number) for r in town.residents if not r.number_shared]
    assert len(unshared) == len(set(unshared))


def test_ordinary_people_are_not_seen_after_their_death(town: Population) -> None:
    """What is odd is in the scenarios only."""
    dead = {r.id: r.died_on for r in town.residents if r.died_on and r.id.startswith("r0")}
    assert dead
    seen = {s.who.person: s.on for s in town.health.services if s.who.person in dead}
    assert {} == seen


def test_signs_of_life_are_fresh(town: Population) -> None:
    """Some were seen within 180 days before the town's own day."""
    fresh = [seen for seen in town.health.services if (TODAY - seen.on).days <= 180]
    assert fresh
