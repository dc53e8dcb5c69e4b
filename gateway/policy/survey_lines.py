"""Lines of a table in comma-separated values (RFC 4180), out of a text and into one.

Must never guess where a line ends within quotation marks, and never lose a line.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Final

from gateway.errors import ContentRefused, Problem
from gateway.policy.survey_words import CSV_MALFORMED

if TYPE_CHECKING:
    from collections.abc import Iterable

Line = tuple[int, list[str]]

_PIECES: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class _Written:
    """What a writer writes to."""

    def __init__(self) -> None:
        self.pieces: list[str] = []

    def write(self, piece: str) -> None:
        """Keep a piece."""
        self.pieces.append(piece)


def write_lines(lines: Iterable[Iterable[str]]) -> str:
    """The text of a table."""
    written = _Written()
    csv.writer(written, lineterminator="\r\n").writerows(lines)
    return "".join(written.pieces)


def read_lines(text: str) -> list[Line]:
    """The lines that are not blank, numbered as in the file, without the spaces around cells.

    Where the first line has no comma, cells end at its semicolons or tabs: some spreadsheet
    programs write these. Raises ContentRefused for a table that is broken, with the line.
    """
    pieces = _PIECES.findall(text.removeprefix("\ufeff"))
    reader = csv.reader(pieces, strict=True, delimiter=_delimiter(pieces[:1]))
    found: list[Line] = []
    try:
        found.extend(
            (reader.line_num, [cell.strip() for cell in cells])
            for cells in reader
            if any(cell.strip() for cell in cells)
        )
    except csv.Error:
        raise ContentRefused(Problem(f"/{reader.line_num}", CSV_MALFORMED)) from None
    return found


def _delimiter(first: list[str]) -> str:
    heading = "".join(first)
    return next((mark for mark in ",;\t" if mark in heading), ",")
