"""How a reply becomes an answer, and how whatever goes wrong becomes silence."""

from __future__ import annotations

import asyncio
import logging
from datetime import date

import pytest

from gateway.domain.evidence import Answered, Cause, Failed, Holding, Reply
from gateway.domain.person import Person
from gateway.domain.question import Question
from gateway.domain.records import DeathKind, DeathRecord
from gateway.outbound.answers import (
    answer_by_names,
    check_same,
    check_same_number,
    check_usable,
    failures_as_silence,
)
from gateway.ports.source import LinkFailed
from tests.outbound.test_documents import PERSONAL, cause_of

AS_OF = date(2026, 11, 20)
JIANGUO = Person("500112195803120017", PERSONAL)
RECORD = DeathRecord(DeathKind.CREMATION, AS_OF)
ANSWER = Answered(Holding.HELD, (RECORD,), AS_OF)


async def _work(error: BaseException | None) -> Reply:
    if error is not None:
        raise error
    return ANSWER


async def test_an_answer_stays_an_answer() -> None:
    """Nothing is done to what a source answers."""
    assert ANSWER == await failures_as_silence(_work(None))


async def test_a_failed_exchange_keeps_its_cause(caplog: pytest.LogCaptureFixture) -> None:
    """What departments do wrong is silence, and nothing that we log."""
    assert Failed(Cause.REFUSED) == await failures_as_silence(_work(LinkFailed(Cause.REFUSED)))
    assert [] == caplog.records


@pytest.mark.parametrize(
    "error", [ValueError(PERSONAL), KeyError(PERSONAL), RecursionError(PERSONAL)]
)
async def test_a_mistake_of_the_connector(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    """A mistake of ours is silence too; the log names its class and nothing of its text."""
    caplog.set_level(logging.DEBUG, "gateway")
    assert Failed(Cause.MALFORMED) == await failures_as_silence(_work(error))
    assert f"a connector failed with {type(error).__name__}" in caplog.text
    assert PERSONAL not in caplog.text


async def test_cancellation_is_no_failure() -> None:
    """Whoever cancels is obeyed."""
    with pytest.raises(asyncio.CancelledError):
        await failures_as_silence(_work(asyncio.CancelledError()))


def test_usable_questions() -> None:
    """Only operations on the manifest, and only people with identity numbers."""
    manifest = {"death"}
    foreign = Person("E00000000", "x", "passport")
    check_usable(Question("health", "death", JIANGUO, other=JIANGUO), manifest)
    for question in (
        Question("health", "birth", JIANGUO),
        Question("health", "death", foreign),
        Question("health", "death", JIANGUO, other=foreign),
    ):
        assert Cause.UNSUPPORTED == cause_of(
            lambda question=question: check_usable(question, manifest)  # type: ignore[misc]
        )


def test_sameness() -> None:
    """An echo is compared character for character, a record's number in either form."""
    check_same("a", "a")
    check_same_number(JIANGUO, "500112580312001")
    assert Cause.WRONG_PERSON == cause_of(lambda: check_same("a", "A"))
    assert Cause.WRONG_PERSON == cause_of(lambda: check_same("a", None))
    other = "500105196007050020"
    assert Cause.WRONG_PERSON == cause_of(lambda: check_same_number(JIANGUO, other))
    assert Cause.MALFORMED == cause_of(lambda: check_same_number(JIANGUO, ""))


@pytest.mark.parametrize(
    ("names", "holding", "variant"),
    [
        ((PERSONAL,), Holding.HELD, False),
        ((None,), Holding.HELD, False),
        (("陈 建国",), Holding.HELD, True),
        ((PERSONAL, "陈 建国", None), Holding.HELD, True),
        ((PERSONAL, "李伟"), Holding.NAME_MISMATCH, False),
        (("",), Holding.NAME_MISMATCH, False),
    ],
    ids=["same", "none", "variant", "mixed", "one-other", "empty"],
)
def test_names(names: tuple[str | None, ...], holding: Holding, variant: bool) -> None:
    """One entry under another name is a mismatch of the whole, and then nothing is told."""
    records = () if holding is Holding.NAME_MISMATCH else (RECORD,)
    expected = Answered(holding, records, AS_OF, variant)
    assert expected == answer_by_names(JIANGUO, names, [RECORD], AS_OF)


def test_nothing_found() -> None:
    """Without records nobody is held."""
    assert Answered(Holding.NOT_HELD, (), AS_OF) == answer_by_names(JIANGUO, [], [], AS_OF)
