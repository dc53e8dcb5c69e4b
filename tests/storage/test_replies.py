"""Idempotency keys: one request, one verification, one reply."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from gateway.domain.decision import RefusalReason
from gateway.errors import IdempotencyError, InFlight, KeyConflict, ReplyErased
from gateway.ports.commands import Begun, Refused, StoredReply
from gateway.storage.store import Store
from gateway.storage.trail_tables import person
from tests.storage.conftest import Look
from tests.storage.scene import RELATIVE, SUBJECT, Scene, idempotency


async def _recall(store: Store, key: str = "key-1") -> StoredReply | None:
    return await store.trail.recall(idempotency(key))


async def test_a_concluded_verification_is_replayed_and_not_begun_again(
    scene: Scene, store: Store, look: Look
) -> None:
    """The reply needs no further step after the conclusion: a process may die there."""
    first = scene.attempt(key="key-1")
    await store.trail.begin(first)
    await store.trail.conclude(scene.disclosure(first, answer=b'{"a":1}'))
    expected = StoredReply(first.verification_id, 200, b'{"a":1}')
    assert expected == await _recall(store)
    assert expected == await store.trail.begin(scene.attempt(key="key-1"))
    assert [(1,)] == look("SELECT count(*) FROM verification")


async def test_a_deferred_verification_is_replayed_until_there_is_an_answer(
    scene: Scene, store: Store
) -> None:
    """First the pending reply, later the answer."""
    attempt = scene.attempt(key="key-1")
    await store.trail.begin(attempt)
    await store.trail.defer(scene.deferral(attempt, reply=b'{"p":1}'))
    assert StoredReply(attempt.verification_id, 202, b'{"p":1}') == await _recall(store)
    await store.trail.conclude(scene.disclosure(attempt, answer=b'{"a":1}'))
    assert StoredReply(attempt.verification_id, 200, b'{"a":1}') == await _recall(store)


async def test_a_refusal_is_replayed(scene: Scene, store: Store) -> None:
    """403 with the reason."""
    attempt = scene.attempt(key="key-1", refusal=RefusalReason.CONSENT_MISSING)
    await store.trail.begin(attempt)
    body = b'{"reason":"consent_missing"}'
    assert StoredReply(attempt.verification_id, 403, body) == await _recall(store)


async def test_a_refusal_by_quota_leaves_the_key_free(scene: Scene, store: Store) -> None:
    """429: tomorrow the same key may try again."""
    refused = await store.trail.begin(scene.attempt(key="key-1", quotas=(scene.quota(0),)))
    assert isinstance(refused, Refused)
    assert await _recall(store) is None
    assert isinstance(await store.trail.begin(scene.attempt(key="key-1")), Begun)


async def test_another_request_under_the_key_is_a_conflict(scene: Scene, store: Store) -> None:
    """The key is bound to what it was first used for, whatever came of that."""
    attempt = scene.attempt(key="key-1")
    await store.trail.begin(attempt)
    other = idempotency("key-1", b"another")
    for _ in range(2):
        with pytest.raises(KeyConflict):
            await store.trail.begin(scene.attempt(key="key-1", digest=b"another"))
        with pytest.raises(KeyConflict):
            await store.trail.recall(other)
        scene.clock.move(minutes=5)
    await store.trail.conclude(scene.disclosure(attempt))
    with pytest.raises(KeyConflict):
        await store.trail.recall(other)


async def test_keys_are_of_one_client_and_path(scene: Scene, store: Store) -> None:
    """The same key of another client, or on another path, is another key."""
    await store.trail.begin(scene.attempt(key="key-1"))
    key = idempotency("key-1", b"another")
    assert await store.trail.recall(replace(key, client_id="client-2")) is None
    assert await store.trail.recall(replace(key, path="/v1/verify/death")) is None
    # The parts are hashed with their lengths: moving the border makes another key.
    moved = replace(key, client_id="client-1/", path="v1/verify/kinship")
    assert await store.trail.recall(moved) is None


async def test_a_request_in_flight_is_not_asked_again(
    scene: Scene, store: Store, look: Look
) -> None:
    """Of many simultaneous requests with one key one is begun, the others are told to wait."""
    attempts = [scene.attempt(key="key-1") for _ in range(8)]
    results = await asyncio.gather(*map(store.trail.begin, attempts), return_exceptions=True)
    assert 1 == sum(isinstance(result, Begun) for result in results)
    waits = [result.retry_after for result in results if isinstance(result, InFlight)]
    assert [1] * 7 == waits
    assert [(1,)] == look("SELECT count(*) FROM entry WHERE verification_id IS NOT NULL")


async def test_an_abandoned_attempt_is_taken_over_by_the_same_request(
    scene: Scene, store: Store
) -> None:
    """After a crash the same request can be completed, under the same key and consent."""
    await scene.give(store, "cns_1")
    dead = scene.attempt("cns_1", key="key-1")
    await store.trail.begin(dead)
    with pytest.raises(InFlight):
        await _recall(store)
    await store.close()
    again = scene.open()
    assert await _recall(again) is None
    heir = scene.attempt("cns_1", key="key-1")
    assert isinstance(await again.trail.begin(heir), Begun)
    await again.trail.conclude(scene.disclosure(heir, answer=b'{"a":1}'))
    assert StoredReply(heir.verification_id, 200, b'{"a":1}') == await _recall(again)
    assert () == await again.trail.abandoned(scene.clock.now())
    await again.close()


async def test_an_attempt_that_is_let_go_leaves_its_key_at_once(scene: Scene, store: Store) -> None:
    """Its process says that it will not conclude it; what was concluded meanwhile stays."""
    await scene.give(store, "cns_1")
    failed = scene.attempt("cns_1", key="key-1")
    await store.trail.begin(failed)
    await store.trail.let_go(failed.verification_id)
    assert await _recall(store) is None
    heir = scene.attempt("cns_1", key="key-1")
    assert isinstance(await store.trail.begin(heir), Begun)
    await store.trail.conclude(scene.disclosure(heir, answer=b'{"a":1}'))
    await store.trail.let_go(heir.verification_id)
    assert StoredReply(heir.verification_id, 200, b'{"a":1}') == await _recall(store)


async def test_an_answer_that_nobody_waits_for_frees_its_key(scene: Scene, store: Store) -> None:
    """The end of an abandoned attempt is readable, but no reply to the same request."""
    abandoned = scene.attempt(key="key-1")
    await store.trail.begin(abandoned)
    ending = scene.disclosure(abandoned, spends=False, answer=b'{"end":1}')
    await store.trail.conclude(replace(ending, frees_key=True))
    assert await _recall(store) is None
    stored = await store.trail.verification(abandoned.verification_id)
    assert stored is not None
    assert b'{"end":1}' == stored.answer


async def test_an_old_attempt_does_not_answer_for_the_key_any_more(
    scene: Scene, store: Store
) -> None:
    """Without a consent the old attempt may still end, but the key belongs to the new one."""
    dead, heir = scene.attempt(key="key-1"), scene.attempt(key="key-1")
    await store.trail.begin(dead)
    scene.clock.move(minutes=5)
    await store.trail.begin(heir)
    await store.trail.conclude(scene.disclosure(heir, answer=b'{"new":1}'))
    await store.trail.conclude(scene.disclosure(dead, answer=b'{"old":1}'))
    reply = await _recall(store)
    assert reply is not None
    assert b'{"new":1}' == reply.body


async def test_a_key_is_kept_for_24_hours(scene: Scene, store: Store, look: Look) -> None:
    """After that it is free again, and the sweep forgets it."""
    attempt = scene.attempt(key="key-1", digest=b"digest")
    await store.trail.begin(attempt)
    await store.trail.conclude(scene.disclosure(attempt))
    scene.clock.move(hours=24, seconds=-1)
    assert await _recall(store) is not None
    scene.clock.move(seconds=1)
    assert await _recall(store) is None
    assert isinstance(await store.trail.begin(scene.attempt(key="key-1", digest=b"x")), Begun)
    scene.clock.move(days=2)
    await store.sweep()
    assert [] == look("SELECT * FROM idempotency")


@pytest.mark.parametrize("refused", [False, True], ids=["answered", "refused"])
async def test_after_erasure_the_reply_is_gone(scene: Scene, store: Store, refused: bool) -> None:
    """410, not a second verification."""
    reason = RefusalReason.CONSENT_MISSING if refused else None
    attempt = scene.attempt(key="key-1", persons=(SUBJECT, RELATIVE), refusal=reason)
    await store.trail.begin(attempt)
    if not refused:
        await store.trail.conclude(scene.disclosure(attempt))
    [ref] = await store.consents.refs((RELATIVE,))
    await store.writer.run(lambda t: t.execute(person.delete().where(person.c.ref == ref)))
    with pytest.raises(ReplyErased):
        await _recall(store)
    with pytest.raises(ReplyErased):
        await store.trail.begin(scene.attempt(key="key-1"))


async def test_another_call_takes_its_key_and_keeps_its_reply(scene: Scene, store: Store) -> None:
    """A consent call claims its key, does its work, and completes the key with the reply."""
    key = idempotency("key-1", path="/v1/consents")
    lease = scene.clock.now().replace(minute=1)
    assert await store.trail.claim(key, lease) is None
    with pytest.raises(InFlight):
        await store.trail.claim(key, lease)
    with pytest.raises(KeyConflict):
        await store.trail.claim(replace(key, request_digest=b"another"), lease)
    reply = StoredReply(None, 201, b'{"consent":"cns_1"}', {"Location": "/v1/consents/cns_1"})
    await store.trail.keep_reply(key, reply, (SUBJECT,))
    assert reply == await store.trail.claim(key, lease)
    assert reply == await store.trail.recall(key)


async def test_a_claimed_key_is_free_when_its_lease_or_its_process_is_over(
    scene: Scene, store: Store
) -> None:
    """A call that died does not block its key for a day."""
    key = idempotency("key-1", path="/v1/consents")
    lease = scene.clock.now().replace(minute=1)
    assert await store.trail.claim(key, lease) is None
    scene.clock.move(minutes=1)
    later = lease.replace(minute=2)
    assert await store.trail.claim(key, later) is None
    with pytest.raises(InFlight):
        await store.trail.claim(key, later)
    await store.close()
    again = scene.open()
    assert await again.trail.claim(key, later) is None
    await again.close()


async def test_a_kept_reply_is_gone_with_any_of_its_persons(scene: Scene, store: Store) -> None:
    """It is sealed for all of them at once."""
    key = idempotency("key-1", path="/v1/consents")
    reply = StoredReply(None, 201, b"{}")
    await store.trail.keep_reply(key, reply, (SUBJECT, RELATIVE))
    [ref] = await store.consents.refs((SUBJECT,))
    await store.writer.run(lambda t: t.execute(person.delete().where(person.c.ref == ref)))
    with pytest.raises(IdempotencyError):
        await store.trail.recall(key)
