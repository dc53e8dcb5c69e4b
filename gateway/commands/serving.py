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
    err,
    out,
    settings_of,
    told_plainly,
)


def serve(
    data: Data = DEFAULT_DATA,
    settings: SettingsFile = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port; 0 lets the system choose.")
    ] = 8080,
    announce: Annotated[
        bool, typer.Option("--announce", help="Say when it is ready, as one line of JSON.")
    ] = False,
    until_stdin_closes: Annotated[
        bool, typer.Option("--until-stdin-closes", help="Also stop at the end of standard input.")
    ] = False,
) -> None:
    """Run the gateway until it is told to stop (SIGTERM or Ctrl-C)."""
    starting = err.status("starting …")  # shown on a terminal only

    def ready(url: str) -> None:
        starting.stop()
        line = (
            json.dumps({"url": url})
            if announce
            else f"listening on {url}, documentation at {url}/docs"
        )
        typer.echo(line)

    def work() -> None:
        with starting:
            found = settings_of(data, settings)
            serve_forever(found, host, port, ready, until_stdin_closes=until_stdin_closes)

    told_plainly(work)


def openapi(
    file: Annotated[Path | None, typer.Argument(help="Default: standard output.")] = None,
) -> None:
    """Write the interface document (OpenAPI)."""
    document = interface_document()
    if file is None:
        typer.echo(document, nl=False)
    else:
        told_plainly(lambda: file.write_text(document, encoding="utf-8"))
        out.print(f"written to {file}", markup=False)
