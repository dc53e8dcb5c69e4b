"""Joining the parts: store, keys, catalogue, facts, sources, and the path's `Parts`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib.resources import files

from gateway.assembly.departments import Observe, observe_nothing, open_sources
from gateway.assembly.plugins import load_connectors, load_facts, records_of
from gateway.flow.memory import Memory
from gateway.flow.parts import Parts
from gateway.ports.machine import Chance, Clock
from gateway.settings import Settings
from gateway.signing.key_store import SigningKeys, open_signing_keys
from gateway.signing.signer import FileSigner
from gateway.storage.catalogue_files import catalogue_digest, load_catalogue
from gateway.storage.code_files import load_codes
from gateway.storage.opening import open_store
from gateway.storage.outbox import Outbox
from gateway.storage.store import Store
from gateway.storage.working_day_files import load_working_days


@dataclass(frozen=True, slots=True)
class Assembled:
    """Everything that a process of the gateway holds."""

    parts: Parts
    store: Store
    keys: SigningKeys


@asynccontextmanager
async def assembled(
    settings: Settings,
    clock: Clock,
    chance: Chance,
    *,
    serving: bool,
    observe: Observe = observe_nothing,
) -> AsyncIterator[Assembled]:
    """Open everything, and close it again. Must be entered on the loop that will use it.

    `serving` takes the data directory for this process alone and opens the sources; without it (the
    command line's registrations) nobody can be asked. `observe` is told of every call to a
    department. Raises SettingsRefused.
    """
    facts = load_facts(settings.facts)
    contracts = files("contracts")
    own_days = settings.working_days_file
    catalogue = load_catalogue(contracts)
    async with AsyncExitStack() as stack:
        store = open_store(settings, clock, chance, serving=serving)
        stack.push_async_callback(store.close)
        keys = open_signing_keys(settings.data_dir / "keys" / "signing", clock.now())
        sources = await open_sources(settings, clock, observe, stack) if serving else {}
        brought = records_of(load_connectors(settings.connectors).values()) if serving else ()
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
            watches=sources,
            facts=facts,
            catalogue=catalogue,
            catalogue_digest=catalogue_digest(contracts),
            codes=load_codes(contracts),
            working_days=load_working_days(
                contracts, settings.data_dir / own_days if own_days else None
            ),
            clock=clock,
            chance=chance,
            memory=Memory(brought),
        )
        yield Assembled(parts, store, keys)
