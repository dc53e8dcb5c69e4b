"""`gateway mocks …`: mock departments with invented residents, as processes of their own.

Must never import the mocks: they are known here by their commands alone.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from gateway.commands.options import fail

app = typer.Typer(no_args_is_help=True, help="Mock departments with invented residents.")
Seed = Annotated[int, typer.Option(help="The same seed gives the same residents.")]
Today = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="The day in Asia/Shanghai (default: today)."),
]


@app.command()
def serve(
    population: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Residents: JSON, or a generated archive."),
    ] = None,
    size: Annotated[
        int | None, typer.Option(min=0, help="How many invented residents, up to millions.")
    ] = None,
    seed: Seed = 1,
    faults: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Faults to begin with.")
    ] = None,
    today: Today = None,
) -> None:
    """Serve the four mock departments on loopback until Ctrl-C.

    Prints a line of JSON with name and address for each, once it answers.
    """
    if population is not None and size is not None:
        raise fail(ValueError("either --population or --size, not both"))
    arguments = ["serve", "all", "--seed", str(seed), *_day(today)]
    arguments += [] if population is None else ["--population", str(population)]
    arguments += [] if size is None else ["--size", str(size)]
    arguments += [] if faults is None else ["--faults", str(faults)]
    _run([*arguments, "--until-stdin-closes"])


@app.command()
def generate(
    size: Annotated[int, typer.Option(min=1, help="How many residents at least.")],
    out: Annotated[Path, typer.Option(file_okay=False, help="A folder for what is written.")],
    seed: Seed = 1,
    questions: Annotated[
        int, typer.Option(min=0, help="How many questions with their answers.")
    ] = 1000,
    today: Today = None,
) -> None:
    """Write residents, and questions about them with the true answers."""
    arguments = ["generate", "--size", str(size), "--out", str(out), "--seed", str(seed)]
    _run([*arguments, "--questions", str(questions), *_day(today)])


def _day(today: datetime | None) -> list[str]:
    return [] if today is None else ["--today", today.date().isoformat()]


def _run(arguments: list[str]) -> None:
    """Run the mocks' own program to its end, and end as it did.

    It watches the pipe to us, and so ends with us, however we end.
    """
    if find_spec("mocks") is None:
        raise fail(ModuleNotFoundError("the mock departments are not installed"))
    command = [sys.executable, "-m", "mocks", *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:  # noqa: S603 - our own
        try:
            status = process.wait()
        except KeyboardInterrupt:
            if process.stdin is not None:
                process.stdin.close()
            status = process.wait()
    if status:
        raise typer.Exit(status)
