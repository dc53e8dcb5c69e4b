"""The demo's processes: four mock departments, the platform before them, and one gateway.

All are on loopback and end with the demo, which knows the mocks by their commands alone: nothing of
their code is imported.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO

PATIENCE_SECONDS = 20


class DemoFailed(Exception):
    """Something was not as it should be; the text says what."""


class Process:
    """One process of the demo that announces itself with a line of JSON.

    It watches its standard input, which ends with the demo, however that ends.
    """

    def __init__(self, name: str, arguments: list[str], log: Path) -> None:
        self.name = name
        self._log = log.open("wb")
        self._process = subprocess.Popen(  # noqa: S603 - our own programs
            [sys.executable, "-m", *arguments, "--until-stdin-closes"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            start_new_session=True,  # Ctrl-C reaches the demo, which ends them in order
        )

    def announcement(self) -> Mapping[str, str]:
        """What it says when it is ready. Raises DemoFailed if it ends before."""
        stream: IO[bytes] | None = self._process.stdout
        line = stream.readline() if stream else b""
        try:
            content: Mapping[str, str] = json.loads(line)
        except ValueError:
            raise DemoFailed(f"{self.name} did not start; see {self._log.name}") from None
        return content

    def ask_to_stop(self) -> None:
        """Tell it to end, without waiting for it."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.send_signal(signal.SIGTERM)

    def stop(self) -> None:
        """End it: politely, and if that does not help, at once."""
        self.ask_to_stop()
        try:
            self._process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()
        self._log.close()
