"""Entry bundles: what is written is read back, and nothing that ends early is accepted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.tlog.bundles import LONGEST_ENTRY, read_bundle, write_bundle
from gateway.audit.tlog.refusal import NotInFormat


def test_the_bytes() -> None:
    """A big-endian length of two bytes before every entry."""
    assert b"\x00\x02ab\x00\x00\x01\x00" + b"x" * 256 == write_bundle([b"ab", b"", b"x" * 256])


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=20))
def test_entries_are_read_back(entries: list[bytes]) -> None:
    """Entries come back as they were, and a bundle cut anywhere inside one is refused."""
    bundle = write_bundle(entries)
    assert entries == read_bundle(bundle)
    with pytest.raises(NotInFormat):
        read_bundle(bundle + b"\x00")
    with pytest.raises(NotInFormat):
        read_bundle(bundle + b"\x00\x05abcd")


def test_limits() -> None:
    """The longest entry fits, one byte more does not; 256 entries, not none and not 257."""
    assert [bytes(LONGEST_ENTRY)] == read_bundle(write_bundle([bytes(LONGEST_ENTRY)]))
    with pytest.raises(ValueError, match="65,535"):
        write_bundle([bytes(LONGEST_ENTRY + 1)])
    assert 256 == len(read_bundle(write_bundle([b""] * 256)))
    for wrong in (b"", write_bundle([b""] * 257)):
        with pytest.raises(NotInFormat):
            read_bundle(wrong)
