"""Options that several commands share, and how a command meets the data directory."""

from __future__ import annotations

import asyncio
import json
import tomllib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from gateway.assembly.joining import Assembled, assembled
from gateway.assembly.machine import SystemChance, SystemClock
from gateway.commands.problem_lines import problem_line
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
    """Do something with the opened store, beside a serving gateway if there is one.

    On a terminal it is told that something happens: a first start makes keys and tables.
    """

    async def run() -> Result:
        settings = settings_of(data, file)
        async with assembled(settings, SystemClock(), SystemChance(), serving=False) as opened:
            return await work(opened)

    with err.status("opening the store …"):
        return asyncio.run(run())


def read_text(file: Path) -> str:
    """A file's text. Raises ValueError naming the file."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise ValueError(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"{file}: is not UTF-8, from byte {error.start}") from None


def read_toml(file: Path) -> dict[str, Any]:
    """A TOML file's content. Raises ValueError naming the file and the place in it."""
    try:
        return tomllib.loads(read_text(file))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{file}: is not TOML: {error}") from None


def read_json_object(text: str, name: str) -> dict[str, Any]:
    """A JSON object. Raises ValueError naming it, without its content."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = None  # its error would quote the text
    if not isinstance(content, dict):
        raise ValueError(f"{name}: is not a JSON object")
    return content


def a_table(*columns: str) -> Table:
    """A table that never cuts what it shows: what is too wide goes on in the next line.

    The first column stays in one piece, so that it can be copied.
    """
    table = Table()
    for number, column in enumerate(columns):
        table.add_column(column, overflow="fold", no_wrap=number == 0)
    return table


def fail(error: Exception, exit_code: int = 1) -> typer.Exit:
    """Say what is wrong in one line for each problem; raise what this returns."""
    if isinstance(error, ContentRefused):
        for problem in error.problems:
            err.print(problem_line(problem), markup=False, soft_wrap=True)
    else:
        err.print(_sentence(error), markup=False, soft_wrap=True)
    return typer.Exit(exit_code)


def told_plainly(command: Callable[[], Result]) -> Result:
    """Run a command's work; our own errors become a sentence and exit status 1."""
    try:
        return command()
    except (GatewayError, OSError, ValueError) as error:
        raise fail(error) from error


def _sentence(error: Exception) -> str:
    """What an error says; the system's own name the file rather than a number."""
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename}: {error.strerror}"
    return str(error) or type(error).__name__
