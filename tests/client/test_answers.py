"""What comes back: answers, problems by kind, and replies that are neither."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from gateway.client import (
    Conflict,
    Gateway,
    GatewayProblem,
    Invalid,
    NotFound,
    NotPermitted,
    NotUnderstood,
    TooMany,
    Unauthorised,
    Unavailable,
    Unreachable,
)
from tests.client.desk import ANSWER, PERSON, REQUEST, Desk, Reply, answered, problem

KINDS: dict[int, type[GatewayProblem]] = {
    400: Invalid,
    401: Unauthorised,
    403: NotPermitted,
    404: NotFound,
    409: Conflict,
    410: Conflict,
    413: Invalid,
    415: Invalid,
    418: GatewayProblem,
    422: Invalid,
    429: TooMany,
    500: GatewayProblem,
    503: Unavailable,
}
BROKEN = {
    "no-json": httpx.Response(200, text="<html>"),
    "not-utf-8": httpx.Response(200, content=b"\xff\xfe\x00"),
    "too-deep": httpx.Response(200, text="[" * 100_000),
    "empty": httpx.Response(200),
    "list": answered(body=[ANSWER]),
    "no-outcome": answered(body={**ANSWER, "outcome": None}),
    "outcome-is-a-number": answered(body={**ANSWER, "outcome": 1}),
    "parts-are-a-list": answered(body={**ANSWER, "parts": []}),
    "reasons-are-a-text": answered(body={**ANSWER, "reasons": "x"}),
}


def verify(gateway: Gateway) -> object:
    """One verification."""
    return gateway.verify("identity", REQUEST)


def test_an_answer_is_typed() -> None:
    """All of the interface's answer is there, and its JSON too."""
    found = Desk([answered(Idempotent_Replayed="true")]).gateway().verify("identity", REQUEST)
    answer = found.answer
    assert (False, None, True) == (found.pending, found.due_on, answer.replayed)
    assert ("confirmed", True, (), "a~b~") == (
        answer.outcome,
        answer.is_confirmed,
        answer.reasons,
        answer.receipt,
    )
    assert ("i", "d", ANSWER) == (answer.intent, answer.disclosure, answer.body)


@pytest.mark.parametrize(
    "outcome",
    ["contradicted", "no_record", "ambiguous", "conflict", "pending", "unavailable", "something"],
)
def test_nothing_else_confirms(outcome: str) -> None:
    """Only `confirmed` is confirmed; an outcome that is not known yet is tolerated and is not."""
    answer = Desk([answered(body={**ANSWER, "outcome": outcome})]).gateway().verify("x", REQUEST)
    assert (outcome, False) == (answer.answer.outcome, answer.answer.is_confirmed)


def test_a_promise_to_answer_later() -> None:
    """A 202 is pending with its due date."""
    body = {**ANSWER, "outcome": "pending", "due_on": "2026-12-08", "receipt": None}
    found = Desk([answered(202, body)]).gateway().verify("marriage", REQUEST)
    assert (True, "2026-12-08", None) == (found.pending, found.due_on, found.answer.receipt)


def test_new_members_are_tolerated() -> None:
    """The interface may grow, and optional members may be left out."""
    least = {"verification_id": "v", "fact": "f", "outcome": "confirmed", "new": {"x": 1}}
    answer = Desk([answered(body=least)]).gateway().verify("identity", REQUEST).answer
    assert ((), {}, None, "") == (answer.reasons, answer.parts, answer.guidance, answer.intent)


@pytest.mark.parametrize("status", KINDS)
def test_each_status_has_its_kind(status: int) -> None:
    """A caller can catch what it can do something about."""
    replies: list[Reply] = [problem(status, "a_reason", Retry_After="60") for _ in range(2)]
    with pytest.raises(GatewayProblem) as told:
        verify(Desk(replies).gateway())
    assert KINDS[status] is type(told.value)
    assert (status, "a_reason", "标题") == (
        told.value.status,
        told.value.reason,
        told.value.title_zh,
    )


def test_a_problem_names_fields() -> None:
    """Pointers and reasons of a request's fields are there, and in the text."""
    body = {"reason": "content", "errors": [{"pointer": "/subject/name", "reason": "empty"}]}
    with pytest.raises(Invalid, match="/subject/name: empty") as told:
        verify(Desk([answered(422, body)]).gateway())
    assert body["errors"] == told.value.errors


@pytest.mark.parametrize(
    "body",
    ["a text", ["a list"], {"errors": 5}, {"errors": ["x", 1]}, {"verification_id": 7}, None],
    ids=["text", "list", "number-of-errors", "errors-of-texts", "number-as-id", "null"],
)
def test_a_problem_of_any_form_is_told(body: object) -> None:
    """A proxy's error page in place of a problem document changes nothing about the status."""
    with pytest.raises(Invalid) as told:
        verify(Desk([answered(400, body)]).gateway())
    assert (400, [], None) == (told.value.status, told.value.errors, told.value.verification_id)


@pytest.mark.parametrize("how", BROKEN)
def test_a_reply_that_is_no_answer(how: str) -> None:
    """It is told as what it is, and never as an outcome; it is not asked again."""
    desk = Desk([BROKEN[how]])
    with pytest.raises(NotUnderstood):
        verify(desk.gateway())
    assert 1 == len(desk.calls)


@pytest.mark.parametrize("name", ["matters", "sources"])
def test_lists(name: str) -> None:
    """Lists come as lists; a reply without one is not an empty one."""
    desk = Desk([answered(body={name: [{"code": "x"}]}), answered(body={})])
    gateway = desk.gateway()
    assert [{"code": "x"}] == getattr(gateway, name)()
    with pytest.raises(NotUnderstood):
        getattr(gateway, name)()


def test_texts() -> None:
    """Receipt and notice come as they are."""
    desk = Desk([httpx.Response(200, text="a~b~\n"), httpx.Response(200, text="<p>告知单</p>")])
    gateway = desk.gateway()
    assert ("a~b~", "<p>告知单</p>") == (gateway.receipt("v").compact, gateway.notice("v"))


def test_what_is_put_into_a_path_stays_one_segment() -> None:
    """An id that is no id cannot lead to another call."""
    desk = Desk()
    desk.gateway().verification("../matters?x=/y#z")
    assert b"/v1/verifications/..%2Fmatters%3Fx%3D%2Fy%23z" == desk.calls[0].url.raw_path


FAILURES: dict[str, Callable[[], Reply]] = {
    "not-reached": lambda: httpx.ConnectError(f"to {PERSON['id_number']}"),
    "not-understood": lambda: httpx.Response(200, text=f"echo {PERSON['id_number']}"),
    "broken-answer": lambda: answered(body={"outcome": PERSON}),
    "invalid": lambda: answered(422, {"reason": "x", "unknown": PERSON}),
    "refused": lambda: problem(403, "consent_missing"),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_no_failure_names_anybody(failure: str) -> None:
    """Neither an exception's text nor a URL holds a person's number or name."""
    desk = Desk([FAILURES[failure]() for _ in range(3)])
    with pytest.raises((GatewayProblem, Unreachable, NotUnderstood)) as told:
        verify(desk.gateway())
    shown = f"{told.value} {told.value!r} {[str(call.url) for call in desk.calls]}"
    assert [] == [value for value in PERSON.values() if value in shown]


def test_nothing_shows_itself() -> None:
    """An answer, a consent, a receipt or a key in a log line shows none of its content."""
    desk = Desk([answered(), answered(body={"consent_id": "cns_1", "state": "active"})])
    gateway = desk.gateway()
    found = gateway.verify("identity", REQUEST)
    shown = f"{found!r} {found.answer!r} {gateway.record_consent(REQUEST)!r} {desk.key!r}"
    assert [] == [text for text in ("ver_1", "confirmed", "cns_1", "OKP") if text in shown]
