"""The golden vectors of the signed notice: bytes that checkers of others rest on."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from importlib.resources import files
from typing import Any

import pytest

from gateway.domain.names import fold_name
from gateway.signing.notices import STRETCHES, CheckedNotice, check_notice
from tests.still import NOON

NOTICES = files("contracts") / "notices"
VECTORS = NOTICES / "vectors"


def read(name: str) -> Any:
    """A vector's JSON."""
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


@pytest.fixture
def notice() -> CheckedNotice:
    """The vector, found to hold."""
    text = (VECTORS / "notice.txt").read_text(encoding="ascii")
    return check_notice(text, read("jwks.json"), NOON)


def test_it_holds_and_says_what_is_written(notice: CheckedNotice) -> None:
    """Signature, claims and key are those of the files."""
    (key,) = read("jwks.json")["keys"]
    assert (read("claims.json"), key["kid"]) == (dict(notice.claims), notice.key_id)


def test_it_expires_on_its_day(notice: CheckedNotice) -> None:
    """In force until `exp`, and a genuine old one after it."""
    text = (VECTORS / "notice.txt").read_text(encoding="ascii")
    later = check_notice(text, read("jwks.json"), NOON + timedelta(days=30))
    assert (True, False) == (notice.current, later.current)


def test_its_persons(notice: CheckedNotice) -> None:
    """Names in every spelling that is the same name, whole numbers and their ends; nobody else."""
    listed = read("persons.json")
    found = [notice.role_of(one["name"], one["number"]) for one in listed["are"]]
    assert [one["role"] for one in listed["are"]] == found
    assert {None} == {notice.role_of(one["name"], one["number"]) for one in listed["are_not"]}


def test_the_description_is_true(notice: CheckedNotice) -> None:
    """Every claim has its row, and rounds and separators are those of the code."""
    text = (NOTICES / "notice.md").read_text(encoding="utf-8")
    rows = [row for row in text.splitlines() if row.startswith("| `")]
    described = {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert set(notice.claims) == described
    assert f"{STRETCHES:,} rounds" in text
    listed = re.findall(r"U\+([0-9A-F]{4})", text.split("separators")[1].split("written")[0])
    assert {"\u00b7"} == {fold_name(chr(int(code, 16))) for code in listed}
    everything = (chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000)
    assert {chr(int(code, 16)) for code in listed} == {
        one for one in everything if fold_name(one) == "\u00b7"
    }
