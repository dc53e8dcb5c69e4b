"""A due date that is provisional is told as such, wherever it is shown."""

from __future__ import annotations

import json

import pytest

from gateway.client.papers import paper_answer_from
from gateway.commands import exchange
from tests.client.desk import ANSWER, REQUEST, Desk, answered
from tests.commands.terminal import one_line, run

PENDING = {**ANSWER, "outcome": "pending", "due_on": "2027-01-05", "receipt": None}


@pytest.mark.parametrize(
    ("more", "provisional"),
    [({}, False), ({"due_provisional": False}, False), ({"due_provisional": True}, True)],
    ids=["an-earlier-gateway", "announced", "not-announced"],
)
def test_a_promise_carries_the_mark(more: dict[str, bool], provisional: bool) -> None:
    """A gateway that does not know it yet marks nothing."""
    found = Desk([answered(202, {**PENDING, **more})]).gateway().verify("marriage", REQUEST)
    assert ("2027-01-05", provisional) == (found.due_on, found.due_provisional)


@pytest.mark.parametrize("provisional", [True, False])
def test_so_does_a_paper(provisional: bool) -> None:
    """For a paper it is the mark of the latest date."""
    body = {
        "certificate": {"listed": "negative", "number": 8},
        "outcome": "pending",
        "verifications": {"marriage": PENDING},
        "due_on": "2027-01-05",
        "due_provisional": provisional,
    }
    paper = paper_answer_from(body, pending=True, replayed=False)
    assert ("2027-01-05", provisional) == (paper.due_on, paper.due_provisional)


def test_a_clerk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the command line it stands beside the date."""
    desk = Desk([answered(202, {**PENDING, "due_provisional": True})])
    monkeypatch.setattr(exchange, "open_gateway", lambda _: desk.gateway())
    shown = one_line(run("ask", "marriage", stdin=json.dumps(REQUEST), columns=120).out)
    assert "due on 2027-01-05 (provisional: holidays not announced yet)" in shown
