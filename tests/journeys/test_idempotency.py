"""The Idempotency-Key over HTTP (design.md §6): once asked, once counted, told again at most."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from gateway.domain.matter import Quotas
from mocks.serving import Mocks
from tests.journeys.desk import Desk, an_office, asked, fresh_key, open_desk, open_matter, problem
from tests.journeys.served import OPERATOR, Served
from tests.journeys.trail import entries, kinds, unwritable

HELD = "identity-i5-held"
MARRIED = "marriage-m2-in-force"


@pytest.fixture
def desk(served: Served) -> Desk:
    """An office at the shared gateway."""
    return open_desk(served, an_office(31))


def is_replay(reply: httpx.Response) -> bool:
    """Whether the reply says that it was given before."""
    return "true" == str(reply.headers.get("Idempotent-Replayed"))


def test_a_replay_is_the_same_answer_and_trailed(desk: Desk, mocks: Mocks) -> None:
    """Byte for byte the first reply; nobody is asked, and the trail says that it was told again."""
    body, key = desk.request(HELD), fresh_key()
    first = desk.ask("identity", body, key)
    mocks.mend()
    again = desk.ask("identity", body, key)
    assert (200, False, True) == (again.status_code, is_replay(first), is_replay(again))
    assert first.content == again.content
    assert set() == asked(mocks)
    name = first.json()["verification_id"]
    assert ["intent", "disclosed", "replayed"] == kinds(desk.served.data, name)


def test_a_replay_counts_against_no_quota(served: Served) -> None:
    """Whoever lost a reply may fetch it again when the day's last question was this one."""
    desk = open_desk(served, an_office(32), open_matter(quotas=Quotas(per_requester=1)))
    body, key = desk.request(HELD), fresh_key()
    replies = [desk.ask("identity", body, key) for _ in range(3)]
    assert [200, 200, 200] == [reply.status_code for reply in replies]
    assert (429, "quota_exceeded") == problem(desk.ask("identity", body))


def test_another_body_under_the_key_is_a_conflict(desk: Desk, mocks: Mocks) -> None:
    """409, nobody is asked, and the first answer stays what it was."""
    body, key = desk.request(HELD), fresh_key()
    first = desk.ask("identity", body, key)
    mocks.mend()
    other = desk.ask("identity", {**body, "case": desk.served.case()}, key)
    assert (409, "idempotency_conflict") == problem(other)
    assert set() == asked(mocks)
    assert first.content == desk.ask("identity", body, key).content


def test_the_same_content_written_otherwise_is_no_conflict(desk: Desk) -> None:
    """What counts is the content, not the order of its members."""
    body, key = desk.request(HELD), fresh_key()
    first = desk.ask("identity", body, key)
    assert first.content == desk.ask("identity", dict(reversed(body.items())), key).content


def test_keys_are_the_clients_and_the_paths_own(desk: Desk, served: Served) -> None:
    """Another office, and another fact, may use the same key."""
    other, key = open_desk(served, an_office(33)), fresh_key()
    answered = [
        desk.ask("identity", desk.request(HELD), key),
        other.ask("identity", other.request(HELD), key),
        desk.ask("marriage", desk.request(MARRIED), key),
    ]
    assert [(200, False)] * 3 == [(reply.status_code, is_replay(reply)) for reply in answered]


@contextmanager
def being_asked(desk: Desk, mocks: Mocks, key: str, body: dict[str, object]) -> Iterator[None]:
    """While the block runs, the question hangs at public security."""
    controls, replies = mocks.controls("public_security"), list[httpx.Response]()
    controls.fault("timeout")
    thread = threading.Thread(target=lambda: replies.append(desk.ask("identity", body, key)))
    thread.start()
    try:
        assert controls.journal.wait_for(1, timeout=10)
        yield
    finally:
        thread.join()
    assert ["unavailable"] == [reply.json()["outcome"] for reply in replies]


def test_in_flight_is_a_conflict_that_passes(desk: Desk, mocks: Mocks) -> None:
    """409 with `Retry-After` while the first is being answered; afterwards its reply."""
    body, key = desk.request(HELD), fresh_key()
    desk.tokens.token()
    with being_asked(desk, mocks, key, body):
        early = desk.ask("identity", body, key)
        assert (409, "idempotency_in_flight") == problem(early)
        assert int(early.headers["Retry-After"]) >= 1
    later = desk.ask("identity", body, key)
    assert (200, True) == (later.status_code, is_replay(later))
    assert 1 == len(mocks.controls("public_security").asks())


def test_after_a_withdrawal_the_reply_is_not_told_again(desk: Desk, mocks: Mocks) -> None:
    """403 `consent_revoked`, and the trail holds that it was asked for again, and why not told."""
    body, key = desk.on_consent(MARRIED), fresh_key()
    first = desk.ask("marriage", body, key)
    assert (200, "confirmed") == (first.status_code, first.json()["outcome"])
    desk.gateway.revoke_consent(body["basis"]["consents"][1])
    mocks.mend()
    again = desk.ask("marriage", body, key)
    assert (403, "consent_revoked") == problem(again)
    assert set() == asked(mocks)
    last = entries(desk.served.data, first.json()["verification_id"])[-1]
    assert ("verification.replayed", ["consent_revoked"]) == (last["kind"], last["reasons"])


def test_a_failure_of_our_own_is_not_stored(desk: Desk, mocks: Mocks) -> None:
    """The same key answers once the trail can be written: 503 leaves nothing for it to meet."""
    body, key = desk.request(HELD), fresh_key()
    with unwritable(desk.served.data, "verification.intent"):
        failed = desk.ask("identity", body, key)
        assert (503, "trail_unavailable") == problem(failed)
        assert int(failed.headers["Retry-After"]) >= 1
        assert set() == asked(mocks)
    answered = desk.ask("identity", body, key)
    assert (200, False) == (answered.status_code, is_replay(answered))


def test_what_cannot_be_recorded_is_not_told(desk: Desk, mocks: Mocks) -> None:
    """If the disclosure cannot be written there is no answer; the same request then gets one."""
    body, key = desk.on_consent(HELD), fresh_key()
    with unwritable(desk.served.data, "verification.disclosed"):
        failed = desk.ask("identity", body, key)
    assert (503, "trail_unavailable") == problem(failed)
    assert "outcome" not in failed.json()
    completed = desk.ask("identity", body, key)
    assert (200, False) == (completed.status_code, is_replay(completed))
    assert "confirmed" == completed.json()["outcome"]
    replayed = desk.ask("identity", body, key)
    assert (True, completed.content) == (is_replay(replayed), replayed.content)


def test_an_outage_is_an_answer_and_is_stored(desk: Desk, mocks: Mocks) -> None:
    """`unavailable` is told again under its key; a new key asks anew."""
    body, key = desk.request(HELD), fresh_key()
    mocks.controls("public_security").fault("status_500")
    first = desk.ask("identity", body, key)
    mocks.mend()
    assert "unavailable" == first.json()["outcome"]
    assert first.content == desk.ask("identity", body, key).content
    assert "confirmed" == desk.ask("identity", body).json()["outcome"]


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        (None, "idempotency_key_missing"),
        ("", "idempotency_key_malformed"),
        ("two words", "idempotency_key_malformed"),
        ('"unfinished', "idempotency_key_malformed"),
        ("k" * 129, "idempotency_key_malformed"),
    ],
    ids=["missing", "empty", "two-words", "half-quoted", "too-long"],
)
def test_a_key_must_be_there_and_well_formed(
    key: str | None, reason: str, desk: Desk, mocks: Mocks
) -> None:
    """400 on all calls that take one, and nobody is asked."""
    headers = {} if key is None else {"Idempotency-Key": key}
    paths = ("/v1/verify/identity", "/v1/consents", "/v1/consents/cns_x/revoke")
    replies = [desk.post(path, desk.request(HELD), headers) for path in paths]
    assert {(400, reason)} == {problem(reply) for reply in replies}
    assert set() == asked(mocks)


def test_a_quoted_key_is_the_bare_one(desk: Desk) -> None:
    """The form of the IETF draft and the bare one name the same key."""
    body = desk.request(HELD)
    first = desk.ask("identity", body, "quoted-or-not")
    again = desk.ask("identity", body, '"quoted-or-not"')
    assert first.content == again.content
    assert is_replay(again)


def test_a_consent_is_recorded_once(desk: Desk) -> None:
    """The replay of a recording is the same consent with the same withdrawal code."""
    body, key = desk.request(HELD), {"Idempotency-Key": fresh_key()}
    content = {
        "principal": body["subject"],
        "matter": desk.matter,
        "facts": ["identity"],
        "case": body["case"],
        "operator": OPERATOR,
        "how_given": "one_time_code",
        "contact": "resident",
    }
    first, again = (desk.post("/v1/consents", content, key) for _ in range(2))
    assert (201, 201) == (first.status_code, again.status_code)
    assert (False, True) == (is_replay(first), is_replay(again))
    assert first.json() == again.json()
    assert first.headers["Location"] == again.headers["Location"]
    other = desk.post("/v1/consents", {**content, "case": desk.served.case()}, key)
    assert (409, "idempotency_conflict") == problem(other)
