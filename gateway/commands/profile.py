"""A requester's profile: which gateway, which client, which key."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gateway.client import Gateway, read_key
from gateway.commands.options import read_toml

Profile = Annotated[
    Path,
    typer.Option(
        "--profile",
        envvar="GATEWAY_PROFILE",
        help="A TOML file with `gateway`, `client_id` and `key` (a path beside it).",
    ),
]
DEFAULT_PROFILE = Path("requester.toml")


def open_gateway(profile: Path) -> Gateway:
    """The client that a profile describes. Raises ValueError naming what is wrong."""
    content = read_toml(profile)
    for name in ("gateway", "client_id", "key"):
        if not isinstance(content.get(name), str):
            raise ValueError(f"{profile}: {name} is missing")
    key = read_key(profile.parent / content["key"])
    return Gateway(content["gateway"], content["client_id"], key)
