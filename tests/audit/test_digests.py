"""Blinded digests, the policy digest, and the one form of a moment."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gateway.audit.canonical import blinded_digest, policy_digest
from gateway.audit.instants import read_instant, write_instant
from tests.audit.drafts import AT

VECTORS = Path(__file__).parents[2] / "contracts" / "audit" / "vectors"
DIGESTS: dict[str, Any] = json.loads((VECTORS / "digests.json").read_text("utf-8"))


def test_blinded_digests_are_the_golden_ones() -> None:
    """SHA-256 of blind and content, as the format description says."""
    for vector in DIGESTS["blinded"]:
        blind, content = bytes.fromhex(vector["blind_hex"]), bytes.fromhex(vector["content_hex"])
        assert vector["digest"] == blinded_digest(blind, content)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_blind_has_32_bytes(length: int) -> None:
    """A shorter or longer blind would move the border between blind and content."""
    with pytest.raises(ValueError, match="32 bytes"):
        blinded_digest(bytes(length), b"content")


def test_policy_digests_are_the_golden_ones() -> None:
    """The digest of a matter's form with the tables' versions stays what it was."""
    for vector in DIGESTS["policy"]:
        assert vector["digest"] == policy_digest(vector["matter"], vector["facts"])


def test_the_policy_digest_changes_with_the_matter_and_with_a_table() -> None:
    """Whatever can decide differently has another digest; the order of fields does not matter."""
    form = DIGESTS["policy"][0]["matter"]
    seen = [
        policy_digest(form, {"marriage": "1"}),
        policy_digest(form, {"marriage": "2"}),
        policy_digest({**form, "uses": 2}, {"marriage": "1"}),
    ]
    assert 3 == len(set(seen))
    assert seen[0] == policy_digest(dict(reversed(form.items())), {"marriage": "1"})


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05.6789Z",
        "2026-01-02T03:04:05.678z",
        "2026-01-02 03:04:05.678Z",
        "2026-13-02T03:04:05.678Z",
        "２026-01-02T03:04:05.678Z",
    ],
)
def test_an_instant_has_one_form(text: str) -> None:
    """Other spellings of a moment are refused, so that equal moments have equal bytes."""
    with pytest.raises(ValueError, match=r"."):
        read_instant(text)


def test_an_instant_is_cut_to_the_millisecond() -> None:
    """Nothing is rounded up to a moment that had not come yet."""
    assert "2026-01-02T03:04:05.678Z" == write_instant(AT)
    assert AT.replace(microsecond=678000) == read_instant(write_instant(AT))
