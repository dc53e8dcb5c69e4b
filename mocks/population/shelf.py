"""Opens what is built over a small population for the block of an archive that is asked about.

Must never keep more than a handful of them: the archive is larger than memory.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from mocks.population.archive import KEPT_BLOCKS, Archive
from mocks.population.model import Population

OpenedT = TypeVar("OpenedT")


class Shelf(Generic[OpenedT]):
    """Registers, or a department, by the number or certificate that somebody asks about."""

    def __init__(self, archive: Archive, build: Callable[[Population], OpenedT]) -> None:
        self._archive = archive
        self._build = build
        self._lock = Lock()
        self._open: OrderedDict[int, OpenedT] = OrderedDict()
        self.nothing = build(archive.empty())
        """What is built over no residents at all."""

    def about(self, reference: str) -> OpenedT:
        """What is built over the block of that number; over nobody where none has it."""
        number = self._archive.find(reference)
        if number is None:
            return self.nothing
        with self._lock:
            if number not in self._open:
                self._open[number] = self._build(self._archive.block(number))
                while len(self._open) > KEPT_BLOCKS:
                    self._open.popitem(last=False)
            self._open.move_to_end(number)
            return self._open[number]
