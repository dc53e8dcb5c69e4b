"""`gateway requester …`: who may ask."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gateway.assembly.joining import Assembled
from gateway.commands.options import (
    DEFAULT_DATA,
    Data,
    SettingsFile,
    a_table,
    out,
    told_plainly,
    with_store,
)
from gateway.domain.credit_code import CreditCode, CreditCodeRefused
from gateway.domain.requester import Requester, RequesterKind, RequesterState
from gateway.domain.text import Text
from gateway.errors import NotFound
from gateway.flow.registrations import register_requester, set_requester_state
from gateway.ports.registers import Client

app = typer.Typer(no_args_is_help=True, help="Register the bodies that may ask (需求部门).")

Code = Annotated[str, typer.Argument(help="The unified social credit code.")]


@app.command()
def add(
    code: Code,
    name_zh: Annotated[str, typer.Option(help="Its name in Chinese.")],
    name_en: Annotated[str, typer.Option(help="Its name in English.")],
    kind: Annotated[
        RequesterKind,
        typer.Option(
            metavar="KIND", help="Who it is in law: state_organ, authorised_organisation or other."
        ),
    ],
    agreement: Annotated[
        list[str] | None, typer.Option(help="department=reference; needed by kind `other`.")
    ] = None,
    data: Data = DEFAULT_DATA,
    settings: SettingsFile = None,
) -> None:
    """Register a requester; its systems are registered by `gateway client add`."""

    async def work(opened: Assembled) -> None:
        requester = Requester(
            code=_checked_code(code),
            name=Text(name_zh, name_en),
            kind=kind,
            agreements=tuple(_agreement(text) for text in agreement or []),
        )
        await register_requester(opened.parts, requester)

    told_plainly(lambda: with_store(data, settings, work))
    out.print(f"registered {code}", markup=False)


@app.command("list")
def list_all(data: Data = DEFAULT_DATA, settings: SettingsFile = None) -> None:
    """Show all requesters with their clients."""

    async def work(opened: Assembled) -> list[tuple[Requester, tuple[Client, ...]]]:
        registry = opened.parts.registry
        return [(r, await registry.clients(r.code)) for r in await registry.requesters()]

    table = a_table("code", "name", "kind", "state", "clients (keys)")
    for requester, clients in told_plainly(lambda: with_store(data, settings, work)):
        shown = ", ".join(f"{c.client_id} ({len(c.keys)})" for c in clients)
        name = f"{requester.name.zh}\n{requester.name.en}"
        table.add_row(requester.code, name, requester.kind.value, requester.state.value, shown)
    out.print(table)


@app.command()
def suspend(code: Code, data: Data = DEFAULT_DATA, settings: SettingsFile = None) -> None:
    """Refuse everything it asks, at once."""
    _set_state(code, RequesterState.SUSPENDED, data, settings)


@app.command()
def resume(code: Code, data: Data = DEFAULT_DATA, settings: SettingsFile = None) -> None:
    """Let it ask again."""
    _set_state(code, RequesterState.ACTIVE, data, settings)


def _set_state(code: str, state: RequesterState, data: Path, settings: Path | None) -> None:
    async def work(opened: Assembled) -> None:
        try:
            await set_requester_state(opened.parts, code, state)
        except NotFound as error:
            raise ValueError(f"no requester {code} is registered") from error

    told_plainly(lambda: with_store(data, settings, work))
    out.print(f"{code} is now {state.value}", markup=False)


def _checked_code(code: str) -> str:
    try:
        return CreditCode.parse(code).value
    except CreditCodeRefused as error:
        message = f"{code}: is not a unified social credit code ({error.reason})"
        raise ValueError(message) from error


def _agreement(text: str) -> tuple[str, str]:
    department, found, reference = text.partition("=")
    if not (department and found and reference):
        raise ValueError("--agreement must be department=reference")
    return department, reference
