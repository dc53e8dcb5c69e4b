"""A gateway with a department and a fact from outside: the property registry, installed.

Everything is a process of its own that sees what is installed: gateway, command line, register.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from gateway.client import Gateway, make_key, public_jwk, write_key
from gateway.settings import BUNDLED_CONNECTORS, BUNDLED_FACTS
from tests.connectors.outside import SOURCE, environment
from tests.journeys.process import process

OFFICE = "11500112EXAMPLE06J"
MATTER = "ZF-017"
EXAMPLE = SOURCE / "example" / "zf-017.toml"


@dataclass
class Register:
    """The mock real-estate register, as a process."""

    url: str
    running: subprocess.Popen[str]

    @contextmanager
    def held_up(self) -> Iterator[None]:
        """Let it hang until the end of the block: whoever asks gets no answer."""
        self.running.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.running.send_signal(signal.SIGCONT)


@dataclass
class Outside:
    """A gateway that was told of the distribution, and an office at it."""

    url: str
    data: Path
    target: Path
    register: Register
    gateway: Gateway
    http: httpx.Client
    cases: Iterator[int] = field(default_factory=lambda: iter(range(1, 1000)))

    def case(self) -> str:
        """A case number that nobody has used."""
        return f"2026-{next(self.cases):06d}"

    def told(self, *words: str) -> subprocess.CompletedProcess[str]:
        """What a command of the gateway says."""
        return command(self.target, *words)


def command(target: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the gateway's command line where the distribution is installed."""
    return subprocess.run(
        [sys.executable, "-m", "gateway", *map(str, words)],
        env={**environment(target), "COLUMNS": "160"},
        capture_output=True,
        text=True,
        check=False,
    )


@contextmanager
def a_register(target: Path) -> Iterator[Register]:
    """The mock register of the distribution, from where it is installed."""
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "property_registry.mock"],
        env=environment(target),
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            assert running.stdout is not None
            yield Register(running.stdout.readline().split()[-1], running)
        finally:
            running.terminate()


def write_settings(data: Path, urls: Mapping[str, str], **lists: tuple[str, ...]) -> None:
    """Settings that allow the fifth department and the eighth fact, unless `lists` says else."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    named = {
        "connectors": (*BUNDLED_CONNECTORS, "housing"),
        "facts": (*BUNDLED_FACTS, "property"),
        **lists,
    }
    lines = [f"{name} = {json.dumps(values)}" for name, values in named.items()]
    for name, url in urls.items():
        lines += [f"[departments.{name}]", f'url = "{url}"']
    (data / "settings.toml").write_text("\n".join(lines), encoding="utf-8")


def register_office(target: Path, data: Path, folder: Path) -> Any:
    """Register an office, its system and its matter, as an operator does; the system's key."""
    key = make_key()
    write_key(key, folder / "key.pem")
    (folder / "key.jwk").write_text(json.dumps(public_jwk(key)))
    names = ["--name-zh", "示例区住房保障中心", "--name-en", "Example District Housing Office"]
    for words in (
        ("requester", "add", OFFICE, *names, "--kind", "state_organ"),
        ("client", "add", "counter", "--requester", OFFICE, "--key", str(folder / "key.jwk")),
        ("matter", "add", str(EXAMPLE)),
    ):
        told = command(target, *words, "--data", data)
        assert 0 == told.returncode, told.stderr
    return key


@contextmanager
def outside(target: Path, folder: Path, urls: Mapping[str, str]) -> Iterator[Outside]:
    """Everything running: register, gateway, and an office that asks."""
    data = folder / "data"
    with ExitStack() as closing:
        register = closing.enter_context(a_register(target))
        write_settings(data, {**urls, "housing": register.url})
        key = register_office(target, data, folder)
        served = closing.enter_context(process(data, folder / "log", PYTHONPATH=str(target)))
        http = closing.enter_context(httpx.Client(base_url=served.url, trust_env=False))
        gateway = served.client("counter", key)
        yield Outside(served.url, data, target, register, gateway, http)
