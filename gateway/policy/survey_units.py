"""The units of a round as a table: who is to file, of which kind, under which superior body.

Must never take a line that it cannot read: a unit that is lost would never be missed.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from gateway.domain.survey import Unit
from gateway.errors import ContentRefused, Problem
from gateway.policy.form import DUPLICATE, EMPTY, MISSING, Form
from gateway.policy.survey_columns import BY_HEADING, CODED, unguarded
from gateway.policy.survey_form import read_unit
from gateway.policy.survey_words import CSV_MALFORMED

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS: Final[Mapping[str, str]] = {
    "unit_code": "code",
    "unit_name": "name",
    "unit_kind": "kind",
    "superior": "superior",
}


def read_units(text: str) -> tuple[Unit, ...]:
    """The units of a table with these headings, in English or Chinese; others are passed over.

    Raises ContentRefused with every problem; pointers are `/line/field`.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    problems: list[Problem] = []
    units: dict[str, Unit] = {}
    try:
        headings = {BY_HEADING.get(name.strip(), ""): name for name in reader.fieldnames or ()}
        missing = [Problem(f"/1/{name}", MISSING) for name in COLUMNS if name not in headings]
        if missing:
            raise ContentRefused(*missing)
        for cells in reader:
            _add(units, reader.line_num, _named(cells, headings), problems)
    except csv.Error:
        problems.append(Problem(f"/{reader.reader.line_num}", CSV_MALFORMED))
    if not units and not problems:
        problems.append(Problem("/1", EMPTY))
    if problems:
        raise ContentRefused(*problems)
    return tuple(units.values())


def _named(cells: Mapping[str, str | None], headings: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for column, field in COLUMNS.items():
        cell = unguarded((cells.get(headings[column]) or "").strip())
        if cell:
            found[field] = CODED.get(column, {}).get(cell, cell)
    return found


def _add(
    units: dict[str, Unit], line: int, cells: dict[str, object], problems: list[Problem]
) -> None:
    if not cells:
        return
    unit = read_unit(Form(cells, problems, f"/{line}"))
    if unit.code and unit.code in units:
        problems.append(Problem(f"/{line}/code", DUPLICATE))
    units[unit.code] = unit
