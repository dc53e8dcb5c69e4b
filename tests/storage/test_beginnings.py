"""Step 4: one atomic step that begins a verification or refuses it, and is on the trail."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gateway.audit import entry as kinds
from gateway.domain.decision import RefusalReason
from gateway.domain.matter import MatterState
from gateway.domain.requester import RequesterState
from gateway.errors import TrailUnavailable
from gateway.ports.commands import Begun, Refused
from gateway.storage.store import Store
from tests.storage.conftest import Look
from tests.storage.scene import OPERATOR, RELATIVE, REQUESTER, SUBJECT, Scene, matter

KINDS = "SELECT kind, count(*) FROM entry WHERE kind LIKE 'verification.%' GROUP BY kind"


async def test_an_intent_is_durable_and_can_be_read(scene: Scene, store: Store) -> None:
    """A permit becomes a begun verification with its whole request."""
    attempt = scene.attempt()
    begun = await store.trail.begin(attempt)
    assert Begun(attempt.entry.draft.entry_id) == begun
    stored = await store.trail.verification(attempt.verification_id)
    assert stored is not None
    assert ("begun", begun.entry_id, None) == (stored.state, stored.intent, stored.answer)
    assert (REQUESTER, "kinship", "GJJ-007") == (stored.requester, stored.fact, stored.matter)
    assert attempt.request == stored.request
    assert not stored.erased


async def test_a_refusal_is_written_with_its_own_entry(
    scene: Scene, store: Store, look: Look
) -> None:
    """What step 3 has refused is on the trail, and nothing is reserved."""
    attempt = scene.attempt(refusal=RefusalReason.CONSENT_MISSING)
    refused = await store.trail.begin(attempt)
    expected = Refused(attempt.entry.draft.entry_id, RefusalReason.CONSENT_MISSING)
    assert expected == refused
    stored = await store.trail.verification(attempt.verification_id)
    assert stored is not None
    assert ("refused", RefusalReason.CONSENT_MISSING) == (stored.state, stored.refusal)
    assert [("verification.refused", 1)] == look(KINDS)


async def test_an_unknown_verification_is_none(store: Store) -> None:
    """Nothing is told of what does not exist."""
    assert await store.trail.verification("ver_none") is None


async def _suspend(scene: Scene, store: Store) -> None:
    entry = scene.entry(kinds.REQUESTER_STATE)
    await store.registry.set_state(REQUESTER, RequesterState.SUSPENDED, entry)


async def _deactivate(scene: Scene, store: Store) -> None:
    entry = scene.entry(kinds.MATTER_REGISTERED)
    await store.registry.add_matter(matter(state=MatterState.INACTIVE), entry)


async def _revoke(scene: Scene, store: Store) -> None:
    entry = scene.entry(kinds.CONSENT_REVOKED)
    await store.consents.revoke("cns_1", REQUESTER, scene.clock.now(), entry)


async def _let_expire(scene: Scene, store: Store) -> None:
    scene.clock.move(days=90)


async def _turn_back_the_clock(scene: Scene, store: Store) -> None:
    scene.clock.move(seconds=-1)


async def _use_up(scene: Scene, store: Store) -> None:
    other = scene.attempt("cns_1", claim=b"another claim")
    await store.trail.begin(other)
    await store.trail.conclude(scene.disclosure(other))


CHANGES = {
    RefusalReason.REQUESTER_SUSPENDED: _suspend,
    RefusalReason.MATTER_INACTIVE: _deactivate,
    RefusalReason.CONSENT_REVOKED: _revoke,
    RefusalReason.CONSENT_EXPIRED: _let_expire,
    RefusalReason.CONSENT_EXHAUSTED: _use_up,
}


@pytest.mark.parametrize("reason", CHANGES, ids=lambda reason: reason.value)
async def test_what_has_changed_since_the_decision_refuses(
    scene: Scene, store: Store, reason: RefusalReason
) -> None:
    """A condition that no longer holds turns the intent into the prepared refusal."""
    await scene.give(store, "cns_1")
    attempt = scene.attempt("cns_1")
    await CHANGES[reason](scene, store)
    refused = await store.trail.begin(attempt)
    assert Refused(attempt.prepared[reason].draft.entry_id, reason) == refused
    stored = await store.trail.verification(attempt.verification_id)
    assert stored is not None
    assert reason is stored.refusal


async def test_a_consent_that_has_not_begun_does_not_permit(scene: Scene, store: Store) -> None:
    """A clock that jumped back does not let a consent reach back."""
    await scene.give(store, "cns_1")
    await _turn_back_the_clock(scene, store)
    refused = await store.trail.begin(scene.attempt("cns_1"))
    assert isinstance(refused, Refused)
    assert RefusalReason.CONSENT_EXPIRED is refused.reason


async def test_a_consent_that_is_gone_refuses(scene: Scene, store: Store) -> None:
    """Without the consent there is no permission."""
    refused = await store.trail.begin(scene.attempt("cns_gone"))
    assert isinstance(refused, Refused)
    assert RefusalReason.CONSENT_REVOKED is refused.reason


async def test_without_a_prepared_entry_nothing_happens(
    scene: Scene, store: Store, look: Look
) -> None:
    """A refusal that cannot be trailed is no refusal: the whole step fails."""
    attempt = replace(scene.attempt("cns_gone"), prepared={})
    with pytest.raises(TrailUnavailable, match="prepared"):
        await store.trail.begin(attempt)
    assert [] == look(KINDS)
    assert await store.trail.verification(attempt.verification_id) is None


async def test_quotas_are_exact_under_concurrency(scene: Scene, store: Store, look: Look) -> None:
    """Of many simultaneous questions exactly as many pass as the quota lets."""
    attempts = [scene.attempt(quotas=(scene.quota(7),)) for _ in range(20)]
    results = await asyncio.gather(*map(store.trail.begin, attempts))
    assert 7 == sum(isinstance(result, Begun) for result in results)
    refused = [result for result in results if isinstance(result, Refused)]
    assert {RefusalReason.QUOTA_EXCEEDED} == {result.reason for result in refused}
    assert [("verification.intent", 7), ("verification.refused", 13)] == look(KINDS)


async def test_refusals_count_against_quotas_too(scene: Scene, store: Store) -> None:
    """Whoever probes with hopeless questions uses up the quota as well."""
    quotas = (scene.quota(2),)
    reasons = []
    for _ in range(3):
        attempt = scene.attempt(refusal=RefusalReason.CONSENT_MISSING, quotas=quotas)
        refused = await store.trail.begin(attempt)
        assert isinstance(refused, Refused)
        reasons.append(refused.reason)
    missing, exceeded = RefusalReason.CONSENT_MISSING, RefusalReason.QUOTA_EXCEEDED
    assert [missing, missing, exceeded] == reasons


async def test_an_excess_of_one_operator_does_not_cost_the_others(
    scene: Scene, store: Store
) -> None:
    """A question over one quota counts in none, so that colleagues keep their share."""
    shared = scene.quota(3, scope="requester", key=REQUESTER)
    hers, his = scene.quota(1), scene.quota(5, key=RELATIVE.number)
    for _ in range(4):
        await store.trail.begin(scene.attempt(quotas=(shared, hers)))
    for _ in range(2):
        assert isinstance(await store.trail.begin(scene.attempt(quotas=(shared, his))), Begun)


async def test_a_quota_is_of_one_civil_day(scene: Scene, store: Store) -> None:
    """The wait ends with the day in Asia/Shanghai, and then the count begins anew."""
    scene.clock.moment = datetime(2026, 11, 24, 15, 59, 30, tzinfo=UTC)  # 23:59:30 in Shanghai
    assert isinstance(await store.trail.begin(scene.attempt(quotas=(scene.quota(1),))), Begun)
    refused = await store.trail.begin(scene.attempt(quotas=(scene.quota(1),)))
    assert isinstance(refused, Refused)
    assert 30 == refused.retry_after
    scene.clock.move(seconds=30)
    assert isinstance(await store.trail.begin(scene.attempt(quotas=(scene.quota(1),))), Begun)


async def test_a_quota_that_is_zero_lets_nothing_pass(scene: Scene, store: Store) -> None:
    """Zero is a limit like another."""
    refused = await store.trail.begin(scene.attempt(quotas=(scene.quota(0, key=OPERATOR.name),)))
    assert isinstance(refused, Refused)
    assert RefusalReason.QUOTA_EXCEEDED is refused.reason


async def test_abandoned_are_those_whose_lease_is_over(scene: Scene, store: Store) -> None:
    """While a lease runs nobody else touches a verification; afterwards it is abandoned."""
    attempt = scene.attempt(persons=(SUBJECT, RELATIVE))
    await store.trail.begin(attempt)
    assert () == await store.trail.abandoned(scene.clock.now())
    after = scene.clock.now() + timedelta(seconds=18)
    assert (attempt.verification_id,) == await store.trail.abandoned(after)
    await store.trail.conclude(scene.disclosure(attempt))
    assert () == await store.trail.abandoned(after)


async def test_what_an_earlier_process_began_is_abandoned_at_once(
    scene: Scene, store: Store
) -> None:
    """Who holds the data directory alone need not wait for leases of processes that are gone."""
    attempt = scene.attempt()
    await store.trail.begin(attempt)
    beside = scene.open(serving=False)
    assert () == await beside.trail.abandoned(scene.clock.now())
    await beside.close()
    await store.close()
    again = scene.open()
    assert (attempt.verification_id,) == await again.trail.abandoned(scene.clock.now())
    await again.close()
