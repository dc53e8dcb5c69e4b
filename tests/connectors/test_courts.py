"""What the courts answer, in our terms, and when: at once, in time, or later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest

from connectors.courts.source import Courts
from connectors.kit.asking import IMPATIENT, ask_golden, counter
from connectors.kit.dialect import Change, swap, unchanged
from connectors.kit.people import ENVELOPE, JIANGUO, XIUYING, plenty
from connectors.kit.scripted import HANG, Line, Sent, scripted
from gateway.domain.evidence import Answered, Cause, Failed, Holding, Late, Reply
from gateway.domain.person import Person
from gateway.domain.records import (
    Declaration,
    DeclarationKind,
    MaritalEvent,
    MaritalKind,
    SignKind,
    SignOfLife,
)
from gateway.outbound import Outbound
from gateway.ports.machine import Deadline
from gateway.ports.source import LinkFailed, SourceSettings
from tests.connectors.dialects import APPLY, BY_NAME, QUERY_NUMBER

DIALECT = BY_NAME["courts"]
AS_OF = date(2026, 11, 20)
NOT_HELD = Answered(Holding.NOT_HELD, (), AS_OF)
OPERATIONS = ("family_judgments", "declarations", "custody")


def _items(content: str) -> Change:
    """A reply with these items instead."""

    def change(text: str) -> str:
        return text[: text.index('"items"')] + f'"items": {content}}}}}'

    return change


async def test_family_judgments() -> None:
    """Divorces and annulments by effect; a mediation needs the last signature for its effect."""

    def event(kind: MaritalKind, on: date | None, partner: Person | None = XIUYING) -> MaritalEvent:
        return MaritalEvent(kind, on, JIANGUO, partner)

    expected = (
        event(MaritalKind.COURT_DIVORCE, date(1981, 3, 5), None),
        event(MaritalKind.COURT_DIVORCE, date(2001, 1, 9)),
        event(MaritalKind.COURT_DIVORCE, None),
        event(MaritalKind.COURT_DIVORCE, None),
        event(MaritalKind.ANNULMENT, date(2004, 2, 3)),
        event(MaritalKind.ANNULMENT, date(2005, 2, 3)),
    )
    assert Answered(Holding.HELD, expected, AS_OF) == await ask_golden(DIALECT)


async def test_declarations() -> None:
    """Each declaration with its revocation; what is in force has none."""
    death, missing = DeclarationKind.DEATH, DeclarationKind.DISAPPEARANCE
    expected = (
        Declaration(missing, date(2015, 1, 2), revoked_on=date(2019, 5, 1)),
        Declaration(death, date(2019, 4, 12), date(2023, 7, 1), not_resumed=False),
        Declaration(death, date(2025, 4, 12)),
    )
    assert Answered(Holding.HELD, expected, AS_OF) == await ask_golden(
        DIALECT, operation="declarations"
    )


@pytest.mark.parametrize(
    ("said", "not_resumed"),
    [('"YES"', True), ('"NO"', False), ('"UNKNOWN"', None), ("null", None)],
)
async def test_a_revocation_alone(said: str, not_resumed: bool | None) -> None:
    """A revocation whose declaration is not in the answer stands for both."""
    items = f"""[{{"sealed": false, "selfName": "{JIANGUO.name}", "selfIdNo": "{JIANGUO.number}",
        "kind": "CXSW", "judgedOn": "2023-07-01T00:00:00+08:00",
        "revokes": "2019-04-12T00:00:00+08:00", "noResume": {said},
        "spouseName": null, "spouseIdNo": null}}]"""
    declaration = Declaration(
        DeclarationKind.DEATH, date(2019, 4, 12), date(2023, 7, 1), not_resumed
    )
    assert Answered(Holding.HELD, (declaration,), AS_OF) == await ask_golden(
        DIALECT, _items(items), "declarations"
    )


async def test_custody() -> None:
    """The day counts in Shanghai, whatever zone the instant is written in."""
    record = SignOfLife(SignKind.CUSTODY, date(2026, 10, 30))
    for change in (unchanged, swap("2026-10-30T00:00:00+08:00", "2026-10-29T16:00:00Z")):
        reply = await ask_golden(DIALECT, change, "custody")
        assert Answered(Holding.HELD, (record,), AS_OF) == reply


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_nothing_held(operation: str) -> None:
    """An empty list is not held."""
    assert NOT_HELD == await ask_golden(DIALECT, _items("[]"), operation)


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_sealed_looks_like_not_held(operation: str) -> None:
    """A sealed item, about which nothing else is said, gives the answer of nothing held."""
    sealed = await ask_golden(DIALECT, _items('[{"sealed": true}]'), operation)
    assert (NOT_HELD, repr(NOT_HELD)) == (sealed, repr(sealed))


@pytest.mark.parametrize(
    ("asked", "holding", "variant"),
    [("陈 建国", Holding.HELD, True), ("陈健国", Holding.NAME_MISMATCH, False)],
    ids=["space", "other"],
)
@pytest.mark.parametrize("operation", OPERATIONS)
async def test_names(operation: str, asked: str, holding: Holding, variant: bool) -> None:
    """Separators, width and spaces are no difference; another name is a mismatch."""
    question = DIALECT.question(operation, about=Person(JIANGUO.number, asked))
    reply = await ask_golden(DIALECT, operation=operation, question=question)
    assert isinstance(reply, Answered)
    assert (holding, variant) == (reply.holding, reply.variant)
    assert bool(reply.records) is (holding is Holding.HELD)


@dataclass(slots=True)
class Watch:
    """A clock that moves only when somebody waits."""

    time: float = 0.0
    waits: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        """The time."""
        return self.time

    async def wait(self, seconds: float) -> None:
        """Let the time pass at once."""
        self.waits.append(seconds)
        self.time += seconds


def _after(polls: int) -> Callable[[Sent], Line]:
    """The answer is there after so many looks."""
    looks = iter(range(1_000_000))

    def script(sent: Sent) -> Line:
        if sent.target == APPLY:
            return DIALECT.line(DIALECT.plain("accepted"))
        return DIALECT.line(DIALECT.plain("working" if next(looks) < polls else None))

    return script


async def _ask_patiently(watch: Watch, polls: int, seconds: float) -> tuple[Reply, int]:
    """Ask with a deadline in so many seconds of the watch; also, how many calls that took."""
    async with scripted(_after(polls)) as department:
        settings = SourceSettings("courts", department.url, poll_seconds=0.05)
        source = Courts(watch.wait).open(settings, Outbound(IMPATIENT).link(settings))
        deadline = Deadline(seconds, watch.monotonic)
        reply = await source.ask(DIALECT.question(), ENVELOPE, deadline)
        await source.close()
        return reply, len(department.sent)


async def test_an_answer_within_the_deadline_is_used_at_once() -> None:
    """The court is left alone as long as it asks for between two looks."""
    watch = Watch()
    reply, calls = await _ask_patiently(watch, polls=3, seconds=5.0)
    assert isinstance(reply, Answered)
    assert ([0.2, 0.2, 0.2], 5) == (watch.waits, calls)


async def test_an_answer_after_the_deadline_is_promised() -> None:
    """The promise is handed over before the deadline, with the query number as its ticket."""
    watch = Watch()
    reply, _ = await _ask_patiently(watch, polls=1_000, seconds=1.0)
    assert Late(QUERY_NUMBER) == reply
    assert 0.6 < watch.time < 1.0


@pytest.mark.parametrize("target", ["apply", "result"])
async def test_a_court_that_hangs(target: str) -> None:
    """Before it accepted, a court that hangs is silent; afterwards it has promised."""

    def script(sent: Sent) -> Line:
        return HANG if sent.target.endswith(target) else DIALECT.line(DIALECT.plain("accepted"))

    async with counter(DIALECT, script, patience=0.05) as desk:
        reply = await desk.ask(DIALECT.question())
    assert (Failed(Cause.TIMEOUT) if target == "apply" else Late(QUERY_NUMBER)) == reply


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        (QUERY_NUMBER, QUERY_NUMBER[1:], Cause.MALFORMED),
        (QUERY_NUMBER, "", Cause.MALFORMED),
        (ENVELOPE.request_id, "another", Cause.WRONG_PERSON),
        ('"success": true', '"success": false', Cause.UNKNOWN_CODE),
    ],
    ids=["short-number", "no-number", "other-request", "no-success"],
)
async def test_an_application_that_is_not_accepted(old: str, new: str, cause: Cause) -> None:
    """Without a query number of its own form, for this very application, nothing is promised."""
    accepted = swap(old, new)(DIALECT.plain("accepted"))
    async with counter(DIALECT, lambda _: DIALECT.line(accepted)) as desk:
        assert Failed(cause) == await desk.ask(DIALECT.question())
        assert 1 == len(desk.department.sent)


async def test_resume_looks_once() -> None:
    """Still at work: the same ticket again, after one look; then the answer."""
    async with counter(DIALECT, _after(1)) as desk:
        looks = [
            await desk.source.resume(DIALECT.question(), QUERY_NUMBER, ENVELOPE, plenty())
            for _ in range(2)
        ]
        assert Late(QUERY_NUMBER) == looks[0]
        assert isinstance(looks[1], Answered)
        assert 2 == len(desk.department.sent)


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (swap(QUERY_NUMBER, "20261120500112000002"), Cause.WRONG_PERSON),
        (swap("FAMILY", "CUSTODY"), Cause.WRONG_PERSON),
        (
            lambda _: '{"success": false, "code": "4041", "message": "", "data": null}',
            Cause.NOT_UNDERSTOOD,
        ),
    ],
    ids=["other-query", "other-type", "unknown-number"],
)
async def test_resume_of_something_else(change: Change, cause: Cause) -> None:
    """An unknown query number, or the answer to another query, is silence."""
    async with counter(DIALECT, DIALECT.script(change)) as desk:
        reply = await desk.source.resume(DIALECT.question(), QUERY_NUMBER, ENVELOPE, plenty())
    assert Failed(cause) == reply


async def test_a_ticket_is_kept_out_of_logs() -> None:
    """A ticket is personal detail: no repr shows it."""
    async with counter(DIALECT, _after(1_000)) as desk:
        reply = await desk.ask(DIALECT.question(), deadline=Deadline(0.15, lambda: 0.0))
    assert "Late()" == repr(reply)


def test_a_notice_names_a_query() -> None:
    """Its number and nothing else is taken from what the court pushes."""
    assert QUERY_NUMBER == Courts().read_callback(f'{{"queryNo": "{QUERY_NUMBER}"}}'.encode())


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"queryNo": null}',
        '{"queryNo": "2026112050011200000"}',
        '{"queryNo": "20261120500112000001", "items": []}',
        '{"queryNo": "20261120500112000001", "queryNo": "20261120500112000002"}',
        '{"queryNo": "' + "1" * 2_000_000 + '"}',
    ],
    ids=["empty", "list", "nothing", "null", "short", "more", "twice", "huge"],
)
def test_what_is_no_notice(content: str) -> None:
    """It is refused as a whole, without a word of it."""
    with pytest.raises(LinkFailed) as told:
        Courts().read_callback(content.encode())
    assert "2026" not in str(told.value)
