"""The client itself: gets its token, adds the idempotency key, retries what is safe to retry.

Must never put a personal value into a URL, and never repeat a call under a new idempotency key.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

import httpx

from gateway.client.answers import (
    Consent,
    Receipt,
    Verification,
    answer_from,
    consent_from,
)
from gateway.client.keys import ClientKey
from gateway.client.problems import GatewayProblem, Unauthorised, Unreachable, problem_of
from gateway.client.tokens import TokenKeeper

ATTEMPTS = 3
LONGEST_WAIT = 5


class Gateway:
    """One client of one gateway. Use as a context manager, from one thread at a time."""

    def __init__(
        self,
        url: str,
        client_id: str | None = None,
        key: ClientKey | None = None,
        *,
        timeout: float = 30.0,
        transport: httpx.BaseTransport | None = None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        """Without client and key only the public calls work (catalogue, reasons, codes)."""
        self._http = httpx.Client(
            base_url=url, timeout=timeout, transport=transport, trust_env=False
        )
        self._client_id = client_id
        self._key = key
        self._tokens: TokenKeeper | None = None
        self._wait = wait

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    # -- verifications -----------------------------------------------------------------------

    def verify(
        self, fact: str, request: Mapping[str, Any], *, idempotency_key: str | None = None
    ) -> Verification:
        """Ask one verification; `request` is the JSON body of design.md §6."""
        response = self._send("POST", f"/v1/verify/{fact}", request, idempotency_key)
        return _verification(response)

    def verification(self, verification_id: str) -> Verification:
        """The state of an earlier one."""
        return _verification(self._send("GET", f"/v1/verifications/{verification_id}"))

    def receipt(self, verification_id: str) -> Receipt:
        """Its receipt."""
        response = self._send("GET", f"/v1/verifications/{verification_id}/receipt")
        return Receipt(response.text.strip())

    def notice(self, verification_id: str) -> str:
        """Its printable page, as HTML."""
        return self._send("GET", f"/v1/verifications/{verification_id}/notice").text

    # -- consents ----------------------------------------------------------------------------

    def record_consent(
        self, request: Mapping[str, Any], *, idempotency_key: str | None = None
    ) -> Consent:
        """Record a consent that the resident has given."""
        response = self._send("POST", "/v1/consents", request, idempotency_key)
        return consent_from(response.json())

    def consent(self, consent_id: str) -> Consent:
        """Read a consent that this requester recorded."""
        return consent_from(self._send("GET", f"/v1/consents/{consent_id}").json())

    def revoke_consent(self, consent_id: str, *, idempotency_key: str | None = None) -> Consent:
        """Revoke it for the resident."""
        path = f"/v1/consents/{consent_id}/revoke"
        return consent_from(self._send("POST", path, {}, idempotency_key).json())

    def confirm_consent(self, consent_id: str, code: str) -> None:
        """Enter the one-time code that the resident received. Needs no login."""
        body = {"consent_id": consent_id, "code": code}
        self._raise_for(self._exchange("POST", "/v1/consents/confirm", body, {}))

    def withdraw_consent(self, withdrawal_code: str) -> None:
        """Withdraw by the resident's own code. Needs no login."""
        body = {"withdrawal_code": withdrawal_code}
        self._raise_for(self._exchange("POST", "/v1/consents/withdraw", body, {}))

    # -- what may be asked -------------------------------------------------------------------

    def matters(self) -> list[Mapping[str, Any]]:
        """The matters of this requester, with facts and bases."""
        return list(self._send("GET", "/v1/matters").json()["matters"])

    def sources(self) -> list[Mapping[str, Any]]:
        """The departments that can be asked."""
        return list(self._send("GET", "/v1/sources").json()["sources"])

    def reasons(self) -> Mapping[str, Any]:
        """All codes in both languages. Needs no login."""
        return self._public("/v1/reasons")

    def jwks(self) -> Mapping[str, Any]:
        """The issuer's public keys, for checking receipts offline. Needs no login."""
        return self._public("/.well-known/jwks.json")

    # -- how it is sent ----------------------------------------------------------------------

    def _public(self, path: str) -> Mapping[str, Any]:
        response = self._exchange("GET", path, None, {})
        self._raise_for(response)
        content: Mapping[str, Any] = response.json()
        return content

    def _send(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
    ) -> httpx.Response:
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
        response = self._exchange(method, path, body, {**headers, **self._bearer(tokens)})
        if response.status_code == httpx.codes.UNAUTHORIZED:  # its token may just have expired
            tokens.forget()
            response = self._exchange(method, path, body, {**headers, **self._bearer(tokens)})
        self._raise_for(response)
        return response

    @staticmethod
    def _bearer(tokens: TokenKeeper) -> Mapping[str, str]:
        try:
            return {"Authorization": f"Bearer {tokens.token()}"}
        except httpx.TransportError as error:
            raise _unreachable(error) from None

    def _exchange(
        self, method: str, path: str, body: Mapping[str, Any] | None, headers: Mapping[str, str]
    ) -> httpx.Response:
        try:
            return self._http.request(method, path, json=body, headers=headers)
        except httpx.TransportError as error:
            raise _unreachable(error) from None

    def _keeper(self) -> TokenKeeper:
        if self._client_id is None or self._key is None:
            raise Unauthorised(401, {"reason": "no_client", "title": "No client key given"}, None)
        if self._tokens is None:
            issuer = self._public("/.well-known/oauth-authorization-server")["issuer"]
            self._tokens = TokenKeeper(self._http, issuer, self._client_id, self._key)
        return self._tokens

    @staticmethod
    def _raise_for(response: httpx.Response) -> None:
        if not response.is_success:
            raise problem_of(response)


def _worth_waiting(error: Unreachable | GatewayProblem) -> float | None:
    """Seconds to wait before the same request is made again; None if that would be of no use."""
    if isinstance(error, Unreachable):
        return 0.2
    if error.status == httpx.codes.SERVICE_UNAVAILABLE or error.reason == "idempotency_in_flight":
        return min(error.retry_after or 1, LONGEST_WAIT)
    return None


def _unreachable(error: httpx.TransportError) -> Unreachable:
    return Unreachable(f"the gateway could not be reached: {type(error).__name__}")


def _verification(response: httpx.Response) -> Verification:
    body = response.json()
    replayed = response.headers.get("Idempotent-Replayed") == "true"
    pending = response.status_code == httpx.codes.ACCEPTED
    return Verification(answer_from(body, replayed=replayed), pending, body.get("due_on"))
