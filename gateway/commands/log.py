"""`gateway log …`: how far the transparency log has come, and its witnesses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import typer

from gateway.assembly.joining import Assembled
from gateway.assembly.witnessing import witness_book, witness_keys
from gateway.audit.tlog.checkpoints import open_checkpoint
from gateway.audit.tlog.notes import read_note, verified
from gateway.commands.options import DEFAULT_DATA, Data, SettingsFile, out, told_plainly, with_store

app = typer.Typer(no_args_is_help=True, help="The transparency log (日志).")


@app.callback()
def _group() -> None:
    """The transparency log (日志)."""


@app.command()
def status(data: Data = DEFAULT_DATA, settings: SettingsFile = None) -> None:
    """Show size, what waits for its place, the served head, and how far each witness is.

    Works beside a serving gateway.
    """
    for line in told_plainly(lambda: _status(data, settings)):
        out.print(line, markup=False, soft_wrap=True)


def _status(data: Path, settings: Path | None) -> list[str]:
    return with_store(data, settings, _lines)


async def _lines(opened: Assembled) -> list[str]:
    log = opened.parts.log
    state = await log.state()
    lines = [
        f"log        {log.key.name}",
        f"size       {state.size} entries",
        f"waiting    {state.waiting} entries, the oldest for {_seconds(state.lag)}",
    ]
    served = await log.checkpoint()
    if served is None:
        lines.append("served     nothing yet")
    else:
        found = open_checkpoint(served, log.key)
        keys = [log.key, *witness_keys(opened.parts.settings).values()]
        count = len(verified(read_note(served), keys)) - 1
        lines.append(f"served     the head of {found.size} entries, {count} cosignatures")
    return [*lines, *[line async for line in _witnesses(opened)]]


async def _witnesses(opened: Assembled) -> AsyncIterator[str]:
    book, now = witness_book(opened.store), opened.parts.clock.now()
    keys = witness_keys(opened.parts.settings)
    if not keys:
        yield "witnesses  none: only those who keep a head of this log can show that it was changed"
    for name, key in keys.items():
        kept = await book.cosigned(key)
        size = None if kept is None else kept.size
        newest = await book.newest(size)
        since = None if newest is None else newest.waiting_since
        seen = "nothing cosigned yet" if size is None else f"cosigned {size} entries"
        behind = "up to date" if since is None else f"behind for {_seconds(now - since)}"
        yield f"witness    {name} ({key.name}): {seen}, {behind}"


def _seconds(lag: timedelta) -> str:
    return f"{max(lag, timedelta()).total_seconds():.0f} s"
