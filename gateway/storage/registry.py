"""The registry's port over SQL: requesters, their clients, their matters.

Every change is written in one transaction with its entry. Nothing here is personal.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, select

from gateway.audit.canonical import canonical_json
from gateway.audit.entry import NewEntry
from gateway.domain.matter import Matter
from gateway.domain.requester import Requester, RequesterKind, RequesterState
from gateway.domain.text import Text
from gateway.errors import NotFound
from gateway.policy.matter_form import matter_from_json, matter_json
from gateway.ports.registers import Client
from gateway.storage import register_tables as tables
from gateway.storage.entries import Entries
from gateway.storage.threads import Readers, Writer


@dataclass(frozen=True, slots=True)
class SqlRegistry:
    """Implements the Registry port."""

    writer: Writer
    readers: Readers
    entries: Entries

    async def requester(self, code: str) -> Requester | None:
        """See the port."""
        found = await self._find(tables.requester, code=code)
        return _requester(found[0]) if found else None

    async def requesters(self) -> tuple[Requester, ...]:
        """See the port."""
        return tuple(map(_requester, await self._find(tables.requester)))

    async def client(self, client_id: str) -> Client | None:
        """See the port."""
        found = await self._find(tables.client, client_id=client_id)
        return _client(found[0]) if found else None

    async def clients(self, requester: str) -> tuple[Client, ...]:
        """See the port."""
        return tuple(map(_client, await self._find(tables.client, requester=requester)))

    async def matter(self, requester: str, code: str) -> Matter | None:
        """See the port."""
        found = await self._find(tables.matter, requester=requester, code=code)
        return _matter(found[0]) if found else None

    async def matters(self, requester: str) -> tuple[Matter, ...]:
        """See the port."""
        return tuple(map(_matter, await self._find(tables.matter, requester=requester)))

    async def add_requester(self, requester: Requester, entry: NewEntry) -> None:
        """See the port."""
        values = {
            "name_zh": requester.name.zh,
            "name_en": requester.name.en,
            "kind": requester.kind.value,
            "state": requester.state.value,
            "agreements": [list(agreement) for agreement in requester.agreements],
        }

        def command(transaction: Connection) -> None:
            _put(transaction, tables.requester, {"code": requester.code}, values)
            self.entries.write(transaction, entry)

        await self.writer.run(command)

    async def set_state(self, code: str, state: RequesterState, entry: NewEntry) -> None:
        """See the port."""

        def command(transaction: Connection) -> None:
            _require_requester(transaction, code)
            _put(transaction, tables.requester, {"code": code}, {"state": state.value})
            self.entries.write(transaction, entry)

        await self.writer.run(command)

    async def add_client(self, client: Client, entry: NewEntry) -> None:
        """See the port."""
        values = {
            "requester": client.requester,
            "scopes": sorted(client.scopes),
            "keys": [{**key} for key in client.keys],
        }

        def command(transaction: Connection) -> None:
            _require_requester(transaction, client.requester)
            _put(transaction, tables.client, {"client_id": client.client_id}, values)
            self.entries.write(transaction, entry)

        await self.writer.run(command)

    async def add_matter(self, matter: Matter, entry: NewEntry) -> None:
        """See the port."""
        key = {"requester": matter.requester, "code": matter.code}
        form = canonical_json(matter_json(matter)).decode()

        def command(transaction: Connection) -> None:
            _require_requester(transaction, matter.requester)
            values = {"state": matter.state.value, "form": form}
            _put(transaction, tables.matter, key, values)
            self.entries.write(transaction, entry)

        await self.writer.run(command)

    async def _find(self, table: Table, **where: str) -> list[RowMapping]:
        """The rows in which these columns have these values, by primary key."""
        query = select(table).order_by(*table.primary_key.columns)
        for name, value in where.items():
            query = query.where(table.c[name] == value)
        return await self.readers.run(lambda t: list(t.execute(query).mappings()))


def _put(
    transaction: Connection, table: Table, key: dict[str, Any], values: dict[str, Any]
) -> None:
    """Insert a row, or change the one with this key."""
    update = table.update().values(values)
    for name, value in key.items():
        update = update.where(table.c[name] == value)
    if not transaction.execute(update).rowcount:
        transaction.execute(table.insert().values(**key, **values))


def _require_requester(transaction: Connection, code: str) -> None:
    query = select(tables.requester.c.code).where(tables.requester.c.code == code)
    if transaction.scalar(query) is None:
        raise NotFound("no such requester")


def _requester(row: RowMapping) -> Requester:
    return Requester(
        code=row["code"],
        name=Text(row["name_zh"], row["name_en"]),
        kind=RequesterKind(row["kind"]),
        state=RequesterState(row["state"]),
        agreements=tuple((department, number) for department, number in row["agreements"]),
    )


def _client(row: RowMapping) -> Client:
    return Client(
        client_id=row["client_id"],
        requester=row["requester"],
        scopes=frozenset(row["scopes"]),
        keys=tuple(row["keys"]),
    )


def _matter(row: RowMapping) -> Matter:
    return matter_from_json(json.loads(row["form"]))
