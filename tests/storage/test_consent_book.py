"""Consents: codes, states, withdrawal, and what is sealed of them."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from gateway.audit import entry as kinds
from gateway.audit.leaf import Leaf, read_leaf
from gateway.domain.consent import Assurance, ConsentState, Guardian, HowGiven
from gateway.errors import CodeRefused, NotFound
from gateway.storage.store import Store
from gateway.storage.trail_tables import person
from tests.storage.conftest import Look
from tests.storage.scene import GUARDIAN, MATTER, RELATIVE, REQUESTER, SUBJECT, Scene

KINDS = "SELECT kind FROM entry WHERE kind LIKE 'consent.%' ORDER BY seq"


async def _give_with_code(scene: Scene, store: Store, consent_id: str = "cns_1") -> None:
    await scene.give(
        store,
        consent_id,
        assurance=Assurance.CONFIRMED_BY_CODE,
        how_given=HowGiven.ONE_TIME_CODE,
        confirm_code="314159",
        confirm_until=scene.clock.now() + timedelta(minutes=30),
    )


async def _confirm(scene: Scene, store: Store, code: str, consent_id: str = "cns_1") -> None:
    entry = scene.entry(kinds.CONSENT_CONFIRMED, requester=None, matter=None)
    await store.consents.confirm(consent_id, code, scene.clock.now(), entry)


async def _withdraw(scene: Scene, store: Store, code: str = "withdraw cns_1") -> str:
    entry = scene.entry(kinds.CONSENT_REVOKED, requester=None, matter=None)
    return await store.consents.withdraw(code, scene.clock.now(), entry)


async def _state(scene: Scene, store: Store) -> ConsentState | None:
    return await store.consents.state("cns_1", scene.clock.now())


def _last(look: Look) -> Leaf:
    [(leaf,)] = look("SELECT bytes FROM entry ORDER BY seq DESC LIMIT 1")
    return read_leaf(leaf)


async def test_a_recorded_consent_is_read_back(scene: Scene, store: Store) -> None:
    """The policy sees persons by reference; the requester gets its record."""
    new = scene.consent(
        "cns_1",
        others=(RELATIVE,),
        guardian=GUARDIAN,
        guardian_relation="51",
        guardian_proof="11" * 32,
        uses_allowed=2,
    )
    await store.consents.record(new, scene.entry(kinds.CONSENT_RECORDED, (SUBJECT,)))
    found = await store.consents.read("cns_1", REQUESTER, scene.clock.now())
    assert found is not None
    assert new.record == found.record
    subject, relative, guardian = await store.consents.refs((SUBJECT, RELATIVE, GUARDIAN))
    consent = found.consent
    assert (subject, frozenset({relative})) == (consent.principal, consent.others)
    assert Guardian(guardian or "", "51", "11" * 32) == consent.guardian
    assert (new.case, new.facts, MATTER) == (consent.case, consent.facts, consent.matter)
    assert (new.valid_from, new.valid_until) == (consent.valid_from, consent.valid_until)
    assert (2, 2, ConsentState.ACTIVE) == (
        consent.uses_allowed,
        consent.uses_left,
        consent.state,
    )
    assert (new.assurance, new.how_given) == (consent.assurance, consent.how_given)


async def test_unknown_and_foreign_consents_look_alike(scene: Scene, store: Store) -> None:
    """Another requester finds nothing, whether it exists or not."""
    await scene.give(store, "cns_1")
    now = scene.clock.now()
    assert await store.consents.read("cns_1", "somebody else", now) is None
    assert await store.consents.read("cns_0", REQUESTER, now) is None
    assert await store.consents.state("cns_0", now) is None
    entry = scene.entry(kinds.CONSENT_REVOKED)
    messages = set()
    for consent_id, code in (("cns_1", "somebody else"), ("cns_0", REQUESTER)):
        with pytest.raises(NotFound) as raised:
            await store.consents.revoke(consent_id, code, now, entry)
        messages.add(str(raised.value))
    assert 1 == len(messages)


async def test_a_code_makes_a_consent_active(scene: Scene, store: Store, look: Look) -> None:
    """Until it is entered the consent waits; the entry names consent, requester and matter."""
    await _give_with_code(scene, store)
    assert ConsentState.AWAITING is await _state(scene, store)
    await _confirm(scene, store, "314159")
    assert ConsentState.ACTIVE is await _state(scene, store)
    assert [("consent.recorded",), ("consent.confirmed",)] == look(KINDS)
    draft = _last(look).draft
    assert (REQUESTER, MATTER) == (draft.requester, draft.matter)
    assert ["cns_1"] == [use.consent_id for use in draft.consents]


async def test_confirming_and_withdrawing_are_linked_to_the_principal(
    scene: Scene, store: Store, look: Look
) -> None:
    """She finds them among what concerns her, though nobody sent her number along."""
    await _give_with_code(scene, store)
    await _confirm(scene, store, "314159")
    await _withdraw(scene, store)
    [ref] = await store.consents.refs((SUBJECT,))
    found = look(
        "SELECT kind FROM entry JOIN person_entry USING (entry_id) WHERE ref = ? ORDER BY seq", ref
    )
    assert look(KINDS) == found
    assert 3 == len(found)


async def test_wrong_codes_are_counted_durably(scene: Scene, store: Store) -> None:
    """After five wrong tries, a restart between them, the right code opens nothing."""
    await _give_with_code(scene, store)
    for _ in range(3):
        with pytest.raises(CodeRefused):
            await _confirm(scene, store, "000000")
    await store.close()
    again = scene.open()
    for _ in range(2):
        with pytest.raises(CodeRefused):
            await _confirm(scene, again, "000000")
    with pytest.raises(CodeRefused):
        await _confirm(scene, again, "314159")
    assert ConsentState.EXPIRED is await _state(scene, again)
    await again.close()


async def test_simultaneous_tries_are_all_counted(scene: Scene, store: Store) -> None:
    """Nobody gets more tries by making them at once."""
    await _give_with_code(scene, store)
    codes = [f"{number:06}" for number in range(20)]
    tries = (_confirm(scene, store, code) for code in codes)
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert {CodeRefused} == {type(result) for result in results}
    with pytest.raises(CodeRefused):
        await _confirm(scene, store, "314159")


async def test_every_failing_code_gets_the_same_sentence(scene: Scene, store: Store) -> None:
    """Wrong, late, used, not wanted and unknown cannot be told apart."""
    await _give_with_code(scene, store)
    await scene.give(store, "cns_2")
    sentences = []
    for consent_id, code in (("cns_1", "000000"), ("cns_2", "314159"), ("cns_0", "314159")):
        with pytest.raises(CodeRefused) as refused:
            await _confirm(scene, store, code, consent_id)
        sentences.append(str(refused.value))
    await _confirm(scene, store, "314159")
    with pytest.raises(CodeRefused) as refused:
        await _confirm(scene, store, "314159")
    sentences.append(str(refused.value))
    with pytest.raises(CodeRefused) as refused:
        await _withdraw(scene, store, "withdraw cns_0")
    sentences.append(str(refused.value))
    assert 1 == len(set(sentences))


async def test_a_code_has_its_time(scene: Scene, store: Store) -> None:
    """After half an hour the consent can never become active."""
    await _give_with_code(scene, store)
    scene.clock.move(minutes=30)
    with pytest.raises(CodeRefused):
        await _confirm(scene, store, "314159")
    assert ConsentState.EXPIRED is await _state(scene, store)


async def test_a_resident_withdraws_by_her_own_code(scene: Scene, store: Store, look: Look) -> None:
    """Without the requester, at any time, and once: the second time nothing is written."""
    await scene.give(store, "cns_1")
    scene.clock.move(days=400)
    assert "cns_1" == await _withdraw(scene, store)
    assert ConsentState.REVOKED is await _state(scene, store)
    assert "cns_1" == await _withdraw(scene, store)
    assert [("consent.recorded",), ("consent.revoked",)] == look(KINDS)


async def test_a_requester_revokes_its_own_consent(scene: Scene, store: Store, look: Look) -> None:
    """Also one that was never confirmed; a second time nothing is written."""
    await _give_with_code(scene, store)
    for _ in range(2):
        entry = scene.entry(kinds.CONSENT_REVOKED)
        await store.consents.revoke("cns_1", REQUESTER, scene.clock.now(), entry)
    assert ConsentState.REVOKED is await _state(scene, store)
    assert [("consent.recorded",), ("consent.revoked",)] == look(KINDS)
    with pytest.raises(CodeRefused):
        await _confirm(scene, store, "314159")


async def test_codes_are_stored_as_keyed_hashes(scene: Scene, store: Store, look: Look) -> None:
    """Neither a code nor its bare hash can be found in the table."""
    await _give_with_code(scene, store)
    await _give_with_code(scene, store, "cns_2")
    macs = look("SELECT confirm_mac, withdrawal_mac FROM consent")
    assert 4 == len({mac for row in macs for mac in row})
    assert {32} == {len(mac) for row in macs for mac in row}


@pytest.mark.parametrize("erased", [SUBJECT, RELATIVE], ids=["principal", "relative"])
async def test_the_record_is_gone_with_any_of_its_persons(
    scene: Scene, store: Store, erased: object
) -> None:
    """An erased person's consent can no longer be read, and a withdrawal still works."""
    await scene.give(store, "cns_1", others=(RELATIVE,))
    people = (SUBJECT, RELATIVE)
    refs = dict(zip(people, await store.consents.refs(people), strict=True))
    ref = refs[SUBJECT] if erased is SUBJECT else refs[RELATIVE]
    await store.writer.run(lambda t: t.execute(person.delete().where(person.c.ref == ref)))
    assert await store.consents.read("cns_1", REQUESTER, scene.clock.now()) is None
    assert "cns_1" == await _withdraw(scene, store)
