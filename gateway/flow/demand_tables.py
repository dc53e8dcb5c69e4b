"""The tables that compliance takes away: for exposing (公开曝光) and correcting (强制纠正).

They name offices and papers, never what somebody wrote in her own words about the visit. As CSV for
a spreadsheet, no cell begins a formula, and no code is a number.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gateway.domain.demand import Demand, DemandState, Office
from gateway.domain.fact import JsonValue
from gateway.errors import ContentRefused, Problem
from gateway.flow import demands as flow
from gateway.flow.demands import Officer
from gateway.flow.parts import Parts
from gateway.ports.demands import DemandFilter, Repeat
from gateway.ports.machine import SHANGHAI

DEMANDS: Final = "demands"
REPEATS: Final = "repeats"
TABLES: Final = (DEMANDS, REPEATS)
PAGE: Final = 500
MOST: Final = 20_000

Cell = str | int | bool | None

_LISTS: Final = {"negative": "负面清单", "retained": "保留清单", None: "两份清单之外"}
_STATES: Final = {
    DemandState.RECEIVED: "已受理",
    DemandState.REFERRED: "已转交",
    DemandState.CORRECTED: "已纠正",
    DemandState.UNFOUNDED: "不属实",
}
_OFFICE: Final = (
    ("office", "索要单位"),
    ("credit_code", "统一社会信用代码"),
    ("superior", "主管部门"),
    ("list", "清单"),
    ("number", "编号"),
    ("paper", "证明事项"),
)
_COLUMNS: Final = {
    DEMANDS: (
        ("demand_id", "编号（内部）"),
        *_OFFICE,
        ("when", "发生日期"),
        ("area", "行政区划代码"),
        ("received", "受理日期"),
        ("status", "处理情况"),
        ("due_on", "期限"),
        ("overdue", "逾期"),
        ("note", "处理说明"),
        ("disposed", "处理日期"),
    ),
    REPEATS: (
        *_OFFICE,
        ("times", "次数"),
        ("first", "首次"),
        ("last", "最近"),
        ("open", "未办结"),
        ("overdue", "逾期"),
    ),
}
# What a spreadsheet takes for the beginning of a formula, full-width forms included.
_BEGIN_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
# A credit code may be all digits, or have an E among them: as a number it would lose the last ones.
_NUMBER: Final = re.compile(r"[0-9]{12,}|[0-9]+[Ee][0-9]+")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a table by column names, with the columns' titles."""

    name: str
    made_at: datetime
    columns: tuple[tuple[str, str], ...]
    rows: tuple[dict[str, Cell], ...]


async def export(parts: Parts, officer: Officer, wanted: DemandFilter, name: str) -> Table:
    """A whole table. Raises ContentRefused where it has too many rows: narrow the filter."""
    rows: list[dict[str, Cell]] = []
    async for row in _rows(parts, officer, wanted, name):
        rows.append(row)
        if len(rows) > MOST:
            raise ContentRefused(Problem("", "too_many"))
    return Table(name, parts.clock.now(), _COLUMNS[name], tuple(rows))


def as_csv(table: Table) -> bytes:
    """The table for a spreadsheet (RFC 4180): UTF-8 with a byte order mark, lines end in CR LF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([title for _, title in table.columns])
    for row in table.rows:
        writer.writerow([_harmless(row[name]) for name, _ in table.columns])
    return out.getvalue().encode("utf-8-sig")


def as_json_text(table: Table) -> bytes:
    """The table as JSON, with the columns' Chinese titles."""
    content: dict[str, JsonValue] = {
        "table": table.name,
        "made_at": table.made_at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "columns": dict(table.columns),
        "rows": [{**row} for row in table.rows],
    }
    return json.dumps(content, ensure_ascii=False).encode("utf-8")


def _harmless(cell: Cell) -> str:
    """A cell that no spreadsheet computes or rounds."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    text = str(cell)
    is_taken = text.lstrip(" 　").startswith(_BEGIN_FORMULAS) or _NUMBER.fullmatch(text)
    return f"'{text}" if is_taken else text


def _rows(
    parts: Parts, officer: Officer, wanted: DemandFilter, name: str
) -> AsyncIterator[dict[str, Cell]]:
    return _demands(parts, officer, wanted) if name == DEMANDS else _repeats(parts, officer, wanted)


async def _demands(
    parts: Parts, officer: Officer, wanted: DemandFilter
) -> AsyncIterator[dict[str, Cell]]:
    after: str | None = None
    while True:
        found, _ = await flow.list_demands(parts, officer, wanted, after, PAGE, "export")
        for demand in found:
            yield dict(_demand(parts, demand))
        if len(found) < PAGE:
            return
        after = found[-1].demand_id


async def _repeats(
    parts: Parts, officer: Officer, wanted: DemandFilter
) -> AsyncIterator[dict[str, Cell]]:
    after = None
    while True:
        found = await flow.list_repeats(parts, officer, wanted, after, PAGE, "export")
        for repeat in found:
            yield dict(_repeat(repeat))
        if len(found) < PAGE:
            return
        after = found[-1].place


def _demand(parts: Parts, demand: Demand) -> Iterator[tuple[str, Cell]]:
    report = demand.report
    yield "demand_id", demand.demand_id
    yield from _named(report.office, report.paper.listed, report.paper.number, report.paper.name)
    yield "when", report.happened_on.isoformat()
    yield "area", report.area
    yield "received", _day(demand.received_at)
    yield "status", _STATES[demand.state]
    yield "due_on", demand.due_on.isoformat() if demand.due_on is not None else None
    yield "overdue", demand.is_overdue(flow.today(parts))
    yield "note", demand.note
    yield "disposed", _day(demand.disposed_at) if demand.disposed_at is not None else None


def _repeat(repeat: Repeat) -> Iterator[tuple[str, Cell]]:
    yield from _named(repeat.office, repeat.listed, repeat.number, repeat.name)
    yield "times", repeat.times
    yield "first", _day(repeat.first)
    yield "last", _day(repeat.last)
    yield "open", repeat.open
    yield "overdue", repeat.overdue


def _named(
    office: Office, listed: str | None, number: int | None, paper: str
) -> Iterator[tuple[str, Cell]]:
    yield "office", office.name
    yield "credit_code", office.code
    yield "superior", office.superior
    yield "list", _LISTS[listed]
    yield "number", number
    yield "paper", paper


def _day(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).date().isoformat()
