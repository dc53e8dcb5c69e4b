"""A department calls back: it is looked for at once, or recorded as too late."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.domain.evidence import Late
from gateway.errors import NotFound
from gateway.flow.called_back import Heed, find_awaiting, heed_callback
from gateway.flow.late import look_up
from gateway.flow.late_work import look_again
from gateway.flow.reply import Answer, Pending
from gateway.ports.commands import AwaitedTicket
from gateway.ports.jobs import LATE_ANSWER, Done
from tests.api.office import HELD
from tests.flow.scene import CALLER, Scene, always
from tests.flow.test_late_patience import Notes
from tests.journeys.trail import entries, kinds, rows

TICKET = AwaitedTicket("public_security", "T-1")


async def pend(scene: Scene, ticket: str = "T-1") -> str:
    """A question that public security answers later; its id."""
    scene.police.answer = scene.police.later = always(Late(ticket))
    reply = await scene.ask()
    assert isinstance(reply, Pending)
    return reply.verification_id


async def call_back(scene: Scene, awaited: AwaitedTicket = TICKET) -> Heed:
    """What the front desk does with an authentic message."""
    return await heed_callback(scene.parts, awaited, await find_awaiting(scene.parts, awaited))


async def test_a_callback_brings_the_look_forward(scene: Scene) -> None:
    """The job is scheduled for now; the answer itself is fetched from the department."""
    notes = Notes()
    scene.parts = replace(scene.parts, jobs=notes)
    name = await pend(scene)
    assert Heed.LOOKING is await call_back(scene)
    assert (LATE_ANSWER, name, 0.0) == notes.jobs[-1]
    scene.police.later = always(HELD)
    assert Done() == await look_again(scene.parts, name)
    assert "concluded" == await scene.state(name)


async def test_a_number_is_its_departments_own(scene: Scene) -> None:
    """Another department's number, and one that nobody gave, are not found."""
    await pend(scene)
    for awaited in (AwaitedTicket("courts", "T-1"), AwaitedTicket("public_security", "T-2")):
        with pytest.raises(NotFound):
            await call_back(scene, awaited)


async def test_what_comes_too_late_is_recorded_once_and_dropped(scene: Scene) -> None:
    """The answer that was released stays as it is."""
    name = await pend(scene)
    scene.police.later = always(HELD)
    released = await look_up(scene.parts, name, CALLER)
    assert isinstance(released, Answer)
    scene.police.resumed.clear()
    assert [Heed.TOO_LATE] * 2 == [await call_back(scene) for _ in range(2)]
    data = scene.parts.settings.data_dir
    assert ["intent", "deferred", "disclosed", "late_answer_dropped"] == kinds(data, name)
    *_, disclosed, dropped = entries(data, name)
    assert disclosed["entry_id"] == dropped["parent"]
    assert [{"department": "public_security", "reply": "late"}] == dropped["departments"]
    assert [] == scene.police.resumed
    again = await look_up(scene.parts, name, CALLER)
    assert isinstance(again, Answer)
    assert released.body == again.body


async def test_one_number_for_two_questions(scene: Scene) -> None:
    """A department that gives one number for the same query twice is heeded for both."""
    notes = Notes()
    scene.parts = replace(scene.parts, jobs=notes)
    names = {await pend(scene), await pend(scene)}
    notes.jobs.clear()
    assert Heed.LOOKING is await call_back(scene)
    assert names == {name for _, name, _ in notes.jobs}


async def test_an_erased_person_is_not_found(scene: Scene) -> None:
    """With her row goes every number that led to a question about her."""
    await pend(scene)
    data = scene.parts.settings.data_dir
    await scene.office.store.writer.run(lambda t: t.exec_driver_sql("DELETE FROM person"))
    with pytest.raises(NotFound):
        await call_back(scene)
    assert [(0,)] == rows(data, "SELECT count(*) FROM late_ticket")
