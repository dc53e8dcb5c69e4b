"""The four mock departments as processes, which can be taken down and brought up again.

The mock of the national exchange platform stands in front of them, as the real one would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from gateway.demo.processes import Process
from gateway.private_files import write_private_file

NAMES = ("public_security", "civil_affairs", "health", "courts")


class Departments:
    """The mock departments by name; use `stop_all` at the end whatever happens."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: dict[str, Process] = {}
        self._platform: Process | None = None
        self._said: dict[str, Mapping[str, str]] = {}
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
            self._said[name] = self._processes[name].announcement()
            self.urls[name] = self._said[name]["url"]

    def start_platform(self) -> dict[str, dict[str, str]]:
        """Start the exchange platform in front of all; the settings that lead through it, by name.

        Writes its application key, and the secret of a department that gave one, into the folder.
        """
        pairs = [f"{name}={url}" for name, url in self.urls.items()]
        log = self._folder / "platform.log"
        self._platform = Process("the exchange platform", ["mocks.platform", *pairs], log)
        said: dict[str, Any] = dict(self._platform.announcement())
        key = self._keep("platform.key", said["application_key"])
        return {
            name: {
                "url": f"{said['url']}/{name}",
                "platform_refresh": f"{said['url']}/secret/refresh",
                "platform_requester": said["requester"],
                "platform_service": said["services"][name],
                "platform_key": key,
                **self._access(name),
            }
            for name in self.urls
        }

    def _access(self, name: str) -> dict[str, str]:
        """How a department wants its calls signed, if it does."""
        said = self._said[name]
        if "access_secret" not in said:
            return {}
        secret = self._keep(f"{name}.secret", said["access_secret"])
        return {"access_key": said["access_key"], "access_secret": secret}

    def _keep(self, file: str, secret: str) -> str:
        path = self._folder / file
        write_private_file(path, secret.encode())
        return str(path)

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
        processes = [*self._processes.values(), *([self._platform] if self._platform else [])]
        self._processes.clear()
        self._platform = None
        for process in processes:
            process.ask_to_stop()
        for process in processes:
            process.stop()

    def heard_since_last(self) -> tuple[str, ...]:
        """Which departments received a question since this was asked last, by their own account."""
        return tuple(name for name in self._processes if self._heard(name))

    def _heard(self, name: str) -> bool:
        journal = f"{self.urls[name]}/_control/requests"
        with httpx.Client(trust_env=False, timeout=10) as http:
            heard = http.get(journal).json()
            http.delete(journal)
        return bool(heard["requests"] if isinstance(heard, dict) else heard)
