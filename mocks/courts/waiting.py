"""Keeps the courts' query numbers and how long each answer still takes.

Must never forget a query number while it runs, nor give one number to two different queries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock

ANY = "*"
AREA = "500112"


@dataclass(slots=True)
class Query:
    """One application. `left` polls are answered with "working"; None = all of them."""

    number: str
    operation: str
    query_type: str
    about: str
    left: int | None
    answered: bool = False
    awaited: bool = False  # somebody was told to wait, and has not been told since

    def poll(self) -> bool:
        """Count a poll; say whether the answer is there. What was there once stays there."""
        if self.answered:
            return True
        if self.left is None or self.left > 0:
            self.left = None if self.left is None else self.left - 1
            self.awaited = True
            return False
        self.answered, self.awaited = True, False
        return True


class Queries:
    """All applications of one run, numbered in their order."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._lock = Lock()
        self._by_number: dict[str, Query] = {}
        self._by_content: dict[tuple[str, ...], Query] = {}
        self._polls: dict[str, int | None] = {}

    def take_polls(self, polls: Mapping[str, int | None]) -> list[str]:
        """Set how many polls an answer takes, per operation; "*" for all others.

        Applications that still wait take it over. Returns the numbers of those that are there now
        and that somebody waits for.
        """
        with self._lock:
            self._polls = dict(polls)
            for query in self._by_number.values():
                query.left = self._patience(query.operation)
            there = [q for q in self._by_number.values() if q.awaited and q.left == 0]
            for query in there:
                query.awaited = False
            return [query.number for query in there]

    def apply(self, content: tuple[str, ...], operation: str, query_type: str, about: str) -> str:
        """The query number of an application; the same content gets the same one."""
        with self._lock:
            query = self._by_content.get(content)
            if query is None:
                serial = len(self._by_number) + 1
                number = f"{self._today:%Y%m%d}{AREA}{serial:06d}"
                query = Query(number, operation, query_type, about, self._patience(operation))
                self._by_number[number] = query
                self._by_content[content] = query
            return query.number

    def find(self, number: str) -> Query | None:
        """The application of that number."""
        with self._lock:
            return self._by_number.get(number)

    def poll(self, query: Query) -> bool:
        """Count a poll; say whether the answer is there."""
        with self._lock:
            return query.poll()

    def _patience(self, operation: str) -> int | None:
        return self._polls.get(operation, self._polls.get(ANY, 0))
