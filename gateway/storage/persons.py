"""Persons by random reference, each with a data key of her own (formats.md §1).

Whoever deletes a person's row has erased her: nothing sealed for her opens any more. Must never
keep a data key outside that row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from gateway.audit.canonical import canonical_json
from gateway.domain.person import Person
from gateway.storage.trail_tables import person as table
from gateway.storage.vault import Vault

PURPOSE = "person"


@dataclass(frozen=True, slots=True, repr=False)
class Holder:
    """Somebody under whose data key things are sealed."""

    ref: str
    key: bytes


class Persons:
    """Finds and admits persons. Methods work within the caller's transaction."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def find(self, transaction: Connection, person: Person) -> str | None:
        """The person's reference; None if nobody ever asked about her (or she was erased)."""
        found: str | None = transaction.scalar(select(table.c.ref).where(self._is(person)))
        return found

    def admit(self, transaction: Connection, person: Person) -> Holder:
        """The person's reference and key; a new one of each if she was not known."""
        query = select(table.c.ref, table.c.wrapped_key).where(self._is(person))
        row = transaction.execute(query).one_or_none()
        if row is None:
            return self._add(transaction, person)
        return Holder(row.ref, self._vault.unwrap(row.wrapped_key, row.ref))

    def keys(self, transaction: Connection, refs: Iterable[str]) -> dict[str, bytes]:
        """The data keys of those that still have one, by reference."""
        query = select(table.c.ref, table.c.wrapped_key).where(table.c.ref.in_(tuple(refs)))
        return {
            ref: self._vault.unwrap(wrapped, ref) for ref, wrapped in transaction.execute(query)
        }

    def _is(self, person: Person) -> ColumnElement[bool]:
        identity = normalised(person)
        macs = {e: self._vault.lookup_mac(e, PURPOSE, *identity) for e in self._vault.epochs}
        return or_(
            *(and_(table.c.epoch == epoch, table.c.hmac == mac) for epoch, mac in macs.items())
        )

    def _add(self, transaction: Connection, person: Person) -> Holder:
        ref = "per_" + self._vault.random(16).hex()
        key, wrapped = self._vault.new_key(ref)
        id_type, number = normalised(person)
        identity = canonical_json({"id_type": id_type, "number": number})
        epoch = self._vault.epoch
        transaction.execute(
            table.insert().values(
                ref=ref,
                epoch=epoch,
                hmac=self._vault.lookup_mac(epoch, PURPOSE, id_type, number),
                number=self._vault.seal(key, identity, f"person:{ref}"),
                wrapped_key=wrapped,
            )
        )
        return Holder(ref, key)


def normalised(person: Person) -> tuple[str, str]:
    """What identifies a person: document kind, and number without spaces, in capitals."""
    return person.id_type, "".join(person.number.split()).upper()
