"""`gateway demo`: the main job in one piece."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gateway.client import GatewayProblem, NotUnderstood, Unreachable
from gateway.commands.options import err, fail, out
from gateway.demo.processes import DemoFailed
from gateway.demo.story import run_demo

INTERRUPTED = 130  # what shells expect of a program that Ctrl-C ended
WIDE = 150  # where nobody tells how wide the paper is


def demo(
    once: Annotated[bool, typer.Option("--once", help="End by itself.")] = False,
    folder: Annotated[Path, typer.Option(help="Where its files go.")] = Path("demo-data"),
) -> None:
    """Start mock departments and a gateway, and ask one verification of each fact."""
    told = out.is_terminal or "COLUMNS" in os.environ
    console = out if told else Console(highlight=False, width=WIDE)
    try:
        run_demo(folder.absolute(), console, once=once)
    except (DemoFailed, GatewayProblem, Unreachable, NotUnderstood, OSError) as error:
        raise fail(error) from error
    except KeyboardInterrupt:
        err.print("ended before it was through")
        raise typer.Exit(INTERRUPTED) from None
    if not once:
        out.print("ended")
