"""What a witness remembers: the logs that it knows, the newest head of each, and what it refused.

SQLite, one file. Must never let a head go back, nor tell of a head before it is durable: every
judgement and what it changes are one transaction that holds the write lock from its start.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Final

from gateway.audit.tlog.checkpoints import Checkpoint
from gateway.audit.tlog.note_keys import KeyType, NoteKey, read_note_key
from gateway.audit.tlog.witness_messages import AddCheckpoint
from gateway.errors import SettingsRefused
from gateway.witness.judging import Head, Verdict, judge

MOST_REFUSED: Final = 1000
"""Refused heads kept of one log: anybody can send a signed head with a senseless proof."""

Step = Callable[[str], None]


def no_step(_name: str) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class KnownLog:
    """What is remembered of one log: its keys, its head and when that was cosigned, refusals."""

    origin: str
    keys: tuple[str, ...]
    head: Head | None
    at: int | None
    refused: int


class WitnessStore:
    """An opened store; several processes may open one. Times are whole seconds since 1970."""

    def __init__(self, connection: sqlite3.Connection, step: Step = no_step) -> None:
        """`step` is told the name of every step before it is made (tests end the process there)."""
        self._connection = connection
        self._lock = Lock()
        self._step = step

    @property
    def name(self) -> str:
        """The witness's name, which is its key's."""
        with self._transaction() as connection:
            return str(connection.execute("SELECT name FROM witness").fetchone()[0])

    def add_log(self, key: NoteKey) -> bool:
        """Know a log by its key from now on; False if it was known. Raises SettingsRefused."""
        if key.type is not KeyType.ED25519:
            message = f"{key.name}: is a witness's key, not a log's"
            raise SettingsRefused(message)
        with self._transaction() as connection:
            command = "INSERT OR IGNORE INTO log_key (key, origin) VALUES (?, ?)"
            return connection.execute(command, (key.text, key.name)).rowcount == 1

    def keys_of(self, origin: str) -> tuple[NoteKey, ...]:
        """The keys of a log; none if it is not known."""
        query = "SELECT key FROM log_key WHERE origin = ? ORDER BY rowid"
        with self._transaction() as connection:
            return tuple(read_note_key(key) for (key,) in connection.execute(query, (origin,)))

    def submit(self, message: AddCheckpoint, offered: Checkpoint, at: int) -> tuple[Verdict, int]:
        """Judge a submission and remember what comes of it; the verdict, and the size known then.

        `offered` is the message's checkpoint, whose signature was verified. When this returns
        COSIGNED the new head is durable.
        """
        with self._transaction() as connection:
            self._step("judge")
            known = _head(connection, offered.origin)
            verdict = judge(known, message, offered)
            if verdict is Verdict.COSIGNED:
                _advance(connection, message, offered, at)
            elif verdict.accuses:
                _keep_evidence(connection, verdict, message, offered, at)
            self._step("commit")
        self._step("committed")
        return verdict, known.size if known else 0

    def logs(self) -> tuple[KnownLog, ...]:
        """Every known log, by name."""
        with self._transaction() as connection:
            query = "SELECT DISTINCT origin FROM log_key ORDER BY origin"
            return tuple(_known(connection, name) for (name,) in connection.execute(query))

    def ready(self) -> None:
        """Take the write lock once. Raises sqlite3.Error if the store cannot be written."""
        with self._transaction():
            return

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


def _head(connection: sqlite3.Connection, origin: str) -> Head | None:
    row = connection.execute("SELECT size, root FROM head WHERE origin = ?", (origin,)).fetchone()
    return None if row is None else Head(*row)


def _advance(
    connection: sqlite3.Connection, message: AddCheckpoint, offered: Checkpoint, at: int
) -> None:
    command = (
        "INSERT INTO head (origin, size, root, note, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (origin) DO UPDATE SET"
        " size = excluded.size, root = excluded.root, note = excluded.note, at = excluded.at"
    )
    row = (offered.origin, offered.size, offered.root, message.checkpoint, at)
    connection.execute(command, row)


def _keep_evidence(
    connection: sqlite3.Connection,
    verdict: Verdict,
    message: AddCheckpoint,
    offered: Checkpoint,
    at: int,
) -> None:
    """Keep each refused head once, beside the one that was known then.

    Two signed heads of one size prove by themselves that a log has forked.
    """
    query = "SELECT count(*) FROM refused WHERE origin = ?"
    if connection.execute(query, (offered.origin,)).fetchone()[0] >= MOST_REFUSED:
        return
    command = (
        "INSERT OR IGNORE INTO refused (origin, verdict, size, root, message, at, known)"
        " VALUES (?, ?, ?, ?, ?, ?, (SELECT note FROM head WHERE origin = ?))"
    )
    head = (offered.origin, verdict.name, offered.size, offered.root)
    connection.execute(command, (*head, message.encoded(), at, offered.origin))


def _known(connection: sqlite3.Connection, origin: str) -> KnownLog:
    keys = connection.execute("SELECT key FROM log_key WHERE origin = ?", (origin,)).fetchall()
    row = connection.execute("SELECT at FROM head WHERE origin = ?", (origin,)).fetchone()
    refused = connection.execute("SELECT count(*) FROM refused WHERE origin = ?", (origin,))
    return KnownLog(
        origin,
        tuple(key for (key,) in keys),
        _head(connection, origin),
        None if row is None else row[0],
        refused.fetchone()[0],
    )
