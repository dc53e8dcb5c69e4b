"""The interface document: complete, true to what is answered, and kept as our own contract."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from gateway.api.calls.table import calls
from gateway.api.forms.consenting import read_consent
from gateway.api.forms.verifying import Asked, read_verification
from gateway.api.interface.document import interface_document, openapi_document
from gateway.api.interface.examples import CONSENT_REQUESTS, verification_requests
from gateway.api.problems.kinds import KINDS
from gateway.domain.requester import Caller
from gateway.settings import BUNDLED_FACTS
from tests.api.office import FACTS, Office, a_request
from tests.api.test_consents import a_consent_form
from tests.policy.builders import REQUESTER
from tests.still import NOON

KEPT = Path(__file__).resolve().parents[2] / "contracts" / "gateway" / "openapi.json"
DOCUMENT = interface_document(FACTS)
Operation = tuple[str, dict[str, Any]]


def _operations() -> Iterator[Operation]:
    for path, item in DOCUMENT["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", operation


def _contents() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every body that is sent or comes back, by its place."""
    for place, operation in _operations():
        bodies = {"request": operation.get("requestBody", {}), **operation["responses"]}
        for what, body in bodies.items():
            for media_type, content in body.get("content", {}).items():
                yield f"{place} {what} {media_type}", content


def _resolve(reference: str) -> Any:
    node: Any = DOCUMENT
    for name in reference.removeprefix("#/").split("/"):
        node = node[name]
    return node


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            if name == "$ref":
                yield value
            else:
                yield from _references(value)
    elif isinstance(node, list):
        for item in node:
            yield from _references(item)


def _complaints(schema: Any, value: Any) -> list[str]:
    """What a JSON Schema validator finds wrong with a value, our components known to it."""
    whole = {**schema, "components": DOCUMENT["components"]}
    validator = Draft202012Validator(whole, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def test_the_kept_document_is_the_real_one() -> None:
    """What integrators hold is what the gateway does; `gateway openapi` writes it anew."""
    assert openapi_document(FACTS) == KEPT.read_text(encoding="utf-8")


def test_every_call_is_described_once() -> None:
    """No route without its operation, no operation without its route."""
    listed = {f"{c.method} {c.address}": c.name for c in calls(FACTS.values()) if c.listed}
    assert listed == {place: operation["operationId"] for place, operation in _operations()}
    assert len(listed) == len(set(listed.values()))


async def test_the_served_document(counter: Office) -> None:
    """The document at /openapi.json is the very same."""
    assert DOCUMENT == (await counter.http.get("/openapi.json")).json()


def test_every_reference_leads_somewhere() -> None:
    """Nothing refers to what is not there."""
    assert [] == [r for r in set(_references(DOCUMENT)) if _resolve(r) is None]


def test_every_body_has_an_example_that_fits() -> None:
    """An example for every call and every problem, each true to its schema."""
    wrong = {}
    for place, content in _contents():
        examples = content.get("examples", {})
        values = [
            _resolve(e["$ref"])["value"] if "$ref" in e else e["value"] for e in examples.values()
        ]
        complaints = [c for value in values for c in _complaints(content["schema"], value)]
        if complaints or not values:
            wrong[place] = complaints or ["no example"]
    assert {} == wrong


def test_every_problem_is_some_calls_problem() -> None:
    """A reason that no call gives would be a promise of nothing."""
    told = {
        name
        for place, content in _contents()
        for name in content["examples"]
        if not place.split()[2].startswith(("2", "request"))
    }
    unlisted = {"fact_unknown", "method_not_allowed"}  # of addresses that are no calls
    assert set(KINDS) == told | unlisted


@pytest.mark.parametrize("name", FACTS)
def test_the_examples_of_requests_are_taken(name: str) -> None:
    """An example can be sent as it stands."""
    fact = FACTS[name]
    caller = Caller("client", REQUESTER, frozenset(), "token")
    asked = Asked("ver_1", caller, fact, NOON)
    for request in verification_requests(fact).values():
        assert isinstance(request, dict)
        assert name == read_verification(request, asked, FACTS).fact


@pytest.mark.parametrize("name", CONSENT_REQUESTS)
def test_the_examples_of_consents_are_taken(name: str) -> None:
    """An example can be sent as it stands."""
    request = CONSENT_REQUESTS[name]
    assert isinstance(request, dict)
    assert request["case"] == read_consent(request, None).proposed.case


def _schema_of(path: str, status: int) -> Any:
    content = DOCUMENT["paths"][path]
    (operation,) = content.values()
    (body,) = operation["responses"][str(status)]["content"].values()
    return body["schema"]


@pytest.mark.parametrize(
    "path",
    [
        "/v1/catalogue",
        "/v1/reasons",
        "/v1/matters",
        "/v1/sources",
        "/healthz",
        "/readyz",
        "/.well-known/jwks.json",
        "/.well-known/oauth-authorization-server",
    ],
)
async def test_lists_are_as_described(counter: Office, path: str) -> None:
    """Real replies fit their schemas."""
    reply = await counter.get(path)
    assert [] == _complaints(_schema_of(path, 200), reply.json())


async def test_answers_are_as_described(office: Office) -> None:
    """Real answers, notices of what could not be verified, consents and tokens fit theirs."""
    token = (await office.get_token()).json()
    confirmed = (await office.post("/v1/verify/identity", a_request())).json()
    unavailable = (await office.post("/v1/verify/alive", a_request(), key="b")).json()
    consent = (await office.post("/v1/consents", a_consent_form(), key="c")).json()
    refused = (await office.post("/v1/verify/identity", a_request(matter="N"), key="d")).json()
    invalid = (await office.post("/v1/verify/identity", {}, key="e")).json()
    paper = (await office.http.get("/v1/catalogue/retained/5")).json()
    assert [[]] * 7 == [
        _complaints(_schema_of("/oauth/token", 200), token),
        _complaints(_schema_of("/v1/verify/identity", 200), confirmed),
        _complaints(_schema_of("/v1/verify/alive", 200), unavailable),
        _complaints(_schema_of("/v1/consents", 201), consent),
        _complaints(_schema_of("/v1/verify/identity", 403), refused),
        _complaints(_schema_of("/v1/verify/identity", 422), invalid),
        _complaints(_schema_of("/v1/catalogue/{listed}/{number}", 200), paper),
    ]
    assert "unavailable" == unavailable["outcome"]


def test_no_secret_settings_leak() -> None:
    """The document names no machine and no deployment."""
    text = json.dumps(DOCUMENT)
    assert [] == [word for word in ("localhost", "127.0.0.1") if word in text]


@pytest.mark.parametrize("name", BUNDLED_FACTS)
def test_every_fact_may_be_the_only_one(name: str) -> None:
    """An operator may load any facts: the document describes those, and the gateway starts."""
    document = interface_document({name: FACTS[name]})
    asked = {path for path in document["paths"] if path.startswith("/v1/verify/")}
    assert {f"/v1/verify/{name}"} == {path for path in asked if path.count("/") == 3}
