"""The parts the path is made of, joined once by assembly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway.domain.catalogue import Catalogue
from gateway.domain.codes import Codes
from gateway.domain.fact import Fact
from gateway.domain.working_days import WorkingDays
from gateway.flow.memory import Memory
from gateway.ports.callbacks import CallbackDoor
from gateway.ports.demands import Demands
from gateway.ports.digests import PublicDigests
from gateway.ports.jobs import Jobs, Unscheduled
from gateway.ports.log import Log
from gateway.ports.machine import Chance, Clock
from gateway.ports.registers import ConsentBook, ConsentConfirmation, Registry
from gateway.ports.signer import Signer
from gateway.ports.source import Source, Watched
from gateway.ports.surveys import Surveys
from gateway.ports.trail import Trail
from gateway.ports.webhooks import Courier, Stamp, WebhookBook
from gateway.settings import Settings


@dataclass(frozen=True, slots=True)
class Post:
    """What requesters are told by: the book of webhooks, the courier, the stamp."""

    book: WebhookBook
    courier: Courier
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Parts:
    """What assembly chose.

    `sources` and `facts` by name, `facts` in the order of the settings; `watches` tells how the
    sources of the same names fare.
    """

    settings: Settings
    trail: Trail
    log: Log
    registry: Registry
    consents: ConsentBook
    digests: PublicDigests
    demands: Demands
    surveys: Surveys
    confirmation: ConsentConfirmation
    signer: Signer
    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    catalogue: Catalogue
    catalogue_digest: str
    codes: Codes
    working_days: WorkingDays
    post: Post
    clock: Clock
    chance: Chance
    watches: Mapping[str, Watched] = field(default_factory=dict)
    jobs: Jobs = field(default_factory=Unscheduled)
    callbacks: Mapping[str, CallbackDoor] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
