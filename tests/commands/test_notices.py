"""`gateway notice verify`: what holds, what does not, whose it is; nobody's name in arguments."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from gateway.signing.key_store import open_signing_keys
from gateway.signing.notices import NOTICE_TYPE, encoded
from gateway.signing.signer import FileSigner
from gateway.storage.catalogue_files import catalogue_digest
from tests.api.notices import tampered
from tests.commands.terminal import Told, run
from tests.signing.test_notices import CLAIMS
from tests.still import SeededChance, StillClock

OLD, FRESH = timedelta(days=365), timedelta(0)
TODAYS = encoded(bytes.fromhex(catalogue_digest(files("contracts"))))
PERSON = "示例甲\n00000019800517001X\n"


@dataclass(frozen=True)
class Files:
    """A notice's code and its issuer's keys."""

    code: str
    notice: Path
    jwks: Path

    def verify(self, *words: str, notice: str | Path | None = None, stdin: str = "") -> Told:
        """Run the command upon them."""
        return run(
            "notice", "verify", notice or self.notice, "--jwks", self.jwks, *words, stdin=stdin
        )


Issue = Callable[..., Files]


@pytest.fixture
def issue(tmp_path: Path) -> Issue:
    """Sign a notice of some age, with other claims."""

    def make(age: timedelta = FRESH, **changes: Any) -> Files:
        now = datetime.now(UTC) - age
        keys = open_signing_keys(tmp_path / "keys", now)
        signer = FileSigner(keys, "https://gateway.example", 30, StillClock(now), SeededChance())
        until = int((now + timedelta(days=30)).timestamp())
        claims = {**CLAIMS, "catalogue": TODAYS, "exp": until, **changes}
        code = asyncio.run(signer.sign_statement(NOTICE_TYPE, claims))
        found = Files(code, tmp_path / "notice.txt", tmp_path / "jwks.json")
        found.notice.write_text(code + "\n", encoding="ascii")
        found.jwks.write_text(json.dumps(dict(signer.jwks())), encoding="utf-8")
        return found

    return make


def test_a_valid_notice(issue: Issue) -> None:
    """It says who answered whom what, that this is no "no", what to accept and of committees."""
    told = issue(committee=["transition", "retained"], retained=[5], judged_at="death").verify()
    assert (0, "") == (told.status, told.err)
    for words in (
        "VALID (有效): signed by https://gateway.example",
        "negative list no. 1, 亲属关系证明",
        "no_record (查无记录)",
        "judged at     death",
        "Not confirmed does not mean false",
        "居民户口簿、结婚证、《出生医学证明》",
        "据实出具，不让居民办事无门",
        "村（社区）能够核实",
        "retained list no. 5",
        "仅用于不动产登记和公证办理",
        "only the latter two are certain",
        "certified by the villagers' or residents' committee",
    ):
        assert words in told.out
    assert "another version" not in told.out


def test_a_code_or_the_address_instead_of_a_file(issue: Issue) -> None:
    """What a scanner gives can be checked as it is, and so can standard input."""
    files_ = issue()
    address = f"https://gateway.example/notices/check#{files_.code}"
    told = [files_.verify(notice=text) for text in (files_.code, address)]
    told.append(files_.verify(notice="-", stdin=f"{address}\n"))
    assert [files_.verify()] * 3 == told


def test_whose_it_is(issue: Issue) -> None:
    """Asked for name and number, it says which person of the notice that is, or nobody: 1."""
    files_ = issue()
    own = files_.verify("--person", stdin=PERSON)
    assert (0, True) == (own.status, "this is the notice's subject" in own.out)
    other = files_.verify("--person", stdin="示例乙\n001X\n")
    assert (1, "NOT THIS PERSON'S (不是本人): nobody on this notice, or mistyped\n") == (
        other.status,
        other.err,
    )


def test_what_did_not_agree(issue: Issue) -> None:
    """A contradiction is one, and no committee certifies against it."""
    told = issue(outcome="contradicted", facts={"kinship": "contradicted"}, committee=[]).verify()
    assert (0, False) == (told.status, "does not mean false" in told.out)
    assert "村（社区）不出具，办事部门不得要求居民去开具。" in told.out


def test_another_version_of_the_lists(issue: Issue) -> None:
    """Words of today's lists are not passed off as those of then; a paper unknown today is none."""
    told = issue(catalogue="AAAA").verify()
    assert (0, True) == (told.status, "以纸上所印为准" in told.out)
    assert 0 == issue(paper=99, retained=[99]).verify().status


def test_an_expired_notice(issue: Issue) -> None:
    """It is genuine, but a script must not take it for a good one: exit status 3."""
    told = issue(OLD).verify()
    assert 3 == told.status
    assert told.out.startswith("GENUINE BUT EXPIRED (真实但已过期)")


def test_a_tampered_notice(issue: Issue) -> None:
    """Another outcome under the same signature is found: exit status 1, and nothing is shown."""
    files_ = issue()
    told = files_.verify(notice=tampered(files_.code, outcome="confirmed"))
    assert (1, "", "NOT VALID (无效): its signature does not hold\n") == (
        told.status,
        told.out,
        told.err,
    )


def test_what_cannot_be_read(issue: Issue, tmp_path: Path) -> None:
    """A missing file, or keys that are none: exit status 2, nothing was checked."""
    files_ = issue()
    missing = files_.verify(notice=tmp_path / "none.txt")
    assert (2, True) == (missing.status, missing.err.startswith(f"{tmp_path / 'none.txt'}: "))
    files_.jwks.write_text("[]")
    assert 2 == files_.verify().status
