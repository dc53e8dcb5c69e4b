"""What comes back for a paper is read whole, or not at all."""

from typing import Any

import pytest

from gateway.client import NotUnderstood
from gateway.client.papers import paper_answer_from

ANSWER: dict[str, Any] = {"verification_id": "ver_1", "fact": "death", "outcome": "pending"}
BODY: dict[str, Any] = {
    "certificate": {"listed": "negative", "number": 11},
    "outcome": "pending",
    "parts": {"death": "pending"},
    "guidance": None,
    "verifications": {"death": ANSWER},
    "due_on": "2026-12-08",
}


def test_a_paper_still_to_come() -> None:
    """It is not confirmed, says by when, and holds the answer of its fact."""
    paper = paper_answer_from({**BODY, "new": 1}, pending=True, replayed=False)
    assert (11, False, "2026-12-08") == (paper.number, paper.is_confirmed, paper.due_on)
    assert {"death": "pending"} == {fact: a.outcome for fact, a in paper.answers.items()}


@pytest.mark.parametrize(
    "wrong",
    [
        {"certificate": None},
        {"certificate": {"number": "11"}},
        {"outcome": 1},
        {"verifications": {}},
        {"verifications": None},
    ],
    ids=["no-paper", "no-number", "no-outcome", "no-answers", "answers-missing"],
)
def test_anything_else_is_not_understood(wrong: dict[str, Any]) -> None:
    """A reply without its answers must never read as a confirmed paper."""
    with pytest.raises(NotUnderstood):
        paper_answer_from({**BODY, **wrong}, pending=False, replayed=False)
