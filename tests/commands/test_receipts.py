"""`gateway receipt verify`: what holds, what does not, and what it says in both languages."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gateway.audit.canonical import blinded_digest, canonical_json
from gateway.ports.signer import ReceiptContent
from gateway.signing.key_store import open_signing_keys
from gateway.signing.receipts import request_content
from gateway.signing.sd_jwt import join, split
from gateway.signing.signer import FileSigner
from tests.commands.terminal import Told, run
from tests.signing.test_receipts import BLIND, DISCLOSABLE, VISIBLE
from tests.still import SeededChance, StillClock

PERSONAL = ("甲", "乙", "丙")
OLD, FRESH = timedelta(days=365), timedelta(0)


@dataclass(frozen=True)
class Files:
    """A receipt and its issuer's keys as files."""

    receipt: Path
    jwks: Path

    def verify(self, *words: str) -> Told:
        """Run the command upon them."""
        return run("receipt", "verify", self.receipt, "--jwks", self.jwks, *words)


Issue = Callable[..., Files]


@pytest.fixture
def issue(tmp_path: Path) -> Issue:
    """Issue a receipt of some age, with other visible claims."""

    def make(age: timedelta = FRESH, **visible: Any) -> Files:
        now = datetime.now(UTC) - age
        keys = open_signing_keys(tmp_path / "keys", now)
        signer = FileSigner(keys, "https://gateway.example", 30, StillClock(now), SeededChance())
        digest = blinded_digest(BLIND, canonical_json(request_content(VISIBLE, DISCLOSABLE)))
        content = {**VISIBLE, "request_digest": digest, **visible}
        issued = asyncio.run(
            signer.issue_receipt(ReceiptContent("ver_1", now, content, DISCLOSABLE))
        )
        files = Files(tmp_path / "receipt.txt", tmp_path / "jwks.json")
        files.receipt.write_text(issued.compact + "\n", encoding="ascii")
        files.jwks.write_text(json.dumps(dict(signer.jwks())), encoding="utf-8")
        return files

    return make


def test_a_valid_receipt(issue: Issue) -> None:
    """It says who answered whom what, in both languages, what it does not state, and no person."""
    told = issue().verify()
    assert (0, "") == (told.status, told.err)
    for words in (
        "VALID (有效): signed by https://gateway.example",
        "confirmed (一致): the records confirm what was claimed",
        "spouse: confirmed",
        "together they are the request that was answered",
        "It does not state what is true now",
        "不证明现在的情况",
    ):
        assert words in told.out
    assert [] == [name for name in PERSONAL if name in told.out]


def test_a_receipt_with_reasons_and_consents(issue: Issue) -> None:
    """What the issuer says of each reason is shown, and how sure the consents were."""
    sentence = {"zh": "相关部门暂未反馈。", "en": "A department was silent."}
    told = issue(
        outcome="unavailable",
        reasons=["department_silent"],
        sentences={"department_silent": sentence, "odd": "no sentence"},
        assurance="confirmed_by_code",
    ).verify()
    assert 0 == told.status
    for words in (*sentence.values(), "confirmed_by_code"):
        assert words in told.out


def test_a_receipt_of_no_record(issue: Issue) -> None:
    """Nobody is let to read it as a certificate of being single."""
    told = issue(outcome="no_record", parts={"spouse": "no_record"}, reasons=["x"]).verify()
    assert 0 == told.status
    assert "不得作为单身证明使用" in told.out


def test_an_expired_receipt(issue: Issue) -> None:
    """It is genuine, but a script must not take it for a good one: exit status 3."""
    told = issue(OLD).verify()
    assert 3 == told.status
    assert told.out.startswith("GENUINE BUT EXPIRED (真实但已过期)")
    assert "已过有效期" in told.out


def test_what_was_disclosed_is_shown_on_demand(issue: Issue) -> None:
    """Persons and case appear with --show only."""
    files = issue()
    assert [] == [name for name in PERSONAL if name in files.verify().out]
    assert [] == [name for name in PERSONAL if name not in files.verify("--show").out]


def test_a_receipt_that_discloses_less(issue: Issue) -> None:
    """A receipt holds without its disclosures; it is told that the request cannot be checked."""
    files = issue()
    presentation = split(files.receipt.read_text().strip())
    files.receipt.write_text(join(presentation.jwt, ()))
    told = files.verify()
    assert 0 == told.status
    assert "disclosed     nothing; too little to tell which request was answered" in told.out


def test_a_tampered_receipt(issue: Issue) -> None:
    """A changed character of payload or signature is found: exit status 1."""
    files = issue()
    head, payload, signature = files.receipt.read_text().split(".", 2)
    for changed in ((head, "A" + payload[1:], signature), (head, payload, "A" + signature[1:])):
        files.receipt.write_text(".".join(changed))
        told = files.verify()
        assert (1, "") == (told.status, told.out)
        assert told.err.startswith("NOT VALID (无效): ")


def test_another_issuers_keys(issue: Issue, tmp_path: Path) -> None:
    """A receipt is nobody's whose key did not sign it."""
    files = issue()
    other = open_signing_keys(tmp_path / "others", datetime.now(UTC))
    files.jwks.write_text(json.dumps(other.jwks()))
    told = files.verify()
    assert 1 == told.status
    assert "NOT VALID (无效): it was not signed by any of the issuer's keys\n" == told.err


@pytest.mark.parametrize(
    "jwks",
    [{}, {"keys": 5}, {"keys": []}, {"keys": [None, {"kty": "oct", "k": "AA"}]}],
    ids=["none", "number", "empty", "unfit"],
)
def test_a_set_without_a_fitting_key(issue: Issue, jwks: object) -> None:
    """Whatever the set holds, it is told that none of its keys signed this."""
    files = issue()
    files.jwks.write_text(json.dumps(jwks))
    assert 1 == files.verify().status


@pytest.mark.parametrize("text", ["", "nonsense", "a.b.c~", "~~~", "x" * 100_000], ids=len)
def test_something_that_is_no_receipt(issue: Issue, text: str) -> None:
    """It is not valid, and its content is not shown."""
    files = issue()
    files.receipt.write_text(text)
    told = files.verify()
    assert (1, "") == (told.status, told.out)
    assert (True, False) == ("NOT VALID" in told.err, "nonsense" in told.err)


@pytest.mark.parametrize(
    "content", [None, b"\xff\xfe", b"[]", b"{"], ids=lambda c: str(c and c[:1])
)
def test_keys_that_cannot_be_read(issue: Issue, content: bytes | None) -> None:
    """The file is named; exit status 2 says that nothing was checked."""
    files = issue()
    files.jwks.unlink() if content is None else files.jwks.write_bytes(content)
    told = files.verify()
    assert (2, "") == (told.status, told.out)
    assert told.err.startswith(f"{files.jwks}: ")


@pytest.mark.parametrize("content", [None, b"\xff\xfe"], ids=["missing", "bytes"])
def test_a_receipt_that_cannot_be_read(issue: Issue, content: bytes | None) -> None:
    """Likewise for the receipt."""
    files = issue()
    files.receipt.unlink() if content is None else files.receipt.write_bytes(content)
    told = files.verify()
    assert (2, True) == (told.status, told.err.startswith(f"{files.receipt}: "))
