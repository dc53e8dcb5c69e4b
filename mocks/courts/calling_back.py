"""Tells whoever asked that an answer is there (wire contract, section 6), beside all other work.

Must never say more than a query number, nor hold up a reply to anybody.
"""

from __future__ import annotations

import hmac
import json
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import Request, urlopen

DEPARTMENT = "courts"
TRIES = 5
PAUSE_SECONDS = 0.2
LONGEST_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where to call, and the secret that both sides know."""

    url: str
    secret: bytes


@dataclass(slots=True)
class CallsBack:
    """Calls in a thread for each batch. `made` holds what came of each: number and status."""

    made: list[tuple[str, int]] = field(default_factory=list)
    _address: Address | None = None
    _leave_off: threading.Event = field(default_factory=threading.Event)
    _calling: list[threading.Thread] = field(default_factory=list)

    def call(self, address: Address | None) -> None:
        """From now on call there, or nowhere; returns when nobody calls elsewhere any more."""
        self._leave_off.set()
        for calling in self._calling:
            calling.join()
        self._address, self._leave_off, self._calling = address, threading.Event(), []

    def tell(self, numbers: Iterable[str]) -> None:
        """Say that these answers are there, if there is somebody to tell."""
        address, batch = self._address, tuple(numbers)
        if address is not None and batch:
            about = (address, batch, self._leave_off)
            calling = threading.Thread(target=self._tell, args=about, daemon=True)
            self._calling.append(calling)
            calling.start()

    def _tell(self, address: Address, numbers: tuple[str, ...], leave_off: threading.Event) -> None:
        for number in numbers:
            body = json.dumps({"queryNo": number}).encode()
            for _ in range(TRIES):
                if leave_off.is_set():
                    return
                status = post_signed(address, body)
                self.made.append((number, status))
                if 200 <= status < 300:
                    break
                leave_off.wait(PAUSE_SECONDS)


def post_signed(address: Address, body: bytes, signed_at: int | None = None) -> int:
    """Post a body with the contract's signature; its status, 0 if nobody answers."""
    timestamp = str(int(time.time()) if signed_at is None else signed_at)
    headers = {
        "Content-Type": "application/json",
        "X-Callback-Timestamp": timestamp,
        "X-Callback-Signature": sign(address.secret, timestamp, body),
    }
    request = Request(address.url, data=body, headers=headers, method="POST")  # noqa: S310
    try:
        with urlopen(request, timeout=LONGEST_SECONDS) as reply:  # noqa: S310 - set by a control
            return int(reply.status)
    except HTTPError as error:
        error.close()
        return error.code
    except (OSError, HTTPException):
        return 0


def sign(secret: bytes, timestamp: str, body: bytes) -> str:
    """The signature over version, department, time and body."""
    signed = f"v1.{DEPARTMENT}.{timestamp}.".encode() + body
    return "v1=" + hmac.digest(secret, signed, "sha256").hex()
