"""A mock department over an archive: it looks into the block of whoever is asked about.

Must never speak a dialect: each block is served by the department's own mock.
"""

from __future__ import annotations

from collections.abc import Callable

from mocks.asking import Ask, Department, Refused
from mocks.population import Population
from mocks.population.archive import Archive
from mocks.population.shelf import Shelf


class ArchivedDepartment:
    """Any department that answers at once and remembers nothing."""

    def __init__(self, archive: Archive, build: Callable[[Population], Department]) -> None:
        self._shelf: Shelf[Department] = Shelf(archive, build)
        one = self._shelf.nothing
        self.name: str = one.name
        self.paths: tuple[str, ...] = one.paths
        self.request_type: str = one.request_type
        self.reply_type: str = one.reply_type
        self.operations: tuple[str, ...] = one.operations
        self.twists: frozenset[str] = one.twists

    def read(self, path: str, body: bytes) -> Ask | Refused:
        """Understand a call, or turn it away."""
        return self._shelf.nothing.read(path, body)

    def answer(self, ask: Ask, twist: str | None = None) -> bytes:
        """The body of the reply, twisted if a fault wants it so."""
        return self._shelf.about(ask.about).answer(ask, twist)
