"""Envelopes: one ciphertext that opens only while *every* person in it still has her key.

An answer about two persons must become unreadable when either is erased. Wrapping a record's key
under each person's key would do the opposite (either could open it), so the layers are nested: the
store's own innermost, then one for each person. An envelope names the references it needs, so that
a missing key can be told from a damaged text.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from gateway.errors import TrailUnavailable
from gateway.storage.persons import Persons
from gateway.storage.vault import Vault


class Envelopes:
    """Closes and opens envelopes. Methods work within the caller's transaction."""

    def __init__(self, vault: Vault, persons: Persons) -> None:
        self._vault = vault
        self._persons = persons

    def close(
        self, transaction: Connection, refs: Iterable[str], plaintext: bytes, place: str
    ) -> bytes:
        """Seal for all of these persons at once. Raises TrailUnavailable if one has no key."""
        needed = tuple(sorted(set(refs)))
        keys = self._persons.keys(transaction, needed)
        if len(keys) != len(needed):
            raise TrailUnavailable("a person to seal for has been erased")
        head = ",".join(needed)
        sealed = plaintext
        for key in (self._vault.own_key, *(keys[ref] for ref in needed)):
            sealed = self._vault.seal(key, sealed, f"{place}:{head}")
        return head.encode() + b"\n" + sealed

    def open(self, transaction: Connection, envelope: bytes, place: str) -> bytes | None:
        """Open; None if one of the persons has been erased. Raises TrailUnavailable."""
        head, _, sealed = envelope.partition(b"\n")
        needed = tuple(ref for ref in head.decode().split(",") if ref)
        keys = self._persons.keys(transaction, needed)
        if len(keys) != len(needed):
            return None
        for key in (*(keys[ref] for ref in reversed(needed)), self._vault.own_key):
            sealed = self._vault.open(key, sealed, f"{place}:{head.decode()}")
        return sealed
