"""A gateway as a process of its own, with its log; ended by its process id."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.journeys.served import PATIENCE, Served


def write_settings(data: Path, urls: Mapping[str, str], **settings: float) -> None:
    """A settings file in the data directory, which is made."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = [f"{name} = {value}" for name, value in settings.items()]
    for name, url in urls.items():
        lines += [f"[departments.{name}]", f'url = "{url}"', "poll_seconds = 0.02"]
    (data / "settings.toml").write_text("\n".join(lines), encoding="utf-8")


@contextmanager
def process(data: Path, log: Path, **environment: str) -> Iterator[Served]:
    """Run `gateway serve` on the data directory; standard error is added to the log."""
    command = [sys.executable, "-m", "gateway", "serve", "--data", str(data), "--port", "0"]
    with log.open("ab") as stderr, ExitStack() as closing:
        running = subprocess.Popen(
            [*command, "--announce"],
            stdout=subprocess.PIPE,
            stderr=stderr,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
        )
        with running:
            try:
                assert running.stdout is not None
                line = running.stdout.readline()
                assert line, log.read_text(encoding="utf-8")
                yield Served(json.loads(line)["url"], data, None, closing=closing)
            finally:
                running.send_signal(signal.SIGTERM)
                try:
                    running.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    running.kill()
