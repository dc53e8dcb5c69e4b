"""The bytes of an audit entry: golden, canonical, and refused when they are anything else."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.canonical import canonical_json
from gateway.audit.leaf import MAX_LEAF_BYTES, LeafRefused, SealedPart, read_leaf, to_leaf
from tests.audit.drafts import AT, FULL_DETAIL, full_draft, small_draft

VECTORS = Path(__file__).parents[2] / "contracts" / "audit" / "vectors"
ENTRIES: list[dict[str, Any]] = json.loads((VECTORS / "entries.json").read_text("utf-8"))
REFUSED: list[dict[str, str]] = json.loads((VECTORS / "refused.json").read_text("utf-8"))


@pytest.mark.parametrize("vector", ENTRIES, ids=lambda vector: vector["name"])
def test_golden_entries_are_read_and_written_back_to_the_same_bytes(vector: dict[str, Any]) -> None:
    """A golden entry survives reading and writing byte for byte, with its digests."""
    golden = vector["bytes"].encode()
    leaf = read_leaf(golden)
    written = to_leaf(leaf.draft, leaf.detail)
    assert golden == written
    assert vector["fields"] == json.loads(written)
    assert vector["sha256"] == hashlib.sha256(written).hexdigest()
    assert vector["leaf_hash"] == hashlib.sha256(b"\x00" + written).hexdigest()


@pytest.mark.parametrize("vector", REFUSED, ids=lambda vector: vector["name"])
def test_golden_refusals_are_refused(vector: dict[str, str]) -> None:
    """Bytes that `to_leaf` would not have written are no entry."""
    with pytest.raises(LeafRefused):
        read_leaf(bytes.fromhex(vector["bytes_hex"]))


def test_the_full_draft_has_the_golden_bytes() -> None:
    """The draft with every field set writes the golden entry of that name."""
    golden = next(vector for vector in ENTRIES if vector["name"] == "every field")
    assert golden["bytes"].encode() == to_leaf(full_draft(), FULL_DETAIL)


def test_reading_gives_the_draft_to_the_millisecond() -> None:
    """What is read back is what was written, but for what is finer than a millisecond."""
    leaf = read_leaf(to_leaf(full_draft(), FULL_DETAIL))
    assert replace(full_draft(), at=AT.replace(microsecond=678000)) == leaf.draft
    assert FULL_DETAIL == leaf.detail


def test_every_time_zone_is_written_in_utc() -> None:
    """The same moment in Shanghai's time gives the same bytes."""
    shanghai = AT.astimezone(timezone(timedelta(hours=8)))
    assert to_leaf(small_draft()) == to_leaf(small_draft(at=shanghai))


def test_a_moment_without_a_zone_is_refused() -> None:
    """Nobody guesses which clock a naive moment was read from."""
    with pytest.raises(ValueError, match="time zone"):
        to_leaf(small_draft(at=datetime(2026, 1, 2)))  # noqa: DTZ001 - that is the point


def test_an_entry_may_have_65535_bytes_and_no_more() -> None:
    """The limit is that of an entry bundle's two-byte length."""
    spare = MAX_LEAF_BYTES - len(to_leaf(small_draft(about={"note": "x"}))) + 1
    longest = to_leaf(small_draft(about={"note": "x" * spare}))
    assert MAX_LEAF_BYTES == len(longest)
    assert longest == to_leaf(read_leaf(longest).draft)
    with pytest.raises(LeafRefused, match="longer"):
        to_leaf(small_draft(about={"note": "x" * (spare + 1)}))
    with pytest.raises(LeafRefused, match="longer"):
        read_leaf(longest + b" ")


@pytest.mark.parametrize(
    "changes",
    [
        {"entry_id": "1"},
        {"kind": "Intent"},
        {"parent": "1"},
        {"decision": "maybe"},
        {"reasons": ("",)},
        {"departments": (("health", "no"),)},
        {"digests": {"answer": "11"}},
        {"about": {"Note": "x"}},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_an_ill_formed_draft_is_not_written(changes: dict[str, Any]) -> None:
    """What a reader would refuse is never written, and the error names the field."""
    with pytest.raises(LeafRefused, match=next(iter(changes))):
        to_leaf(full_draft(**changes))


def test_what_is_empty_is_absent() -> None:
    """An empty text, list or mapping is left out, so that nothing can be said in two ways."""
    empty = small_draft(matter="", reasons=(), digests={}, about={"scopes": ""})
    assert to_leaf(small_draft()) == to_leaf(empty)


def test_a_text_without_utf8_is_not_written() -> None:
    """A lone surrogate has no canonical form."""
    with pytest.raises(LeafRefused, match="canonical"):
        to_leaf(small_draft(about={"note": "\ud800"}))


words = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
digests = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(
    about=st.dictionaries(words, texts, max_size=4),
    reasons=st.lists(texts, max_size=3),
    named=st.dictionaries(words, digests, max_size=3),
    roles=st.lists(st.tuples(words, digests), max_size=4),
    at=st.datetimes(timezones=st.just(UTC)),
)
def test_every_entry_has_one_byte_form(
    about: dict[str, str],
    reasons: list[str],
    named: dict[str, str],
    roles: list[tuple[str, str]],
    at: datetime,
) -> None:
    """Whatever is written can be read, is canonical, and is written again as the same bytes."""
    detail = tuple(SealedPart(role, digest) for role, digest in roles)
    draft = full_draft(about=about, reasons=tuple(reasons), digests=named, at=at)
    leaf = to_leaf(draft, detail)
    back = read_leaf(leaf)
    assert leaf == to_leaf(back.draft, back.detail)
    assert leaf == canonical_json(json.loads(leaf))


@given(position=st.integers(min_value=0), flip=st.integers(min_value=1, max_value=255))
def test_a_changed_byte_is_refused_or_another_entry(position: int, flip: int) -> None:
    """No byte can be changed so that the same entry is read."""
    leaf = bytearray(to_leaf(full_draft(), FULL_DETAIL))
    original = read_leaf(bytes(leaf))
    leaf[position % len(leaf)] ^= flip
    try:
        changed = read_leaf(bytes(leaf))
    except LeafRefused:
        return
    assert original != changed
