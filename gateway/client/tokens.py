"""Access tokens: fetched with a `private_key_jwt` assertion (RFC 7523), kept until they expire."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx
from joserfc import jws

from gateway.client.keys import ClientKey
from gateway.client.problems import NotUnderstood, json_of, problem_of

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_SECONDS = 50
EARLY_SECONDS = 15  # a token is renewed this long before it expires


@dataclass(slots=True)
class _Held:
    token: str
    until: float


class TokenKeeper:
    """Gets access tokens for one client; one is held at a time."""

    def __init__(
        self,
        http: httpx.Client,
        issuer: str,
        client_id: str,
        key: ClientKey,
        now: Callable[[], float] = time.time,
    ) -> None:
        """`issuer` is the `aud` of assertions: the gateway's own name, from its metadata."""
        self._http = http
        self._issuer = issuer
        self._client_id = client_id
        self._key = key
        self._now = now
        self._held: _Held | None = None

    def token(self) -> str:
        """A token that is good for a while. Raises problems, NotUnderstood and httpx errors."""
        if self._held is None or self._held.until <= self._now():
            self._held = self._fetch()
        return self._held.token

    def forget(self) -> None:
        """Drop the held token, so that the next call fetches another."""
        self._held = None

    def _fetch(self) -> _Held:
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self._assertion(),
        }
        response = self._http.post("/oauth/token", data=form)
        if response.status_code != httpx.codes.OK:
            raise problem_of(response)
        content = json_of(response)
        token, seconds = content.get("access_token"), content.get("expires_in")
        if not isinstance(token, str) or not isinstance(seconds, int):
            raise NotUnderstood("the reply lacks a proper access_token or expires_in")
        return _Held(token, self._now() + max(1, seconds - EARLY_SECONDS))

    def _assertion(self) -> str:
        moment = int(self._now())
        claims = {
            "iss": self._client_id,
            "sub": self._client_id,
            "aud": self._issuer,
            "jti": secrets.token_urlsafe(24),
            "iat": moment,
            "exp": moment + ASSERTION_SECONDS,
        }
        header = {"alg": "Ed25519", "typ": "JWT", "kid": self._key.thumbprint}
        content = json.dumps(claims).encode("utf-8")
        return jws.serialize_compact(header, content, self._key.key, algorithms=["Ed25519"])
