"""How `gateway ask` and `consent` show replies that a running gateway seldom gives."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from gateway.commands import exchange
from tests.client.desk import ANSWER, REQUEST, Desk, Reply, answered
from tests.commands.terminal import Told, one_line, run


def ask(monkeypatch: pytest.MonkeyPatch, reply: Reply, *words: str | Path) -> Told:
    """Ask a desk that gives this reply."""
    desk = Desk([reply])
    monkeypatch.setattr(exchange, "open_gateway", lambda _: desk.gateway())
    return run("ask", "marriage", *words, stdin=json.dumps(REQUEST))


def test_a_promise(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The due date is shown, and that there is no receipt yet."""
    body = {**ANSWER, "outcome": "pending", "due_on": "2026-12-08", "receipt": None}
    told = ask(monkeypatch, answered(202, body), "--receipt", tmp_path / "receipt.txt")
    shown = one_line(told.out)
    assert (0, True) == (told.status, "due on 2026-12-08" in shown)
    assert "outcome pending (待反馈): a department answers later" in shown
    assert "There is no receipt yet: a department answers later.\n" == told.err
    assert not (tmp_path / "receipt.txt").exists()


def test_an_outcome_that_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is shown as it is, with no meaning put into it."""
    told = ask(monkeypatch, answered(body={**ANSWER, "outcome": "something"}))
    assert (0, True) == (told.status, "outcome something " in one_line(told.out))


def test_something_that_is_no_gateway(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its page is not shown, and nothing is concluded from it."""
    told = ask(monkeypatch, httpx.Response(200, text="<html>welcome</html>"))
    sentence = "the reply is not a JSON object; is this the gateway's address?\n"
    assert (1, "", sentence) == (told.status, told.out, told.err)


def test_a_consent_is_revoked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The consent's new state is told."""
    desk = Desk([answered(body={"consent_id": "cns_1", "state": "revoked"})])
    monkeypatch.setattr(exchange, "open_gateway", lambda _: desk.gateway())
    assert "cns_1 is revoked\n" == run("consent", "revoke", "cns_1").out
    assert ["/v1/consents/cns_1/revoke"] == [call.url.path for call in desk.calls]
