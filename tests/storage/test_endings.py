"""After the intent: further rounds, deferral, conclusion; each once, each durable."""

from __future__ import annotations

import asyncio

import pytest

from gateway.audit import entry as kinds
from gateway.domain.decision import RefusalReason
from gateway.domain.person import Person
from gateway.domain.requester import RequesterState
from gateway.errors import TrailUnavailable
from gateway.ports.commands import Attempt, Concluded, Refused
from gateway.storage.store import Store
from gateway.storage.trail_tables import person as table
from tests.storage.conftest import Look
from tests.storage.scene import GUARDIAN, RELATIVE, REQUESTER, SUBJECT, Scene

ENTRIES = "SELECT kind FROM entry WHERE verification_id IS NOT NULL ORDER BY seq"


async def _begun(scene: Scene, store: Store, *consents: str) -> Attempt:
    attempt = scene.attempt(*consents, persons=(SUBJECT, RELATIVE), key="key-1")
    await store.trail.begin(attempt)
    return attempt


async def test_a_conclusion_stores_the_answer(scene: Scene, store: Store) -> None:
    """The released answer can be read again by whoever may."""
    attempt = await _begun(scene, store)
    disclosure = scene.disclosure(attempt, answer=b'{"outcome":"confirmed"}')
    concluded = await store.trail.conclude(disclosure)
    assert Concluded(disclosure.entry.draft.entry_id) == concluded
    stored = await store.trail.verification(attempt.verification_id)
    assert stored is not None
    assert ("concluded", concluded.entry_id) == (stored.state, stored.disclosure)
    assert b'{"outcome":"confirmed"}' == stored.answer


async def test_a_verification_is_concluded_once(scene: Scene, store: Store, look: Look) -> None:
    """Of many conclusions at once one stands; the others write nothing."""
    attempt = await _begun(scene, store)
    wanted = (store.trail.conclude(scene.disclosure(attempt)) for _ in range(5))
    results = await asyncio.gather(*wanted, return_exceptions=True)
    assert 1 == sum(isinstance(result, Concluded) for result in results)
    assert 4 == sum(isinstance(result, TrailUnavailable) for result in results)
    assert [("verification.intent",), ("verification.disclosed",)] == look(ENTRIES)


async def test_a_late_conclusion_stands_if_nobody_took_over(scene: Scene, store: Store) -> None:
    """A lease that is over frees the verification for others; it does not undo what was asked."""
    attempt = await _begun(scene, store)
    scene.clock.move(minutes=5)
    assert isinstance(await store.trail.conclude(scene.disclosure(attempt)), Concluded)


@pytest.mark.parametrize("deferred", [False, True], ids=["at once", "late"])
async def test_a_withdrawn_consent_drops_the_answer(
    scene: Scene, store: Store, look: Look, deferred: bool
) -> None:
    """A consent withdrawn while the question was under way: nothing is released."""
    await scene.give(store, "cns_1")
    attempt = await _begun(scene, store, "cns_1")
    if deferred:
        await store.trail.defer(scene.deferral(attempt))
    withdrawal = scene.entry(kinds.CONSENT_REVOKED)
    await store.consents.withdraw("withdraw cns_1", scene.clock.now(), withdrawal)
    disclosure = scene.disclosure(attempt)
    refused = await store.trail.conclude(disclosure)
    prepared = disclosure.prepared[RefusalReason.CONSENT_REVOKED]
    assert Refused(prepared.draft.entry_id, RefusalReason.CONSENT_REVOKED) == refused
    stored = await store.trail.verification(attempt.verification_id)
    assert stored is not None
    assert ("dropped", None, None) == (stored.state, stored.answer, stored.memory)
    assert ("verification.dropped",) == look(ENTRIES)[-1]
    with pytest.raises(TrailUnavailable):
        await store.trail.conclude(scene.disclosure(attempt))


async def test_a_suspended_requester_is_told_nothing(scene: Scene, store: Store) -> None:
    """A suspension takes effect on answers that are under way."""
    attempt = await _begun(scene, store)
    entry = scene.entry(kinds.REQUESTER_STATE)
    await store.registry.set_state(REQUESTER, RequesterState.SUSPENDED, entry)
    refused = await store.trail.conclude(scene.disclosure(attempt))
    assert isinstance(refused, Refused)
    assert RefusalReason.REQUESTER_SUSPENDED is refused.reason


async def test_a_further_round_is_linked_to_those_it_is_about(
    scene: Scene, store: Store, look: Look
) -> None:
    """The person in between sees the round in "who asked about me"."""
    attempt = await _begun(scene, store)
    further = scene.further(attempt, GUARDIAN)
    await store.trail.extend(further)
    [ref] = await store.consents.refs((GUARDIAN,))
    found = look("SELECT entry_id FROM person_entry WHERE ref = ?", ref)
    assert [(further.entry.draft.entry_id,)] == found


async def test_a_finished_verification_takes_no_further_round(scene: Scene, store: Store) -> None:
    """Nobody may be asked any more once it is concluded, or if it never began."""
    attempt = await _begun(scene, store)
    await store.trail.conclude(scene.disclosure(attempt))
    with pytest.raises(TrailUnavailable):
        await store.trail.extend(scene.further(attempt))
    with pytest.raises(TrailUnavailable):
        await store.trail.extend(scene.further(scene.attempt()))


async def test_a_deferral_keeps_what_was_heard(scene: Scene, store: Store, look: Look) -> None:
    """A restarted gateway finds memory, due date and the reply that was given."""
    attempt = await _begun(scene, store)
    deferral = scene.deferral(attempt)
    await store.trail.defer(deferral)
    stored = await store.trail.verification(attempt.verification_id)
    assert stored is not None
    assert ("deferred", deferral.due_on) == (stored.state, stored.due_on)
    assert (deferral.memory, deferral.reply) == (stored.memory, stored.answer)
    assert [("verification.intent",), ("verification.deferred",)] == look(ENTRIES)
    await store.trail.conclude(scene.disclosure(attempt))
    ended = await store.trail.verification(attempt.verification_id)
    assert ended is not None
    assert ("concluded", None) == (ended.state, ended.memory)


async def test_the_longest_waiting_come_first(scene: Scene, store: Store) -> None:
    """Deferred ones are listed by how long they wait, also if deferred again."""
    attempts = [scene.attempt() for _ in range(3)]
    for attempt in attempts:
        await store.trail.begin(attempt)
    for attempt in reversed(attempts):
        scene.clock.move(seconds=1)
        await store.trail.defer(scene.deferral(attempt))
    scene.clock.move(seconds=1)
    await store.trail.defer(scene.deferral(attempts[2], reply=b"{}"))
    expected = tuple(attempt.verification_id for attempt in reversed(attempts))
    assert expected == await store.trail.deferred()
    assert () == await store.trail.abandoned(scene.clock.now())
    again = await store.trail.verification(attempts[2].verification_id)
    assert again is not None
    assert b"{}" == again.answer


async def test_a_refusal_ends_what_was_begun(scene: Scene, store: Store) -> None:
    """A basis that could not be established ends in its refusal, and in nothing else."""
    attempt = await _begun(scene, store)
    reason = RefusalReason.BASIS_NOT_ESTABLISHED
    entry = scene.refusal(reason, (SUBJECT,), verification_id=attempt.verification_id)
    refused = await store.trail.refuse(attempt.verification_id, reason, entry)
    assert Refused(entry.draft.entry_id, reason) == refused
    stored = await store.trail.verification(attempt.verification_id)
    assert stored is not None
    assert ("refused", reason) == (stored.state, stored.refusal)
    with pytest.raises(TrailUnavailable):
        await store.trail.refuse(attempt.verification_id, reason, entry)


@pytest.mark.parametrize("person", [SUBJECT, RELATIVE], ids=["subject", "relative"])
async def test_an_answer_about_two_is_unreadable_when_either_is_erased(
    scene: Scene, store: Store, look: Look, person: Person
) -> None:
    """Deleting one person's row makes request and answer unreadable, and leaves the entries."""
    attempt = await _begun(scene, store)
    await store.trail.conclude(scene.disclosure(attempt))
    entries = look("SELECT bytes FROM entry")
    [ref] = await store.consents.refs((person,))
    assert [(2,)] == look("SELECT count(*) FROM person_entry WHERE ref = ?", ref)
    await store.writer.run(lambda t: t.execute(table.delete().where(table.c.ref == ref)))
    assert [(0,)] == look("SELECT count(*) FROM person_entry WHERE ref = ?", ref)
    stored = await store.trail.verification(attempt.verification_id)
    assert stored is not None
    assert (None, None, True) == (stored.request, stored.answer, stored.erased)
    assert entries == look("SELECT bytes FROM entry")
