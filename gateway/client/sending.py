"""How calls are sent: with a token, under one idempotency key, again only where that is safe.

Must never repeat a call under a new idempotency key, nor wait longer than a caller expects.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from gateway.client.keys import ClientKey
from gateway.client.problems import (
    GatewayProblem,
    NotUnderstood,
    Unauthorised,
    Unreachable,
    json_of,
    problem_of,
)
from gateway.client.tokens import TokenKeeper

ATTEMPTS = 3
LONGEST_WAIT = 5  # seconds; who is told to wait longer should not be blocked here


class Sender:
    """Sends the calls of one client; without client and key only public ones."""

    def __init__(
        self,
        http: httpx.Client,
        client_id: str | None,
        key: ClientKey | None,
        wait: Callable[[float], None],
        now: Callable[[], float],
    ) -> None:
        self._http = http
        self._client_id = client_id
        self._key = key
        self._wait = wait
        self._now = now
        self._tokens: TokenKeeper | None = None

    def public(self, path: str) -> Mapping[str, Any]:
        """Read something that needs no login."""
        response = self.exchange("GET", path, None, {})
        raise_for(response)
        return json_of(response)

    def send(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
    ) -> httpx.Response:
        """Make a call with a token; a body goes under an idempotency key, made here if not given.

        The same call is made again if the gateway was not reached, is not ready (503) or still
        answers the first one. Raises problems, Unreachable and NotUnderstood.
        """
        headers = {}
        if body is not None:
            headers["Idempotency-Key"] = idempotency_key or secrets.token_urlsafe(24)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._once(method, path, body, headers)
            except (Unreachable, GatewayProblem) as error:
                waiting = _worth_waiting(error)
                if waiting is None or attempt == ATTEMPTS:
                    raise
                self._wait(waiting)
        raise AssertionError("the loop above returns or raises")

    def _once(
        self, method: str, path: str, body: Mapping[str, Any] | None, headers: Mapping[str, str]
    ) -> httpx.Response:
        tokens = self._keeper()
        response = self.exchange(method, path, body, {**headers, **self._bearer(tokens)})
        if response.status_code == httpx.codes.UNAUTHORIZED:  # its token may just have expired
            tokens.forget()
            response = self.exchange(method, path, body, {**headers, **self._bearer(tokens)})
        raise_for(response)
        return response

    @staticmethod
    def _bearer(tokens: TokenKeeper) -> Mapping[str, str]:
        try:
            return {"Authorization": f"Bearer {tokens.token()}"}
        except httpx.RequestError as error:
            raise _unreachable(error) from None

    def exchange(
        self, method: str, path: str, body: Mapping[str, Any] | None, headers: Mapping[str, str]
    ) -> httpx.Response:
        """Make a call once, whatever comes back. Raises Unreachable."""
        try:
            return self._http.request(method, path, json=body, headers=headers)
        except httpx.RequestError as error:
            raise _unreachable(error) from None

    def _keeper(self) -> TokenKeeper:
        if self._client_id is None or self._key is None:
            raise Unauthorised(401, {"reason": "no_client", "title": "No client key given"}, None)
        if self._tokens is None:
            issuer = self.public("/.well-known/oauth-authorization-server").get("issuer")
            if not isinstance(issuer, str):
                raise NotUnderstood("the gateway's metadata lack a proper issuer")
            self._tokens = TokenKeeper(self._http, issuer, self._client_id, self._key, self._now)
        return self._tokens


def raise_for(response: httpx.Response) -> None:
    """Raise the problem that a response outside 2xx is."""
    if not response.is_success:
        raise problem_of(response)


def _worth_waiting(error: Unreachable | GatewayProblem) -> float | None:
    """Seconds to wait before the same request is made again; None if that would be of no use."""
    if isinstance(error, Unreachable):
        return 0.2
    if error.status == httpx.codes.SERVICE_UNAVAILABLE or error.reason == "idempotency_in_flight":
        seconds = error.retry_after or 1
        return seconds if seconds <= LONGEST_WAIT else None
    return None


def _unreachable(error: httpx.RequestError) -> Unreachable:
    return Unreachable(f"the gateway could not be reached: {type(error).__name__}")
