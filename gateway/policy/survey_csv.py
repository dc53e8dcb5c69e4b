"""Surveys as a table for a spreadsheet, and back: a line for each row, the unit's data repeated.

What is exported can be imported again, content for content. Must never hand a spreadsheet a cell
that it would run as a formula: such cells get an apostrophe, which importing takes away again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from gateway.domain.fact import JsonValue
from gateway.errors import ContentRefused, Problem
from gateway.policy.form import MISSING, UNKNOWN_FIELD
from gateway.policy.survey_columns import (
    BY_HEADING,
    CODED,
    COLUMNS,
    NO,
    OF_THE_ROW,
    OF_THE_UNIT,
    YES,
    guarded,
    unguarded,
)
from gateway.policy.survey_form import row_json, survey_json
from gateway.policy.survey_lines import read_lines, write_lines
from gateway.policy.survey_remarks import paper_name, remarks_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gateway.domain.catalogue import Catalogue
    from gateway.domain.survey import FiledSurvey, SurveyRow
# As spreadsheet programs show whole numbers: 1200, 1,200 and 1200.00.
_WHOLE: Final = re.compile(r"([0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.00?)?")
HEADER_DIFFERS: Final = "unit_differs"
TOO_MANY_CELLS: Final = "too_many_cells"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A survey out of a table, not read yet. `lines[i]` is the line of its row i in the file."""

    raw: Mapping[str, object]
    first_line: int
    lines: tuple[int, ...]

    def place_of(self, pointer: str) -> str:
        """Where in the file a problem is: line and column."""
        parts = pointer.split("/")[1:]
        if parts[:1] == ["rows"] and len(parts) > 1 and int(parts[1]) < len(self.lines):
            return f"line {self.lines[int(parts[1])]}, {parts[2] if len(parts) > 2 else 'row'}"
        name = f"unit_{parts[1]}" if parts[:1] == ["unit"] and len(parts) > 1 else parts[0]
        return f"line {self.first_line}, {'superior' if name == 'unit_superior' else name}"


@dataclass(slots=True)
class _Group:
    header: dict[str, str]
    first_line: int
    rows: list[JsonValue] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


def headings(*, chinese: bool = False) -> str:
    """An empty table to fill in: the headings of what a unit reports."""
    names = {**OF_THE_UNIT, **OF_THE_ROW}
    return write_lines([names.values() if chinese else names])


def to_csv(filed: Iterable[FiledSurvey], catalogue: Catalogue, *, chinese: bool = False) -> str:
    """The table, with headings by code or in Chinese. One line of a survey without rows."""
    lines: list[Iterable[str]] = [COLUMNS.values() if chinese else COLUMNS]
    for one in filed:
        told = {**_of_unit(one), **_told(one)}
        for row in one.survey.rows or (None,):
            cells = {**told, **(_of_row(row, catalogue) if row else {})}
            lines.append([guarded(cells.get(name, "")) for name in COLUMNS])
    return write_lines(lines)


def from_csv(text: str) -> tuple[Drafted, ...]:
    """The surveys of a table, one for each unit and period, in the order of their first lines.

    Raises ContentRefused if the table itself is wrong; pointers are `/line` and `/line/column`.
    """
    lines = read_lines(text)
    if not lines:
        raise ContentRefused(Problem("/1", MISSING))
    columns = _columns(_without_empty_end(lines[0][1]))
    groups: dict[tuple[str, str], _Group] = {}
    problems: list[Problem] = []
    above: Mapping[str, str] = {}
    for line, written in lines[1:]:
        cells = _without_empty_end(written)
        if len(cells) > len(columns):
            problems.append(Problem(f"/{line}", TOO_MANY_CELLS))
            continue
        found = {name: unguarded(cell) for name, cell in zip(columns, cells, strict=False)}
        above = _header(found, above)
        _add(groups, line, {**found, **above}, problems)
    if problems:
        raise ContentRefused(*problems)
    return tuple(_drafted(group) for group in groups.values())


def _without_empty_end(cells: list[str]) -> list[str]:
    """Without the empty cells at the end: spreadsheet programs write some where nothing is."""
    count = max((place for place, cell in enumerate(cells, start=1) if cell), default=0)
    return cells[:count]


def _header(cells: Mapping[str, str], above: Mapping[str, str]) -> Mapping[str, str]:
    """The data of the unit: of the line above where all are blank, as merged cells are written."""
    header = {name: cells.get(name, "") for name in OF_THE_UNIT}
    return header if any(header.values()) or not above else above


def _columns(headings: Sequence[str]) -> list[str]:
    names = [BY_HEADING.get(heading, "") for heading in headings]
    problems = [Problem(f"/1/{place}", UNKNOWN_FIELD) for place, n in enumerate(names) if not n]
    needed = [name for name in (*OF_THE_UNIT, *OF_THE_ROW) if name not in names]
    problems += [Problem(f"/1/{name}", MISSING) for name in needed]
    if problems or len(set(names)) < len(names):
        raise ContentRefused(*(problems or [Problem("/1", "duplicate")]))
    return names


def _add(
    groups: dict[tuple[str, str], _Group],
    line: int,
    cells: Mapping[str, str],
    problems: list[Problem],
) -> None:
    """Put a line to the survey of its unit and period, whose data every line of it repeats."""
    header = {name: cells[name] for name in OF_THE_UNIT}
    group = groups.setdefault(
        (header["unit_code"], header["period"]), _Group(header, first_line=line)
    )
    problems.extend(
        Problem(f"/{line}/{name}", HEADER_DIFFERS)
        for name, value in header.items()
        if value != group.header[name]
    )
    row = {name: _value(name, cells.get(name, "")) for name in OF_THE_ROW}
    if any(value is not None for value in row.values()):
        group.rows.append(dict(row))
        group.lines.append(line)


def _drafted(group: _Group) -> Drafted:
    values = {name: _value(name, cell) for name, cell in group.header.items()}
    nothing = values["nothing_demanded"]
    raw: dict[str, object] = {
        "unit": {
            "code": values["unit_code"],
            "name": values["unit_name"],
            "kind": values["unit_kind"],
            "superior": values["superior"],
        },
        **{name: values[name] for name in ("period", "covers", "contact_role", "summary")},
        "nothing_demanded": {YES: True, NO: False}.get(str(nothing), nothing),
        "rows": group.rows,
    }
    return Drafted(raw, group.first_line, tuple(group.lines))


def _value(name: str, cell: str) -> str | int | None:
    """What a cell says: nothing, a whole number, a code for a word, or its text."""
    if not cell:
        return None
    if name in ("number", "per_year") and _WHOLE.fullmatch(cell):
        return int(_WHOLE.sub(r"\1", cell).replace(",", ""))
    return CODED.get(name, {}).get(cell, cell)


def _of_unit(filed: FiledSurvey) -> dict[str, str]:
    content = survey_json(filed.survey)
    unit = filed.survey.unit
    return {
        "unit_code": unit.code,
        "unit_name": unit.name,
        "unit_kind": unit.kind.value,
        "superior": unit.superior or "",
        **{name: str(content[name]) for name in ("period", "covers", "contact_role")},
        "summary": filed.survey.summary or "",
        "nothing_demanded": NO if filed.survey.rows else YES,
    }


def _of_row(row: SurveyRow, catalogue: Catalogue) -> dict[str, str]:
    content = {name: "" if v is None else str(v) for name, v in row_json(row).items()}
    remarks = remarks_on(row, catalogue)
    said = " ".join(text.zh for one in remarks for text in (one.text, *one.details))
    name = paper_name(row.certificate, None, catalogue).zh if row.certificate else ""
    return {**content, "official_name": name, "decree_says": said}


def moment(value: datetime) -> str:
    """A moment as RFC 3339 in UTC, to the second."""
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _told(filed: FiledSurvey) -> dict[str, str]:
    signed = filed.sign_off
    return {
        "survey_id": filed.survey_id,
        "state": filed.state.value,
        "submitted_at": moment(filed.submitted_at) if filed.submitted_at else "",
        "signed_by": signed.signed_by if signed else "",
        "signed_on": signed.signed_on.isoformat() if signed else "",
        "digest": filed.digest,
    }
