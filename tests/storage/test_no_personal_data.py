"""Promise 6: nobody's number or name can be found in what the store writes."""

from __future__ import annotations

import asyncio
from base64 import b64encode, urlsafe_b64encode
from datetime import timedelta

import pytest

from gateway.audit import entry as kinds
from gateway.domain.consent import HowGiven
from gateway.domain.decision import RefusalReason
from gateway.errors import CodeRefused
from gateway.ports.commands import StoredReply
from gateway.storage.store import Store
from tests.storage.scene import (
    CASE,
    GUARDIAN,
    OPERATOR,
    RELATIVE,
    REQUESTER,
    SUBJECT,
    Scene,
    idempotency,
)
from tests.storage.traces import traces_of

PEOPLE = (SUBJECT, RELATIVE, GUARDIAN, OPERATOR)
KEY = "an idempotency key"
SECRETS = {
    *(person.number for person in PEOPLE),
    *(person.name for person in PEOPLE),
    CASE,
    KEY,
    "a one-time code",
    "withdraw cns_1",
    "a token's identifier",
    "20261124500000000001",  # the courts' query number
}


def _written(scene: Scene) -> bytes:
    """Every byte of the data directory but for the keys."""
    keys = scene.data_dir / "keys"
    files = [path for path in scene.data_dir.rglob("*") if path.is_file()]
    return b"\n".join(path.read_bytes() for path in sorted(files) if keys not in path.parents)


async def _give_consents(scene: Scene, store: Store) -> None:
    later = scene.clock.now() + timedelta(minutes=30)
    await scene.give(
        store,
        "cns_1",
        others=(RELATIVE,),
        guardian=GUARDIAN,
        guardian_relation="51",
        guardian_proof="11" * 32,
        how_given=HowGiven.ONE_TIME_CODE,
        confirm_code="a one-time code",
        confirm_until=later,
        uses_allowed=2,
    )
    for code in ("wrong", "a one-time code"):
        entry = scene.entry(kinds.CONSENT_CONFIRMED, requester=None, matter=None)
        confirming = store.consents.confirm("cns_1", code, scene.clock.now(), entry)
        await asyncio.gather(confirming, return_exceptions=True)


async def _ask(scene: Scene, store: Store) -> None:
    people = (SUBJECT, RELATIVE)
    answer = f'{{"subject":"{SUBJECT.number}","relative":"{RELATIVE.name}"}}'.encode()
    quotas = (scene.quota(9), scene.quota(9, "requester", REQUESTER))
    first = scene.attempt("cns_1", persons=people, key=KEY, quotas=quotas)
    await store.trail.begin(first)
    await store.trail.extend(scene.further(first, GUARDIAN))
    await store.trail.defer(scene.deferral(first, answer))
    await store.trail.conclude(scene.disclosure(first, answer=answer))
    refused = scene.attempt(persons=people, refusal=RefusalReason.CONSENT_SCOPE, quotas=quotas)
    await store.trail.begin(refused)
    dropped = scene.attempt("cns_1", persons=people, claim=SUBJECT.number.encode())
    await store.trail.begin(dropped)
    withdrawal = scene.entry(kinds.CONSENT_REVOKED, requester=None, matter=None)
    await store.consents.withdraw("withdraw cns_1", scene.clock.now(), withdrawal)
    await store.trail.conclude(scene.disclosure(dropped, answer=answer))
    reply = StoredReply(None, 201, answer, {"X": SUBJECT.name})
    await store.trail.keep_reply(idempotency(KEY, path="/v1/consents"), reply, people)
    await store.tokens.use("jti", "a token's identifier", scene.clock.now())
    await store.trail.note(scene.entry(kinds.READ, people))
    await store.readiness()


async def test_no_number_and_no_name_is_written_anywhere(scene: Scene, store: Store) -> None:
    """After every command of the store: nothing in database, log and locks, open or closed."""
    await _give_consents(scene, store)
    await _ask(scene, store)
    opened = _written(scene)
    await store.close()
    closed = _written(scene)
    assert set() == traces_of(SECRETS, opened)
    assert set() == traces_of(SECRETS, closed)
    # The search has looked at what it was meant to look at.
    assert {"cns_1", REQUESTER} == traces_of({"cns_1", REQUESTER}, opened)
    assert {"cns_1", REQUESTER} == traces_of({"cns_1", REQUESTER}, closed)


async def test_no_number_and_no_name_shows_in_an_error(scene: Scene, store: Store) -> None:
    """Errors of the store tell a reason and never a value."""
    with pytest.raises(CodeRefused) as refused:
        await store.consents.confirm(
            "cns_0", SUBJECT.number, scene.clock.now(), scene.entry(kinds.CONSENT_CONFIRMED)
        )
    with pytest.raises(ValueError, match="number") as named:
        await store.trail.note(scene.entry(kinds.READ, (SUBJECT,), rule=SUBJECT.number))
    texts = f"{refused.value!r} {named.value!r} {scene.entry(kinds.READ, (SUBJECT,))!r}"
    assert set() == traces_of(SECRETS, texts.encode())


@pytest.mark.parametrize("offset", range(4))
def test_the_search_finds_what_is_hidden(offset: int) -> None:
    """A number is found raw, wide, escaped, in base64 at any offset, and in hexadecimal."""
    number, name = SUBJECT.number, SUBJECT.name
    padding = b"x" * offset
    hidden = {
        "raw": f"{number}{name}".encode(),
        "wide": f"{number}{name}".encode("utf-16-le"),
        "escaped": f"{number}\\u738b\\u79c0\\u5170".encode(),
        "base64": padding + b64encode(padding + f"{number}{name}".encode()),
        "url": padding + urlsafe_b64encode(padding + f"?>{number}{name}".encode()),
        "hex": padding[:1] + f"{number}{name}".encode().hex().encode(),
        "capital hex": f"{number}{name}".encode().hex().upper().encode(),
    }
    found = {place for place, data in hidden.items() if traces_of({number, name}, data)}
    assert hidden.keys() == found
    assert {number, name} == traces_of({number, name}, b"\x00".join(hidden.values()))
