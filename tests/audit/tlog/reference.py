"""The tree by its definition alone, written apart from the product: slow, short, easy to check."""

from __future__ import annotations

import hashlib

Hashes = list[bytes]


def leaf(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def entries(count: int, mark: str = "entry") -> Hashes:
    return [f"{mark} {number}".encode() for number in range(count)]


def leaves(count: int, mark: str = "entry") -> Hashes:
    return [leaf(entry) for entry in entries(count, mark)]


def root(hashes: Hashes) -> bytes:
    """MTH of RFC 6962 §2.1."""
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256(b"").digest()
    middle = 1
    while middle * 2 < len(hashes):
        middle *= 2
    return hashlib.sha256(b"\x01" + root(hashes[:middle]) + root(hashes[middle:])).digest()


def path(index: int, hashes: Hashes) -> Hashes:
    """PATH of RFC 6962 §2.1.1."""
    if len(hashes) == 1:
        return []
    middle = 1
    while middle * 2 < len(hashes):
        middle *= 2
    left, right = hashes[:middle], hashes[middle:]
    if index < middle:
        return [*path(index, left), root(right)]
    return [*path(index - middle, right), root(left)]


def subproof(old: int, hashes: Hashes, known: bool = True) -> Hashes:
    """SUBPROOF of RFC 6962 §2.1.2."""
    if old == len(hashes):
        return [] if known else [root(hashes)]
    middle = 1
    while middle * 2 < len(hashes):
        middle *= 2
    left, right = hashes[:middle], hashes[middle:]
    if old <= middle:
        return [*subproof(old, left, known), root(right)]
    return [*subproof(old - middle, right, False), root(left)]
