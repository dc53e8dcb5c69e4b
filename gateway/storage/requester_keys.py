"""A data key for every requester, made when first needed.

Under it stands what belongs to the requester's side of a question: case, operator, evidence of the
signature.
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from gateway.storage.trail_tables import requester_key as table
from gateway.storage.vault import Vault


class RequesterKeys:
    """Finds and makes the keys. Methods work within the caller's transaction."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def find(self, transaction: Connection, requester: str) -> bytes | None:
        """The requester's key; None if nothing was ever sealed under one."""
        query = select(table.c.wrapped_key).where(table.c.requester == requester)
        wrapped: bytes | None = transaction.scalar(query)
        return None if wrapped is None else self._vault.unwrap(wrapped, f"requester:{requester}")

    def admit(self, transaction: Connection, requester: str) -> bytes:
        """The requester's key, made if there is none yet."""
        key = self.find(transaction, requester)
        if key is not None:
            return key
        key, wrapped = self._vault.new_key(f"requester:{requester}")
        transaction.execute(table.insert().values(requester=requester, wrapped_key=wrapped))
        return key
