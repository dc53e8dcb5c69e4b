"""A front desk to call without a socket: the real store and facts, departments that are told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, Final

import httpx
from fastapi import FastAPI
from joserfc import jws
from joserfc.jwk import OKPKey

from gateway.api.application import create_app
from gateway.domain.evidence import Answered, Holding, Late, Reply
from gateway.domain.fact import Fact
from gateway.domain.matter import Matter
from gateway.domain.person import Person
from gateway.domain.question import Question
from gateway.domain.records import PopulationEntry
from gateway.domain.requester import Requester, RequesterState
from gateway.facts.alive import fact as alive
from gateway.facts.birth import fact as birth
from gateway.facts.childbirth import fact as childbirth
from gateway.facts.death import fact as death
from gateway.facts.identity import fact as identity
from gateway.facts.kinship import fact as kinship
from gateway.facts.marriage import fact as marriage
from gateway.flow.parts import Parts, Post
from gateway.flow.registrations import (
    register_client,
    register_matter,
    register_requester,
    set_requester_state,
)
from gateway.outbound.webhooks import WebhookCourier
from gateway.ports.machine import Deadline
from gateway.ports.registers import Client, ConfirmationMessage
from gateway.ports.source import Envelope, Latency, SourceHealth
from gateway.settings import Settings
from gateway.signing.key_store import SigningKeys, open_signing_keys
from gateway.signing.log_key import open_log_key
from gateway.signing.signer import FileSigner
from gateway.signing.webhook_signatures import stamp
from gateway.storage.catalogue_files import catalogue_digest
from gateway.storage.log.opening import open_log
from gateway.storage.log.sequencer import Sequencer
from gateway.storage.opening import open_store
from gateway.storage.store import Store
from gateway.storage.working_day_files import load_working_days
from gateway.telemetry import Telemetry
from tests.policy.builders import (
    CONTRACTS,
    REQUESTER,
    a_matter,
    a_person,
    a_requester,
    the_catalogue,
    the_codes,
)
from tests.still import NOON, SeededChance, StillClock

ISSUER: Final = "https://gateway.example"
CLIENT_ID: Final = "gjj_counter"
FACTS: Final[Mapping[str, Fact]] = {
    fact.name: fact for fact in (identity, kinship, marriage, birth, alive, death, childbirth)
}
SCOPES: Final = frozenset({f"verify:{name}" for name in FACTS} | {"consent:write", "consent:read"})
ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SUBJECT, RELATIVE, OPERATOR = a_person(serial=1), a_person(serial=2), a_person(serial=9)
HELD: Final = Answered(Holding.HELD, (PopulationEntry(in_force=True),), date(2026, 11, 20))


FARES = SourceHealth(
    state="answering",
    answered=12,
    late=0,
    silent={"timeout": 1},
    latency=Latency(0.0482, 0.1309, 0.4025),
    last_spoke_at=NOON,
    data_as_of=date(2026, 11, 20),
    coverage={"person": date(1986, 1, 1)},
)


@dataclass(repr=False)
class ToldSource:
    """A department that answers what it was told to, and remembers that it was asked."""

    department: str
    reply: Reply = HELD
    later: Reply | None = None
    asked: list[Question] = field(default_factory=list)
    operations: frozenset[str] = frozenset({"person"})
    fares: SourceHealth = FARES

    async def ask(self, question: Question, envelope: Envelope, deadline: Deadline) -> Reply:
        self.asked.append(question)
        return self.reply

    async def resume(
        self, question: Question, ticket: str, envelope: Envelope, deadline: Deadline
    ) -> Reply:
        return self.later or Late(ticket)

    async def close(self) -> None:
        pass

    def health(self) -> SourceHealth:
        return self.fares


@dataclass
class Outbox:
    """Keeps what residents are sent."""

    messages: list[ConfirmationMessage] = field(default_factory=list)

    async def deliver(self, message: ConfirmationMessage) -> None:
        self.messages.append(message)


@dataclass(repr=False)
class Office:
    """The front desk with everything behind it."""

    app: FastAPI
    http: httpx.AsyncClient
    parts: Parts
    store: Store
    keys: SigningKeys
    clock: StillClock
    police: ToldSource
    outbox: Outbox
    log: StringIO
    telemetry: Telemetry
    client_key: OKPKey
    sequencer: Sequencer

    def assertion(self, **changes: Any) -> str:
        """A client assertion that proves the client, unless a change says otherwise."""
        moment = int(self.clock.now().timestamp())
        claims = {
            "iss": CLIENT_ID,
            "sub": CLIENT_ID,
            "aud": ISSUER,
            "exp": moment + 50,
            "jti": self.parts.chance.take(16).hex(),
        }
        kept = {name: value for name, value in (claims | changes).items() if value is not None}
        header = {"alg": "Ed25519"}
        content = json.dumps(kept).encode()
        return jws.serialize_compact(header, content, self.client_key, algorithms=["Ed25519"])

    async def get_token(self, **changes: Any) -> httpx.Response:
        """Ask for a token with these form fields changed."""
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self.assertion(),
        }
        kept = {name: value for name, value in (form | changes).items() if value is not None}
        return await self.http.post("/oauth/token", data=kept)

    async def login(self, scope: str | None = None) -> dict[str, str]:
        """The header that a logged-in client sends."""
        reply = await self.get_token(scope=scope)
        return {"Authorization": f"Bearer {reply.json()['access_token']}"}

    async def post(
        self, path: str, body: object, key: str | None = "key-1", **headers: str
    ) -> httpx.Response:
        """A logged-in POST of JSON."""
        sent = {**await self.login(), "Content-Type": "application/json", **headers}
        if key is not None:
            sent["Idempotency-Key"] = key
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await self.http.post(path, content=content, headers=sent)

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """A logged-in GET."""
        return await self.http.get(path, headers={**await self.login(), **headers})

    async def suspend(self) -> None:
        """Suspend the requester."""
        await set_requester_state(self.parts, REQUESTER, RequesterState.SUSPENDED)


def person_json(person: Person) -> dict[str, Any]:
    """A person as a request names her."""
    return {"id_number": person.number, "name": person.name}


def on_duty() -> dict[str, Any]:
    """A statutory duty with the notice given an hour ago."""
    return {
        "kind": "statutory_duty",
        "notice": {"version": "2026-01", "given_at": "2026-11-24T11:00:00+08:00"},
    }


def a_request(**changes: Any) -> dict[str, Any]:
    """A good request for identity; None leaves a field out."""
    request = {
        "subject": person_json(SUBJECT),
        "claim": {},
        "matter": "GJJ-007",
        "case": "2026-000123",
        "operator": {**person_json(OPERATOR), "staff_id": "0042"},
        "basis": on_duty(),
    }
    return {name: value for name, value in (request | changes).items() if value is not None}


async def open_office(folder: Path) -> Office:
    """Open everything and register a requester with its client and matter."""
    clock, chance, outbox = StillClock(), SeededChance(), Outbox()
    settings = Settings(data_dir=folder / "data", issuer=ISSUER)
    store = open_store(settings, clock, chance)
    keys = open_signing_keys(folder / "signing", clock.now())
    police = ToldSource("public_security")
    log_key = open_log_key(folder / "log")
    opened = await open_log(store, settings, log_key.named, log_key.sign)
    parts = Parts(
        settings=settings,
        trail=store.trail,
        log=opened.log,
        registry=store.registry,
        consents=store.consents,
        digests=store.digests,
        demands=store.demands,
        surveys=store.surveys,
        confirmation=outbox,
        signer=FileSigner(keys, ISSUER, settings.receipt_days, clock, chance),
        sources={"public_security": police},
        watches={"public_security": police},
        facts=FACTS,
        catalogue=the_catalogue(),
        catalogue_digest=catalogue_digest(CONTRACTS),
        codes=the_codes(),
        working_days=load_working_days(CONTRACTS),
        post=Post(store.webhooks, WebhookCourier(), stamp),
        clock=clock,
        chance=chance,
    )
    key = OKPKey.generate_key("Ed25519")
    await _register(parts, key, a_requester(), a_matter())
    log = StringIO()
    telemetry = Telemetry(clock, log)
    app = create_app(
        parts,
        keys,
        store.tokens,
        store.readiness,
        observe=telemetry.observe,
        exposition=telemetry.exposition,
    )
    return Office(
        app,
        client_of(app),
        parts,
        store,
        keys,
        clock,
        police,
        outbox,
        log,
        telemetry,
        key,
        opened.sequencer,
    )


def client_of(app: FastAPI) -> httpx.AsyncClient:
    """A client of an application, without a socket."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=ISSUER)


async def _register(parts: Parts, key: OKPKey, requester: Requester, matter: Matter) -> None:
    await register_requester(parts, requester)
    public = key.as_dict(private=False)
    client = Client(CLIENT_ID, requester.code, SCOPES, (public,))  # type: ignore[arg-type]
    await register_client(parts, client)
    await register_matter(parts, matter)
