"""Query numbers lead back to what awaits them; a reminder and a dropped answer are written once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.audit import entry as kinds
from gateway.audit.entry import NewEntry
from gateway.errors import TrailUnavailable
from gateway.ports.commands import Attempt, AwaitedTicket
from gateway.storage.store import Store
from tests.storage.conftest import Look
from tests.storage.scene import RELATIVE, SUBJECT, Scene

TICKET = AwaitedTicket("courts", "20261124500000000001")
ENTRIES = "SELECT kind FROM entry WHERE verification_id IS NOT NULL ORDER BY seq"


async def deferred(scene: Scene, store: Store, *more: AwaitedTicket) -> Attempt:
    """A verification about two people that awaits these answers."""
    attempt = scene.attempt(persons=(SUBJECT, RELATIVE), key=f"key-{scene.count}")
    await store.trail.begin(attempt)
    tickets = tuple((one.department, one.ticket) for one in (TICKET, *more))
    await store.trail.defer(replace(scene.deferral(attempt), tickets=tickets))
    return attempt


def entry_of(scene: Scene, attempt: Attempt, kind: str) -> NewEntry:
    """An entry of that kind about the verification."""
    return scene.entry(kind, (SUBJECT, RELATIVE), verification_id=attempt.verification_id)


async def test_a_number_leads_to_what_awaits_it(scene: Scene, store: Store) -> None:
    """Its own department's only; after a restart too; and still when it is over."""
    attempt = await deferred(scene, store)
    assert (attempt.verification_id,) == await store.trail.awaiting(TICKET)
    for other in (replace(TICKET, department="health"), replace(TICKET, ticket="1")):
        assert () == await store.trail.awaiting(other)
    await store.close()
    again = scene.open()
    await again.trail.conclude(scene.disclosure(attempt))
    assert (attempt.verification_id,) == await again.trail.awaiting(TICKET)
    await again.close()


async def test_deferring_again_keeps_the_numbers(scene: Scene, store: Store, look: Look) -> None:
    """Those that are awaited still, those that have come, and those that are new."""
    attempt = await deferred(scene, store)
    later = AwaitedTicket("courts", "20261124500000000002")
    deferral = scene.deferral(attempt)
    tickets = (("courts", later.ticket), ("courts", TICKET.ticket))
    await store.trail.defer(replace(deferral, tickets=tickets))
    for ticket in (TICKET, later):
        assert (attempt.verification_id,) == await store.trail.awaiting(ticket)
    assert [(2,)] == look("SELECT count(*) FROM late_ticket")


async def test_two_questions_with_one_number(scene: Scene, store: Store) -> None:
    """A department may give one number for the same query put twice."""
    names = {(await deferred(scene, store)).verification_id for _ in range(2)}
    assert names == set(await store.trail.awaiting(TICKET))


async def test_numbers_go_with_the_subject(scene: Scene, store: Store, look: Look) -> None:
    """Erasing her takes every number that led to a question about her."""
    await deferred(scene, store)
    [ref] = await store.consents.refs((SUBJECT,))
    await store.writer.run(lambda t: t.exec_driver_sql("DELETE FROM person WHERE ref = ?", (ref,)))
    assert () == await store.trail.awaiting(TICKET)
    assert [(0,)] == look("SELECT count(*) FROM late_ticket")


async def test_a_reminder_is_written_once(scene: Scene, store: Store, look: Look) -> None:
    """While it is deferred; the moment is kept for whoever looks next."""
    attempt = await deferred(scene, store)
    name, now = attempt.verification_id, scene.clock.now()
    told = [
        await store.trail.remind(name, entry_of(scene, attempt, kinds.REMINDED)) for _ in range(2)
    ]
    assert [True, False] == told
    stored = await store.trail.verification(name)
    assert stored is not None
    assert (now, now) == (stored.deferred_at, stored.reminded_at)
    await store.trail.conclude(scene.disclosure(attempt))
    assert not await store.trail.remind(name, entry_of(scene, attempt, kinds.REMINDED))
    expected = ["intent", "deferred", "reminded", "disclosed"]
    assert [(f"verification.{kind}",) for kind in expected] == look(ENTRIES)


async def test_what_is_not_deferred_is_not_reminded(scene: Scene, store: Store) -> None:
    """Neither what has only begun, nor what nobody knows."""
    attempt = scene.attempt()
    await store.trail.begin(attempt)
    for name in (attempt.verification_id, "ver_unknown"):
        assert not await store.trail.remind(name, entry_of(scene, attempt, kinds.REMINDED))


async def test_a_dropped_answer_is_written_once(scene: Scene, store: Store, look: Look) -> None:
    """However often the department says it; for another number nothing is written."""
    attempt = await deferred(scene, store)
    name = attempt.verification_id
    await store.trail.conclude(scene.disclosure(attempt))
    unknown = replace(TICKET, ticket="1")
    told = [
        await store.trail.drop_late(name, ticket, entry_of(scene, attempt, kinds.LATE_DROPPED))
        for ticket in (TICKET, TICKET, unknown)
    ]
    assert [True, False, False] == told
    assert [("verification.late_answer_dropped",)] == look(ENTRIES)[-1:]


async def test_what_cannot_be_written_is_not_marked(scene: Scene, store: Store) -> None:
    """The mark and its entry come together or not at all."""
    attempt = await deferred(scene, store)
    name = attempt.verification_id
    entry = entry_of(scene, attempt, kinds.LATE_DROPPED)
    await store.trail.note(entry)
    with pytest.raises(TrailUnavailable):
        await store.trail.drop_late(name, TICKET, entry)
    fresh = entry_of(scene, attempt, kinds.LATE_DROPPED)
    assert await store.trail.drop_late(name, TICKET, fresh)


async def test_numbers_are_forgotten_when_it_has_long_been_over(
    scene: Scene, store: Store, look: Look
) -> None:
    """Three months after the due date; never while it is still waited for."""
    over, waiting = await deferred(scene, store), await deferred(scene, store)
    await store.trail.conclude(scene.disclosure(over))
    scene.clock.move(days=100)
    await store.sweep()
    assert [(2,)] == look("SELECT count(*) FROM late_ticket")
    scene.clock.move(days=5)
    await store.sweep()
    assert (waiting.verification_id,) == await store.trail.awaiting(TICKET)
