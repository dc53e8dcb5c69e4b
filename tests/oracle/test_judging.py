"""The comparison itself: nothing that differs passes for agreement, and a bad gateway is caught."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gateway.domain.evidence import Answered, Failed, Holding, Reply
from gateway.domain.question import Question
from gateway.outbound import WatchedSource
from gateway.ports.machine import Deadline
from gateway.ports.source import Envelope
from mocks.generator.questions.setting import Set
from mocks.oracle.answer import Answer
from mocks.oracle.asking import Question as OracleQuestion
from tests.oracle.judging import Given, Verdict, agrees_in_full, judge
from tests.oracle.rehearsal import Plan, rehearse
from tests.oracle.run import main

NOBODY = {"id_number": "", "name": ""}


def _set(parts: Mapping[str, str], reasons: frozenset[str] | None = frozenset()) -> Set:
    return Set(OracleQuestion("birth", NOBODY), Answer(parts, reasons), "ordinary")


@pytest.mark.parametrize(
    ("expected", "given", "reasons", "verdict"),
    [
        ("confirmed", "confirmed", "", Verdict.AGREES),
        ("confirmed", "unavailable", "", Verdict.UNAVAILABLE),
        ("no_record", "pending", "", Verdict.PENDING),
        ("contradicted", "ambiguous", "", Verdict.AMBIGUOUS),
        ("contradicted", "conflict", "", Verdict.CONFLICT),
        ("contradicted", "confirmed", "spouse_death_not_checked", Verdict.QUALIFIED),
        ("conflict", "confirmed", "", Verdict.ONE_SIDED),
        ("ambiguous", "no_record", "", Verdict.ONE_SIDED),
        ("confirmed", "no_record", "", Verdict.CONTRADICTION),
        ("no_record", "contradicted", "no_birth_record", Verdict.CONTRADICTION),
        ("confirmed", "contradicted", "", Verdict.CONTRADICTION),
        ("unavailable", "confirmed", "", Verdict.CONTRADICTION),
    ],
)
def test_what_a_differing_answer_is_worth(
    expected: str, given: str, reasons: str, verdict: Verdict
) -> None:
    """A statement that differs is a contradiction unless the tables excuse it."""
    answer = Given({"mother": given}, frozenset({reasons} - {""}))
    assert verdict is judge(_set({"mother": expected}), answer)


def test_the_worst_part_is_the_questions() -> None:
    """A contradiction of one part is not hidden by the silence of another."""
    asked = _set({"mother": "confirmed", "father": "confirmed"})
    given = Given({"mother": "no_record", "father": "unavailable"}, frozenset())
    assert Verdict.CONTRADICTION is judge(asked, given)


def test_a_part_too_few_is_a_contradiction() -> None:
    """Every claimed part is answered."""
    asked = _set({"mother": "confirmed", "father": "confirmed"})
    given = Given({"mother": "confirmed"}, frozenset())
    assert Verdict.CONTRADICTION is judge(asked, given)


@pytest.mark.parametrize(
    ("reasons", "given", "agrees"),
    [
        (frozenset({"no_birth_record"}), {"no_birth_record", "coarse_identifier"}, True),
        (frozenset({"no_birth_record"}), set(), False),
        (frozenset(), {"no_birth_record"}, False),
        (frozenset(), {"consulted_not_heard"}, False),
        (None, {"spouse_death_not_checked"}, True),
    ],
)
def test_reasons_agree(reasons: frozenset[str] | None, given: set[str], agrees: bool) -> None:
    """The tables' reasons agree both ways where the tables fix them."""
    answer = Given({"mother": "no_record"}, frozenset(given))
    assert agrees is agrees_in_full(_set({"mother": "no_record"}, reasons), answer)


def test_a_gateway_that_takes_silence_for_a_no_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If every failure of a department were read as "not held", the run would say so."""
    ask = WatchedSource.ask

    async def careless(
        source: WatchedSource, question: Question, envelope: Envelope, deadline: Deadline
    ) -> Reply:
        reply = await ask(source, question, envelope, deadline)
        if isinstance(reply, Failed):
            return Answered(Holding.NOT_HELD, (), date(2026, 11, 20))
        return reply

    monkeypatch.setattr(WatchedSource, "ask", careless)
    run = rehearse(replace(Plan(), questions=80, faults=True), tmp_path)
    assert len(run.contradictions) > 5


def test_the_command_ends_well_when_nothing_contradicts(capsys: pytest.CaptureFixture[str]) -> None:
    """Status 0, and the tables."""
    assert 0 == main(["--questions", "20", "--size", "4000", "--faults", "all"])
    told = capsys.readouterr().out
    assert "20 questions" in told
    assert "0 contradictions" in told
    assert "replies by department" in told
