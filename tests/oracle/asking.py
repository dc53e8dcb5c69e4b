"""Puts the oracle's questions to the gateway, one after the other, and finishes what was late.

Must never show a person: what comes out is parts, reasons and rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from gateway.api.forms.verifying import Asked, read_verification
from gateway.domain.requester import Caller
from gateway.domain.verification import Verification
from gateway.flow.late import complete
from gateway.flow.reply import NotPermitted, Reply
from gateway.flow.verify import verify
from gateway.ports.commands import Idempotency
from mocks.generator.questions.setting import Set
from tests.oracle.judging import Given, Verdict, agrees_in_full, judge
from tests.oracle.misfortune import Misfortune
from tests.oracle.stage import Stage, an_hour_before, matter_code

OPERATOR: Final = {"id_number": "11010519491231002X", "name": "经办人", "staff_id": "0007"}


@dataclass(frozen=True, slots=True)
class Result:
    """One question with what came of it; `number` counts from 1."""

    number: int
    asked: Set
    given: Given
    verdict: Verdict

    @property
    def line(self) -> str:
        """One line that names nobody."""
        expected = self.asked.answer
        return (
            f"question {self.number}: {self.asked.question.fact} planted={self.asked.planted} "
            f"row={self.given.row} expected={dict(expected.parts)} "
            f"{sorted(expected.reasons) if expected.reasons is not None else 'any reason'} "
            f"got={dict(self.given.parts)} {sorted(self.given.reasons)}"
        )


class Refused(AssertionError):
    """A question that should have been permitted was not, or could not be answered."""


async def put(stage: Stage, number: int, asked: Set) -> Given:
    """Put one question."""
    verification = _verification(stage, number, asked)
    key = Idempotency("oracle", f"/v1/verify/{verification.fact}", str(number), b"digest")
    return _given(stage, await verify(stage.parts, verification, key))


async def finish(stage: Stage, number: int) -> Given:
    """Look for the late answers of a question once more."""
    stored = stage.trail.stored(_id(number), stage.office)
    return _given(stage, await complete(stage.parts, stored))


async def ask_all(
    stage: Stage, questions: Iterable[Set], misfortune: Misfortune | None = None
) -> list[Result]:
    """Put them all in their order. Without misfortune an answer has to agree in its reasons too."""
    results = []
    for number, asked in enumerate(questions, 1):
        if misfortune is not None:
            misfortune.before(number - 1)
        given = await put(stage, number, asked)
        verdict = judge(asked, given)
        if misfortune is None:
            verdict = in_full(asked, given)
        results.append(Result(number, asked, given, verdict))
    return results


async def finish_all(stage: Stage, results: Iterable[Result]) -> list[Result]:
    """Mend everything and finish what is pending: then every answer has to agree in full."""
    stage.town.mend()
    finished = []
    for one in results:
        if _id(one.number) in stage.trail.deferrals:
            given = await finish(stage, one.number)
            verdict = in_full(one.asked, given)
            finished.append(replace(one, given=given, verdict=verdict))
    return finished


def in_full(asked: Set, given: Given) -> Verdict:
    """Agreement, or a contradiction: there is no excuse when everybody answers."""
    return Verdict.AGREES if agrees_in_full(asked, given) else Verdict.CONTRADICTION


def _verification(stage: Stage, number: int, asked: Set) -> Verification:
    """Read as the front desk reads it."""
    question, now = asked.question, stage.parts.clock.now()
    notice = {"version": "2026-01", "given_at": an_hour_before(now).isoformat()}
    raw: dict[str, Any] = {
        "subject": dict(question.subject),
        "claim": dict(question.claim),
        "matter": matter_code(derive=question.derive, at_death=question.at_death),
        "case": f"2026-{number:06d}",
        "operator": OPERATOR,
        "basis": {"kind": "statutory_duty", "notice": notice},
    }
    fact = stage.parts.facts[question.fact]
    caller = Caller("oracle", stage.office, frozenset({f"verify:{fact.name}"}), "token")
    return read_verification(raw, Asked(_id(number), caller, fact, now), stage.parts.facts)


def _id(number: int) -> str:
    return f"ver_{number:032x}"


def _given(stage: Stage, reply: Reply) -> Given:
    if isinstance(reply, NotPermitted):
        raise Refused(reply.reason.value)
    row = stage.trail.row(reply.verification_id)
    body: Any = reply.body
    return Given(body["parts"], frozenset(body["reasons"]), row)
