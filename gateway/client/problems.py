"""What can go wrong, typed: each problem document (RFC 9457) as one kind of exception.

An exception never holds a value that was sent, only the gateway's reason codes and sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

LONGEST_NUMBER = 9  # digits


class GatewayProblem(Exception):
    """The gateway did not do what was asked; `reason` is its code, `errors` names the fields.

    `guidance` says what to do instead, for a paper that nobody can be asked about.
    """

    def __init__(self, status: int, document: Mapping[str, Any], retry_after: int | None) -> None:
        self.status = status
        self.reason = str(document.get("reason", "unknown"))
        self.title = str(document.get("title", ""))
        self.title_zh = str(document.get("title_zh", ""))
        self.detail = str(document.get("detail", ""))
        self.request_id = str(document.get("request_id", ""))
        self.verification_id = _text(document.get("verification_id"))
        self.dependency = _text(document.get("dependency"))
        self.errors = _errors(document.get("errors"))
        guidance = document.get("guidance")
        self.guidance: Mapping[str, Any] | None = guidance if isinstance(guidance, dict) else None
        self.retry_after = retry_after
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        fields = "; ".join(f"{e.get('pointer')}: {e.get('reason')}" for e in self.errors)
        return " ".join(p for p in (f"{self.status} {self.reason}.", self.title, fields) if p)


class Unauthorised(GatewayProblem):
    """401: the token or the assertion proves nothing."""


class NotPermitted(GatewayProblem):
    """403: a refusal (不予核验), recorded on the trail, or a scope that was not granted."""


class NotFound(GatewayProblem):
    """404: does not exist, or is not yours."""


class Conflict(GatewayProblem):
    """409 and 410: the idempotency key belongs to another request, or one in flight."""


class Invalid(GatewayProblem):
    """400, 413, 415, 422: the request is wrong; `errors` names pointers and reasons."""


class TooMany(GatewayProblem):
    """429: a quota or a rate is used up; try again after `retry_after` seconds."""


class Unavailable(GatewayProblem):
    """503: nothing was answered; the same request can be made again with the same key."""


class Unreachable(Exception):
    """The gateway could not be reached, or did not answer in time."""


class NotUnderstood(Exception):
    """Something answered, but not as a gateway does: it says nothing about anybody."""


_KINDS: Mapping[int, type[GatewayProblem]] = {
    400: Invalid,
    401: Unauthorised,
    403: NotPermitted,
    404: NotFound,
    409: Conflict,
    410: Conflict,
    413: Invalid,
    415: Invalid,
    422: Invalid,
    429: TooMany,
    503: Unavailable,
}


def problem_of(response: httpx.Response) -> GatewayProblem:
    """The exception for a response outside 2xx, whatever its body is."""
    try:
        document = response.json()
    except (ValueError, RecursionError):
        document = {}
    if not isinstance(document, dict):
        document = {}
    kind = _KINDS.get(response.status_code, GatewayProblem)
    return kind(response.status_code, document, _seconds(response.headers.get("Retry-After", "")))


def json_of(response: httpx.Response) -> Mapping[str, Any]:
    """The JSON object of a successful response. Raises NotUnderstood."""
    try:
        content = response.json()
    except (ValueError, RecursionError):
        content = None  # its error would hold the text
    if not isinstance(content, dict):
        raise NotUnderstood("the reply is not a JSON object; is this the gateway's address?")
    return content


def _errors(listed: object) -> list[Mapping[str, str]]:
    """The members that are as they should be."""
    return [e for e in listed if isinstance(e, dict)] if isinstance(listed, list) else []


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _seconds(header: str) -> int | None:
    """Whole seconds; the header's other form, a date, is not used by the gateway."""
    fits = header.isascii() and header.isdigit() and len(header) <= LONGEST_NUMBER
    return int(header) if fits else None
