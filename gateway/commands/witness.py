"""`gateway witness …`: the program that keeps a log's operator honest, in other hands."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from gateway.assembly.machine import SystemClock
from gateway.audit.tlog.note_keys import checked_name
from gateway.commands.log_files import read_key_file
from gateway.commands.options import err, out, told_plainly
from gateway.errors import SettingsRefused
from gateway.private_files import make_private_directory
from gateway.witness.application import WitnessApplication
from gateway.witness.desk import Refused, WitnessDesk
from gateway.witness.keys import WITNESS_KEY, make_witness_key, open_witness_key
from gateway.witness.opening import make_store, open_store
from gateway.witness.serving import Place, serve_forever
from gateway.witness.store import KnownLog

app = typer.Typer(no_args_is_help=True, help="Run a witness (见证人) of transparency logs.")

Data = Annotated[
    Path,
    typer.Option("--data", envvar="WITNESS_DATA", help="The witness's own directory."),
]
DEFAULT_DATA = Path("witness-data")
Keys = Annotated[
    list[Path] | None,
    typer.Option("--log-key", help="A file with a log's verifier key; repeatable."),
]


@app.command()
def key(
    name: Annotated[
        str | None,
        typer.Argument(help="The witness's name, an address without scheme; for its first time."),
    ] = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Show the witness's verifier key; with a name, make key and store first.

    The key and the memory belong together: a witness that has lost its store, or was set back to an
    older copy, must be given up for one with a new key.
    """
    told_plainly(lambda: _key(name, data))


def _key(name: str | None, data: Path) -> None:
    if name is not None:
        checked_name(name)
        if (data / WITNESS_KEY).exists():
            message = f"{data}: has a witness already; without a name its key is shown"
            raise SettingsRefused(message)
        make_private_directory(data)
        make_witness_key(data)
        make_store(data, name)
    with closing(open_store(data)) as store:
        typer.echo(open_witness_key(data, store.name).public.text)


@app.command("add-log")
def add_log(
    files: Annotated[list[Path], typer.Argument(help="Files with logs' verifier keys.")],
    data: Data = DEFAULT_DATA,
) -> None:
    """Know logs by their keys from now on, also while it serves."""
    told_plainly(lambda: _add_logs(files, data))


def _add_logs(files: list[Path], data: Path) -> None:
    known = [read_key_file(file) for file in files]
    with closing(open_store(data)) as store:
        for one in known:
            said = "known from now on" if store.add_log(one) else "was known already"
            out.print(f"{one.name}: {said}", markup=False, soft_wrap=True)


@app.command()
def status(data: Data = DEFAULT_DATA) -> None:
    """Show every known log: its head, when that was cosigned, and what was refused."""

    def work() -> None:
        with closing(open_store(data)) as store:
            for log in store.logs():
                out.print(_line(log), markup=False, soft_wrap=True)

    told_plainly(work)


def _line(log: KnownLog) -> str:
    if log.head is None or log.at is None:
        return f"{log.origin}: nothing cosigned yet, {log.refused} heads refused"
    seen = f"size {log.head.size}, root {log.head.root.hex()}, cosigned {_moment(log.at)}"
    return f"{log.origin}: {seen}, {log.refused} heads refused"


def _moment(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"


@app.command()
def serve(
    data: Data = DEFAULT_DATA,
    log_key: Keys = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port; 0 lets the system choose.")
    ] = 8090,
    certificate: Annotated[Path | None, typer.Option(help="A TLS certificate (PEM).")] = None,
    certificate_key: Annotated[Path | None, typer.Option(help="Its private key (PEM).")] = None,
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="Something in front of it does TLS.")
    ] = False,
    announce: Annotated[
        bool, typer.Option("--announce", help="Say when it is ready, as one line of JSON.")
    ] = False,
) -> None:
    """Run the witness until it is told to stop (SIGTERM or Ctrl-C)."""
    place = Place(host, port, certificate, certificate_key, behind_proxy)

    def ready(url: str) -> None:
        line = json.dumps({"url": url}) if announce else f"witness listening on {url}"
        typer.echo(line)

    def work() -> None:
        known = [read_key_file(file) for file in log_key or []]
        with closing(open_store(data)) as store:
            for one in known:
                store.add_log(one)
            desk = WitnessDesk(store, open_witness_key(data, store.name), _now, _tell)
            serve_forever(WitnessApplication(desk), place, ready)

    told_plainly(work)


def _now() -> int:
    return int(SystemClock().now().timestamp())


def _tell(refused: Refused) -> None:
    """One line of JSON on standard error for every head that does not continue the known one."""
    line = {
        "event": "history_refused",
        "level": "error",
        "log": refused.origin,
        "size": refused.size,
        "known_size": refused.known_size,
        "verdict": refused.verdict.name.lower(),
    }
    err.print(json.dumps(line), markup=False, soft_wrap=True)
