"""The gateway as a process of its own: started, limited, killed, started again.

Must never end a process that it did not start, nor wait for anything but an event.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0
ISSUER = "https://gateway.example"
POLL_SECONDS = 0.02


def wait_until(holds: Callable[[], bool], what: str) -> None:
    """Look again and again until it holds; fail with `what` if that takes too long."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, what


def write_settings(path: Path, urls: Mapping[str, str], **settings: object) -> None:
    """Settings that reach these departments; the issuer stays the same on every port."""
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    lines.append(f'issuer = "{ISSUER}"')
    for name, url in urls.items():
        lines += [f"[departments.{name}]", f'url = "{url}"', f"poll_seconds = {POLL_SECONDS}"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


class GatewayProcess:
    """A running `gateway serve`; one at a time serves a data directory."""

    def __init__(self, data: Path, settings: Path, log: Path) -> None:
        """Start it; returns once it listens. Its log is a file, as a careless operator's is."""
        command = [sys.executable, "-m", "gateway", "serve", "--data", str(data)]
        with log.open("ab") as stderr:
            self._process = subprocess.Popen(
                [*command, "--port", "0", "--announce", "--settings", str(settings)],
                stdout=subprocess.PIPE,
                stderr=stderr,
                cwd=ROOT,
            )
        stream: IO[bytes] | None = self._process.stdout
        assert stream is not None
        line = stream.readline()
        if not line:
            self.close()
            raise AssertionError(log.read_text(encoding="utf-8"))
        self.url: str = json.loads(line)["url"]

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End it as a power cut would; returns when the system has taken everything from it."""
        assert self.is_alive, "it ended by itself"
        os.kill(self._process.pid, signal.SIGKILL)
        assert -signal.SIGKILL == self._process.wait(PATIENCE)

    def limit_files(self, size: int) -> None:
        """From now on no file of it may grow beyond so many bytes, as if there were no room."""
        hard = resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE)[1]
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (size, hard))

    def make_room(self) -> None:
        """Take the limit away again."""
        hard = resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE)[1]
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (hard, hard))

    def close(self) -> None:
        """End it politely if it still runs."""
        if self.is_alive:
            self._process.terminate()
            try:
                self._process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
