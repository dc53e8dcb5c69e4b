"""From a description to an operation of OpenAPI 3.1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from gateway.api.bodies import JSON
from gateway.api.calls.tokens import INVALID_REQUEST, RFC_6749_CODES
from gateway.api.interface.described import ALWAYS, Body, Described, Given, reference
from gateway.api.interface.parameters import HEADERS
from gateway.api.interface.problem_examples import component, token_example
from gateway.api.problems.kinds import KINDS
from gateway.domain.fact import JsonValue

Node = dict[str, Any]

BEARER: Final = "accessToken"
_REQUEST_ID: Final = {"X-Request-Id": {"$ref": "#/components/headers/RequestId"}}
_RETRIED: Final = frozenset({409, 429, 503})
_CHALLENGED: Final = frozenset({401})


def operation(name: str, described: Described) -> Node:
    """The operation object."""
    node: Node = {
        "operationId": name,
        "tags": [described.tag],
        "summary": f"{described.summary} · {described.summary_zh}",
        "security": _security(described.scope),
        "responses": {
            **{str(given.status): _given(given) for given in described.given},
            **_problems(described),
        },
    }
    if described.detail:
        node["description"] = described.detail
    if described.parameters:
        node["parameters"] = [
            {"$ref": f"#/components/parameters/{name}"} for name in described.parameters
        ]
    if described.body is not None:
        node["requestBody"] = _body(described.body)
    return node


def _security(scope: str | None) -> list[Node]:
    """Without login: an empty list. OpenAPI 3.1 lets a bearer scheme name what it needs."""
    if scope is None:
        return []
    return [{BEARER: [scope] if scope else []}]


def _body(body: Body) -> Node:
    content = {"schema": body.schema, "examples": _examples(body.examples)}
    return {"required": body.required, "content": {body.media_type: content}}


def _given(given: Given) -> Node:
    node: Node = {
        "description": given.description,
        "headers": {**_REQUEST_ID, **_headers(given.headers)},
    }
    if given.schema is not None:
        content = {"schema": given.schema, "examples": _examples(given.examples)}
        node["content"] = {given.media_type: content}
    return node


def _problems(described: Described) -> Node:
    """One response for each status, with an example for each reason."""
    by_status: dict[int, list[str]] = {}
    for reason in dict.fromkeys((*described.problems, *ALWAYS)):
        by_status.setdefault(KINDS[reason].status, []).append(reason)
    media_type = described.problem_media_type
    return {
        str(status): {
            "description": " / ".join(f"`{reason}`" for reason in reasons),
            "headers": {**_REQUEST_ID, **_headers(_headers_of(status))},
            "content": _problem_content(media_type, reasons),
        }
        for status, reasons in sorted(by_status.items())
    }


def _problem_content(media_type: str, reasons: Iterable[str]) -> Node:
    """The token endpoint's own problems carry the members of RFC 6749; a 5xx is like any other."""
    if media_type != JSON:
        return {media_type: {"schema": reference("Problem"), "examples": _referred(reasons)}}
    told = [reason for reason in reasons if KINDS[reason].status < 500]
    if not told:
        return {
            "application/problem+json": {
                "schema": reference("Problem"),
                "examples": _referred(reasons),
            }
        }
    examples = {r: token_example(r, RFC_6749_CODES, INVALID_REQUEST) for r in told}
    return {JSON: {"schema": reference("TokenProblem"), "examples": _examples(examples)}}


def _headers_of(status: int) -> tuple[str, ...]:
    retried = ("RetryAfter",) if status in _RETRIED else ()
    return (*retried, "Challenge") if status in _CHALLENGED else retried


def _headers(names: Iterable[str]) -> Node:
    return {HEADERS[name][0]: {"$ref": f"#/components/headers/{name}"} for name in names}


def _examples(examples: Mapping[str, JsonValue]) -> Node:
    return {name: {"value": value} for name, value in examples.items()}


def _referred(reasons: Iterable[str]) -> Node:
    return {r: {"$ref": f"#/components/examples/{component(r)}"} for r in reasons}
