"""`gateway connector …`: a new connector from the scaffold; what is installed and allowed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from gateway.assembly.catalogue_check import check_catalogue
from gateway.assembly.departments import observe_nothing, open_sources
from gateway.assembly.machine import SystemClock
from gateway.assembly.plugins import CONNECTORS, FACTS, load_connectors, load_facts, providers
from gateway.commands.options import (
    DEFAULT_DATA,
    Data,
    SettingsFile,
    a_table,
    err,
    out,
    settings_of,
    told_plainly,
)
from gateway.commands.scaffolding import scaffold
from gateway.domain.fact import Fact
from gateway.settings import Settings
from gateway.storage.catalogue_files import load_catalogue

app = typer.Typer(
    no_args_is_help=True, help="Write a connector to a department's register, and look at them."
)


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="The department's name: small letters, digits, _.")],
    into: Annotated[
        Path, typer.Option(help="The folder in which the new one is made.", file_okay=False)
    ] = Path(),
    dialect: Annotated[str, typer.Option(help="What the register speaks: json or xml.")] = "json",
    zh: Annotated[str, typer.Option(help="What the register is called in Chinese.")] = "",
    en: Annotated[str, typer.Option(help="What the register is called in English.")] = "",
) -> None:
    """Make a connector with contract, scenarios, mock register and tests that pass at once."""
    folder = told_plainly(lambda: scaffold(name, into, dialect, zh, en))
    out.print(f"written to {folder}; next:", markup=False, soft_wrap=True)
    out.print(f"  cd {folder}", markup=False, soft_wrap=True)
    out.print('  pip install -e ".[tests]"', markup=False)
    out.print("  pytest", markup=False)
    out.print("What is yours to change says so: look for the word Yours.", markup=False)


@app.command("list")
def list_connectors(data: Data = DEFAULT_DATA, settings: SettingsFile = None) -> None:
    """Show the connectors and facts that are installed, and which of them the settings allow.

    One that is not allowed is not loaded.
    """
    found = told_plainly(lambda: settings_of(data, settings))
    table = a_table("name", "kind", "from", "allowed", "address")
    for kind, group, allowed in (
        ("connector", CONNECTORS, found.connectors),
        ("fact", FACTS, found.facts),
    ):
        for name, distributions in providers(group).items():
            source = found.departments.get(name) if kind == "connector" else None
            url = source.url if source is not None else ""
            is_allowed = "yes" if name in allowed else "no"
            table.add_row(name, kind, ", ".join(distributions), is_allowed, url)
    out.print(table)


@app.command()
def check(data: Data = DEFAULT_DATA, settings: SettingsFile = None) -> None:
    """Load and open what the settings allow, as a start would, and say what does not fit together.

    Nobody is asked anything.
    """

    def work() -> tuple[int, int]:
        found = settings_of(data, settings)
        connectors, facts = load_connectors(found.connectors), load_facts(found.facts)
        asyncio.run(_open(found, facts))
        checked = check_catalogue(load_catalogue(files("contracts")), facts, connectors)
        for name in sorted(connectors.keys() - found.departments.keys()):
            err.print(f"{name}: no address in the settings, so nobody is asked", markup=False)
        for one in checked.left_out:
            what = one.fact or one.department
            err.print(f"certificate {one.certificate}: left out with {what}", markup=False)
        return len(connectors), len(facts)

    connectors, facts = told_plainly(work)
    out.print(f"{connectors} connectors and {facts} facts fit together")


async def _open(settings: Settings, facts: Mapping[str, Fact]) -> None:
    """Open every department's link and source, and close them again."""
    async with AsyncExitStack() as stack:
        await open_sources(settings, facts, SystemClock(), observe_nothing, stack)
