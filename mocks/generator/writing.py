"""Writes an archive of residents, block after block.

Must never write anything that the same blocks would not write again: the same seed gives the same
bytes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import TypeAdapter

from mocks.population.archive import FORMAT, pack
from mocks.population.civil_registers import CivilAffairs
from mocks.population.court_files import Courts
from mocks.population.model import DataDates, Population
from mocks.population.numbers import canonical
from mocks.population.people import Spelt

BATCH = 500
TABLES = """
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE block (number INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE reference (reference TEXT PRIMARY KEY, block INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE planted (kind TEXT NOT NULL, block INTEGER NOT NULL);
"""


class Writer:
    """An archive under construction; raises FileExistsError for a file that is there already."""

    def __init__(self, path: Path) -> None:
        if path.exists():
            raise FileExistsError(f"{path} is there already")
        self.residents = 0
        self.blocks = 0
        self._file = sqlite3.connect(path, isolation_level=None)
        # The file is worthless until it is finished: nothing is gained by a journal.
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -65536"):
            self._file.execute(f"PRAGMA {pragma}")
        self._file.executescript(TABLES)
        self._file.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, population: Population) -> None:
        """Add a block. Raises sqlite3.IntegrityError if it shares a number with another."""
        number = self.blocks
        self._file.execute("INSERT INTO block VALUES (?, ?)", (number, pack(population)))
        self._file.executemany(
            "INSERT INTO reference VALUES (?, ?)",
            [(reference, number) for reference in sorted(references(population))],
        )
        self._file.executemany(
            "INSERT INTO planted VALUES (?, ?)", [(one.kind, number) for one in population.planted]
        )
        self.blocks += 1
        self.residents += len(population.residents)
        if self.blocks % BATCH == 0:
            self._file.execute("COMMIT")
            self._file.execute("BEGIN")

    def finish(self, dates: DataDates, **facts: str) -> None:
        """Write what the archive says of itself."""
        told = {
            "format": FORMAT,
            "data_dates": TypeAdapter(DataDates).dump_json(dates).decode(),
            "blocks": str(self.blocks),
            "residents": str(self.residents),
            **facts,
        }
        self._file.executemany("INSERT INTO fact VALUES (?, ?)", sorted(told.items()))
        self._file.execute("CREATE INDEX planted_by_kind ON planted (kind, block)")
        self._file.execute("COMMIT")


def references(population: Population) -> set[str]:
    """Every number, in its 18-character form, and every certificate by which it can be asked."""
    found = {canonical(resident.number) for resident in population.residents}
    found |= {canonical(s.number) for s in _spelt(population) if s.number}
    for entry in population.public_security.entries:
        found.update(canonical(number) for number in entry.other_numbers)
    found.update(birth.certificate for birth in population.health.births)
    return found


def _spelt(population: Population) -> Iterator[Spelt]:
    register, health = population.public_security, population.health
    yield from (entry.who for entry in register.entries)
    yield from (member.who for home in register.households for member in home.members)
    for birth in register.birth_registrations:
        yield from (one for one in (birth.child, birth.mother, birth.father) if one)
    yield from (death.who for death in register.unnatural_deaths)
    yield from _civil(population.civil_affairs)
    for certificate in health.births:
        parties = (certificate.child, certificate.mother, certificate.father)
        yield from (one for one in parties if one)
    yield from (certified.who for certified in health.deaths)
    yield from (seen.who for seen in health.services)
    yield from _courts(population.courts)


def _civil(held: CivilAffairs) -> Iterator[Spelt]:
    for event in held.marital_events:
        yield from (event.one, event.other)
    for adoption in held.adoptions:
        yield from (adoption.adopted, *adoption.adopters)
    yield from (cremation.who for cremation in held.cremations)


def _courts(held: Courts) -> Iterator[Spelt]:
    for judgment in held.judgments:
        yield from (judgment.one, judgment.other)
    yield from (declaration.who for declaration in held.declarations)
    yield from (custody.who for custody in held.custodies)
