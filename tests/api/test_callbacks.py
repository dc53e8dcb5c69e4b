"""A department's call-back at the front desk: proven, fresh, understood, and never believed."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import pytest

from connectors.courts import connector as courts
from gateway.api.application import create_app
from gateway.api.callback_proof import SIGNATURE, TIMESTAMP, sign_callback
from gateway.domain.evidence import Late
from gateway.flow.late import look_up
from gateway.ports.callbacks import CallbackDoor, CallsBack
from gateway.ports.jobs import LATE_ANSWER
from tests.api.office import HELD, Office, a_request, client_of
from tests.flow.scene import CALLER
from tests.flow.test_late_patience import Notes

SECRET, NEXT_SECRET = b"s" * 32, b"n" * 40
NUMBER = "20261120500112000001"
OTHERS = "20261120500112000002"
Json = dict[str, Any]
NOTHING: Mapping[str, str | None] = {}


@dataclass
class Court:
    """A department at the door. Its connector is the courts', its answers those of the office's."""

    office: Office
    http: httpx.AsyncClient
    notes: Notes
    department: str = "public_security"
    sent: dict[str, str] = field(default_factory=dict)

    async def call(
        self,
        body: bytes | None = None,
        *,
        secret: bytes = SECRET,
        late_by: float = 0.0,
        to: str | None = None,
        signed_for: str | None = None,
        headers: Mapping[str, str | None] = NOTHING,
    ) -> httpx.Response:
        """Call back, signed as agreed; what is given otherwise is wrong on purpose."""
        body = json.dumps({"queryNo": NUMBER}).encode() if body is None else body
        timestamp = str(int(self.office.clock.now().timestamp() - late_by))
        signature = sign_callback(secret, signed_for or self.department, timestamp, body)
        given = {"Content-Type": "application/json", TIMESTAMP: timestamp, SIGNATURE: signature}
        self.sent = {k: v for k, v in {**given, **headers}.items() if v is not None}
        path = f"/callbacks/{to or self.department}"
        return await self.http.post(path, content=body, headers=self.sent)

    async def pend(self) -> str:
        """A question that is answered later, under NUMBER; its id."""
        self.office.police.reply = Late(NUMBER)
        reply = await self.office.post("/v1/verify/identity", a_request())
        assert 202 == reply.status_code
        return str(reply.json()["verification_id"])


@pytest.fixture
async def court(office: Office) -> AsyncIterator[Court]:
    """The office's department may call back; health has a secret of its own."""
    reading: CallsBack = courts  # type: ignore[assignment]
    doors = {
        "public_security": CallbackDoor((SECRET, NEXT_SECRET), reading.read_callback),
        "health": CallbackDoor((b"h" * 32,), reading.read_callback),
    }
    notes = Notes()
    parts = replace(office.parts, callbacks=doors, jobs=notes)
    observe = office.telemetry.observe
    app = create_app(
        parts, office.keys, office.store.tokens, office.store.readiness, observe=observe
    )
    async with client_of(app) as http:
        yield Court(replace(office, parts=parts, http=http), http, notes)


def reason(reply: httpx.Response) -> tuple[int, str]:
    """Status and reason of a problem."""
    return reply.status_code, str(reply.json()["reason"])


async def test_a_callback_is_heeded(court: Court) -> None:
    """202, and the answer is looked for at once; nothing but the number was taken from it."""
    name = await court.pend()
    reply = await court.call()
    assert (202, {"status": "looking"}) == (reply.status_code, reply.json())
    assert (LATE_ANSWER, name, 0.0) == court.notes.jobs[-1]


async def test_both_secrets_are_good_while_they_are_changed(court: Court) -> None:
    """Nothing is lost on the way from one to the other."""
    await court.pend()
    assert [202, 202] == [(await court.call(secret=s)).status_code for s in (SECRET, NEXT_SECRET)]


async def test_a_replay_is_acknowledged_without_effect(court: Court) -> None:
    """The very same message again: 200, and nobody looks; signed anew it counts again."""
    await court.pend()
    await court.call()
    before = list(court.notes.jobs)
    again = await court.call()
    assert (200, {"status": "repeated"}) == (again.status_code, again.json())
    assert before == court.notes.jobs
    assert 202 == (await court.call(late_by=1)).status_code


async def test_a_callback_that_could_not_be_heeded(court: Court) -> None:
    """503, and the very same message is heeded when it comes once more."""
    name = await court.pend()
    court.notes.full = True
    assert 503 == (await court.call()).status_code
    court.notes.full = False
    assert (202, {"status": "looking"}) == ((again := await court.call()).status_code, again.json())
    assert (LATE_ANSWER, name, 0.0) == court.notes.jobs[-1]


async def test_what_comes_too_late_is_acknowledged(court: Court) -> None:
    """200, so that the department stops calling; it is on the trail and changes nothing."""
    name = await court.pend()
    court.office.police.later = HELD
    await look_up(court.office.parts, name, CALLER)
    reply = await court.call()
    assert (200, {"status": "too_late"}) == (reply.status_code, reply.json())


async def test_wrong_signatures(court: Court) -> None:
    """Another secret, another department's, another body, another time, none: one reason."""
    await court.pend()
    wrong: list[Json] = [
        {"secret": b"x" * 32},
        {"signed_for": "health"},
        {"headers": {SIGNATURE: "v1=" + "0" * 64}},
        {"headers": {SIGNATURE: "v2=" + "0" * 64}},
        {"headers": {SIGNATURE: None}},
        {"headers": {TIMESTAMP: None}},
        {"headers": {TIMESTAMP: "1795492801"}},
        {"headers": {TIMESTAMP: "soon"}},
        {"headers": {TIMESTAMP: "9" * 30}},
    ]
    replies = [await court.call(**case) for case in wrong]
    assert [(401, "callback_not_authentic")] * len(wrong) == [reason(reply) for reply in replies]
    assert {"Callback-HMAC-SHA256"} == {reply.headers["WWW-Authenticate"] for reply in replies}
    assert 1 == len(court.notes.jobs)


async def test_a_body_that_was_changed_on_the_way(court: Court) -> None:
    """The signature covers every byte."""
    await court.pend()
    await court.call()
    other = json.dumps({"queryNo": OTHERS}).encode()
    reply = await court.http.post("/callbacks/public_security", content=other, headers=court.sent)
    assert (401, "callback_not_authentic") == reason(reply)


@pytest.mark.parametrize(("late_by", "status"), [(300, 202), (301, 401), (-300, 202), (-302, 401)])
async def test_a_stale_callback(court: Court, late_by: float, status: int) -> None:
    """Five minutes either way are allowed, no more; a signature that is stale proves nothing."""
    await court.pend()
    reply = await court.call(late_by=late_by)
    assert status == reply.status_code
    if status == 401:
        assert (401, "callback_stale") == reason(reply)


async def test_a_replay_outside_the_window_is_stale(court: Court) -> None:
    """A message is remembered for as long as its time would let it through."""
    await court.pend()
    await court.call()
    body = json.dumps({"queryNo": NUMBER}).encode()
    found = []
    for _ in range(2):
        court.office.clock.move(seconds=300)
        reply = await court.http.post(
            "/callbacks/public_security", content=body, headers=court.sent
        )
        found.append((reply.status_code, reply.json().get("reason")))
    assert [(200, None), (401, "callback_stale")] == found


async def test_an_unknown_number(court: Court) -> None:
    """404; the same message is looked up again the next time, for it may have come early."""
    early = await court.call()
    assert (404, "not_found") == reason(early)
    await court.pend()
    assert 202 == (await court.call()).status_code


async def test_another_departments_query(court: Court) -> None:
    """Authentic, but the number was given by somebody else: not found, like an unknown one."""
    await court.pend()
    reply = await court.call(secret=b"h" * 32, signed_for="health", to="health")
    assert (404, "not_found") == reason(reply)
    assert 1 == len(court.notes.jobs)


@pytest.mark.parametrize("department", ["courts", "weather", "Public_Security"])
async def test_a_department_without_a_door(court: Court, department: str) -> None:
    """Whether it exists or not: not found, whatever is signed with."""
    reply = await court.call(to=department, signed_for=department)
    assert (404, "not_found") == reason(reply)


async def test_too_large(court: Court) -> None:
    """Nothing of it is kept or checked."""
    reply = await court.call(b'{"queryNo": "' + b"0" * 70_000 + b'"}')
    assert (413, "body_too_large") == reason(reply)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", (400, "not_json")),
        (b"<notice/>", (400, "not_json")),
        (b"\xff\xfe", (400, "not_utf8")),
        (b'{"queryNo": "1", "queryNo": "2"}', (400, "duplicate_key")),
        (b"[" * 20 + b"]" * 20, (400, "nesting_too_deep")),
        (b"[]", (422, "callback_not_understood")),
        (b"{}", (422, "callback_not_understood")),
        (b'{"queryNo": 20261120500112000001}', (400, "number_out_of_range")),
        (b'{"queryNo": 5}', (422, "callback_not_understood")),
        (b'{"queryNo": "20261120"}', (422, "callback_not_understood")),
        (b'{"queryNo": "20261120500112000001", "items": []}', (422, "callback_not_understood")),
    ],
)
async def test_what_is_no_notice(court: Court, body: bytes, expected: tuple[int, str]) -> None:
    """Each with its own reason, and only for somebody who has the secret."""
    await court.pend()
    assert expected == reason(await court.call(body))
    assert (401, "callback_not_authentic") == reason(await court.call(body, secret=b"x" * 32))
    assert 1 == len(court.notes.jobs)


async def test_another_media_type(court: Court) -> None:
    """Only JSON is read."""
    reply = await court.call(headers={"Content-Type": "text/xml"})
    assert (415, "media_type_unsupported") == reason(reply)


async def test_nothing_of_a_callback_is_logged(court: Court) -> None:
    """Query numbers and signatures stay out of the log."""
    await court.pend()
    await court.call()
    assert '"route":"/callbacks/{department}"' in court.office.log.getvalue().replace(" ", "")
    assert NUMBER not in court.office.log.getvalue()
    assert court.sent[SIGNATURE] not in court.office.log.getvalue()
