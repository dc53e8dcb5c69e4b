"""How the embedded database is opened: durable, strict, and one writer at a time.

Must never hand out a connection on which a commit could be lost by a crash (promise 1).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

# `secure_delete`: what is deleted is overwritten, because erasing a person deletes her key.
# `recursive_triggers`: REPLACE fires delete triggers, and so cannot pass by an insert-only table.
PRAGMAS = (
    "PRAGMA busy_timeout = 5000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
)

READERS = 4


def open_writing(path: Path) -> Engine:
    """An engine of one connection, whose transactions hold the write lock from their start."""
    return _open(path, 1, PRAGMAS, "BEGIN IMMEDIATE")


def open_reading(path: Path) -> Engine:
    """An engine whose transactions see one state of the store and cannot write."""
    return _open(path, READERS, (*PRAGMAS, "PRAGMA query_only = ON"), "BEGIN")


def open_inspecting(path: Path) -> Engine:
    """An engine that reads a store beside its gateway, or a copy of one, and changes no file.

    Raises nothing yet: a file that is no store is found when it is read.
    """
    engine = create_engine(
        URL.create("sqlite", database=f"file:{path}", query={"mode": "ro", "uri": "true"}),
        hide_parameters=True,
    )
    event.listen(engine, "connect", _preparing(("PRAGMA query_only = ON",)))
    event.listen(engine, "connect", _tolerating)
    event.listen(engine, "begin", _beginning("BEGIN"))
    return engine


def _tolerating(connection: SqliteConnection, record: object) -> None:
    """Let text that is none come through: whoever tampers may have written it."""
    del record
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")


def _open(path: Path, size: int, pragmas: tuple[str, ...], begin: str) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,  # no error text may carry what was to be written
        connect_args={"check_same_thread": False},
    )
    event.listen(engine, "connect", _preparing(pragmas))
    event.listen(engine, "begin", _beginning(begin))
    return engine


def _preparing(pragmas: tuple[str, ...]) -> Callable[[SqliteConnection, Any], None]:
    def prepare(connection: SqliteConnection, record: object) -> None:
        del record
        connection.isolation_level = None  # the driver begins no transaction of its own
        for pragma in pragmas:
            connection.execute(pragma)

    return prepare


def _beginning(statement: str) -> Callable[[Connection], None]:
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    return begin
