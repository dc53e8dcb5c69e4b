"""A gateway's front desk as the client's transport sees it: scripted replies, calls kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import httpx

from gateway.client import ClientKey, Gateway, make_key

ISSUER = "https://gateway.test"
PERSON = {"id_number": "11010519491231002X", "name": "示例居民"}
REQUEST = {"subject": PERSON, "claim": {}, "matter": "MZ-001", "case": "2026-000001"}
ANSWER: dict[str, Any] = {
    "verification_id": "ver_1",
    "fact": "identity",
    "outcome": "confirmed",
    "reasons": [],
    "parts": {"identity": "confirmed"},
    "as_of": "2026-11-20",
    "guidance": None,
    "receipt": "a~b~",
    "audit": {"intent": "i", "disclosure": "d"},
}
Reply = httpx.Response | Exception


def answered(status: int = 200, body: object = ANSWER, **headers: str) -> httpx.Response:
    """A JSON reply; underscores in the names of headers stand for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, json=body, headers=named)


def problem(status: int, reason: str, **headers: str) -> httpx.Response:
    """A problem document."""
    body = {"status": status, "reason": reason, "title": "A title", "title_zh": "标题"}
    return answered(status, body, **headers)


@dataclass
class Desk:
    """Answers token calls by itself, and every other call with the next of `replies`."""

    replies: list[Reply] = field(default_factory=list)
    token_replies: list[Reply] = field(default_factory=list)
    calls: list[httpx.Request] = field(default_factory=list)
    assertions: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    moment: float = 1_000_000.0
    key: ClientKey = field(default_factory=make_key)

    def gateway(self, client_id: str | None = "counter") -> Gateway:
        """A client of this desk."""
        return Gateway(
            "https://gateway.test",
            client_id,
            self.key if client_id else None,
            transport=httpx.MockTransport(self._answer),
            wait=self.waits.append,
            now=lambda: self.moment,
        )

    def keys_sent(self) -> list[str]:
        """The idempotency keys of all calls."""
        return [call.headers["Idempotency-Key"] for call in self.calls]

    def bodies_sent(self) -> list[Any]:
        """The JSON of all calls."""
        return [json.loads(call.content) for call in self.calls]

    def _answer(self, request: httpx.Request) -> httpx.Response:
        match request.url.path:
            case "/.well-known/oauth-authorization-server":
                return answered(body={"issuer": ISSUER})
            case "/oauth/token":
                self.assertions += parse_qs(request.content.decode())["client_assertion"]
                return _next(self.token_replies, self._token)
            case _:
                self.calls.append(request)
                return _next(self.replies, answered)

    def _token(self) -> httpx.Response:
        token: Mapping[str, Any] = {
            "access_token": f"token-{len(self.assertions)}",
            "token_type": "Bearer",
            "expires_in": 300,
        }
        return answered(body=token)


def _next(replies: list[Reply], otherwise: Callable[[], httpx.Response]) -> httpx.Response:
    reply = replies.pop(0) if replies else otherwise()
    if isinstance(reply, Exception):
        raise reply
    return reply
