"""Writing an audit entry: sealing its parts, fixing its bytes, and the look-ups beside it.

Must never write an entry whose open part names a person (promise 6), and never change one: entries
are only ever inserted, which triggers hold as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table

from gateway.audit.canonical import canonical_json, digest
from gateway.audit.entry import EntryDraft, NewEntry
from gateway.audit.instants import read_instant, write_instant
from gateway.audit.leaf import SealedPart, to_leaf
from gateway.domain.person import Person
from gateway.storage import trail_tables as tables
from gateway.storage.log.tables import unsequenced
from gateway.storage.persons import PURPOSE, Persons, normalised
from gateway.storage.requester_keys import RequesterKeys
from gateway.storage.vault import Vault

NO_DETAIL = -1
SHORTEST_TELLING_NUMBER = 8


@dataclass(frozen=True, slots=True)
class Written:
    """A written entry and the references of the persons it is about."""

    entry_id: str
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class _Sealed:
    """One ciphertext of the detail; `ref` is None for the requester's."""

    role: str
    ciphertext: bytes
    ref: str | None


class Entries:
    """Writes entries. Methods work within the caller's transaction."""

    def __init__(self, vault: Vault, persons: Persons, requester_keys: RequesterKeys) -> None:
        self._vault = vault
        self._persons = persons
        self._requester_keys = requester_keys

    def write(self, transaction: Connection, new: NewEntry, linked: Sequence[str] = ()) -> Written:
        """Insert the entry with its detail. `linked` are persons it is about without a part."""
        entry_id = new.draft.entry_id
        key = self._requester_key(transaction, new)
        sealed = (*self._personal(transaction, new), *self._of_requester(new, key))
        parts = tuple(SealedPart(part.role, digest(part.ciphertext)) for part in sealed)
        leaf = to_leaf(new.draft, parts)
        _refuse_named(leaf, new)
        self._insert(transaction, leaf, new)
        _insert(transaction, tables.entry_detail, _details(entry_id, sealed))
        links = [(part.ref, place) for place, part in enumerate(sealed) if part.ref is not None]
        links += [(ref, NO_DETAIL) for ref in dict.fromkeys(linked) if ref not in dict(links)]
        _insert(transaction, tables.person_entry, _links(entry_id, links))
        self._index(transaction, new, key)
        return Written(entry_id, tuple(dict.fromkeys(ref for ref, _ in links)))

    def _insert(self, transaction: Connection, leaf: bytes, new: NewEntry) -> None:
        """Insert the row; from now on the entry waits for its index in the log."""
        columns = columns_of(new.draft)
        row = transaction.execute(tables.entry.insert().values(bytes=leaf, **columns))
        (seq,) = row.inserted_primary_key or (None,)
        transaction.execute(unsequenced.insert().values(seq=seq, at=columns["at"]))

    def _personal(self, transaction: Connection, new: NewEntry) -> list[_Sealed]:
        sealed: list[_Sealed] = []
        for part in new.personal:
            holder = self._persons.admit(transaction, part.person)
            content = canonical_json({**part.content})
            ciphertext = self._vault.seal(holder.key, content, new.draft.entry_id)
            sealed.append(_Sealed(part.role, ciphertext, holder.ref))
        return sealed

    def _requester_key(self, transaction: Connection, new: NewEntry) -> bytes:
        """The key for what belongs to the requester; an empty one if nothing does."""
        if new.requester_part is None and new.case is None and new.operator is None:
            return b""
        if not new.draft.requester:
            raise ValueError("what belongs to a requester needs the requester named")
        return self._requester_keys.admit(transaction, new.draft.requester)

    def _of_requester(self, new: NewEntry, key: bytes) -> list[_Sealed]:
        if new.requester_part is None:
            return []
        content = canonical_json({**new.requester_part})
        return [_Sealed("requester", self._vault.seal(key, content, new.draft.entry_id), None)]

    def _index(self, transaction: Connection, new: NewEntry, key: bytes) -> None:
        wanted: list[tuple[Table, str, tuple[str, ...]]] = []
        if new.case is not None:
            wanted.append((tables.case_index, "case", (new.case,)))
        if new.operator is not None:
            wanted.append((tables.operator_index, PURPOSE, normalised(new.operator)))
        entry_id, epoch = new.draft.entry_id, self._vault.epoch
        for index, purpose, parts in wanted:
            row = {
                "hmac": self._vault.lookup_mac(epoch, purpose, *parts),
                "entry_id": entry_id,
                "epoch": epoch,
                "sealed": self._vault.seal(
                    key, canonical_json([*parts]), f"{index.name}:{entry_id}"
                ),
            }
            transaction.execute(index.insert(), row)


def columns_of(draft: EntryDraft) -> dict[str, Any]:
    """The columns of an entry's row as its bytes state them, for writing and for inspection."""
    return {
        "entry_id": draft.entry_id,
        "kind": draft.kind,
        "at": read_instant(write_instant(draft.at)),
        "parent": draft.parent or None,
        "verification_id": draft.verification_id or None,
        "requester": draft.requester or None,
        "matter": draft.matter or None,
        "fact": draft.fact or None,
        "basis": draft.basis or None,
        "decision": draft.decision or None,
        "outcome": draft.outcome or None,
        "reasons": [*draft.reasons] or None,
    }


def _refuse_named(leaf: bytes, new: NewEntry) -> None:
    """Promise 6, once more: whoever composes a draft may err."""
    persons: list[Person] = [part.person for part in new.personal]
    if new.operator is not None:
        persons.append(new.operator)
    for person in persons:
        number = person.number
        if len(number) >= SHORTEST_TELLING_NUMBER and number.encode() in leaf:
            raise ValueError("the open part of an entry holds a person's number")


def _insert(transaction: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        transaction.execute(table.insert(), rows)


def _details(entry_id: str, sealed: Sequence[_Sealed]) -> list[dict[str, Any]]:
    return [
        {"entry_id": entry_id, "position": place, "role": part.role, "ciphertext": part.ciphertext}
        for place, part in enumerate(sealed)
    ]


def _links(entry_id: str, links: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    return [{"ref": ref, "entry_id": entry_id, "position": place} for ref, place in links]
