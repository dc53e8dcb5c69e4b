"""Idempotency keys of the consent calls: one key, one consent, whatever breaks in between."""

from typing import Any

import httpx
import pytest

from gateway.audit import entry as kinds
from gateway.audit.leaf import Leaf, read_leaf
from gateway.errors import SigningUnavailable, TrailUnavailable
from gateway.storage.trail_tables import entry
from tests.api.office import RELATIVE, Office, person_json
from tests.api.test_consents import CONSENTS, UNKNOWN, a_consent_form
from tests.api.trouble import failing


def _told(reply: httpx.Response) -> tuple[int, str]:
    return reply.status_code, reply.json()["reason"]


async def _leaves(office: Office, kind: str) -> list[Leaf]:
    query = entry.select().where(entry.c.kind == kind).order_by(entry.c.seq)
    rows = await office.store.trail.readers.run(lambda t: list(t.execute(query).mappings()))
    return [read_leaf(row["bytes"]) for row in rows]


async def test_revoking_an_unknown_one_twice(counter: Office) -> None:
    """What does not exist is not found the second time either: no key stands for it."""
    path = f"{CONSENTS}/{UNKNOWN}/revoke"
    replies = [await counter.post(path, {}, key="twice") for _ in range(2)]
    assert [(404, "not_found")] * 2 == [_told(reply) for reply in replies]


async def test_a_reply_that_cannot_be_signed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is recorded that could not be receipted, and the same key may try again at once."""
    with monkeypatch.context() as patch:
        patch.setattr(type(office.parts.signer), "sign_statement", failing(SigningUnavailable()))
        assert 503 == (await office.post(CONSENTS, a_consent_form())).status_code
    assert [] == await _leaves(office, kinds.CONSENT_RECORDED)
    assert 201 == (await office.post(CONSENTS, a_consent_form())).status_code
    assert 1 == len(await _leaves(office, kinds.CONSENT_RECORDED))


async def test_a_reply_that_cannot_be_kept(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A consent is recorded together with its reply, or not at all."""
    with monkeypatch.context() as patch:
        patch.setattr(type(office.store.trail.replies), "keep", _broken)
        assert 503 == (await office.post(CONSENTS, a_consent_form())).status_code
    assert ([], 0) == (await _leaves(office, kinds.CONSENT_RECORDED), len(office.outbox.messages))
    assert 201 == (await office.post(CONSENTS, a_consent_form())).status_code


def _broken(*_: Any) -> None:
    raise TrailUnavailable("no room")


async def test_dying_after_recording(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that dies once the consent is durable has lost no reply: the key finds it."""
    with monkeypatch.context() as patch:
        patch.setattr(type(office.outbox), "deliver", failing(OSError("no room")))
        await office.post(CONSENTS, a_consent_form())
    office.clock.move(minutes=5)
    again = await office.post(CONSENTS, a_consent_form())
    assert (201, "true") == (again.status_code, again.headers["idempotent-replayed"])
    assert 1 == len(await _leaves(office, kinds.CONSENT_RECORDED))


async def test_a_replay_is_trailed(office: Office) -> None:
    """Whoever gets the withdrawal code a second time is on the trail a second time."""
    first = (await office.post(CONSENTS, a_consent_form())).json()
    await office.post(CONSENTS, a_consent_form())
    [leaf] = await _leaves(office, kinds.CONSENT_REPLAYED)
    used = [(use.consent_id, use.assurance.value) for use in leaf.draft.consents]
    assert [(first["consent_id"], "confirmed_by_code")] == used
    assert ["subject", "requester"] == [part.role for part in leaf.detail]


async def test_the_same_other_twice(office: Office) -> None:
    """A person can be named once: the second time is a mistake of the caller, not an outage."""
    form = a_consent_form(others=[person_json(RELATIVE), person_json(RELATIVE)])
    reply = await office.post(CONSENTS, form)
    assert [{"pointer": "/others/1", "reason": "same_person"}] == reply.json()["errors"]


async def test_two_at_once(office: Office) -> None:
    """Two requests with one key record one consent, even past the first look at the key."""
    first = await office.post(CONSENTS, a_consent_form())
    assert 201 == first.status_code
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(office.store.trail), "recall", _nothing)
        second = await office.post(CONSENTS, a_consent_form())
    assert first.json() == second.json()
    assert (1, 1) == (
        len(await _leaves(office, kinds.CONSENT_RECORDED)),
        len(office.outbox.messages),
    )


async def _nothing(*_: Any) -> None:
    return None
