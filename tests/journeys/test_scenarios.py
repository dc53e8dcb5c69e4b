"""Every scenario resident of the mock departments, asked about over HTTP through all layers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from typing import Any

import pytest

from gateway.assembly.machine import SystemClock
from gateway.client import Answer, Gateway, Invalid
from gateway.domain.matter import Matter, Quotas
from gateway.domain.requester import RequesterKind
from gateway.ports.machine import civil_date
from mocks.scenarios.story import LATE, TABLE_REASONS, Expected, Needs, Scenario, Trouble
from mocks.serving import Mocks
from mocks.town import list_scenarios
from tests.journeys.served import Served, a_request, serving, settings_for, through_platform
from tests.policy.builders import a_matter, a_requester, a_text, an_approval

SCENARIOS = {s.key: s for s in list_scenarios(civil_date(SystemClock().now()))}
FACTS = frozenset({"identity", "kinship", "marriage", "birth", "alive", "death", "childbirth"})
DEPARTMENTS = ("public_security", "civil_affairs", "health", "courts")


PATIENCE = 30.0  # a question of several rounds, on a busy machine
HASTE = 4.0  # a late department is awaited until the deadline


def matter_code(needs: Needs) -> str:
    """One matter for each way of asking that scenarios need."""
    ways = ("D" if needs.derive else "", "A" if needs.at_death else "", *needs.reveals)
    return "SC-" + "-".join(way for way in ways if way)


def matter_for(needs: Needs) -> Matter:
    """A statutory matter that allows all that the scenario needs."""
    return a_matter(
        code=matter_code(needs),
        facts=FACTS,
        derive=a_text("derive") if needs.derive else None,
        at_death=needs.at_death,
        reveals=frozenset(needs.reveals),
        max_age_days=(180, *sorted(AGES)),
        approvals=tuple(
            an_approval(name, approved_on=date(2026, 1, 1), expires_on=date(2099, 12, 31))
            for name in DEPARTMENTS
        ),
        quotas=Quotas(),
    )


AGES = {s.needs.max_age_days for s in SCENARIOS.values() if s.needs.max_age_days} - {180}


Asking = Callable[[Scenario], tuple[Served, Gateway]]


@pytest.fixture(scope="module")
def asking(all_mocks: Mocks, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    """Two gateways: a patient one, and one that soon takes a late department's promise."""
    matters = {matter_code(s.needs): matter_for(s.needs) for s in SCENARIOS.values()}
    requester = a_requester(kind=RequesterKind.STATE_ORGAN)
    folder = tmp_path_factory.mktemp("scenarios")
    with ExitStack() as stack:

        def open_office(name: str, seconds: float) -> tuple[Served, Gateway]:
            settings = settings_for(folder / name, all_mocks.urls, deadline_seconds=seconds)
            settings = through_platform(settings)
            served = stack.enter_context(serving(settings, all_mocks))
            return served, served.office(requester, *matters.values())

        patient, hasty = open_office("patient", PATIENCE), open_office("hasty", HASTE)
        yield lambda scenario: hasty if is_late(scenario) else patient


def is_late(scenario: Scenario) -> bool:
    """Whether a department answers later than it is waited for."""
    return any(trouble.kind == LATE for trouble in scenario.troubles)


@pytest.mark.parametrize("key", SCENARIOS)
def test_the_scenario_gets_the_answer_that_the_tables_demand(
    key: str, asking: Asking, mocks: Mocks
) -> None:
    """The outcome, its parts, its reasons and the departments named are as the list says."""
    scenario = SCENARIOS[key]
    served, gateway = asking(scenario)
    make_trouble(mocks, scenario.troubles)
    request = a_request(
        scenario.subject, scenario.claim, matter_code(scenario.needs), served.case()
    )
    if scenario.expected.status != 200:
        with pytest.raises(Invalid) as refused:
            gateway.verify(scenario.fact, request)
        assert scenario.expected.status == refused.value.status
        return
    answered = gateway.verify(scenario.fact, request)
    assert scenario.expected.is_pending == answered.pending
    assert_as_expected(scenario.expected, answered.answer)
    if scenario.expected.later is not None:
        mocks.mend()
        later = gateway.verification(answered.answer.verification_id)
        assert_as_expected(scenario.expected.later, later.answer)


def make_trouble(mocks: Mocks, troubles: tuple[Trouble, ...]) -> None:
    """Switch on what goes wrong."""
    for trouble in troubles:
        controls = mocks.controls(trouble.department)
        if trouble.kind == LATE:
            controls.after_polls(None)
        else:
            controls.fault(trouble.kind)


def assert_as_expected(expected: Expected, answer: Answer) -> None:
    """Compare what the tables demand with what the requester sees."""
    assert expected.outcome == answer.outcome
    assert dict(expected.parts) == dict(answer.parts)
    if expected.reasons is not None:
        assert set(expected.reasons) == set(answer.reasons) & TABLE_REASONS
    named: Any = answer.body.get("departments", [])
    if answer.outcome != "pending":  # a promise names who made it
        assert set(expected.silent) == set(named)


def test_every_scenario_is_about_a_known_fact() -> None:
    """No scenario is left out because its fact is not there."""
    listed: list[Scenario] = list(SCENARIOS.values())
    assert FACTS == {scenario.fact for scenario in listed}
