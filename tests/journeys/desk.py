"""One office at one gateway: its typed client, and bare HTTP where a test looks at the exchange."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import httpx

from gateway.client import ClientKey, Consent, Gateway, make_key
from gateway.client.tokens import TokenKeeper
from gateway.domain.matter import Matter, Quotas
from gateway.domain.requester import Requester, RequesterKind, RequesterState
from gateway.domain.text import Text
from gateway.flow.registrations import set_requester_state
from mocks.scenarios.story import Scenario
from mocks.serving import Mocks
from mocks.town import EARLIEST, list_scenarios
from tests.journeys.served import OPERATOR, Served, a_request, register, register_office, statutory
from tests.policy.builders import a_matter, an_approval

FACTS = frozenset({"identity", "kinship", "marriage", "birth", "alive", "death", "childbirth"})
DEPARTMENTS = ("public_security", "civil_affairs", "health", "courts")
DIGEST = "ab" * 32
Person = Mapping[str, str]
Body = dict[str, Any]


@cache
def scenarios() -> Mapping[str, Scenario]:
    """The scenario residents by key; their persons and claims are the same on every day."""
    return {scenario.key: scenario for scenario in list_scenarios(EARLIEST)}


def persons_of(scenario: Scenario) -> list[Person]:
    """The subject and everybody whom the claim names."""
    claimed = [value for value in scenario.claim.values() if isinstance(value, Mapping)]
    named = [{k: str(v) for k, v in one.items()} for one in claimed if "id_number" in one]
    return [scenario.subject, *named]


def an_office(serial: int, kind: RequesterKind = RequesterKind.STATE_ORGAN) -> Requester:
    """An invented office; every test module has numbers of its own."""
    name = Text(f"示例机关{serial}", f"Example Office {serial}")
    return Requester(f"11500112EXAMP{serial:04d}X", name, kind)


def open_matter(code: str = "JR-001", **changes: Any) -> Matter:
    """A matter that allows every fact on every basis, approved for good by every department."""
    approvals = tuple(
        an_approval(name, approved_on=date(2026, 1, 1), expires_on=date(2099, 12, 31))
        for name in DEPARTMENTS
    )
    values: dict[str, Any] = {"facts": FACTS, "approvals": approvals, "quotas": Quotas()}
    return a_matter(code=code, **(values | changes))


def asked(mocks: Mocks) -> set[str]:
    """The departments that received a question since they were mended."""
    return {name for name in DEPARTMENTS if mocks.controls(name).asks()}


@dataclass
class Desk:
    """An office that asks one gateway."""

    served: Served
    requester: Requester
    matter: str
    gateway: Gateway
    http: httpx.Client
    tokens: TokenKeeper

    def ask(self, fact: str, body: Mapping[str, Any], key: str | None = None) -> httpx.Response:
        """One question over bare HTTP."""
        return self.post(f"/v1/verify/{fact}", body, {"Idempotency-Key": key or fresh_key()})

    def post(
        self, path: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """A POST of JSON as this office."""
        return self.http.post(path, json=dict(body), headers={**self._bearer(), **(headers or {})})

    def get(self, path: str) -> httpx.Response:
        """A GET as this office."""
        return self.http.get(path, headers=self._bearer())

    def request(
        self, scenario: str, basis: Mapping[str, Any] | None = None, **changes: Any
    ) -> Body:
        """The question of a scenario in a case of its own, under a statutory duty by default."""
        found = scenarios()[scenario]
        body = a_request(
            found.subject, found.claim, self.matter, self.served.case(), basis or statutory()
        )
        return {**body, **changes}

    def on_consent(self, scenario: str, **changes: Any) -> Body:
        """The question of a scenario with everybody's consents, recorded and confirmed."""
        body = self.request(scenario)
        consents = self.record_all(scenario, body["case"], **changes)
        for consent in consents:
            self.confirm(consent)
        return {**body, "basis": naming(consents)}

    def record_all(self, scenario: str, case: str, **changes: Any) -> list[Consent]:
        """Record, but do not confirm, the consent of everybody the scenario's question is about."""
        persons = persons_of(scenarios()[scenario])
        fact = scenarios()[scenario].fact
        return [self.record(p, persons, fact, case, **changes) for p in persons]

    def record(
        self, principal: Person, persons: Iterable[Person], fact: str, case: str, **changes: Any
    ) -> Consent:
        """Record one consent by one-time code."""
        content = {
            "principal": dict(principal),
            "others": [dict(person) for person in persons if person != principal],
            "matter": self.matter,
            "facts": [fact],
            "case": case,
            "operator": OPERATOR,
            "how_given": "one_time_code",
            "contact": "resident",
            **changes,
        }
        return self.gateway.record_consent({k: v for k, v in content.items() if v is not None})

    def confirm(self, consent: Consent) -> None:
        """The resident enters the code that reached her outbox."""
        code = self.served.message(consent.consent_id)["code"]
        self.gateway.confirm_consent(consent.consent_id, code)

    def _bearer(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self.tokens.token()}"}


def open_desk(
    served: Served,
    requester: Requester,
    *matters: Matter,
    now: Callable[[], float] = time.time,
) -> Desk:
    """Register an office (anew, if it is there already) and sit down at its desk."""
    client_id = f"client-of-{requester.code}"
    key = served.keys.setdefault(client_id, make_key())
    wanted = matters or (open_matter(),)
    register_office(served.data, requester, wanted, client_id, key)
    return sit_down(served, requester, wanted[0].code, key, now)


def sit_down(
    served: Served,
    requester: Requester,
    matter: str,
    key: ClientKey,
    now: Callable[[], float] = time.time,
) -> Desk:
    """The desk of an office that is registered already."""
    client_id = f"client-of-{requester.code}"
    http = httpx.Client(base_url=served.url, timeout=30, trust_env=False)
    served.closing.callback(http.close)
    issuer = http.get("/.well-known/oauth-authorization-server").json()["issuer"]
    tokens = TokenKeeper(http, issuer, client_id, key, now)
    return Desk(served, requester, matter, served.client(client_id, key), http, tokens)


def suspend(desk: Desk, state: RequesterState = RequesterState.SUSPENDED) -> None:
    """Suspend the desk's office, or resume it, beside the serving gateway."""
    code = desk.requester.code
    register(desk.served.data, lambda opened: set_requester_state(opened.parts, code, state))


def fresh_key() -> str:
    """An idempotency key."""
    return secrets.token_urlsafe(16)


def naming(consents: Iterable[Consent]) -> Body:
    """The basis that names these consents."""
    return {"kind": "consent", "consents": [consent.consent_id for consent in consents]}


def problem(response: httpx.Response) -> tuple[int, str]:
    """Status and reason of a problem document, which says itself what it is in both languages."""
    assert "application/problem+json" == response.headers["Content-Type"]
    document = response.json()
    assert response.status_code == document["status"]
    assert all(document[name] for name in ("type", "title", "title_zh", "detail", "request_id"))
    return response.status_code, document["reason"]


def same_but_for_ids(response: httpx.Response) -> bytes:
    """A problem's bytes without what names this one request."""
    document = response.json()
    ids = [document[name] for name in ("request_id", "verification_id") if name in document]
    content = response.content
    for one in ids:
        content = content.replace(json.dumps(one).encode(), b'"..."')
    return content
