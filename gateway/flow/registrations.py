"""Registering requesters, their clients and their matters; every change is on the trail."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.audit import entry as kinds
from gateway.audit.entry import EntryDraft, NewEntry
from gateway.domain.matter import Matter
from gateway.domain.requester import Requester, RequesterState
from gateway.flow.parts import Parts
from gateway.ports.machine import uuid7
from gateway.ports.registers import Client


async def register_requester(parts: Parts, requester: Requester) -> None:
    """Add or replace a requester."""
    about = {"kind": requester.kind.value, "state": requester.state.value}
    entry = _entry(parts, kinds.REQUESTER_REGISTERED, requester.code, about)
    await parts.registry.add_requester(requester, entry)


async def set_requester_state(parts: Parts, code: str, state: RequesterState) -> None:
    """Suspend or resume a requester, effective at once. Raises NotFound."""
    entry = _entry(parts, kinds.REQUESTER_STATE, code, {"state": state.value})
    await parts.registry.set_state(code, state, entry)


async def register_client(parts: Parts, client: Client) -> None:
    """Add or replace a requester's client with its public keys. Raises NotFound."""
    about = {"client": client.client_id, "scopes": " ".join(sorted(client.scopes))}
    entry = _entry(parts, kinds.CLIENT_REGISTERED, client.requester, about)
    await parts.registry.add_client(client, entry)


async def register_matter(parts: Parts, matter: Matter) -> None:
    """Add or replace a matter. Raises NotFound for an unknown requester."""
    about = {"matter": matter.code, "state": matter.state.value}
    entry = _entry(parts, kinds.MATTER_REGISTERED, matter.requester, about)
    await parts.registry.add_matter(matter, entry)


def _entry(parts: Parts, kind: str, requester: str, about: Mapping[str, str]) -> NewEntry:
    now = parts.clock.now()
    draft = EntryDraft(
        entry_id=uuid7(now, parts.chance),
        kind=kind,
        at=now,
        requester=requester,
        about=about,
        catalogue_digest=parts.catalogue_digest,
    )
    return NewEntry(draft)
