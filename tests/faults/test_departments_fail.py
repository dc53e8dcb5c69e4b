"""Every department misbehaves in every way that is known: silence, and never a no (domain.md G1).

The tables say which facts a department's silence blocks; here each is asked over HTTP, once as it
is and once with the fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.assembly.plugins import load_facts
from gateway.client import Answer, Gateway
from gateway.settings import BUNDLED_FACTS
from mocks.scenarios.story import Scenario
from mocks.serving import Mocks
from tests.faults.counter import MATTER
from tests.journeys.served import Served, a_request, serving, settings_for
from tests.policy.builders import a_requester, a_text

SLOW = ("timeout", "slow_drip")  # they last until the deadline: one question for each department
QUICK = (
    "status_403",
    "status_404",
    "status_500",
    "status_501",
    "malformed_body",
    "truncated_body",
    "oversized_body",
    "connection_reset",
    "wrong_person",
    "unknown_code",
    "busy",
)
FAULTS = (*SLOW, *QUICK)
PATIENCE = 30.0  # a question of several rounds, on a busy machine
EXCHANGE = 1.5  # what one exchange may take: this ends the slow faults
HASTE = 4.0  # a court's promise is awaited until the deadline
QUIET = 0.25  # seconds between drops: no reply of a register arrives whole in one exchange

# Questions whose answer the silence of that department could overturn; some say yes, some no, some
# that nothing was found.
NEEDED = {
    "public_security": (
        "identity-i5-held",
        "identity-i1-not-held",
        "identity-i5-not-deregistered",
        "alive-a4-service",
        "death-d5-nothing",
        "kinship-k5-22-household",
        "kinship-k11-52-nothing",
    ),
    "civil_affairs": (
        "marriage-m2-in-force",
        "marriage-m4-nothing",
        "marriage-m3-divorced",
        "kinship-k5-52-certified",
        "kinship-k11-52-nothing",
        "kinship-k3-57-adopted",
    ),
    "health": (
        "birth-b2-everything",
        "birth-b4-another-mother",
        "birth-b7-nothing",
        "alive-a4-document",
        "death-d5-nothing",
        "kinship-k11-52-nothing",
    ),
    "courts": (
        "marriage-m2-in-force",
        "marriage-m3-divorced",
        "marriage-m4-nothing",
        "marriage-m9-10-no-record",
        "death-d5-nothing",
    ),
}
CASES = [(department, key) for department, keys in NEEDED.items() for key in keys]
UNDECIDED = frozenset({"conflict", "ambiguous"})
FAILING = [
    *((department, key, fault) for department, key in CASES for fault in QUICK),
    *((department, NEEDED[department][0], fault) for department in NEEDED for fault in SLOW),
]


@pytest.fixture(scope="module")
def asking(
    all_mocks: Mocks, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Served, Gateway]]:
    """A patient gateway, and an office that may ask everything."""
    with an_office(all_mocks, tmp_path_factory.mktemp("failing"), PATIENCE) as office:
        yield office


@pytest.fixture(scope="module")
def asking_in_haste(
    all_mocks: Mocks, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Served, Gateway]]:
    """The same with a gateway that soon takes a court's promise for what it is."""
    with an_office(all_mocks, tmp_path_factory.mktemp("haste"), HASTE) as office:
        yield office


@contextmanager
def an_office(
    mocks: Mocks, folder: Path, deadline_seconds: float
) -> Iterator[tuple[Served, Gateway]]:
    """A gateway with this deadline, and an office that may ask everything."""
    settings = settings_for(
        folder / "data", mocks.urls, exchange_seconds=EXCHANGE, deadline_seconds=deadline_seconds
    )
    matter = replace(
        MATTER,
        facts=frozenset(BUNDLED_FACTS),
        derive=a_text("derive"),
        max_age_days=(180, 90),
    )
    with serving(settings, mocks) as served:
        yield served, served.office(a_requester(), matter)


def ask(asking: tuple[Served, Gateway], scenario: Scenario) -> Answer:
    """Ask the scenario's question in a fresh case."""
    served, gateway = asking
    request = a_request(scenario.subject, scenario.claim, MATTER.code, served.case())
    return gateway.verify(scenario.fact, request).answer


@pytest.mark.parametrize(("department", "key"), CASES)
def test_a_question_has_its_answer_while_the_department_is_well(
    department: str,
    key: str,
    asking: tuple[Served, Gateway],
    mocks: Mocks,
    scenarios: Mapping[str, Scenario],
) -> None:
    """The control: without a fault the answer is another than `unavailable`."""
    answer = ask(asking, scenarios[key])
    assert scenarios[key].expected.outcome == answer.outcome
    assert "unavailable" != answer.outcome
    assert mocks.controls(department).asks()


@pytest.mark.parametrize(("department", "key", "fault"), FAILING)
def test_a_department_that_fails_is_silent(
    department: str,
    key: str,
    fault: str,
    asking: tuple[Served, Gateway],
    mocks: Mocks,
    scenarios: Mapping[str, Scenario],
) -> None:
    """The answer is `unavailable` and names the department; it states nothing about the person."""
    mocks.controls(department).fault(fault, seconds=QUIET)
    answer = ask(asking, scenarios[key])
    assert "unavailable" == answer.outcome
    assert [department] == answer.body["departments"]
    assert not {"contradicted", "no_record"} & set(answer.parts.values())
    assert [] == answer.body["rests_on"]
    assert answer.guidance
    assert mocks.controls(department).asks()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_court_that_fails_after_it_took_the_question_has_said_nothing(
    fault: str,
    asking_in_haste: tuple[Served, Gateway],
    mocks: Mocks,
    scenarios: Mapping[str, Scenario],
) -> None:
    """Only fetching the result fails: unavailable, or still promised; nothing about the person."""
    mocks.controls("courts").fault(fault, step="result", seconds=QUIET)
    answer = ask(asking_in_haste, scenarios["marriage-m4-nothing"])
    assert answer.outcome in {"unavailable", "pending"}
    assert ["courts"] == answer.body["departments"]
    assert {answer.outcome} == set(answer.parts.values())


@pytest.mark.long
@pytest.mark.parametrize("department", NEEDED)
def test_no_silence_turns_an_answer_into_a_no(
    department: str,
    asking: tuple[Served, Gateway],
    mocks: Mocks,
    scenarios: Mapping[str, Scenario],
) -> None:
    """Every scenario with one department out of order: nothing is contradicted for that reason.

    Nor is `no_record` said while a required department is silent (G4). What only the silent one
    could have made a conflict or ambiguous may stand (domain.md §1).
    """
    mocks.controls(department).fault("status_404")
    facts = load_facts(BUNDLED_FACTS)
    turned: dict[str, str] = {}
    asked = 0
    for key, scenario in scenarios.items():
        if scenario.expected.outcome is None or scenario.troubles or scenario.needs.at_death:
            continue
        asked += 1
        found = ask(asking, scenario).outcome
        nos = {"contradicted"} if scenario.expected.outcome not in UNDECIDED else set()
        if department in facts[scenario.fact].required:
            nos.add("no_record")
        if found in nos - {scenario.expected.outcome}:
            turned[key] = found
    assert asked > 100
    assert {} == turned
