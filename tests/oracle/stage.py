"""The gateway's own path from the question to the signed answer, over the mock departments.

Facts, policy, flow, signer, connectors, circuit breakers and links are the real ones; only the
store (`keeping`) and the network (`wires`) are not. Must never touch a socket or a thread.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from pathlib import Path
from random import Random
from typing import Any, Final

from gateway.assembly.plugins import load_connectors, load_facts
from gateway.domain.evidence import Failed, Reply
from gateway.domain.matter import Matter, Quotas
from gateway.domain.question import Question
from gateway.domain.requester import RequesterKind
from gateway.flow.parts import Parts
from gateway.outbound import Outbound, Patience, WatchedSource
from gateway.outbound.platform import open_link
from gateway.ports.machine import Clock, Deadline
from gateway.ports.source import Envelope
from gateway.settings import BUNDLED_CONNECTORS, BUNDLED_FACTS, Settings, SourceSettings
from gateway.signing.key_store import open_signing_keys
from gateway.signing.signer import FileSigner
from gateway.storage.working_day_files import load_working_days
from mocks.population.archive import Archive
from tests.journeys.served import through_platform
from tests.oracle.departments import URLS, Town
from tests.oracle.keeping import MemoryTrail, NoConsents, Registrations
from tests.oracle.wires import Wires
from tests.policy.builders import (
    CONTRACTS,
    DEPARTMENTS,
    a_matter,
    a_requester,
    a_text,
    an_approval,
    the_catalogue,
    the_codes,
)
from tests.still import SeededChance

ISSUER: Final = "https://gateway.example"
NOT_NEEDED: Final[Any] = None


@dataclass(frozen=True)
class LoopClock:
    """The day stands still; what never jumps is the loop's own time."""

    moment: datetime

    def now(self) -> datetime:
        """The same moment always."""
        return self.moment

    def monotonic(self) -> float:
        """Seconds of the loop."""
        return asyncio.get_running_loop().time()


class HeardSource:
    """A source whose replies are counted by department and cause of silence."""

    def __init__(self, watched: WatchedSource, heard: Counter[tuple[str, str]]) -> None:
        self.department = watched.department
        self.operations = watched.operations
        self._watched = watched
        self._heard = heard

    async def ask(self, question: Question, envelope: Envelope, deadline: Deadline) -> Reply:
        """Ask, and count."""
        return self._count(await self._watched.ask(question, envelope, deadline))

    async def resume(
        self, question: Question, ticket: str, envelope: Envelope, deadline: Deadline
    ) -> Reply:
        """Look for a late answer, and count."""
        return self._count(await self._watched.resume(question, ticket, envelope, deadline))

    async def close(self) -> None:
        """Close it."""
        await self._watched.close()

    def _count(self, reply: Reply) -> Reply:
        what = reply.cause.value if isinstance(reply, Failed) else type(reply).__name__.lower()
        self._heard[self.department, what] += 1
        return reply


@dataclass
class Stage:
    """Everything joined."""

    parts: Parts
    trail: MemoryTrail
    town: Town
    wires: Wires
    office: str
    heard: Counter[tuple[str, str]] = field(default_factory=Counter)


def matter_code(*, derive: bool, at_death: bool) -> str:
    """The matter that allows exactly this."""
    return "OR" + ("-D" if derive else "") + ("-A" if at_death else "")


@asynccontextmanager
async def open_stage(folder: Path, archive: Archive, seed: int) -> AsyncIterator[Stage]:
    """Open it on the running loop; `folder` gets keys."""
    clock = LoopClock(noon(archive.today))
    town = Town(archive, seed, clock.moment.timestamp)
    wires = Wires(town.applications)
    settings = _settings(folder)
    heard: Counter[tuple[str, str]] = Counter()
    async with AsyncExitStack() as stack:
        sources = await _open_sources(settings, clock, wires, seed, heard, stack)
        trail, registry = MemoryTrail(), _registrations()
        parts = _join(folder, settings, clock, seed, trail, registry, sources)
        yield Stage(parts, trail, town, wires, registry.office.code, heard)


def noon(day: date) -> datetime:
    """Noon of a civil day in Asia/Shanghai."""
    return datetime.combine(day, time(4), tzinfo=UTC)


def _settings(folder: Path) -> Settings:
    departments = {name: SourceSettings(name, url) for name, url in URLS.items()}
    return through_platform(Settings(data_dir=folder / "data", departments=departments))


async def _open_sources(
    settings: Settings,
    clock: Clock,
    wires: Wires,
    seed: int,
    heard: Counter[tuple[str, str]],
    stack: AsyncExitStack,
) -> Mapping[str, HeardSource]:
    """As assembly opens them, but for the transport and the dice of the pauses."""
    dice = Random(f"pauses {seed}")
    patience = Patience(wait=lambda state: dice.uniform(0, 0.1 * 2**state.attempt_number))
    outbound = Outbound(patience, wires)
    sources: dict[str, HeardSource] = {}
    for name, connector in load_connectors(BUNDLED_CONNECTORS).items():
        department = settings.departments[name]
        link = open_link(outbound, department, clock)
        stack.push_async_callback(link.close)
        watched = WatchedSource(connector.open(department, link), department, clock)
        sources[name] = HeardSource(watched, heard)
    return sources


def _join(
    folder: Path,
    settings: Settings,
    clock: Clock,
    seed: int,
    trail: MemoryTrail,
    registry: Registrations,
    sources: Mapping[str, HeardSource],
) -> Parts:
    chance = SeededChance(f"oracle {seed}")
    keys = open_signing_keys(folder / "signing", clock.now())
    doubles: dict[str, Any] = {"trail": trail, "registry": registry, "consents": NoConsents()}
    return Parts(
        settings=settings,
        log=NOT_NEEDED,
        digests=NOT_NEEDED,
        demands=NOT_NEEDED,
        surveys=NOT_NEEDED,
        confirmation=NOT_NEEDED,
        post=NOT_NEEDED,
        signer=FileSigner(keys, ISSUER, settings.receipt_days, clock, chance),
        sources=sources,
        facts=load_facts(BUNDLED_FACTS),
        catalogue=the_catalogue(),
        catalogue_digest="0" * 64,
        codes=the_codes(),
        working_days=load_working_days(CONTRACTS),
        clock=clock,
        chance=chance,
        **doubles,
    )


def _registrations() -> Registrations:
    office = a_requester(kind=RequesterKind.STATE_ORGAN)
    matters = [open_matter(derive=d, at_death=a) for d, a in product((False, True), repeat=2)]
    return Registrations(office, {matter.code: matter for matter in matters})


def open_matter(*, derive: bool, at_death: bool) -> Matter:
    """A statutory matter that may ask every fact of every department."""
    approvals = tuple(an_approval(name, expires_on=date(2099, 12, 31)) for name in DEPARTMENTS)
    return a_matter(
        code=matter_code(derive=derive, at_death=at_death),
        facts=frozenset(BUNDLED_FACTS),
        derive=a_text("derive") if derive else None,
        at_death=at_death,
        max_age_days=(180, 90, 365),
        approvals=approvals,
        quotas=Quotas(),
    )


def an_hour_before(moment: datetime) -> datetime:
    """When the notice was given."""
    return moment - timedelta(hours=1)
