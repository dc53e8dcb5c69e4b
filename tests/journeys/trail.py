"""What a gateway's database holds, read beside it as an auditor would; no row is ever written."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from gateway.storage.opening import DATABASE


def rows(data: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    place = f"file:{data / DATABASE}?mode=ro"
    with closing(sqlite3.connect(place, uri=True)) as database:
        return database.execute(query, values).fetchall()


def entries(data: Path, verification_id: str) -> list[Mapping[str, Any]]:
    """The leaves of a verification's entries, oldest first."""
    query = "SELECT bytes FROM entry WHERE verification_id = ? ORDER BY seq"
    return [json.loads(content) for (content,) in rows(data, query, verification_id)]


def kinds(data: Path, verification_id: str) -> list[str]:
    """The kinds of a verification's entries without their common first word, oldest first."""
    return [
        str(entry["kind"]).removeprefix("verification.") for entry in entries(data, verification_id)
    ]


def count(data: Path) -> int:
    """How many entries there are."""
    return int(rows(data, "SELECT count(*) FROM entry")[0][0])


@contextmanager
def unwritable(data: Path, kind: str) -> Iterator[None]:
    """Until the block ends, no entry of this kind can be written."""
    condition = f"WHEN NEW.kind = '{kind}' BEGIN SELECT RAISE(ABORT, 'unwritable'); END"
    _change(data, f"CREATE TRIGGER unwritable BEFORE INSERT ON entry {condition}")
    try:
        yield
    finally:
        _change(data, "DROP TRIGGER unwritable")


def _change(data: Path, statement: str) -> None:
    with closing(sqlite3.connect(data / DATABASE, timeout=10)) as database, database:
        database.execute(statement)
