"""The client itself: one method for each call of the gateway.

Must never put a personal value into a URL.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx

from gateway.client.answers import (
    Consent,
    Receipt,
    Verification,
    answer_from,
    consent_from,
    list_from,
)
from gateway.client.keys import ClientKey
from gateway.client.papers import PaperAnswer, paper_answer_from
from gateway.client.problems import json_of
from gateway.client.sending import Sender, raise_for


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
        now: Callable[[], float] = time.time,
    ) -> None:
        """Without client and key only the public calls work (reasons, keys, residents' codes).

        `timeout` is in seconds, for each attempt. Raises ValueError if `url` is no address.
        """
        self._http = httpx.Client(
            base_url=_address(url), timeout=timeout, transport=transport, trust_env=False
        )
        self._sender = Sender(self._http, client_id, key, wait, now)

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
        """Ask one verification; `request` is the JSON body of design.md §6.

        Give the key of an earlier call to make the same request once more: it is answered once.
        """
        response = self._sender.send("POST", f"/v1/verify/{_part(fact)}", request, idempotency_key)
        return _verification(response)

    def verify_certificate(
        self, number: int, request: Mapping[str, Any], *, idempotency_key: str | None = None
    ) -> PaperAnswer:
        """Ask for a paper of the negative list; the claim holds one claim for each of its facts.

        Raises Invalid for a paper that nobody can be asked about, with the `guidance` what to do
        instead. While pending, make the same request again with the same key.
        """
        path = f"/v1/verify/certificates/{number}"
        response = self._sender.send("POST", path, request, idempotency_key)
        return paper_answer_from(
            json_of(response),
            pending=response.status_code == httpx.codes.ACCEPTED,
            replayed=_is_replayed(response),
        )

    def verification(self, verification_id: str) -> Verification:
        """The state of an earlier one."""
        return _verification(
            self._sender.send("GET", f"/v1/verifications/{_part(verification_id)}")
        )

    def receipt(self, verification_id: str) -> Receipt:
        """Its receipt."""
        response = self._sender.send("GET", f"/v1/verifications/{_part(verification_id)}/receipt")
        return Receipt(response.text.strip())

    def proof(self, verification_id: str) -> bytes:
        """The proof that the log holds its entry. Raises NotFound (`proof_not_yet`) at first."""
        response = self._sender.send("GET", f"/v1/verifications/{_part(verification_id)}/proof")
        return response.content

    def notice(self, verification_id: str) -> str:
        """Its printable page, as HTML; for a paper, `PaperAnswer.notice_id` gives that of all."""
        return self._sender.send("GET", f"/v1/verifications/{_part(verification_id)}/notice").text

    # -- consents ----------------------------------------------------------------------------

    def record_consent(
        self, request: Mapping[str, Any], *, idempotency_key: str | None = None
    ) -> Consent:
        """Record a consent that the resident has given."""
        response = self._sender.send("POST", "/v1/consents", request, idempotency_key)
        return consent_from(json_of(response))

    def consent(self, consent_id: str) -> Consent:
        """Read a consent that this requester recorded."""
        return consent_from(json_of(self._sender.send("GET", f"/v1/consents/{_part(consent_id)}")))

    def revoke_consent(self, consent_id: str, *, idempotency_key: str | None = None) -> Consent:
        """Revoke it for the resident."""
        path = f"/v1/consents/{_part(consent_id)}/revoke"
        return consent_from(json_of(self._sender.send("POST", path, {}, idempotency_key)))

    def confirm_consent(self, consent_id: str, code: str) -> None:
        """Enter the one-time code that the resident received. Needs no login."""
        body = {"consent_id": consent_id, "code": code}
        raise_for(self._sender.exchange("POST", "/v1/consents/confirm", body, {}))

    def withdraw_consent(self, withdrawal_code: str) -> None:
        """Withdraw by the resident's own code. Needs no login."""
        body = {"withdrawal_code": withdrawal_code}
        raise_for(self._sender.exchange("POST", "/v1/consents/withdraw", body, {}))

    # -- what may be asked -------------------------------------------------------------------

    def matters(self) -> list[Mapping[str, Any]]:
        """The matters of this requester, with facts and bases."""
        return list_from(json_of(self._sender.send("GET", "/v1/matters")), "matters")

    def sources(self) -> list[Mapping[str, Any]]:
        """The departments that can be asked."""
        return list_from(json_of(self._sender.send("GET", "/v1/sources")), "sources")

    def reasons(self) -> Mapping[str, Any]:
        """All codes in both languages. Needs no login."""
        return self._sender.public("/v1/reasons")

    def jwks(self) -> Mapping[str, Any]:
        """The issuer's public keys, for checking receipts offline. Needs no login."""
        return self._sender.public("/.well-known/jwks.json")


def _address(url: str) -> httpx.URL:
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL:
        address = httpx.URL()
    if address.scheme not in {"http", "https"} or not address.host:
        raise ValueError(f"{url}: is not an http or https address")
    return address


def _part(text: str) -> str:
    """One segment of a path, whatever it holds."""
    return quote(text, safe="")


def _is_replayed(response: httpx.Response) -> bool:
    return bool(response.headers.get("Idempotent-Replayed") == "true")


def _verification(response: httpx.Response) -> Verification:
    body = json_of(response)
    replayed = _is_replayed(response)
    pending = response.status_code == httpx.codes.ACCEPTED
    provisional = body.get("due_provisional") is True
    answer = answer_from(body, replayed=replayed)
    return Verification(answer, pending, body.get("due_on"), provisional)
