"""`gateway demo`: the main job in one piece."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gateway.commands.options import fail, out
from gateway.demo.processes import DemoFailed
from gateway.demo.story import run_demo


def demo(
    once: Annotated[bool, typer.Option("--once", help="End by itself.")] = False,
    folder: Annotated[Path, typer.Option(help="Where its files go.")] = Path("demo-data"),
) -> None:
    """Start mock departments and a gateway, and ask one verification of each fact."""
    try:
        run_demo(folder.absolute(), out, once=once)
    except DemoFailed as error:
        raise fail(error) from error
    except KeyboardInterrupt:
        out.print("ended")
