"""Options that several commands share, and how a command meets the data directory."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console

from gateway.assembly.joining import Assembled, assembled
from gateway.assembly.machine import SystemChance, SystemClock
from gateway.errors import ContentRefused, GatewayError
from gateway.settings import Settings, read_settings

Result = TypeVar("Result")

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

Data = Annotated[
    Path,
    typer.Option("--data", envvar="GATEWAY_DATA", help="The data directory (made on first use)."),
]
SettingsFile = Annotated[
    Path | None,
    typer.Option(
        "--settings", help="A settings file; by default settings.toml in the data directory."
    ),
]
DEFAULT_DATA = Path("gateway-data")


def settings_of(data: Path, file: Path | None) -> Settings:
    """The settings of a data directory. Raises SettingsRefused."""
    default = data / "settings.toml"
    return read_settings(file or (default if default.exists() else None), data.absolute())


def with_store(
    data: Path, file: Path | None, work: Callable[[Assembled], Awaitable[Result]]
) -> Result:
    """Do something with the opened store, beside a serving gateway if there is one."""

    async def run() -> Result:
        settings = settings_of(data, file)
        async with assembled(settings, SystemClock(), SystemChance(), serving=False) as opened:
            return await work(opened)

    return asyncio.run(run())


def fail(error: Exception, exit_code: int = 1) -> typer.Exit:
    """Say what is wrong in one line for each problem; raise what this returns."""
    if isinstance(error, ContentRefused):
        for problem in error.problems:
            err.print(f"{problem.pointer or '/'}: {problem.reason}", markup=False)
    else:
        err.print(str(error) or type(error).__name__, markup=False)
    return typer.Exit(exit_code)


def told_plainly(command: Callable[[], Result]) -> Result:
    """Run a command's work; our own errors become a sentence and exit status 1."""
    try:
        return command()
    except (GatewayError, OSError, ValueError) as error:
        raise fail(error) from error
