"""A population too large for memory: an SQLite file of blocks, found by number or certificate.

A block is a small population of its own; no record of one is about a person of another. Must never
hold more than a handful of blocks in memory, nor write to the file.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections import OrderedDict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from pydantic import TypeAdapter

from mocks.population.model import FORMAT as POPULATION_FORMAT
from mocks.population.model import DataDates, Population
from mocks.population.numbers import canonical

FORMAT = "mock-archive/1"
MAGIC = b"SQLite format 3\x00"
KEPT_BLOCKS = 256

_POPULATION = TypeAdapter(Population)
_DATES = TypeAdapter(DataDates)


class ArchiveRefused(ValueError):
    """The file is no archive of this format."""


class Archive:
    """Reads an archive; may be used from several threads. Raises ArchiveRefused when opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        self._kept: OrderedDict[int, Population] = OrderedDict()
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._file = sqlite3.connect(address, uri=True, check_same_thread=False)
        try:
            told = dict(self._file.execute("SELECT name, value FROM fact"))
        except sqlite3.DatabaseError:
            self._file.close()
            raise ArchiveRefused("the file is no archive of residents") from None
        if told.get("format") != FORMAT:
            self._file.close()
            raise ArchiveRefused(f"the archive is not of the format {FORMAT}")
        self.today = date.fromisoformat(told["today"])
        self.data_dates: DataDates = _DATES.validate_json(told["data_dates"])
        self.blocks = int(told["blocks"])
        self.residents = int(told["residents"])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def empty(self) -> Population:
        """A population of the archive's day without anybody in it."""
        return Population(POPULATION_FORMAT, self.today, self.data_dates)

    def find(self, reference: str) -> int | None:
        """The block in which a number or certificate occurs; None if it is in no register."""
        with self._lock:
            row = self._file.execute(
                "SELECT block FROM reference WHERE reference = ?", (canonical(reference),)
            ).fetchone()
        return None if row is None else int(row[0])

    def block(self, number: int) -> Population:
        """The block of that number, from 0 on; raises KeyError."""
        with self._lock:
            if number in self._kept:
                self._kept.move_to_end(number)
                return self._kept[number]
            row = self._file.execute(
                "SELECT body FROM block WHERE number = ?", (number,)
            ).fetchone()
            if row is None:
                raise KeyError(number)
            block = unpack(row[0])
            self._kept[number] = block
            while len(self._kept) > KEPT_BLOCKS:
                self._kept.popitem(last=False)
            return block

    def kinds(self) -> dict[str, int]:
        """How often each kind of disagreement was planted."""
        with self._lock:
            rows = self._file.execute(
                "SELECT kind, count(*) FROM planted GROUP BY kind ORDER BY kind"
            ).fetchall()
        return dict(rows)

    def blocks_with(self, kind: str) -> Iterator[int]:
        """The blocks in which that kind was planted, in order."""
        with self._lock:
            rows = self._file.execute(
                "SELECT DISTINCT block FROM planted WHERE kind = ? ORDER BY block", (kind,)
            ).fetchall()
        return (row[0] for row in rows)


def is_archive(path: Path) -> bool:
    """Whether a file looks like one; raises OSError if it cannot be read."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def pack(population: Population) -> bytes:
    """The bytes of a block."""
    return zlib.compress(_POPULATION.dump_json(population, exclude_defaults=True), 1)


def unpack(body: bytes) -> Population:
    """The block of those bytes."""
    return _POPULATION.validate_json(zlib.decompress(body))
