"""Making and opening a witness's store: one SQLite file beside its key.

Must never make a store where there was one: a witness without its memory would cosign any history.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from gateway.errors import SettingsRefused
from gateway.private_files import write_private_file
from gateway.witness.store import Step, WitnessStore, no_step

DATABASE: Final = "witness.sqlite3"
_FORM: Final = 1
_PRAGMAS: Final = (
    "PRAGMA busy_timeout = 5000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA trusted_schema = OFF",
)
_TABLES: Final = f"""
CREATE TABLE witness (name TEXT PRIMARY KEY NOT NULL) STRICT;
CREATE TABLE log_key (key TEXT PRIMARY KEY NOT NULL, origin TEXT NOT NULL) STRICT;
CREATE TABLE head (
    origin TEXT PRIMARY KEY NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL,
    note BLOB NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE TABLE refused (
    origin TEXT NOT NULL, verdict TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL,
    known BLOB, message BLOB NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (origin, verdict, size, root)
) STRICT;
CREATE TRIGGER head_never_back BEFORE UPDATE ON head
WHEN NEW.origin IS NOT OLD.origin OR NEW.size < OLD.size
    OR (NEW.size = OLD.size AND NEW.root IS NOT OLD.root)
BEGIN SELECT RAISE(ABORT, 'a head never goes back'); END;
CREATE TRIGGER head_no_delete BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'a head never goes back'); END;
PRAGMA user_version = {_FORM};
"""


def make_store(directory: Path, name: str) -> None:
    """Make the store of a witness of this name. Raises FileExistsError if there is one."""
    path = directory / DATABASE
    write_private_file(path, b"")
    connection = _connect(path)
    try:
        connection.executescript(f"BEGIN IMMEDIATE; {_TABLES}")
        connection.execute("INSERT INTO witness (name) VALUES (?)", (name,))
        connection.execute("COMMIT")
    finally:
        connection.close()


def open_store(directory: Path, step: Step = no_step) -> WitnessStore:
    """Open the store that was made with the key. Raises SettingsRefused.

    A store that is gone is never begun anew: a witness without its memory would cosign any history.
    """
    path = directory / DATABASE
    if not path.is_file():
        message = f"{path}: is missing; a witness that has lost its memory must get a new key"
        raise SettingsRefused(message)
    try:
        connection = _connect(path)
        form = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error as error:
        message = f"{path}: cannot be opened as a witness's store: {error}"
        raise SettingsRefused(message) from error
    if form != _FORM:
        connection.close()
        message = f"{path}: is not a witness's store of form {_FORM}"
        raise SettingsRefused(message)
    return WitnessStore(connection, step)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    return connection
