"""What comes back for a paper of the negative list, typed. Unknown members are tolerated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateway.client.answers import Answer, answer_from
from gateway.client.problems import NotUnderstood


@dataclass(frozen=True, slots=True, repr=False)
class PaperAnswer:
    """The answer for a paper: the least favourable outcome, and the answer of each of its facts.

    `pending` until every department has answered, at the latest by `due_on` (a date): make the same
    request again with the same key. `due_provisional` if holidays on the way to it are not
    announced yet. `guidance` is that of the paper; `body` is the whole JSON.
    """

    number: int
    outcome: str
    answers: Mapping[str, Answer]
    guidance: Mapping[str, Any] | None
    pending: bool
    due_on: str | None
    replayed: bool
    body: Mapping[str, Any]
    due_provisional: bool = False

    @property
    def notice_id(self) -> str:
        """What `Gateway.notice` takes to give the one notice of the whole paper."""
        return ",".join(answer.verification_id for answer in self.answers.values())

    @property
    def is_confirmed(self) -> bool:
        """Whether every fact of the paper was confirmed."""
        return self.outcome == "confirmed"


def paper_answer_from(body: Mapping[str, Any], *, pending: bool, replayed: bool) -> PaperAnswer:
    """Read the JSON of a paper's answer. Raises NotUnderstood."""
    paper, answers = body.get("certificate"), body.get("verifications")
    outcome = body.get("outcome")
    if (
        not isinstance(paper, dict)
        or not isinstance(paper.get("number"), int)
        or not isinstance(outcome, str)
        or not isinstance(answers, dict)
        or not answers
    ):
        raise NotUnderstood("the reply lacks the paper, its outcome or its answers")
    return PaperAnswer(
        number=paper["number"],
        outcome=outcome,
        answers={fact: answer_from(a, replayed=replayed) for fact, a in answers.items()},
        guidance=body.get("guidance"),
        pending=pending,
        due_on=body.get("due_on"),
        replayed=replayed,
        body=body,
        due_provisional=body.get("due_provisional") is True,
    )
