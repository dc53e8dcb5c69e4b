"""`gateway ask-certificate` against a gateway that is served over HTTP."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gateway.commands import exchange
from tests.api.notices import printed_code
from tests.client.desk import ANSWER, REQUEST, Desk, answered
from tests.commands.conftest import Counter
from tests.commands.terminal import Told, one_line, run

DEREGISTERED = {"identity": {"status": "deregistered"}}
PAPER = {
    "certificate": {
        "listed": "negative",
        "number": 18,
        "name": {"zh": "遗产继承权证明", "en": "x"},
    },
    "outcome": "pending",
    "parts": {"marriage": "pending"},
    "guidance": {"steps": [], "retained": [{"number": 5, "name": {"zh": "亲属", "en": "kin"}}]},
    "verifications": {
        "marriage": {**ANSWER, "outcome": "pending", "receipt": None, "judged_at": "death"}
    },
    "due_on": "2026-12-08",
}


def ask(counter: Counter, file: Path, *words: str | Path, number: int = 2) -> Told:
    """Ask for a paper at the counter."""
    return run("ask-certificate", str(number), file, "--profile", counter.profile, *words)


def test_an_answer_with_receipts_and_notice(counter: Counter, tmp_path: Path) -> None:
    """Paper, outcome and facts are shown; receipts and notice are kept and hold offline."""
    file = counter.file(tmp_path, claim=DEREGISTERED)
    words = ("--receipts", tmp_path / "kept", "--notice", tmp_path / "notice.html")
    told = ask(counter, file, *words)
    shown = one_line(told.out)
    assert (0, "", False) == (told.status, told.err, "…" in told.out)
    for said in (
        "negative list no. 2",
        "居民身份信息证明",
        "outcome contradicted",
        "村（社区）不出具",
    ):
        assert said in shown
    jwks = tmp_path / "jwks.json"
    jwks.write_text(json.dumps(dict(counter.served.client().jwks())))
    receipt = run("receipt", "verify", tmp_path / "kept" / "identity.txt", "--jwks", jwks)
    assert (0, True) == (receipt.status, "paper         negative list no. 2" in receipt.out)
    code = printed_code((tmp_path / "notice.html").read_text(encoding="utf-8"))
    assert 0 == run("notice", "verify", str(code), "--jwks", jwks).status


def test_a_bare_fact_has_its_notice_too(counter: Counter, tmp_path: Path) -> None:
    """`gateway ask --notice` writes the page of one verification."""
    file = counter.file(tmp_path, claim={"status": "deregistered"})
    kept = tmp_path / "notice.html"
    told = run("ask", "identity", file, "--profile", counter.profile, "--notice", kept)
    assert (0, True) == (told.status, "核验不一致告知单" in kept.read_text(encoding="utf-8"))


def test_a_paper_nobody_can_be_asked_about(counter: Counter, tmp_path: Path) -> None:
    """It is told what there is instead, in both languages, and nobody's name: exit status 1."""
    told = ask(counter, counter.file(tmp_path), number=12)
    assert (1, "") == (told.status, told.out)
    assert told.err.startswith("422 certificate_not_askable: ")
    for said in ("村（社区）不出具；改由", "Not from a committee"):
        assert said in told.err


def test_while_pending(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The due date, at what time kinship is judged, which retained paper; no receipt yet."""
    desk = Desk([answered(202, PAPER)])
    monkeypatch.setattr(exchange, "open_gateway", lambda _: desk.gateway())
    told = run("ask-certificate", "18", "--receipts", tmp_path, stdin=json.dumps(REQUEST))
    shown = one_line(told.out)
    assert "There is no receipt of marriage yet: a department answers later.\n" == told.err
    for said in ("due on 2026-12-08", "judged at the death", "retained no. 5 亲属 kin"):
        assert said in shown


def test_a_place_that_cannot_be_written(counter: Counter, tmp_path: Path) -> None:
    """A directory that is a file, or a notice into a directory: a sentence and exit status 1."""
    file = counter.file(tmp_path, claim=DEREGISTERED)
    receipts = ask(counter, file, "--receipts", file, "--idempotency-key", "papers-1")
    notice = ask(counter, file, "--notice", tmp_path, "--idempotency-key", "papers-1")
    assert [1, 1] == [receipts.status, notice.status]
    assert (True, True) == (str(file) in receipts.err, str(tmp_path) in notice.err)
