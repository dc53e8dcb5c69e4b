"""Files of the transparency log on the command line: verifier keys, proofs, checkpoints."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gateway.audit.tlog.note_keys import NoteKey, read_note_key
from gateway.audit.tlog.refusal import NotInFormat
from gateway.commands.options import read_text

WitnessKeyFiles = Annotated[
    list[Path] | None,
    typer.Option(help="A file with the key of a witness who must have cosigned; repeatable."),
]


def read_bytes(file: Path) -> bytes:
    """A file's bytes. Raises ValueError naming the file."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise ValueError(f"{file}: cannot be read: {error.strerror}") from error


def read_key_file(file: Path) -> NoteKey:
    """The verifier key in a file, one line. Raises ValueError naming the file."""
    try:
        return read_note_key(read_text(file).strip())
    except NotInFormat as error:
        raise ValueError(f"{file}: is not a verifier key: {error}") from error
