"""`gateway demo`: the main job in one piece."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gateway.commands.options import fail, out
from gateway.demo.processes import DemoFailed
from gateway.demo.story import run_demo

WIDE = 150  # where nobody tells how wide the paper is


def demo(
    once: Annotated[bool, typer.Option("--once", help="End by itself.")] = False,
    folder: Annotated[Path, typer.Option(help="Where its files go.")] = Path("demo-data"),
) -> None:
    """Start mock departments and a gateway, and ask one verification of each fact."""
    console = out if out.is_terminal else Console(highlight=False, width=WIDE)
    try:
        run_demo(folder.absolute(), console, once=once)
    except DemoFailed as error:
        raise fail(error) from error
    except KeyboardInterrupt:
        out.print("ended")
