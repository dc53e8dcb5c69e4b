"""Requesters, clients, matters, and tokens that may be used once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.audit import entry as kinds
from gateway.domain.matter import CertificateRef, Quotas
from gateway.domain.requester import RequesterState
from gateway.errors import NotFound
from gateway.ports.registers import Client
from gateway.storage.store import Store
from tests.storage.conftest import Look
from tests.storage.scene import MATTER, REQUESTER, Scene, matter, requester

OTHER = "11500000000000002K"
KEY = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}


async def test_a_requester_is_registered_replaced_and_suspended(
    scene: Scene, store: Store, look: Look
) -> None:
    """Every change is on the trail, and the last one holds."""
    assert requester() == await store.registry.requester(REQUESTER)
    renamed = replace(requester(), agreements=())
    entry = scene.entry(kinds.REQUESTER_REGISTERED, matter=None)
    await store.registry.add_requester(renamed, entry)
    suspension = scene.entry(kinds.REQUESTER_STATE, matter=None)
    await store.registry.set_state(REQUESTER, RequesterState.SUSPENDED, suspension)
    found = await store.registry.requester(REQUESTER)
    assert replace(renamed, state=RequesterState.SUSPENDED) == found
    assert [(3,)] == look("SELECT count(*) FROM entry WHERE kind LIKE 'requester.%'")


async def test_requesters_come_by_code(scene: Scene, store: Store) -> None:
    """All of them, in one order."""
    await scene.register(store, OTHER)
    found = await store.registry.requesters()
    assert [REQUESTER, OTHER] == [each.code for each in found]
    assert await store.registry.requester("nobody") is None


async def test_a_client_has_its_public_keys(scene: Scene, store: Store) -> None:
    """Scopes and keys come back as they were registered; a rotation replaces them."""
    client = Client("client-1", REQUESTER, frozenset({"verify:kinship", "consent:write"}), (KEY,))
    await store.registry.add_client(client, scene.entry(kinds.CLIENT_REGISTERED))
    assert client == await store.registry.client("client-1")
    rotated = replace(client, keys=(KEY, {**KEY, "kid": "2"}))
    await store.registry.add_client(rotated, scene.entry(kinds.CLIENT_REGISTERED))
    assert (rotated,) == await store.registry.clients(REQUESTER)
    assert () == await store.registry.clients(OTHER)
    assert await store.registry.client("client-2") is None


async def test_a_matter_is_found_by_its_own_requester_only(scene: Scene, store: Store) -> None:
    """Foreign and unknown ones alike are not there."""
    registered = matter(
        code="GJJ-008",
        quotas=Quotas(per_operator=3),
        relations=frozenset({"51"}),
        replaces=CertificateRef("negative", 8),
    )
    await store.registry.add_matter(registered, scene.entry(kinds.MATTER_REGISTERED))
    assert registered == await store.registry.matter(REQUESTER, "GJJ-008")
    assert await store.registry.matter(OTHER, "GJJ-008") is None
    assert await store.registry.matter(REQUESTER, "GJJ-009") is None
    found = await store.registry.matters(REQUESTER)
    assert [MATTER, "GJJ-008"] == [each.code for each in found]


async def test_what_belongs_to_nobody_is_not_registered(
    scene: Scene, store: Store, look: Look
) -> None:
    """A client, a matter or a state of an unknown requester: not found, and nothing written."""
    before = look("SELECT count(*) FROM entry")
    entry = scene.entry(kinds.CLIENT_REGISTERED)
    with pytest.raises(NotFound):
        await store.registry.add_client(Client("c", OTHER, frozenset(), ()), entry)
    with pytest.raises(NotFound):
        await store.registry.add_matter(matter(requester=OTHER), entry)
    with pytest.raises(NotFound):
        await store.registry.set_state(OTHER, RequesterState.ACTIVE, entry)
    assert before == look("SELECT count(*) FROM entry")


async def test_a_registration_is_seen_by_a_serving_process(scene: Scene, store: Store) -> None:
    """The command line works beside the server, on the same data directory."""
    beside = scene.open(serving=False)
    entry = scene.entry(kinds.REQUESTER_STATE)
    await beside.registry.set_state(REQUESTER, RequesterState.SUSPENDED, entry)
    await beside.close()
    found = await store.registry.requester(REQUESTER)
    assert found is not None
    assert RequesterState.SUSPENDED is found.state


async def test_a_token_is_used_once(scene: Scene, store: Store) -> None:
    """Of many simultaneous uses one succeeds; scopes do not mix."""
    until = scene.clock.now() + timedelta(seconds=60)
    uses = (store.tokens.use("jti", "value", until) for _ in range(9))
    assert 1 == sum(await asyncio.gather(*uses))
    assert await store.tokens.use("nonce", "value", until)
    assert not await store.tokens.use("nonce", "value", until)


async def test_a_token_outlives_a_restart_and_is_forgotten_in_time(
    scene: Scene, store: Store, look: Look
) -> None:
    """A replay before its end is noticed by the next process; later the sweep drops it."""
    until = scene.clock.now() + timedelta(seconds=60)
    await store.tokens.use("jti", "value", until)
    await store.close()
    again = scene.open()
    assert not await again.tokens.use("jti", "value", until)
    scene.clock.move(seconds=60)
    assert await again.tokens.use("jti", "value", until + timedelta(seconds=60))
    scene.clock.move(days=2)
    await again.sweep()
    assert [] == look("SELECT * FROM one_time_token")
    await again.close()


async def test_the_sweep_spares_what_still_counts(scene: Scene, store: Store, look: Look) -> None:
    """Counts of today and keys in force stay."""
    await store.trail.begin(scene.attempt(key="key-1", quotas=(scene.quota(3),)))
    await store.sweep()
    assert [(1,)] == look("SELECT count(*) FROM quota_count")
    assert [(1,)] == look("SELECT count(*) FROM idempotency")
    scene.clock.move(days=2)
    await store.sweep()
    assert [] == look("SELECT * FROM quota_count")
