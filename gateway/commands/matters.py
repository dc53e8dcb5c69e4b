"""`gateway matter …`: what they may ask, on which basis."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from gateway.assembly.joining import Assembled
from gateway.commands.options import (
    DEFAULT_DATA,
    Data,
    SettingsFile,
    a_table,
    out,
    read_toml,
    told_plainly,
    with_store,
)
from gateway.domain.matter import Matter
from gateway.errors import ContentRefused, Problem
from gateway.flow.parts import Parts
from gateway.flow.registrations import register_matter
from gateway.policy.matter_form import read_matter

app = typer.Typer(no_args_is_help=True, help="Register what a body may ask (事项).")


@app.command()
def add(
    file: Annotated[Path, typer.Argument(help="The matter as a TOML file.")],
    data: Data = DEFAULT_DATA,
    settings: SettingsFile = None,
) -> None:
    """Register a matter; everything that is wrong in the file is named."""

    def command() -> Matter:
        raw = read_toml(file)
        return with_store(data, settings, lambda opened: _register(opened.parts, raw))

    matter = told_plainly(command)
    out.print(f"registered {matter.code} of {matter.requester}", markup=False)


async def _register(parts: Parts, raw: Mapping[str, Any]) -> Matter:
    requester = await parts.registry.requester(str(raw.get("requester", "")))
    if requester is None:
        raise ContentRefused(Problem("/requester", "requester_unknown"))
    matter = read_matter(raw, parts.catalogue, parts.facts, requester=requester, codes=parts.codes)
    await register_matter(parts, matter)
    return matter


@app.command("list")
def list_all(
    requester: Annotated[str, typer.Argument(help="The requester's credit code.")],
    data: Data = DEFAULT_DATA,
    settings: SettingsFile = None,
) -> None:
    """Show a requester's matters."""

    async def work(opened: Assembled) -> tuple[Matter, ...]:
        return await opened.parts.registry.matters(requester)

    table = a_table("code", "name", "replaces", "facts", "bases", "state")
    for matter in told_plainly(lambda: with_store(data, settings, work)):
        replaces = f"{matter.replaces.listed} {matter.replaces.number}" if matter.replaces else "–"
        bases = ", ".join(kind.value for kind in matter.bases)
        name = f"{matter.name.zh}\n{matter.name.en}"
        facts = ", ".join(sorted(matter.facts))
        table.add_row(matter.code, name, replaces, facts, bases, matter.state.value)
    out.print(table)
