"""`gateway audit …`: inspecting the trail and its log, beside a serving gateway or from a copy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy.exc import SQLAlchemyError

from gateway.audit.tlog.checkpoints import Checkpoint, open_cosigned
from gateway.audit.tlog.divergence import Divergence
from gateway.audit.tlog.frontier import Frontier
from gateway.audit.tlog.note_keys import NoteKey
from gateway.audit.tlog.notes import NotSigned
from gateway.audit.tlog.refusal import NotInFormat
from gateway.commands.log_files import WitnessKeyFiles, read_bytes, read_key_file
from gateway.commands.options import DEFAULT_DATA, Data, err, fail, out, read_json_object, read_text
from gateway.errors import SettingsRefused
from gateway.signing.log_key import open_log_key
from gateway.storage.engines import open_inspecting
from gateway.storage.log.inspecting import Inspection, count_waiting, read_origin
from gateway.storage.log.inspecting_cosignatures import Cosignatures
from gateway.storage.log.looking_deeper import look_deeper
from gateway.storage.opening import DATABASE

app = typer.Typer(no_args_is_help=True, help="Inspect the trail (审计核查).")

UNREADABLE = 2
SHOWN = 100


@app.command()
def verify(
    data: Data = DEFAULT_DATA,
    from_checkpoint: Annotated[
        list[Path] | None,
        typer.Option(help="A checkpoint that was kept elsewhere; repeatable."),
    ] = None,
    log_key: Annotated[
        Path | None,
        typer.Option(help="A file with the log's verifier key that was kept; default: its own."),
    ] = None,
    witness_key: WitnessKeyFiles = None,
    deep: Annotated[
        bool, typer.Option(help="Also compare columns and ciphertexts with the entries' bytes.")
    ] = False,
    state: Annotated[
        Path | None, typer.Option(help="A file in which progress is kept: go on where it ended.")
    ] = None,
) -> None:
    """Derive the log's tree anew from the stored entries and compare everything with it.

    With --witness-key a kept checkpoint must be cosigned by the witness, and so must one of the
    store's. Works beside a serving gateway and on a copied directory; changes nothing there. Exit
    status: 0 everything agrees, 1 something does not, 2 it could not be read.
    """
    database = data / DATABASE
    try:
        engine = open_inspecting(_existing(database))
        key = read_key_file(log_key) if log_key else _own_key(data, read_origin(engine))
        cosignatures = Cosignatures(tuple(read_key_file(file) for file in witness_key or []))
        kept = tuple(_kept(file, key, cosignatures.known) for file in from_checkpoint or [])
        inspection = Inspection(engine, key, kept, look_deeper if deep else None)
        _run(inspection, state)
        inspection.found.extend(cosignatures.inspect(engine))
        waiting = count_waiting(engine)
    except (ValueError, OSError, SettingsRefused, SQLAlchemyError) as error:
        raise fail(_plain(error, database), UNREADABLE) from error
    for line in _report(inspection, cosignatures, waiting):
        out.print(line, markup=False, soft_wrap=True)
    if inspection.found:
        raise typer.Exit(1)


def _existing(database: Path) -> Path:
    if not database.is_file():
        raise ValueError(f"{database}: there is no store")
    return database.absolute()


def _run(inspection: Inspection, state: Path | None) -> None:
    if state is not None and state.exists():
        inspection.frontier = _read_state(state, inspection.key.name)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("entries", total=None)
        for done in inspection.run():
            progress.update(task, completed=done, total=inspection.size)
            if state is not None and not inspection.found:
                _write_state(state, inspection)


def _own_key(data: Path, origin: str) -> NoteKey:
    """The key that lies in the directory: good against accidents, not against whoever has it."""
    return open_log_key(data / "keys" / "log", make=False).named(origin)


def _kept(file: Path, key: NoteKey, witnesses: tuple[NoteKey, ...]) -> Checkpoint:
    try:
        return open_cosigned(read_bytes(file), key, witnesses)
    except (NotInFormat, NotSigned) as error:
        raise ValueError(f"{file}: is not a checkpoint of this log: {error}") from error


def _read_state(file: Path, origin: str) -> Frontier:
    """Where an earlier inspection ended. Raises ValueError."""
    content = read_json_object(read_text(file), str(file))
    try:
        frontier = Frontier(int(content["size"]), [bytes.fromhex(p) for p in content["peaks"]])
    except (KeyError, TypeError, ValueError):
        frontier = Frontier(-1)
    if not frontier.fits() or content.get("origin") != origin:
        raise ValueError(f"{file}: does not hold the progress of an inspection of this log")
    return frontier


def _write_state(file: Path, inspection: Inspection) -> None:
    """Keep the progress, whole or not at all."""
    frontier = inspection.frontier
    content = {
        "origin": inspection.key.name,
        "size": frontier.size,
        "peaks": [peak.hex() for peak in frontier.peaks],
    }
    half = file.with_name(f"{file.name}.half")
    half.write_text(json.dumps(content), encoding="utf-8")
    half.replace(file)


def _report(inspection: Inspection, cosignatures: Cosignatures, waiting: int) -> Iterator[str]:
    agreed = "DOES NOT AGREE (不一致)" if inspection.found else "AGREES (一致)"
    yield f"{agreed}: {inspection.key.name}"
    yield f"  entries      {inspection.size} in the log, {waiting} wait for their place"
    yield f"  checkpoints  {inspection.checkpoints} signed by the log, {len(inspection.kept)} kept"
    if inspection.frontier.size == inspection.size:
        yield f"  root         {inspection.frontier.root().hex()}"
    for one in cosignatures.newest.values():
        yield f"  cosigned     {one.size} entries by {one.key.name}, {_moment(one.seen_at)}"
    if not inspection.kept and not [*cosignatures.of_known()]:
        yield "  No checkpoint from elsewhere was given: a log rebuilt by whoever has its key would"
        yield "  not be noticed. 未提供另行保存的检查点，无法发现持有日志密钥者重建的日志。"
    for divergence in inspection.found[:SHOWN]:
        yield _line(divergence)
    if len(inspection.found) > SHOWN:
        yield f"  … and {len(inspection.found) - SHOWN} more"


def _moment(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _line(divergence: Divergence) -> str:
    return f"  {divergence.kind.value:<11}  {divergence.said}"


def _plain(error: Exception, database: Path) -> Exception:
    """An error of the database without its SQL."""
    if isinstance(error, SQLAlchemyError):
        return ValueError(f"{database}: cannot be read as a store ({type(error).__name__})")
    return error
