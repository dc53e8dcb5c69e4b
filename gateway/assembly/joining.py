"""Joining the parts: store, keys, catalogue, facts, sources, and the path's `Parts`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib.resources import files

from gateway.assembly.plugins import load_connectors, load_facts
from gateway.errors import SettingsRefused
from gateway.flow.parts import Parts
from gateway.outbound import Outbound
from gateway.ports.machine import Chance, Clock
from gateway.ports.source import Source
from gateway.settings import Settings
from gateway.signing.key_store import SigningKeys, open_signing_keys
from gateway.signing.signer import FileSigner
from gateway.storage.catalogue_files import catalogue_digest, load_catalogue
from gateway.storage.code_files import load_codes
from gateway.storage.opening import open_store
from gateway.storage.outbox import Outbox
from gateway.storage.store import Store


@dataclass(frozen=True, slots=True)
class Assembled:
    """Everything that a process of the gateway holds."""

    parts: Parts
    store: Store
    keys: SigningKeys


@asynccontextmanager
async def assembled(
    settings: Settings, clock: Clock, chance: Chance, *, serving: bool
) -> AsyncIterator[Assembled]:
    """Open everything, and close it again. Must be entered on the loop that will use it.

    `serving` takes the data directory for this process alone and opens the sources; without it (the
    command line's registrations) nobody can be asked. Raises SettingsRefused.
    """
    facts = load_facts(settings.facts)
    contracts = files("contracts")
    catalogue = load_catalogue(contracts)
    async with AsyncExitStack() as stack:
        store = open_store(settings, clock, chance, serving=serving)
        stack.push_async_callback(store.close)
        keys = open_signing_keys(settings.data_dir / "keys" / "signing", clock.now())
        sources = await _open_sources(settings, stack) if serving else {}
        signer = FileSigner(keys, settings.issuer, settings.receipt_days, clock, chance)
        parts = Parts(
            settings=settings,
            trail=store.trail,
            registry=store.registry,
            consents=store.consents,
            digests=store.digests,
            confirmation=Outbox(settings.data_dir / "outbox"),
            signer=signer,
            sources=sources,
            facts=facts,
            catalogue=catalogue,
            catalogue_digest=catalogue_digest(contracts),
            codes=load_codes(contracts),
            clock=clock,
            chance=chance,
        )
        yield Assembled(parts, store, keys)


async def _open_sources(settings: Settings, stack: AsyncExitStack) -> Mapping[str, Source]:
    connectors = load_connectors(settings.connectors)
    unknown = settings.departments.keys() - connectors.keys()
    if unknown:
        raise SettingsRefused(
            f"departments: no connector is named for {', '.join(sorted(unknown))}"
        )
    outbound = Outbound()
    sources: dict[str, Source] = {}
    for name, source_settings in settings.departments.items():
        link = outbound.link(source_settings)
        stack.push_async_callback(link.close)
        source = connectors[name].open(source_settings, link)
        stack.push_async_callback(source.close)
        sources[name] = source
    return sources
