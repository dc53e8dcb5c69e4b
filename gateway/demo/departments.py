"""The four mock departments as processes, which can be taken down and brought up again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from gateway.demo.processes import Process

NAMES = ("public_security", "civil_affairs", "health", "courts")


class Departments:
    """The mock departments by name; use `stop_all` at the end whatever happens."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: dict[str, Process] = {}
        self.urls: dict[str, str] = {}

    def start(
        self, names: Sequence[str] = NAMES, meanwhile: Callable[[], None] = lambda: None
    ) -> None:
        """Start these side by side; one that ran before gets its port again.

        `meanwhile` is done while they start.
        """
        for name in names:
            port = self.urls[name].rpartition(":")[2] if name in self.urls else "0"
            arguments = ["mocks", "serve", name, "--port", port]
            log = self._folder / f"{name}.log"
            self._processes[name] = Process(f"the mock of {name}", arguments, log)
        meanwhile()
        for name in names:
            self.urls[name] = self._processes[name].announcement()["url"]

    @contextmanager
    def without(self, name: str) -> Iterator[None]:
        """An outage of one department."""
        self._processes.pop(name).stop()
        try:
            yield
        finally:
            self.start([name])

    def stop_all(self) -> None:
        """Take all down, side by side."""
        for process in self._processes.values():
            process.ask_to_stop()
        while self._processes:
            self._processes.popitem()[1].stop()

    def heard_since_last(self) -> tuple[str, ...]:
        """Which departments received a question since this was asked last, by their own account."""
        return tuple(name for name in self._processes if self._heard(name))

    def _heard(self, name: str) -> bool:
        journal = f"{self.urls[name]}/_control/requests"
        with httpx.Client(trust_env=False, timeout=10) as http:
            heard = http.get(journal).json()
            http.delete(journal)
        return bool(heard["requests"] if isinstance(heard, dict) else heard)
