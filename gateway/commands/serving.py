"""`gateway serve` and `gateway openapi`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from gateway.assembly.serving import interface_document, serve_forever
from gateway.commands.options import (
    DEFAULT_DATA,
    Data,
    SettingsFile,
    out,
    settings_of,
    told_plainly,
)


def serve(
    data: Data = DEFAULT_DATA,
    settings: SettingsFile = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port; 0 lets the system choose.")] = 8080,
    announce: Annotated[
        bool, typer.Option("--announce", help="Say when it is ready, as one line of JSON.")
    ] = False,
) -> None:
    """Run the gateway until it is told to stop (SIGTERM or Ctrl-C)."""

    def ready(url: str) -> None:
        line = (
            json.dumps({"url": url})
            if announce
            else f"listening on {url}, documentation at {url}/docs"
        )
        typer.echo(line)

    told_plainly(lambda: serve_forever(settings_of(data, settings), host, port, ready))


def openapi(
    file: Annotated[Path | None, typer.Argument(help="Default: standard output.")] = None,
) -> None:
    """Write the interface document (OpenAPI)."""
    document = interface_document()
    if file is None:
        typer.echo(document, nl=False)
    else:
        file.write_text(document, encoding="utf-8")
        out.print(f"written to {file}", markup=False)
