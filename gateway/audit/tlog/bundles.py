"""Entry bundles (C2SP tlog-tiles): up to 256 entries, each after its length in two bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.audit.tlog.refusal import NotInFormat
from gateway.audit.tlog.tiles import FULL_WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_ENTRY: Final = 65_535
_LENGTH = 2


def write_bundle(entries: Iterable[bytes]) -> bytes:
    """The bytes of a bundle. Raises ValueError for an entry that does not fit."""
    bundle = bytearray()
    for entry in entries:
        if len(entry) > LONGEST_ENTRY:
            raise ValueError("an entry has at most 65,535 bytes")
        bundle += len(entry).to_bytes(_LENGTH, "big") + entry
    return bytes(bundle)


def read_bundle(content: bytes) -> list[bytes]:
    """The entries of a bundle. Raises NotInFormat if it ends early or holds none or too many."""
    entries: list[bytes] = []
    place = 0
    while place < len(content):
        length = content[place : place + _LENGTH]
        entry = content[place + _LENGTH : place + _LENGTH + int.from_bytes(length, "big")]
        place += _LENGTH + int.from_bytes(length, "big")
        if len(length) < _LENGTH or place > len(content):
            raise NotInFormat("the bundle ends in the middle of an entry")
        entries.append(entry)
    if not 1 <= len(entries) <= FULL_WIDTH:
        raise NotInFormat("a bundle holds 1 to 256 entries")
    return entries
