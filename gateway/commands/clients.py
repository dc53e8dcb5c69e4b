"""`gateway client …`: the systems through which a requester asks, and their keys."""

from __future__ import annotations

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
    read_json_object,
    read_text,
    told_plainly,
    with_store,
)
from gateway.errors import NotFound
from gateway.flow.registrations import register_client
from gateway.ports.registers import Client
from gateway.signing.algorithms import KeyRefused, read_public_key

app = typer.Typer(no_args_is_help=True, help="Register a requester's systems with their keys.")

CONSENT_SCOPES = ("consent:read", "consent:write")


@app.command()
def add(
    client_id: Annotated[str, typer.Argument(help="How the system names itself.")],
    requester: Annotated[str, typer.Option(help="The requester's credit code.")],
    key: Annotated[list[Path], typer.Option(help="A public key as a JWK file; at most two.")],
    scope: Annotated[
        list[str] | None,
        typer.Option(
            help="Default: all facts and consents. Compliance reads and marks improper demands with"
            " demands:read and demands:handle."
        ),
    ] = None,
    data: Data = DEFAULT_DATA,
    settings: SettingsFile = None,
) -> None:
    """Register a system, or give it other keys or scopes."""

    async def work(opened: Assembled) -> None:
        every = [f"verify:{name}" for name in opened.parts.facts]
        client = Client(
            client_id=_checked_id(client_id),
            requester=requester,
            scopes=frozenset(scope or [*every, *CONSENT_SCOPES]),
            keys=_read_keys(key),
        )
        try:
            await register_client(opened.parts, client)
        except NotFound as error:
            raise ValueError(f"no requester {requester} is registered") from error

    told_plainly(lambda: with_store(data, settings, work))
    out.print(f"registered {client_id} of {requester}", markup=False)


@app.command("list")
def list_all(
    requester: Annotated[str, typer.Argument(help="The requester's credit code.")],
    data: Data = DEFAULT_DATA,
    settings: SettingsFile = None,
) -> None:
    """Show a requester's systems."""

    async def work(opened: Assembled) -> tuple[Client, ...]:
        return await opened.parts.registry.clients(requester)

    table = a_table("client", "keys (RFC 7638 thumbprints)", "scopes")
    for client in told_plainly(lambda: with_store(data, settings, work)):
        thumbprints = "\n".join(read_public_key(jwk).thumbprint() for jwk in client.keys)
        table.add_row(client.client_id, thumbprints, "\n".join(sorted(client.scopes)))
    out.print(table)


def _checked_id(client_id: str) -> str:
    if not (client_id.isascii() and client_id.isprintable() and 1 <= len(client_id) <= 64):
        raise ValueError("a client id has 1 to 64 visible ASCII characters")
    return client_id


def _read_keys(files: list[Path]) -> tuple[dict[str, Any], ...]:
    if not 1 <= len(files) <= 2:
        raise ValueError("a client has one key, or two while it changes from one to the other")
    return tuple(_read_key(file) for file in files)


def _read_key(file: Path) -> dict[str, Any]:
    try:
        key = read_public_key(read_json_object(read_text(file), str(file)))
    except KeyRefused as error:
        raise ValueError(f"{file}: {error}") from error
    members: dict[str, Any] = key.as_dict(private=False)
    return {name: members[name] for name in ("kty", "crv", "x", "y") if name in members}
