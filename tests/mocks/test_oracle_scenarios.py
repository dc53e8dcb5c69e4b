"""The oracle answers every scenario as its list says: two readings of one table, made apart."""

from __future__ import annotations

import pytest

from mocks.oracle.asking import Question, answer
from mocks.oracle.view import View
from mocks.scenarios.story import Scenario
from mocks.town import EARLIEST, build_town, list_scenarios


def _is_answerable(scenario: Scenario) -> bool:
    """Whether every department answers, and the question is no malformed one."""
    return not scenario.troubles and scenario.expected.status == 200


SCENARIOS = {s.key: s for s in list_scenarios(EARLIEST) if _is_answerable(s)}


@pytest.fixture(scope="module")
def view() -> View:
    """The scenarios' residents."""
    return View(build_town(EARLIEST, size=0))


@pytest.mark.parametrize("key", SCENARIOS)
def test_the_oracle_agrees_with_the_scenario(key: str, view: View) -> None:
    """Outcome and parts are those of the list, and so are the reasons where both name them."""
    scenario = SCENARIOS[key]
    needs, expected = scenario.needs, scenario.expected
    question = Question(
        scenario.fact, scenario.subject, scenario.claim, needs.derive, needs.at_death
    )
    given = answer(view, question)
    assert (expected.outcome, dict(expected.parts)) == (given.outcome, dict(given.parts))
    if expected.reasons is not None and given.reasons is not None and not needs.reveals:
        assert set(expected.reasons) == given.reasons
