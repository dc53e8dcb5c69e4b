"""`gateway demands …`: improper demands for a deployment whose compliance has no client.

Everything read or marked here is on the trail as done from the command line. What the public wrote
is shown as text: nothing of it is taken for markup.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.text import Text as Plain

from gateway.api.calls.demand_replies import demand_json, disposition_json
from gateway.api.forms.demand_filters import CONDITIONS, MOST, read_after, read_filter
from gateway.api.forms.demanding import checked_disposition
from gateway.api.problems.documents import ProblemRaised
from gateway.assembly.joining import Assembled
from gateway.commands.digest_report import report
from gateway.commands.options import (
    DEFAULT_DATA,
    Data,
    SettingsFile,
    a_table,
    out,
    told_plainly,
    with_store,
)
from gateway.domain.demand import DISPOSITIONS, Demand, DemandState
from gateway.errors import NotFound
from gateway.flow import demand_tables as tables
from gateway.flow import demands as flow
from gateway.flow.demands import Officer
from gateway.flow.parts import Parts
from gateway.ports.demands import DemandFilter
from gateway.ports.digests import DigestCheck
from gateway.ports.machine import civil_date
from gateway.storage.demand_tables import DEMANDS

app = typer.Typer(no_args_is_help=True, help="Improper demands (违规索要证明): read and mark.")

Found = TypeVar("Found")

BY = Officer()

Conditions = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        help="A condition as name=value: office, superior, list (negative, retained, neither),"
        " number, paper, status, overdue=true, from, until. May be repeated.",
    ),
]
DemandId = Annotated[str, typer.Argument(help="The demand's id (dmd_…).")]


@app.command("list")
def list_all(
    where: Conditions = None,
    after: Annotated[str | None, typer.Option(help="The last id of the page before.")] = None,
    data: Data = DEFAULT_DATA,
    settings: SettingsFile = None,
) -> None:
    """Show demands, the newest first, and how many there are."""

    async def work(opened: Assembled) -> tuple[Demand, ...]:
        parts = opened.parts
        wanted, behind = _filter(parts, where), _after(after)
        found, counts = await flow.list_demands(parts, BY, wanted, behind, MOST)
        told = ", ".join(f"{state.value} {times}" for state, times in counts.by_state)
        out.print(f"{counts.total} in all: {told}; overdue {counts.overdue}", markup=False)
        return found

    table = a_table("demand", "received", "office", "paper", "state", "due")
    for demand in told_plainly(lambda: with_store(data, settings, work)):
        report = demand.report
        place = f"{report.paper.listed} {report.paper.number} " if report.paper.listed else ""
        cells = (
            demand.demand_id,
            civil_date(demand.received_at).isoformat(),
            report.office.name,
            place + report.paper.name,
            demand.state.value,
            str(demand.due_on or "–"),
        )
        table.add_row(*map(Plain, cells))
    out.print(table)


@app.command()
def show(demand_id: DemandId, data: Data = DEFAULT_DATA, settings: SettingsFile = None) -> None:
    """Show one demand with its history, as JSON."""

    async def work(opened: Assembled) -> str:
        demand, history = await _known(flow.read_demand(opened.parts, BY, demand_id))
        told = demand_json(demand, flow.today(opened.parts))
        told["history"] = [disposition_json(one) for one in history]
        return json.dumps(told, ensure_ascii=False, indent=2)

    content = told_plainly(lambda: with_store(data, settings, work))
    out.print(content, markup=False, soft_wrap=True)


@app.command()
def dispose(
    demand_id: DemandId,
    state: Annotated[str, typer.Argument(help="corrected, referred or unfounded.")],
    note: Annotated[str, typer.Option(help="What whoever reported it may read.")],
    due: Annotated[str, typer.Option(help="By when, as YYYY-MM-DD.")] = "",
    data: Data = DEFAULT_DATA,
    settings: SettingsFile = None,
) -> None:
    """Mark a demand; the history keeps what it was marked as before."""

    async def work(opened: Assembled) -> Demand:
        parts = opened.parts
        wanted = checked_disposition(_state(state), note, due, flow.today(parts))
        return await _known(flow.dispose_of_demand(parts, BY, demand_id, *wanted))

    demand = told_plainly(lambda: with_store(data, settings, work))
    due_on = f", due {demand.due_on}" if demand.due_on is not None else ""
    out.print(f"{demand.demand_id}: {demand.state.value}{due_on}", markup=False)


@app.command()
def erase(
    demand_id: DemandId,
    everything: Annotated[
        bool, typer.Option("--everything", help="The names of office and paper as well.")
    ] = False,
    data: Data = DEFAULT_DATA,
    settings: SettingsFile = None,
) -> None:
    """Take out of a report what somebody wrote in own words, if it names a person after all."""

    async def work(opened: Assembled) -> None:
        await _known(flow.erase_words(opened.parts, BY, demand_id, everything=everything))

    told_plainly(lambda: with_store(data, settings, work))
    out.print(f"{demand_id}: erased, and said so on the trail", markup=False)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to write: a name ending in .csv or .json.")],
    table: Annotated[str, typer.Option(help="demands (one a row) or repeats.")] = tables.REPEATS,
    where: Conditions = None,
    data: Data = DEFAULT_DATA,
    settings: SettingsFile = None,
) -> None:
    """Write the table for exposure and correction (公开曝光、强制纠正)."""

    async def work(opened: Assembled) -> int:
        if table not in tables.TABLES or file.suffix not in (".csv", ".json"):
            raise ValueError("write demands or repeats, to a file ending in .csv or .json")
        made = await tables.export(opened.parts, BY, _filter(opened.parts, where), table)
        as_bytes = tables.as_csv if file.suffix == ".csv" else tables.as_json_text
        file.write_bytes(as_bytes(made))
        return len(made.rows)

    rows = told_plainly(lambda: with_store(data, settings, work))
    out.print(f"wrote {rows} rows to {file}", markup=False)


@app.command()
def verify(data: Data = DEFAULT_DATA, settings: SettingsFile = None) -> None:
    """Check that no report and no disposition was changed, removed or made up.

    Exit status: 0 all is as it was, 1 something is not, 3 only that some hour has no digest yet.
    """

    async def work(opened: Assembled) -> tuple[tuple[DigestCheck, ...], tuple[str, ...]]:
        return await opened.parts.digests.check(), await opened.parts.demands.check()

    digests, altered = told_plainly(lambda: with_store(data, settings, work))
    told = (f"{one}: its dispositions or erasures are not those of its entries" for one in altered)
    report(digests, DEMANDS.kind, told, "reports")


def _filter(parts: Parts, where: list[str] | None) -> DemandFilter:
    """The conditions as the interface takes them. Raises ValueError."""
    query: dict[str, str] = {}
    for condition in where or []:
        name, _, value = condition.partition("=")
        if name not in CONDITIONS or name in query:
            raise ValueError(f"{name}: not a condition, or named twice")
        query[name] = value
    try:
        return read_filter(query, flow.today(parts))
    except ProblemRaised:
        raise ValueError("a condition has a value that it cannot have") from None


def _after(after: str | None) -> str | None:
    try:
        return read_after({"after": after} if after is not None else {})
    except ProblemRaised:
        raise ValueError("--after: not the id of a demand") from None


def _state(word: str) -> DemandState:
    if word not in {state.value for state in DISPOSITIONS}:
        raise ValueError("a demand is marked corrected, referred or unfounded")
    return DemandState(word)


async def _known(reading: Awaitable[Found]) -> Found:
    try:
        return await reading
    except NotFound:
        raise ValueError("there is no such demand") from None
