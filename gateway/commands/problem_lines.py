"""What is wrong with content that somebody gave a command: place, code, and the code in words.

Must never repeat what was written there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gateway.domain.decision import RefusalReason
from gateway.domain.text import Text
from gateway.errors import Problem
from gateway.policy.problem_words import PROBLEM_WORDS
from gateway.policy.refusals import explain
from gateway.policy.survey_words import SURVEY_PROBLEMS

_OWN: Final[Mapping[str, Text]] = {
    "requester_unknown": Text(
        "没有登记这个需求部门；先用 gateway requester add 登记。",
        "No such requester is registered; register it with `gateway requester add` first.",
    ),
}
_REFUSALS: Final = {reason.value: reason for reason in RefusalReason}


def problem_line(problem: Problem) -> str:
    """One line: the pointer, the reason's code, and its sentence in Chinese and English."""
    place = f"{problem.pointer or '/'}: {problem.reason}"
    words = _words(problem.reason)
    return place if words is None else f"{place}: {words.zh} {words.en}"


def _words(reason: str) -> Text | None:
    if reason in _REFUSALS:
        return explain(_REFUSALS[reason]).sentence
    return _OWN.get(reason) or PROBLEM_WORDS.get(reason) or SURVEY_PROBLEMS.get(reason)
