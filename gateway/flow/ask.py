"""Step 5: ask the departments that the fact's plan names, side by side, under one deadline.

Failures become silence. Must never ask before the round's intent is durable, nor a department that
the permit does not open.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from gateway.domain.evidence import Cause, Evidence, Failed, Item, Late, Reply
from gateway.domain.fact import Fact, Inquiry
from gateway.domain.question import Question, Round
from gateway.flow.errand import Errand
from gateway.ports.machine import Deadline

MOST_ROUNDS = 6

RecordRound = Callable[[Round], Awaitable[None]]


async def ask_in_rounds(
    errand: Errand,
    fact: Fact,
    inquiry: Inquiry,
    evidence: Evidence,
    record: RecordRound,
    *,
    covered: bool,
) -> Evidence:
    """Put round after round until the plan is done.

    `record` makes a round's own intent durable before it is put; `covered` says that the intent of
    step 4 already stands for the next one.
    """
    for _ in range(MOST_ROUNDS):
        asked = fact.next_round(inquiry, evidence)
        if asked is None:
            break
        if not covered:
            await record(asked)
        covered = False
        evidence = evidence.plus(await put_side_by_side(errand, asked.questions))
    return evidence


async def look_for_late_answers(errand: Errand, evidence: Evidence) -> Evidence:
    """Resume what was promised; once all has come, ask the silent ones once more (G3)."""
    late = [item for item in evidence.items if isinstance(item.reply, Late)]
    replies = await asyncio.gather(*(_resume(errand, item) for item in late))
    heard = evidence.plus(tuple(Item(i.question, r) for i, r in zip(late, replies, strict=True)))
    if any(isinstance(reply, Late) for reply in replies):
        return heard
    silent = tuple(item.question for item in heard.items if isinstance(item.reply, Failed))
    return heard.plus(await put_side_by_side(errand, silent))


async def put_side_by_side(errand: Errand, questions: tuple[Question, ...]) -> tuple[Item, ...]:
    """Put these questions at once and wait for all, at most until the deadline."""
    replies = await asyncio.gather(*(_ask(errand, question) for question in questions))
    return tuple(Item(q, r) for q, r in zip(questions, replies, strict=True))


async def _ask(errand: Errand, question: Question) -> Reply:
    source = errand.parts.sources.get(question.department)
    if source is None or question.department not in errand.permit.departments:
        return Failed(Cause.NOT_ASKED)
    if question.operation not in source.operations:
        return Failed(Cause.UNSUPPORTED)
    asking = source.ask(question, errand.envelope(), errand.deadline)
    return await _bounded(asking, errand.deadline)


async def _resume(errand: Errand, item: Item) -> Reply:
    source = errand.parts.sources.get(item.question.department)
    if source is None or not isinstance(item.reply, Late):
        return item.reply
    ticket = item.reply.ticket
    asking = source.resume(item.question, ticket, errand.envelope(), errand.deadline)
    reply = await _bounded(asking, errand.deadline)
    return item.reply if isinstance(reply, Failed) else reply  # the promise stands until overdue


async def _bounded(asking: Awaitable[Reply], deadline: Deadline) -> Reply:
    """Whatever a source does wrong is silence: it may neither raise nor outlast the deadline."""
    try:
        async with asyncio.timeout(deadline.remaining()):
            return await asking
    except TimeoutError:
        return Failed(Cause.TIMEOUT)
    except Exception:  # noqa: BLE001 - promise 3: no error of a connector becomes a statement
        return Failed(Cause.BROKEN)
