"""Inspection of what witnesses have cosigned: every kept line against the head that it is below.

Must never take a witness's key for known because it stands in the store: whoever rewrites the store
writes keys as well. Only keys that were brought along prove anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, Row, Select, inspect, select

from gateway.audit.tlog.divergence import Divergence, Kind
from gateway.audit.tlog.note_keys import NoteKey, read_note_key
from gateway.audit.tlog.notes import NotSigned, read_note, verified
from gateway.audit.tlog.refusal import NotInFormat
from gateway.storage.log.tables import log_checkpoint, log_cosignature


@dataclass(frozen=True, slots=True)
class Cosignature:
    """The newest head that a key has cosigned: its size, and the time that the witness states."""

    key: NoteKey
    size: int
    seen_at: int


@dataclass(slots=True)
class Cosignatures:
    """What was found. `known` are the keys of witnesses that were brought along."""

    known: tuple[NoteKey, ...] = ()
    newest: dict[str, Cosignature] = field(default_factory=dict)
    found: list[Divergence] = field(default_factory=list)

    def inspect(self, engine: Engine) -> list[Divergence]:
        """Look at every kept line, and for a head below which each known witness's stands."""
        with engine.begin() as transaction:
            if inspect(transaction).has_table(log_cosignature.name):  # not in an earlier store
                for row in transaction.execute(_query()):
                    self._look(row)
        for key in self.known:
            if key.text not in self.newest:
                said = f"no checkpoint is cosigned by {key.name}"
                self.found.append(Divergence(Kind.CHECKPOINT, said))
        return self.found

    def of_known(self) -> Iterator[Cosignature]:
        """The newest cosigned head of each known witness that has one."""
        yield from (self.newest[key.text] for key in self.known if key.text in self.newest)

    def _look(self, row: Row[Any]) -> None:
        try:
            found = _cosignature(row)
        except (NotInFormat, NotSigned, TypeError, AttributeError) as error:
            said = f"a cosignature below the checkpoint of size {row.size} does not hold: {error}"
            self.found.append(Divergence(Kind.CHECKPOINT, said, row.size))
        else:
            self.newest[found.key.text] = found


def _cosignature(row: Row[Any]) -> Cosignature:
    """What a row states, verified. Raises for everything that somebody may have written instead."""
    if row.note is None:
        raise NotSigned("there is no such checkpoint")
    key = read_note_key(row.key)
    seen_at = verified(read_note(row.note + f"{row.line}\n".encode()), [key])[key.name]
    if seen_at is None:
        raise NotSigned("it is no cosignature")
    return Cosignature(key, row.size, seen_at)


def _query() -> Select[Any]:
    joined = log_cosignature.outerjoin(
        log_checkpoint, log_checkpoint.c.size == log_cosignature.c.size
    )
    return (
        select(
            log_cosignature.c.size,
            log_cosignature.c.key,
            log_cosignature.c.line,
            log_checkpoint.c.note,
        )
        .select_from(joined)
        .order_by(log_cosignature.c.size)
    )
