"""Joining the parts: store, keys, catalogue, facts, sources, and the path's `Parts`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from importlib.resources import files

from gateway.assembly.catalogue_check import LeftOut, check_catalogue
from gateway.assembly.departments import Observe, observe_nothing, open_sources
from gateway.assembly.doors import open_doors
from gateway.assembly.later import ObserveJob, observe_no_job
from gateway.assembly.plugins import load_connectors, load_facts, records_of
from gateway.assembly.posting import open_post
from gateway.assembly.wiring import with_departments
from gateway.assembly.witnessing import read_quorum
from gateway.domain.catalogue import Catalogue
from gateway.domain.codes import Codes
from gateway.domain.fact import Fact
from gateway.domain.working_days import WorkingDays
from gateway.flow.memory import Memory
from gateway.flow.parts import Parts, Post
from gateway.jobs.opening import open_jobs
from gateway.jobs.schedule import JobSchedule
from gateway.outbound import WatchedSource
from gateway.ports.log import Log
from gateway.ports.machine import Chance, Clock
from gateway.ports.signer import Signer
from gateway.settings import Settings
from gateway.signing.key_store import SigningKeys, open_signing_keys
from gateway.signing.log_key import open_log_key
from gateway.signing.signer import FileSigner
from gateway.storage.catalogue_files import catalogue_digest, load_catalogue
from gateway.storage.code_files import load_codes
from gateway.storage.log.opening import OpenedLog, open_log
from gateway.storage.log.sequencer import Sequencer
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
    sequencer: Sequencer
    jobs: JobSchedule | None  # of a process that serves
    left_out: tuple[LeftOut, ...] = ()  # papers that its settings leave out


@asynccontextmanager
async def assembled(
    settings: Settings,
    clock: Clock,
    chance: Chance,
    *,
    serving: bool,
    observe: Observe = observe_nothing,
    observe_job: ObserveJob = observe_no_job,
) -> AsyncIterator[Assembled]:
    """Open everything, and close it again. Must be entered on the loop that will use it.

    `serving` takes the data directory for this process alone and opens the sources; without it (the
    command line's registrations) nobody can be asked. `observe` is told of every call to a
    department, `observe_job` what came of later work. Raises SettingsRefused.
    """
    data = _read_data(settings)
    async with AsyncExitStack() as stack:
        store = open_store(settings, clock, chance, serving=serving)
        stack.push_async_callback(store.close)
        keys = open_signing_keys(settings.data_dir / "keys" / "signing", clock.now())
        opened_log = await _open_log(settings, store)
        sources: Mapping[str, WatchedSource] = {}
        if serving:
            sources = await open_sources(settings, data.facts, clock, observe, stack)
        connectors = load_connectors(settings.connectors) if serving else {}
        signer = FileSigner(keys, settings.issuer, settings.receipt_days, clock, chance)
        memory, post = Memory(records_of(connectors.values())), open_post(settings, store, stack)
        kept = _Opened(store, opened_log.log, signer, sources, memory, post)
        parts = _joined(settings, data, kept, (clock, chance))
        if not serving:
            yield Assembled(parts, store, keys, opened_log.sequencer, None)
            return
        jobs = open_jobs(settings, observe_job)
        stack.callback(jobs.close)
        doors = open_doors(settings, connectors)
        checked = check_catalogue(data.catalogue, data.facts, connectors)
        catalogue = with_departments(checked.catalogue, connectors.values())
        parts = replace(parts, jobs=jobs, callbacks=doors, catalogue=catalogue)
        yield Assembled(parts, store, keys, opened_log.sequencer, jobs, checked.left_out)


async def _open_log(settings: Settings, store: Store) -> OpenedLog:
    key = open_log_key(settings.data_dir / "keys" / "log")
    return await open_log(store, settings, key.named, key.sign, read_quorum(settings))


@dataclass(frozen=True, slots=True)
class _Data:
    """What is read before anything is opened."""

    facts: Mapping[str, Fact]
    catalogue: Catalogue
    catalogue_digest: str
    codes: Codes
    working_days: WorkingDays


def _read_data(settings: Settings) -> _Data:
    facts, contracts = load_facts(settings.facts), files("contracts")
    days = settings.working_days_file
    return _Data(
        facts,
        load_catalogue(contracts),
        catalogue_digest(contracts),
        load_codes(contracts),
        load_working_days(contracts, None if days is None else settings.data_dir / days),
    )


@dataclass(frozen=True, slots=True)
class _Opened:
    """What is opened over the data."""

    store: Store
    log: Log
    signer: Signer
    sources: Mapping[str, WatchedSource]
    memory: Memory
    post: Post


def _joined(
    settings: Settings, data: _Data, opened: _Opened, machine: tuple[Clock, Chance]
) -> Parts:
    store, (clock, chance) = opened.store, machine
    return Parts(
        settings=settings,
        trail=store.trail,
        log=opened.log,
        registry=store.registry,
        consents=store.consents,
        digests=store.digests,
        demands=store.demands,
        surveys=store.surveys,
        confirmation=Outbox(settings.data_dir / "outbox"),
        signer=opened.signer,
        sources=opened.sources,
        watches=opened.sources,
        facts=data.facts,
        catalogue=data.catalogue,
        catalogue_digest=data.catalogue_digest,
        codes=data.codes,
        working_days=data.working_days,
        post=opened.post,
        clock=clock,
        chance=chance,
        memory=opened.memory,
    )
