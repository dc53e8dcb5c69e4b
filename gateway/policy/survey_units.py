"""The units of a round as a table: who is to file, of which kind, under which superior body.

Must never take a line that it cannot read: a unit that is lost would never be missed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.domain.survey import Unit
from gateway.errors import ContentRefused, Problem
from gateway.policy.form import DUPLICATE, EMPTY, MISSING, Form
from gateway.policy.survey_columns import BY_HEADING, CODED, unguarded
from gateway.policy.survey_form import read_unit
from gateway.policy.survey_lines import read_lines

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
    (_, headings), *lines = read_lines(text) or [(1, [])]
    names = [BY_HEADING.get(heading, "") for heading in headings]
    problems = [Problem(f"/1/{name}", MISSING) for name in COLUMNS if name not in names]
    if problems:
        raise ContentRefused(*problems)
    units: dict[str, Unit] = {}
    for line, cells in lines:
        _add(units, line, _fields(dict(zip(names, cells, strict=False))), problems)
    if not units and not problems:
        problems.append(Problem("/1", EMPTY))
    if problems:
        raise ContentRefused(*problems)
    return tuple(units.values())


def _fields(cells: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for column, field in COLUMNS.items():
        cell = unguarded(cells.get(column, ""))
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
