"""One office at its counter: its gateway process, its registered matter, its requests.

The office asks who somebody is on a consent for one use; only public security is asked for that.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from gateway.client import Answer, ClientKey, Conflict, Gateway, GatewayProblem, make_key
from gateway.client.answers import answer_from
from gateway.client.tokens import TokenKeeper
from gateway.domain.consent import Assurance
from gateway.domain.matter import Matter, Quotas
from mocks.scenarios.story import Scenario
from mocks.serving import Mocks
from tests.faults.gateway_process import ISSUER, PATIENCE, GatewayProcess, write_settings
from tests.journeys.served import OPERATOR, a_request, register_office
from tests.policy.builders import DEPARTMENTS, a_matter, a_requester, an_approval

CLIENT = "counter-1"
SCENARIO = "identity-i5-held"
MATTER = a_matter(
    approvals=tuple(
        an_approval(name, approved_on=date(2026, 1, 1), expires_on=date(2099, 12, 31))
        for name in DEPARTMENTS
    ),
    minimum_assurance=Assurance.ATTESTED_BY_REQUESTER,
    quotas=Quotas(),
)


class Window:
    """Calls made exactly once, whatever comes back, with a token that was fetched before."""

    def __init__(self, url: str, key: ClientKey) -> None:
        self._http = httpx.Client(base_url=url, timeout=PATIENCE, trust_env=False)
        self.token = TokenKeeper(self._http, ISSUER, CLIENT, key).token()

    def post(self, path: str, body: Mapping[str, Any], key: str = "key") -> httpx.Response:
        """Make a call that writes."""
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}
        return self._http.post(path, json=body, headers=headers)

    def get(self, path: str) -> httpx.Response:
        """Make a call that reads."""
        return self._http.get(path, headers={"Authorization": f"Bearer {self.token}"})

    def verify(self, request: Mapping[str, Any], key: str) -> httpx.Response:
        """Ask who somebody is."""
        return self.post("/v1/verify/identity", request, key)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()


@dataclass
class Counter:
    """An office with its gateway process, which may be killed and started again."""

    folder: Path
    mocks: Mocks
    scenarios: Mapping[str, Scenario]
    key: ClientKey = field(default_factory=make_key)
    cases: int = 0
    process: GatewayProcess | None = None
    clients: list[Gateway | Window] = field(default_factory=list)

    @property
    def data(self) -> Path:
        """The gateway's data directory."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """Where the gateway's log goes."""
        return self.folder / "gateway.log"

    @property
    def gateway(self) -> GatewayProcess:
        """The running process."""
        assert self.process is not None
        return self.process

    def register(self, *matters: Matter) -> None:
        """Register the office with its matters."""
        register_office(self.data, a_requester(), matters, CLIENT, self.key)

    def start(self) -> GatewayProcess:
        """Start the gateway over whatever its data directory holds."""
        if self.process is not None:
            self.process.close()
        self.process = GatewayProcess(self.data, self.folder / "settings.toml", self.log)
        return self.process

    def client(self) -> Gateway:
        """A client of the gateway as it runs now, that does not wait between attempts."""
        made = Gateway(self.gateway.url, CLIENT, self.key, timeout=PATIENCE, wait=lambda _: None)
        self.clients.append(made)
        return made

    def window(self) -> Window:
        """The same without any second attempt."""
        made = Window(self.gateway.url, self.key)
        self.clients.append(made)
        return made

    def request(self, *consents: str, case: str, **claim: Any) -> dict[str, Any]:
        """Ask who the scenario's resident is, on these consents."""
        basis = {"kind": "consent", "consents": list(consents)}
        subject = self.scenarios[SCENARIO].subject
        return a_request(subject, claim, MATTER.code, case, basis)

    def consent_form(self, case: str, **more: Any) -> dict[str, Any]:
        """The resident's consent to be asked about once in this case."""
        return {
            "principal": dict(self.scenarios[SCENARIO].subject),
            "matter": MATTER.code,
            "facts": ["identity"],
            "case": case,
            "operator": OPERATOR,
            "how_given": "in_person_signature",
            "evidence": {"digest": "5a" * 32, "place": "archive 7"},
            **more,
        }

    def code(self, consent_id: str) -> str:
        """The one-time code that the resident was sent."""
        message = self.data / "outbox" / f"{consent_id}.json"
        return str(json.loads(message.read_bytes())["code"])

    def consented(self, client: Gateway, fact: str = "identity") -> dict[str, Any]:
        """A request on a fresh consent for one use, in a fresh case."""
        self.cases += 1
        case = f"2026-{self.cases:06d}"
        consent = client.record_consent(self.consent_form(case, facts=[fact]))
        return self.request(consent.consent_id, case=case)

    def asked(self) -> int:
        """How many calls all departments received."""
        return sum(len(one.controls.asks()) for one in self.mocks.departments.values())

    def close(self) -> None:
        """End the clients and the process."""
        for client in self.clients:
            client.close()
        if self.process is not None:
            self.process.close()


@contextmanager
def open_counter(
    folder: Path, mocks: Mocks, scenarios: Mapping[str, Scenario], **settings: Any
) -> Iterator[Counter]:
    """An office over a gateway that runs; ended with the block."""
    matter = replace(MATTER, quotas=settings.pop("quotas", Quotas()))
    counter = Counter(folder, mocks, scenarios)
    write_settings(folder / "settings.toml", mocks.urls, **settings)
    counter.register(matter)
    try:
        counter.start()
        yield counter
    finally:
        counter.close()


def answered(response: httpx.Response) -> Answer:
    """The answer of a call that was made once."""
    assert httpx.codes.OK == response.status_code, response.json()["reason"]
    replayed = response.headers.get("Idempotent-Replayed") == "true"
    return answer_from(response.json(), replayed=replayed)


def refused(call: Callable[[], object]) -> tuple[int, str]:
    """Status and reason of the problem in which a call ends."""
    try:
        call()
    except GatewayProblem as problem:
        return problem.status, problem.reason
    raise AssertionError("it was answered")


def completed(client: Gateway, request: Mapping[str, Any], key: str) -> Answer:
    """Ask until the earlier request with this key is no longer in flight."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return client.verify("identity", request, idempotency_key=key).answer
        except Conflict as conflict:
            if conflict.reason != "idempotency_in_flight" or time.monotonic() > deadline:
                raise
