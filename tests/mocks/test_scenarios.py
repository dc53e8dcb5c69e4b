"""The scenarios cover the tables, are consistent in themselves, and stand in mocks/README.md."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from mocks.population import DEPARTMENTS
from mocks.population.numbers import birth_date
from mocks.scenarios import Expected, Scenario
from mocks.scenarios.story import LATE, TABLE_REASONS
from mocks.scenarios.table import BEGIN, END, write_tables
from mocks.serving import open_department
from mocks.town import build_town, list_scenarios

TODAY = date(2026, 11, 20)
README = Path(__file__).parents[2] / "mocks" / "README.md"
ROWS = {
    *(f"I{row}" for row in range(1, 6)),
    *(f"D{row}" for row in range(1, 11)),
    *(f"A{row}" for row in range(1, 6)),
    *(f"M{row}" for row in range(1, 10)),
    *(f"B{row}" for row in range(1, 9)),
    *(f"K{row}" for row in range(1, 12)),
    *("C1", "C2"),
    *("G1", "G2", "G3", "G8"),
}
LEAST_FAVOURABLE_FIRST = (
    *("contradicted", "conflict", "ambiguous", "unavailable", "pending", "no_record"),
    "confirmed",
)


@pytest.fixture(scope="module")
def scenarios() -> tuple[Scenario, ...]:
    """All of them."""
    return list_scenarios(TODAY)


def _answers(scenarios: tuple[Scenario, ...]) -> Iterator[Expected]:
    """Every answer that has an outcome, those of late departments too."""
    for scenario in scenarios:
        answer: Expected | None = scenario.expected
        while answer is not None:
            if answer.outcome is not None:
                yield answer
            answer = answer.later


def test_every_row_has_a_scenario(scenarios: tuple[Scenario, ...]) -> None:
    """Every row of the seven decision tables is shown by at least one."""
    shown = {row for scenario in scenarios for row in scenario.rows}
    assert set() == ROWS - shown


def test_keys_are_unique(scenarios: tuple[Scenario, ...]) -> None:
    """A key names one scenario."""
    keys = Counter(scenario.key for scenario in scenarios)
    assert [] == [key for key, count in keys.items() if count > 1]


def test_the_whole_is_the_least_favourable_part(scenarios: tuple[Scenario, ...]) -> None:
    """Overall outcomes follow G7."""
    for answer in _answers(scenarios):
        worst = min(answer.parts.values(), key=LEAST_FAVOURABLE_FIRST.index)
        assert worst == answer.outcome


def test_reasons_are_those_of_the_tables(scenarios: tuple[Scenario, ...]) -> None:
    """No reason is expected that the tables do not name."""
    expected = {reason for answer in _answers(scenarios) for reason in answer.reasons or ()}
    assert set() == expected - TABLE_REASONS


def test_unavailable_names_the_silent(scenarios: tuple[Scenario, ...]) -> None:
    """Whoever is named has a trouble or answers nothing usable; nobody is named otherwise."""
    for answer in _answers(scenarios):
        assert (answer.outcome == "unavailable") == bool(answer.silent)
        assert set(answer.silent) <= set(DEPARTMENTS)


def test_pending_has_a_later_answer(scenarios: tuple[Scenario, ...]) -> None:
    """Only late courts promise, and what comes then is told."""
    for scenario in scenarios:
        is_late = any(trouble.kind == LATE for trouble in scenario.troubles)
        assert is_late == scenario.expected.is_pending
        assert is_late == (scenario.expected.later is not None)


def test_sealed_looks_like_nothing(scenarios: tuple[Scenario, ...]) -> None:
    """The answer about a sealed record equals one about no record."""
    nothing = {
        (scenario.fact, str(scenario.expected))
        for scenario in scenarios
        if "sealed" not in scenario.key
    }
    sealed = [scenario for scenario in scenarios if "sealed" in scenario.key]
    assert 6 == len(sealed)
    for scenario in sealed:
        assert (scenario.fact, str(scenario.expected)) in nothing


def test_persons_have_valid_numbers(scenarios: tuple[Scenario, ...]) -> None:
    """Subject and everybody in the claim; nobody is asked about herself."""
    for scenario in scenarios:
        people = [value for value in scenario.claim.values() if isinstance(value, Mapping)]
        numbers = [str(person["id_number"]) for person in (scenario.subject, *people)]
        assert all(birth_date(number) for number in numbers)
        assert len(numbers) == len(set(numbers))


def test_troubles_can_be_switched_on(scenarios: tuple[Scenario, ...]) -> None:
    """Each is a fault that the department knows, or lateness of the courts."""
    population = build_town(TODAY, size=0)
    for scenario in scenarios:
        for trouble in scenario.troubles:
            department = open_department(trouble.department, population)
            known = department.twists | {"status_500"}
            assert trouble.kind in known or (trouble.department, trouble.kind) == ("courts", LATE)


def test_both_languages(scenarios: tuple[Scenario, ...]) -> None:
    """Each is told in English and in Chinese."""
    for scenario in scenarios:
        assert scenario.en.isascii()
        assert any("\u4e00" <= character <= "\u9fff" for character in scenario.zh)


def test_the_readme_lists_the_scenarios(scenarios: tuple[Scenario, ...]) -> None:
    """The tables in mocks/README.md are what `python -m mocks scenarios --markdown` writes."""
    text = README.read_text(encoding="utf-8")
    start, end = text.index(BEGIN), text.index(END) + len(END) + 1
    assert write_tables(scenarios) == text[start:end]


def test_the_readme_does_not_depend_on_the_day(scenarios: tuple[Scenario, ...]) -> None:
    """Whoever runs the command on another day gets the same tables."""
    assert write_tables(scenarios) == write_tables(list_scenarios(date(2033, 3, 3)))
