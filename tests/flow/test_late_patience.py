"""How long a late answer is waited for: growing pauses, one reminder, then an end."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from gateway.domain.evidence import Late
from gateway.errors import TrailUnavailable
from gateway.flow.late import look_up
from gateway.flow.late_work import late_work, look_again
from gateway.flow.patience import SPREAD, pause_before_looking
from gateway.flow.reply import Answer, Pending
from gateway.ports.jobs import LATE_ANSWER, Again, Done, GaveUp
from tests.api.office import HELD
from tests.flow.scene import CALLER, Scene, always
from tests.journeys.trail import entries, kinds
from tests.still import NOON

LATE = always(Late("T-1"))
DUE_IN_DAYS = 14  # ten working days


@dataclass
class Notes:
    """Jobs that are noted and never done."""

    jobs: list[tuple[str, str, float]] = field(default_factory=list)
    full: bool = False

    async def schedule(self, kind: str, verification_id: str, after_seconds: float = 0.0) -> None:
        if self.full:
            raise TrailUnavailable("full")
        self.jobs.append((kind, verification_id, after_seconds))


async def pend(scene: Scene) -> str:
    """A question that public security answers later; its id."""
    scene.police.answer = scene.police.later = LATE
    reply = await scene.ask()
    assert isinstance(reply, Pending)
    return reply.verification_id


async def test_a_promise_is_scheduled_once(scene: Scene) -> None:
    """After the first pause; a look that finds nothing says itself when to come back."""
    notes = Notes()
    scene.parts = replace(scene.parts, jobs=notes)
    name = await pend(scene)
    [(kind, about, pause)] = notes.jobs
    first = scene.parts.settings.poll_deferred_seconds
    assert (LATE_ANSWER, name) == (kind, about)
    assert (1 - SPREAD) * first <= pause <= (1 + SPREAD) * first
    assert isinstance(await look_again(scene.parts, name), Again)
    await look_up(scene.parts, name, CALLER)
    assert 1 == len(notes.jobs)


async def test_a_promise_stands_though_it_cannot_be_scheduled(scene: Scene) -> None:
    """It is durable, and the schedule is made from what is durable."""
    scene.parts = replace(scene.parts, jobs=Notes(full=True))
    name = await pend(scene)
    work = late_work(scene.parts)
    assert (LATE_ANSWER, (name,)) == (work.kind, await work.unfinished())


@pytest.mark.parametrize(
    ("waited", "pause"),
    [(0, 30), (60, 30), (100, 50), (1800, 900), (7200, 3600), (10**6, 3600)],
)
async def test_pauses_grow_with_the_time_waited(scene: Scene, waited: int, pause: int) -> None:
    """Half of it, not below the first pause and not above the longest, and never in step."""
    now = NOON + timedelta(seconds=waited)
    found = {pause_before_looking(scene.parts, NOON, now) for _ in range(50)}
    assert all((1 - SPREAD) * pause <= one <= (1 + SPREAD) * pause for one in found)
    assert 50 == len(found)


async def test_overdue_is_reminded_and_then_given_up(scene: Scene) -> None:
    """On the due date it waits; the day after it is reminded; a day later it is given up."""
    name = await pend(scene)
    scene.office.clock.move(days=DUE_IN_DAYS)
    quiet = await look_again(scene.parts, name)
    assert isinstance(quiet, Again)
    assert "" == quiet.because
    scene.office.clock.move(days=1)
    reminded, quiet = [await look_again(scene.parts, name) for _ in range(2)]
    assert isinstance(reminded, Again)
    assert isinstance(quiet, Again)
    assert ("reminded", "") == (reminded.because, quiet.because)
    scene.office.clock.move(hours=24)
    assert GaveUp() == await look_again(scene.parts, name)
    data = scene.parts.settings.data_dir
    assert ["intent", "deferred", "reminded", "disclosed"] == kinds(data, name)
    reply = await look_up(scene.parts, name, CALLER)
    assert isinstance(reply, Answer)
    assert "unavailable" == reply.body["outcome"]
    assert "department_overdue" in str(reply.body["reasons"])
    assert Done() == await look_again(scene.parts, name)


async def test_a_reminder_names_the_department_and_nobody_else(scene: Scene) -> None:
    """The entry says who is late; the person is in it as ciphertext only."""
    name = await pend(scene)
    scene.office.clock.move(days=DUE_IN_DAYS + 1)
    await look_again(scene.parts, name)
    entry = entries(scene.parts.settings.data_dir, name)[-1]
    assert "verification.reminded" == entry["kind"]
    assert [{"department": "public_security", "reply": "late"}] == entry["departments"]


async def test_a_reminder_that_helps(scene: Scene) -> None:
    """The answer that comes after the due date is an answer like any other."""
    name = await pend(scene)
    scene.office.clock.move(days=DUE_IN_DAYS + 1)
    await look_again(scene.parts, name)
    scene.police.later = always(HELD)
    assert Done() == await look_again(scene.parts, name)
    reply = await look_up(scene.parts, name, CALLER)
    assert isinstance(reply, Answer)
    assert "confirmed" == reply.body["outcome"]
    assert "department_overdue" not in str(reply.body["reasons"])


async def test_a_get_reminds_and_gives_up_too(scene: Scene) -> None:
    """Whoever looks: nothing hangs on the schedule."""
    name = await pend(scene)
    scene.office.clock.move(days=DUE_IN_DAYS + 1)
    replies = [await look_up(scene.parts, name, CALLER) for _ in range(2)]
    assert [Pending, Pending] == [type(reply) for reply in replies]
    assert [True, False] == [reply.reminded for reply in replies if isinstance(reply, Pending)]
    scene.office.clock.move(days=1)
    assert isinstance(await look_up(scene.parts, name, CALLER), Answer)


async def test_there_is_nothing_to_do_for_others(scene: Scene) -> None:
    """Unknown ones, and those that are over, are done with."""
    reply = await scene.ask()
    for name in ("ver_nothing", reply.verification_id):
        assert Done() == await look_again(scene.parts, name)
    assert [] == scene.police.resumed
