"""Uses of consents: exactly one permit for one use, and an outage spends nothing."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.consent import ConsentState
from gateway.domain.decision import RefusalReason
from gateway.errors import TrailUnavailable
from gateway.ports.commands import Begun, Refused
from gateway.storage.consent_rows import RESERVED, SPENT, Use, state_of
from gateway.storage.store import Store
from tests.still import NOON
from tests.storage.conftest import Look
from tests.storage.scene import RELATIVE, REQUESTER, SUBJECT, Scene


def _reason(result: object) -> RefusalReason | None:
    """Why a result is a refusal."""
    return result.reason if isinstance(result, Refused) else None


async def _state(scene: Scene, store: Store, consent_id: str = "cns_1") -> ConsentState | None:
    return await store.consents.state(consent_id, scene.clock.now())


@pytest.mark.parametrize("same", [True, False], ids=["same claim", "other claims"])
async def test_simultaneous_questions_with_one_use_get_one_permit(
    scene: Scene, store: Store, look: Look, same: bool
) -> None:
    """Of many at once exactly one is begun; all are on the trail."""
    await scene.give(store, "cns_1")
    claims = [b"claim" if same else f"claim {n}".encode() for n in range(12)]
    attempts = [scene.attempt("cns_1", claim=claim) for claim in claims]
    results = await asyncio.gather(*map(store.trail.begin, attempts))
    assert 1 == sum(isinstance(result, Begun) for result in results)
    reasons = [_reason(result) for result in results if isinstance(result, Refused)]
    assert [RefusalReason.CONSENT_EXHAUSTED] * 11 == reasons
    entries = "SELECT count(*) FROM entry WHERE verification_id IS NOT NULL"
    assert [(12,)] == look(entries)


async def test_several_uses_are_given_to_as_many(scene: Scene, store: Store) -> None:
    """A consent for three uses permits three simultaneous questions and no fourth."""
    await scene.give(store, "cns_1", uses_allowed=3)
    attempts = [scene.attempt("cns_1") for _ in range(8)]
    results = await asyncio.gather(*map(store.trail.begin, attempts))
    assert 3 == sum(isinstance(result, Begun) for result in results)


async def test_an_outcome_spends_the_use(scene: Scene, store: Store) -> None:
    """After an answer the consent is exhausted, for the same claim too."""
    await scene.give(store, "cns_1")
    attempt = scene.attempt("cns_1")
    await store.trail.begin(attempt)
    assert ConsentState.ACTIVE is await _state(scene, store)
    await store.trail.conclude(scene.disclosure(attempt))
    assert ConsentState.EXHAUSTED is await _state(scene, store)
    again = await store.trail.begin(scene.attempt("cns_1"))
    assert RefusalReason.CONSENT_EXHAUSTED is _reason(again)


async def test_an_outage_spends_nothing_and_keeps_the_use_for_the_same_claim(
    scene: Scene, store: Store
) -> None:
    """After `unavailable` the same claim may be asked again; another may not."""
    await scene.give(store, "cns_1")
    for _ in range(3):
        attempt = scene.attempt("cns_1")
        assert isinstance(await store.trail.begin(attempt), Begun)
        await store.trail.conclude(scene.disclosure(attempt, spends=False))
        other = await store.trail.begin(scene.attempt("cns_1", claim=b"another"))
        assert RefusalReason.CONSENT_EXHAUSTED is _reason(other)
    assert ConsentState.ACTIVE is await _state(scene, store)


async def test_a_claim_sees_its_own_reservation_and_no_other(scene: Scene, store: Store) -> None:
    """`reserved_for` holds the claim's token while its use is reserved, `uses_left` counts all."""
    await scene.give(store, "cns_1", uses_allowed=2)
    attempt = scene.attempt("cns_1", claim=b"claim")
    await store.trail.begin(attempt)
    now = scene.clock.now()
    [own] = await store.consents.consents(("cns_1",), b"claim", now)
    [other] = await store.consents.consents(("cns_1",), b"another", now)
    assert (frozenset({b"claim".hex()}), 1) == (own.reserved_for, own.uses_left)
    assert (frozenset(), 1) == (other.reserved_for, other.uses_left)
    await store.trail.conclude(scene.disclosure(attempt))
    [spent] = await store.consents.consents(("cns_1",), b"claim", now)
    assert (frozenset(), 1) == (spent.reserved_for, spent.uses_left)


async def test_a_dead_attempt_gives_its_use_to_the_same_claim_only(
    scene: Scene, store: Store, look: Look
) -> None:
    """When a lease is over the same claim takes the use over; the old attempt ends on the trail."""
    await scene.give(store, "cns_1")
    dead = scene.attempt("cns_1", key="key-1")
    await store.trail.begin(dead)
    live = await store.trail.begin(scene.attempt("cns_1"))
    assert RefusalReason.CONSENT_EXHAUSTED is _reason(live)
    scene.clock.move(seconds=18)
    other = await store.trail.begin(scene.attempt("cns_1", claim=b"another"))
    assert RefusalReason.CONSENT_EXHAUSTED is _reason(other)
    heir = scene.attempt("cns_1")
    assert isinstance(await store.trail.begin(heir), Begun)
    with pytest.raises(TrailUnavailable, match="finished"):
        await store.trail.conclude(scene.disclosure(dead))
    ended = await store.trail.verification(dead.verification_id)
    assert ended is not None
    assert ("dropped", RefusalReason.CONSENT_EXHAUSTED) == (ended.state, ended.refusal)
    assert dead.idempotency is not None
    assert await store.trail.recall(dead.idempotency) is None
    told = "SELECT kind, parent FROM entry WHERE verification_id = ? ORDER BY seq"
    [_, end] = look(told, dead.verification_id)
    assert ("verification.dropped", dead.entry.draft.entry_id) == end
    await store.trail.conclude(scene.disclosure(heir))
    assert ConsentState.EXHAUSTED is await _state(scene, store)


async def test_nothing_is_taken_over_without_a_word_of_it(scene: Scene, store: Store) -> None:
    """An attempt that has no entry for the end of the abandoned one does not begin."""
    await scene.give(store, "cns_1")
    await store.trail.begin(scene.attempt("cns_1"))
    scene.clock.move(seconds=18)
    heir = scene.attempt("cns_1")
    with pytest.raises(TrailUnavailable, match="taking a reservation over"):
        await store.trail.begin(replace(heir, takeovers=()))
    assert isinstance(await store.trail.begin(heir), Begun)


async def test_two_consents_are_reserved_together_or_not_at_all(
    scene: Scene, store: Store, look: Look
) -> None:
    """If the second person's consent is used up, the first person's stays untouched."""
    await scene.give(store, "cns_1")
    await scene.give(store, "cns_2", principal=RELATIVE)
    first = scene.attempt("cns_2", claim=b"another")
    await store.trail.begin(first)
    both = scene.attempt("cns_1", "cns_2", persons=(SUBJECT, RELATIVE))
    assert RefusalReason.CONSENT_EXHAUSTED is _reason(await store.trail.begin(both))
    assert [] == look("SELECT * FROM consent_use WHERE consent_id = 'cns_1'")


async def test_a_deferral_counts_as_spent_until_it_ends_in_an_outage(
    scene: Scene, store: Store
) -> None:
    """While a late answer is awaited nobody else gets the use; overdue it is the claim's again."""
    await scene.give(store, "cns_1")
    attempt = scene.attempt("cns_1")
    await store.trail.begin(attempt)
    await store.trail.defer(scene.deferral(attempt))
    assert ConsentState.EXHAUSTED is await _state(scene, store)
    scene.clock.move(days=20)
    await store.trail.conclude(scene.disclosure(attempt, spends=False))
    assert ConsentState.ACTIVE is await _state(scene, store)
    assert isinstance(await store.trail.begin(scene.attempt("cns_1")), Begun)


async def test_a_refusal_after_the_intent_leaves_the_use_to_the_claim(
    scene: Scene, store: Store
) -> None:
    """Nothing was told under the use, so the same claim may take it again."""
    await scene.give(store, "cns_1")
    attempt = scene.attempt("cns_1")
    await store.trail.begin(attempt)
    reason = RefusalReason.BASIS_NOT_ESTABLISHED
    about = {"verification_id": attempt.verification_id}
    entry = scene.refusal(reason, (SUBJECT,), **about)
    await store.trail.refuse(attempt.verification_id, reason, entry)
    assert isinstance(await store.trail.begin(scene.attempt("cns_1")), Begun)


async def test_a_claim_is_stored_as_a_keyed_hash_that_differs_per_consent(
    scene: Scene, store: Store, look: Look
) -> None:
    """Neither the claim's key nor a link between two consents can be read from the uses."""
    await scene.give(store, "cns_1")
    await scene.give(store, "cns_2", principal=RELATIVE)
    await store.trail.begin(scene.attempt("cns_1", "cns_2", claim=b"claim"))
    macs = [mac for (mac,) in look("SELECT claim_mac FROM consent_use")]
    assert 2 == len(set(macs))
    assert b"claim" not in macs


async def test_foreign_consents_are_told_as_they_are(scene: Scene, store: Store) -> None:
    """Consents come in the order asked for, whoever recorded them; unknown ones are left out."""
    await scene.give(store, "cns_1")
    await scene.give(store, "cns_2", requester="somebody else")
    found = await store.consents.consents(("cns_2", "cns_0", "cns_1"), b"", scene.clock.now())
    assert ["cns_2", "cns_1"] == [consent.consent_id for consent in found]
    assert ["somebody else", REQUESTER] == [consent.requester for consent in found]


minutes = st.integers(min_value=-3, max_value=3)


@given(
    until=minutes,
    allowed=st.integers(min_value=1, max_value=3),
    used=st.lists(st.sampled_from([SPENT, RESERVED]), max_size=5),
    revoked=st.booleans(),
    wanted=st.booleans(),
    confirmed=st.booleans(),
    confirm_until=minutes,
    tries=st.integers(min_value=0, max_value=1),
)
def test_the_state_is_the_first_of_the_rules_that_holds(
    until: int,
    allowed: int,
    used: list[str],
    revoked: bool,
    wanted: bool,
    confirmed: bool,
    confirm_until: int,
    tries: int,
) -> None:
    """Revoked, expired, awaiting (or never to be confirmed), exhausted, else active."""
    row = {
        "revoked_at": NOON if revoked else None,
        "valid_until": NOON.replace(minute=3 + until),
        "confirm_mac": b"mac" if wanted else None,
        "confirmed_at": NOON if confirmed else None,
        "confirm_until": NOON.replace(minute=3 + confirm_until),
        "tries_left": tries,
        "uses_allowed": allowed,
    }
    uses = [Use(number, b"", state, "") for number, state in enumerate(used)]
    waiting = wanted and not confirmed
    expected = ConsentState.ACTIVE
    if revoked:
        expected = ConsentState.REVOKED
    elif until <= 0 or (waiting and (confirm_until <= 0 or tries == 0)):
        expected = ConsentState.EXPIRED
    elif waiting:
        expected = ConsentState.AWAITING
    elif used.count(SPENT) >= allowed:
        expected = ConsentState.EXHAUSTED
    assert expected is state_of(row, uses, NOON.replace(minute=3))
