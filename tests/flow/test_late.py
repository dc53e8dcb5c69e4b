"""Late answers and dead processes: finished once, whoever comes to it, and never all at a stop."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any, cast

import pytest

from gateway.domain.evidence import Late, Reply
from gateway.domain.person import Person
from gateway.domain.question import Question
from gateway.domain.requester import RequesterState
from gateway.errors import NotFound, TrailUnavailable
from gateway.flow.abandoned import finish_abandoned, finish_all_abandoned
from gateway.flow.late import look_up
from gateway.flow.late_work import look_again
from gateway.flow.parts import Parts
from gateway.flow.registrations import set_requester_state
from gateway.flow.reply import Answer, NotPermitted, Pending
from gateway.ports.jobs import Again, Done
from gateway.ports.trail import Trail
from gateway.storage.opening import open_store
from tests.api.office import HELD
from tests.flow.scene import CALLER, Scene, always, explode
from tests.journeys.trail import kinds
from tests.policy.builders import REQUESTER, SUBJECT
from tests.still import SeededChance

LATE = always(Late("T-1"))


async def pend(scene: Scene, subject: Person = SUBJECT) -> str:
    """A question that public security answers later; its id."""
    scene.police.answer = LATE
    reply = await scene.ask(subject)
    assert isinstance(reply, Pending)
    return reply.verification_id


async def test_two_completions_at_once_give_one_answer(scene: Scene) -> None:
    """Both callers get what the first one released; there is one disclosure and no error."""
    meeting = asyncio.Barrier(2)

    async def meet(_: Question) -> Reply:
        await meeting.wait()
        return HELD

    name = await pend(scene)
    scene.police.later = meet
    first, second = await asyncio.gather(
        look_up(scene.parts, name, CALLER), look_up(scene.parts, name, CALLER)
    )
    assert isinstance(first, Answer)
    assert isinstance(second, Answer)
    assert first.body == second.body
    assert "confirmed" == first.body["outcome"]
    assert 1 == kinds(scene.parts.settings.data_dir, name).count("disclosed")


async def test_two_processes_complete_it_once(scene: Scene) -> None:
    """Over one store, at the same moment: one disclosure, and both are done with it."""
    name = await pend(scene)
    parts, meeting = scene.parts, asyncio.Barrier(2)

    async def meet(_: Question) -> Reply:
        await meeting.wait()
        return HELD

    scene.police.later = meet
    other = open_store(parts.settings, scene.office.clock, SeededChance("other"))
    theirs = replace(parts, trail=other.trail, registry=other.registry, consents=other.consents)
    verdicts = await asyncio.gather(*(look_again(one, name) for one in (parts, theirs)))
    await other.close()
    assert [Done(), Done()] == verdicts
    assert ["intent", "deferred", "disclosed"] == kinds(parts.settings.data_dir, name)


async def test_a_trail_that_fails_is_still_an_error(scene: Scene) -> None:
    """If nobody else finished it, what cannot be written is said to be so."""
    name = await pend(scene)
    scene.police.later = always(HELD)
    broken = unwritable(scene.parts, "conclude")
    with pytest.raises(TrailUnavailable):
        await look_up(broken, name, CALLER)
    with pytest.raises(TrailUnavailable):
        await look_again(broken, name)
    assert "deferred" == await scene.state(name)


def unwritable(parts: Parts, *commands: str) -> Parts:
    """The parts with a trail that cannot do these commands; the rest is the real one's."""

    async def fail(_: object) -> None:
        raise TrailUnavailable("full")

    class Unwritable:
        def __getattr__(self, name: str) -> object:
            return fail if name in commands else getattr(parts.trail, name)

    return replace(parts, trail=cast("Trail", Unwritable()))


async def test_one_finished_meanwhile_is_done(scene: Scene) -> None:
    """A GET was faster: there is nothing more to do, and nothing failed."""
    name = await pend(scene)

    async def overtaken(_: Question) -> Reply:
        if len(scene.police.resumed) == 1:
            await look_up(scene.parts, name, CALLER)
        return HELD

    scene.police.later = overtaken
    assert Done() == await look_again(scene.parts, name)
    assert 1 == kinds(scene.parts.settings.data_dir, name).count("disclosed")


async def test_what_a_connector_does_wrong_leaves_it_pending(scene: Scene) -> None:
    """It is looked at again later, and nothing is said about the person."""
    name = await pend(scene)
    scene.police.later = explode
    assert isinstance(await look_again(scene.parts, name), Again)
    assert "deferred" == await scene.state(name)


async def test_a_suspended_requester_gets_nothing(scene: Scene) -> None:
    """Looked at again before anybody is asked; the department is not even polled."""
    name = await pend(scene)
    await set_requester_state(scene.parts, REQUESTER, RequesterState.SUSPENDED)
    reply = await look_up(scene.parts, name, CALLER)
    assert isinstance(reply, NotPermitted)
    assert ("requester_suspended", []) == (reply.reason.value, scene.police.resumed)
    assert isinstance(await look_up(scene.parts, name, CALLER), NotPermitted)


async def test_a_late_answer_gives_the_reasons_that_a_15_digit_number_causes(scene: Scene) -> None:
    """A restarted gateway remembers how the number was written."""
    archived = replace(SUBJECT, given_as_15=True)
    scene.police.answer = always(HELD)
    at_once = await scene.ask(archived)
    name = await pend(scene, archived)
    scene.police.later = always(HELD)
    later = await look_up(scene.parts, name, CALLER)
    assert isinstance(at_once, Answer)
    assert isinstance(later, Answer)
    assert at_once.body["reasons"] == later.body["reasons"]
    assert "number_given_as_15" in str(later.body["reasons"])


async def test_foreign_unknown_and_unfinished_ones_are_not_found(scene: Scene) -> None:
    """All alike; and only what was begun and is left alone is abandoned."""
    name = await pend(scene)
    stranger = replace(CALLER, requester="11500112EXAMPLE026")
    for caller, verification in ((stranger, name), (CALLER, "ver_nothing")):
        with pytest.raises(NotFound):
            await look_up(scene.parts, verification, caller)
    assert await finish_abandoned(scene.parts, name) is None
    assert await finish_abandoned(scene.parts, "ver_nothing") is None


async def test_a_question_that_failed_is_let_go_at_once(scene: Scene) -> None:
    """Nobody has to wait for the lease of what the process itself gave up."""
    with pytest.raises(TrailUnavailable):
        await replace(scene, parts=unwritable(scene.parts, "conclude")).ask()
    name = f"ver_{1:032x}"
    assert 1 == await finish_all_abandoned(scene.parts)
    reply = await look_up(scene.parts, name, CALLER)
    assert isinstance(reply, Answer)
    assert ["interrupted"] == reply.body["reasons"]


async def test_one_that_cannot_be_finished_stops_nobody(scene: Scene) -> None:
    """Its error is raised when the others have been finished, so that it is logged."""
    broken = unwritable(scene.parts, "conclude")
    birth = scene.parts.facts["birth"]
    claim = birth.read_claim({"born_on": "1980-05-17"}, SUBJECT)
    asked: tuple[dict[str, Any], ...] = ({}, {"fact": "birth", "claim": claim}, {})
    for changes in asked:
        with pytest.raises(TrailUnavailable):
            await replace(scene, parts=broken, count=scene.count).ask(**changes)
        scene.count += 1
    known = {name: fact for name, fact in scene.parts.facts.items() if name != "birth"}
    with pytest.raises(KeyError):
        await finish_all_abandoned(replace(scene.parts, facts=known))
    states = [await scene.state(f"ver_{n:032x}") for n in (1, 2, 3)]
    assert ["concluded", "begun", "concluded"] == states


async def test_an_abandoned_question_is_unavailable(scene: Scene) -> None:
    """After its lease nobody is asked again: the answer says that it was interrupted."""
    with pytest.raises(TrailUnavailable):
        await replace(scene, parts=unwritable(scene.parts, "conclude", "let_go")).ask()
    name = f"ver_{1:032x}"
    assert ("begun", 0) == (await scene.state(name), await finish_all_abandoned(scene.parts))
    with pytest.raises(NotFound):
        await look_up(scene.parts, name, CALLER)
    scene.office.clock.move(minutes=5)
    scene.police.asked.clear()
    assert 1 == await finish_all_abandoned(scene.parts)
    reply = await look_up(scene.parts, name, CALLER)
    assert isinstance(reply, Answer)
    assert ("unavailable", ["interrupted"]) == (reply.body["outcome"], reply.body["reasons"])
    assert [] == scene.police.asked
