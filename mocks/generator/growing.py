"""Grows an archive of as many residents as wanted, one clan at a time.

Must never keep a clan once it is written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

from mocks.generator.numbering import AREAS, Counters
from mocks.generator.plants.bed import sow_all
from mocks.generator.scene import Scene
from mocks.generator.writing import Writer
from mocks.population.families import LATEST_EVENT, Families
from mocks.population.ledger import Ledger, data_dates
from mocks.population.model import Population

LARGEST = 5_000_000
RESIDENTS = "residents.sqlite"


def grow(path: Path, size: int, seed: int, today: date) -> Writer:
    """Write an archive of at least `size` residents; the last clan is finished.

    The same size, seed and day give the same bytes. Raises ValueError for a size or day that
    cannot be, FileExistsError if the file is there.
    """
    if not 1 <= size <= LARGEST:
        raise ValueError(f"the size must be between 1 and {LARGEST}")
    if today <= LATEST_EVENT:
        raise ValueError(f"today must be after {LATEST_EVENT}")
    with Writer(path) as writer:
        for population in clans(seed, today):
            writer.add(population)
            if writer.residents >= size:
                break
        writer.finish(data_dates(today), today=today.isoformat(), seed=str(seed))
    return writer


def clans(seed: int, today: date) -> Iterator[Population]:
    """Clans without end, each with what was planted in it noted."""
    random, numbers = Random(seed), Counters()
    serials: defaultdict[str, int] = defaultdict(int)
    while True:
        ledger = Ledger(today, numbers, serials)
        families = Families(ledger, random, AREAS)
        families.raise_clan()
        scene = Scene(ledger, families, random)
        sow_all(scene)
        yield ledger.close()
