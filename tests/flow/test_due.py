"""Due dates of late answers: counted once, marked, and kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from gateway.domain.evidence import Late
from gateway.domain.working_days import DueDate
from gateway.flow.due import due_date_of, new_due_date
from gateway.flow.late import complete
from gateway.flow.reply import Pending
from gateway.ports.commands import StoredVerification
from tests.flow.scene import Scene, always


async def deferred(scene: Scene) -> tuple[Pending, StoredVerification]:
    """A question that public security answers later."""
    scene.police.answer = always(Late("ticket"))
    scene.police.later = always(Late("ticket"))
    reply: Any = await scene.ask()
    assert isinstance(reply, Pending)
    stored = await scene.parts.trail.verification(reply.verification_id)
    assert stored is not None
    return reply, stored


async def test_the_day_is_counted_in_shanghai(scene: Scene) -> None:
    """At 23:00 in UTC it is the next day in Shanghai, from which is counted."""
    late_evening = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
    assert DueDate(date(2026, 12, 9), provisional=False) == new_due_date(scene.parts, late_evening)


async def test_a_promise_carries_its_date_and_mark(scene: Scene) -> None:
    """Ten working days from 24 November 2026 lie in an announced year."""
    reply, stored = await deferred(scene)
    assert ("2026-12-08", False) == (reply.body["due_on"], reply.body["due_provisional"])
    assert DueDate(date(2026, 12, 8), provisional=False) == due_date_of(stored)


async def test_a_promise_over_the_new_year_is_provisional(scene: Scene) -> None:
    """Holidays of 2027 are not announced: the answer says so, and a look later says the same."""
    scene.office.clock.moment = datetime(2026, 12, 21, 4, 0, tzinfo=UTC)
    reply, stored = await deferred(scene)
    assert ("2027-01-05", True) == (reply.body["due_on"], reply.body["due_provisional"])
    again = await complete(scene.parts, stored)
    assert reply.body == again.body  # type: ignore[union-attr]
    assert DueDate(date(2027, 1, 5), provisional=True) == due_date_of(stored)


async def test_a_deferral_of_an_earlier_version(scene: Scene) -> None:
    """A stored reply without the mark is not provisional; without a date there is none."""
    _, stored = await deferred(scene)
    unmarked = replace(stored, answer=b'{"due_on": "2026-12-08"}')
    assert DueDate(date(2026, 12, 8), provisional=False) == due_date_of(unmarked)
    assert due_date_of(replace(stored, due_on=None)) is None
    erased = due_date_of(replace(stored, answer=None))
    assert DueDate(date(2026, 12, 8), provisional=False) == erased
