"""Step 5: whatever a source does wrong is silence, and nobody is asked without a permit."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from gateway.domain.evidence import Cause, Evidence, Failed, Item, Late, Reply
from gateway.domain.fact import Inquiry, Terms
from gateway.domain.question import Question, Round
from gateway.flow.ask import (
    MOST_ROUNDS,
    ask_in_rounds,
    look_for_late_answers,
    put_side_by_side,
)
from gateway.flow.parts import Parts
from tests.api.office import FACTS, HELD
from tests.flow.scene import Answering, Department, Scene, always, an_errand, explode, hang
from tests.policy.builders import SUBJECT, TODAY

PERSON = Question("public_security", "person", SUBJECT)
HOUSEHOLD = Question("public_security", "household", SUBJECT)
LAST = Question("health", "last_service", SUBJECT)


def with_sources(parts: Parts, *departments: Department) -> Parts:
    """The parts with these sources alone."""
    return replace(parts, sources={one.department: one for one in departments})


@pytest.mark.parametrize(
    ("answer", "cause"),
    [(explode, Cause.BROKEN), (hang, Cause.TIMEOUT)],
    ids=["raises", "hangs"],
)
async def test_a_source_that_misbehaves_is_silent(
    answer: Answering, cause: Cause, scene: Scene
) -> None:
    """Its neighbour is heard all the same."""
    health = Department("health", operations=frozenset({"last_service"}))
    scene.police.answer = answer
    errand = an_errand(
        with_sources(scene.parts, scene.police, health), "public_security", "health", seconds=0.05
    )
    items = await put_side_by_side(errand, (PERSON, LAST))
    assert (Item(PERSON, Failed(cause)), Item(LAST, HELD)) == items


async def test_an_operation_that_is_lacking_is_not_asked_for(scene: Scene) -> None:
    """The plan treats the department as silent on it."""
    items = await put_side_by_side(an_errand(scene.parts, "public_security"), (HOUSEHOLD,))
    assert (Item(HOUSEHOLD, Failed(Cause.UNSUPPORTED)),) == items
    assert [] == scene.police.asked


async def test_nobody_outside_the_permit_is_asked(scene: Scene) -> None:
    """Nor somebody for whom there is no source."""
    items = await put_side_by_side(an_errand(scene.parts, "health"), (PERSON, LAST))
    assert [Failed(Cause.NOT_ASKED)] * 2 == [item.reply for item in items]
    assert [] == scene.police.asked


async def test_questions_are_put_side_by_side(scene: Scene) -> None:
    """Two departments that wait for each other both answer."""
    meeting = asyncio.Barrier(2)

    async def meet(_: Question) -> Reply:
        await meeting.wait()
        return HELD

    health = Department("health", meet, operations=frozenset({"last_service"}))
    scene.police.answer = meet
    parts = with_sources(scene.parts, scene.police, health)
    items = await put_side_by_side(
        an_errand(parts, "public_security", "health", seconds=5), (PERSON, LAST)
    )
    assert [HELD, HELD] == [item.reply for item in items]


async def test_cancelling_is_not_swallowed(scene: Scene) -> None:
    """A server that is told to stop must be able to stop."""
    begun = asyncio.Event()

    async def begin(question: Question) -> Reply:
        begun.set()
        return await hang(question)

    scene.police.answer = begin
    errand = an_errand(scene.parts, "public_security", seconds=60)
    task = asyncio.create_task(put_side_by_side(errand, (PERSON,)))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


class Endless:
    """Stands in for a fact whose plan never ends."""

    def next_round(self, inquiry: Inquiry, evidence: Evidence) -> Round | None:
        return Round((PERSON,))


async def test_a_plan_that_never_ends_is_ended(scene: Scene) -> None:
    """Every round but the covered first one is made durable before it is put."""
    recorded: list[int] = []

    async def record(_: Round) -> None:
        recorded.append(len(scene.police.asked))

    inquiry = Inquiry(SUBJECT, FACTS["identity"].read_claim({}, SUBJECT), Terms(TODAY))
    errand = an_errand(scene.parts, "public_security")
    endless: object = Endless()
    await ask_in_rounds(errand, endless, inquiry, Evidence(), record, covered=True)  # type: ignore[arg-type]
    assert MOST_ROUNDS == len(scene.police.asked)
    assert [*range(1, MOST_ROUNDS)] == recorded


async def test_nobody_is_asked_if_the_round_cannot_be_recorded(scene: Scene) -> None:
    """Promise 1 holds for every round."""

    async def record(_: Round) -> None:
        raise OSError("full")

    inquiry = Inquiry(SUBJECT, FACTS["identity"].read_claim({}, SUBJECT), Terms(TODAY))
    errand = an_errand(scene.parts, "public_security")
    with pytest.raises(OSError, match="full"):
        await ask_in_rounds(errand, FACTS["identity"], inquiry, Evidence(), record, covered=False)
    assert [] == scene.police.asked


def waiting_for(*silent: Question) -> Evidence:
    """Public security promised an answer, and these were silent."""
    late = Item(PERSON, Late("T-1"))
    return Evidence((late, *(Item(one, Failed(Cause.BROKEN)) for one in silent)))


async def test_silent_ones_are_asked_again_once_all_has_come(scene: Scene) -> None:
    """When the promise is kept, the silent get their second chance (domain.md G3)."""
    health = Department("health", operations=frozenset({"last_service"}))
    errand = an_errand(with_sources(scene.parts, scene.police, health), "public_security", "health")
    heard = await look_for_late_answers(errand, waiting_for(LAST))
    assert {Item(PERSON, HELD), Item(LAST, HELD)} == set(heard.items)
    assert (["T-1"], [LAST]) == (scene.police.resumed, health.asked)


@pytest.mark.parametrize(
    "later",
    [always(Late("T-1")), always(Failed(Cause.BROKEN)), explode, hang],
    ids=["still-late", "fails", "raises", "hangs"],
)
async def test_a_promise_stands_until_it_is_overdue(later: Answering, scene: Scene) -> None:
    """Whatever goes wrong when it is looked for; and nobody silent is asked before it came."""
    health = Department("health", operations=frozenset({"last_service"}))
    scene.police.later = later
    parts = with_sources(scene.parts, scene.police, health)
    errand = an_errand(parts, "public_security", "health", seconds=0.05)
    assert set(waiting_for(LAST).items) == set(
        (await look_for_late_answers(errand, waiting_for(LAST))).items
    )
    assert [] == health.asked


async def test_a_promise_of_a_department_that_is_gone_stands(scene: Scene) -> None:
    """A department taken out of the settings is waited for until the due date, like any other."""
    errand = an_errand(with_sources(scene.parts), "public_security")
    heard = await look_for_late_answers(errand, waiting_for())
    assert waiting_for() == heard
