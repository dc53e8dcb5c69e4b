"""The gateway's answers are the oracle's; and whatever fails, it never states the contrary."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mocks.generator.plants.bed import PLANTS
from mocks.oracle.asking import FACTS
from tests.oracle.judging import Verdict
from tests.oracle.rehearsal import Plan, Run, rehearse
from tests.oracle.telling import tell

SHORT = Plan(questions=400)
LONG = Plan(questions=10_000)
MILD = {Verdict.AGREES, Verdict.UNAVAILABLE, Verdict.PENDING, Verdict.QUALIFIED}


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A short run with every department answering."""
    return rehearse(SHORT, tmp_path_factory.mktemp("calm"))


@pytest.fixture(scope="module")
def rough(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The same questions with every fault on."""
    return rehearse(replace(SHORT, faults=True), tmp_path_factory.mktemp("rough"))


def test_every_answer_is_the_oracles(calm: Run) -> None:
    """Parts and reasons agree for every question when every department answers."""
    assert_true_to_the_oracle(calm)
    assert {Verdict.AGREES} == {one.verdict for one in calm.results}


def test_every_fact_and_every_disagreement_is_asked_about(calm: Run) -> None:
    """The short run covers what the long one does."""
    assert set(FACTS) == {one.asked.question.fact for one in calm.results}
    planted = {one.asked.planted for one in calm.results}
    assert {plant.kind for plant in PLANTS} | {"ordinary"} == planted


def test_no_fault_makes_the_gateway_state_the_contrary(rough: Run) -> None:
    """What differs is no statement, is qualified, or is made by the tables whoever is silent."""
    assert_true_to_the_oracle(rough)
    assert {one.verdict for one in rough.results} >= {Verdict.AGREES, Verdict.UNAVAILABLE}


def test_what_was_promised_is_answered_truly_in_the_end(rough: Run) -> None:
    """Pending verifications agree with the oracle in full once every department answers."""
    assert rough.finished
    assert {Verdict.AGREES} == {one.verdict for one in rough.finished}


def test_a_run_can_be_repeated(rough: Run, tmp_path: Path) -> None:
    """The same seed breaks the same calls and gets the same answers."""
    plan = replace(SHORT, questions=40, faults=True)
    first, again = (rehearse(plan, _made(tmp_path / name)) for name in ("first", "again"))
    assert first.results == again.results
    assert (first.heard, first.used, first.virtual) == (again.heard, again.used, again.virtual)
    assert rough.results[:40] == first.results


def test_the_report_names_nobody(rough: Run) -> None:
    """Neither the tables nor the lines for what differs show a number or a name."""
    told = "\n".join([tell(rough), *(one.line for one in rough.results)])
    words = {word for one in rough.results for word in one.asked.question.subject.values()}
    assert set() == {word for word in words if word in told}


@pytest.mark.long
def test_ten_thousand_answers_are_the_oracles(tmp_path: Path) -> None:
    """All of 10,000 random verifications agree with the oracle."""
    run = rehearse(LONG, tmp_path)
    assert_true_to_the_oracle(run)
    assert {Verdict.AGREES} == {one.verdict for one in run.results}


@pytest.mark.long
def test_no_fault_in_ten_thousand_makes_a_contrary_statement(tmp_path: Path) -> None:
    """With every kind of fault used at every department, nothing contradicts the oracle."""
    run = rehearse(replace(LONG, faults=True), tmp_path)
    assert_true_to_the_oracle(run)
    used = {fault for fault, times in run.used.items() if times > 0}
    for part in (slice(0, 2), slice(0, 3, 2)):  # department with kind, department with operation
        assert {fault[part] for fault in run.used} == {fault[part] for fault in used}
    assert {one.verdict for one in run.results} >= MILD


def assert_true_to_the_oracle(run: Run) -> None:
    """No contradiction, and no mistake of the mocks' own; says where, naming nobody."""
    seed = f"seed {run.plan.seed}"
    assert [] == [f"{seed}, {one.line}" for one in run.contradictions]
    assert () == run.crashes


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
