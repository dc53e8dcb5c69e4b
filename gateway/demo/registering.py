"""The demo's registrations: offices with their keys, and a matter for each fact."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from gateway.assembly.joining import assembled
from gateway.assembly.machine import SystemChance, SystemClock
from gateway.client import make_key, public_jwk, write_key
from gateway.demo.cast import OFFICES, Office
from gateway.domain.requester import Requester, RequesterKind
from gateway.domain.text import Text
from gateway.flow.parts import Parts
from gateway.flow.registrations import register_client, register_matter, register_requester
from gateway.policy.matter_form import read_matter
from gateway.ports.registers import Client
from gateway.settings import Settings


async def register_offices(folder: Path) -> None:
    """Register every office of the demo in the data directory `folder`."""
    settings = Settings(data_dir=folder)
    async with assembled(settings, SystemClock(), SystemChance(), serving=False) as opened:
        for office in OFFICES:
            await _register(opened.parts, folder, office)


async def _register(parts: Parts, folder: Path, office: Office) -> None:
    name = Text(office.zh, office.en)
    requester = Requester(office.code, name, RequesterKind(office.kind))
    await register_requester(parts, requester)
    scopes = {f"verify:{fact}" for fact in parts.facts} | {"consent:read", "consent:write"}
    key = _make_key(folder, office)
    client = Client(office.client_id, office.code, frozenset(scopes), (key,))
    await register_client(parts, client)
    matter = read_matter(
        _example(office.matter),
        parts.catalogue,
        parts.facts,
        requester=requester,
        codes=parts.codes,
    )
    await register_matter(parts, matter)


def _make_key(folder: Path, office: Office) -> Mapping[str, Any]:
    key = make_key()
    write_key(key, folder / f"{office.client_id}.pem")
    return public_jwk(key)


def _example(code: str) -> Mapping[str, Any]:
    examples = files("contracts") / "catalogue" / "matters"
    return tomllib.loads((examples / f"{code.lower()}.toml").read_text(encoding="utf-8"))
