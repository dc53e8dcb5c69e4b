"""The courier: one message to one requester's receiver, on the address that was judged.

The name is looked up once, every address that it has is judged, and the connection goes to one of
those very addresses while TLS is verified for the name: a name that changes in between leads
nowhere. Must never follow a redirect, take a proxy, read what the receiver writes beyond its
status, or say anything that it wrote.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import httpx

from gateway.errors import SettingsRefused
from gateway.outbound.addresses import Network, may_speak_to
from gateway.outbound.clients import make_single_client
from gateway.outbound.webhook_targets import Target, TargetRefused, read_target
from gateway.ports.webhooks import Posted, SendFailure

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Gives every address of a name. Raises OSError."""

SECONDS: Final = 10.0
# The system's resolver cannot be interrupted: one that hangs must not hold up the others.
_LOOKUPS: Final = 32


class WebhookCourier:
    """Implements the Courier port."""

    def __init__(
        self,
        allowed: Sequence[Network] = (),
        authority: Path | None = None,
        *,
        resolve: Resolve | None = None,
        seconds: float = SECONDS,
    ) -> None:
        """`allowed` networks need not be public; `authority` adds to whom is trusted.

        `seconds` bound an attempt from the look-up to the status. Raises SettingsRefused if
        `authority` cannot be used.
        """
        self._allowed = tuple(allowed)
        self._seconds = seconds
        self._authority = authority
        self._context = None if authority is None else _context(authority)
        self._lookups = ThreadPoolExecutor(_LOOKUPS, thread_name_prefix="webhook-lookup")
        self._resolve = resolve or self._ask_the_system

    def close(self) -> None:
        """Let go of the threads; those that still look something up end by themselves."""
        self._lookups.shutdown(wait=False, cancel_futures=True)

    def refusal(self, url: str) -> str | None:
        """See the port."""
        try:
            read_target(url)
        except TargetRefused as refused:
            return str(refused)
        return None

    async def look_up(self, url: str) -> SendFailure | None:
        """See the port."""
        try:
            async with asyncio.timeout(self._seconds):
                found = await self._judged_address(read_target(url))
        except TargetRefused:
            return SendFailure.ADDRESS_REFUSED
        except TimeoutError:
            return SendFailure.UNRESOLVED
        return found if isinstance(found, SendFailure) else None

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Posted:
        """See the port."""
        try:
            async with asyncio.timeout(self._seconds):
                target = read_target(url)
                address = await self._judged_address(target)
                if isinstance(address, SendFailure):
                    return Posted(failure=address)
                return Posted(await self._exchange(target, address, headers, body))
        except TargetRefused:
            return Posted(failure=SendFailure.ADDRESS_REFUSED)
        except (httpx.HTTPError, OSError) as error:
            return Posted(failure=_failure_of(error))

    async def _judged_address(self, target: Target) -> str | SendFailure:
        """The first of its addresses, if every one of them may be spoken to."""
        if target.is_address:
            addresses: Sequence[str] = [target.host]
        else:
            try:
                addresses = await self._resolve(target.host, target.port)
            except (OSError, UnicodeError):
                return SendFailure.UNRESOLVED
        if not addresses:
            return SendFailure.UNRESOLVED
        if not all(may_speak_to(address, self._allowed) for address in addresses):
            return SendFailure.ADDRESS_REFUSED
        return addresses[0]

    async def _exchange(
        self, target: Target, address: str, headers: Mapping[str, str], body: bytes
    ) -> int:
        url = httpx.URL(
            scheme="https", host=address, port=target.port, raw_path=target.path.encode()
        )
        if self._context is None:  # made when it is needed: it reads a long list of authorities
            self._context = _context(self._authority)
        async with make_single_client(self._context) as client:
            request = client.build_request(
                "POST",
                url,
                content=body,
                headers={**headers, "Host": target.authority, "Content-Type": "application/json"},
                extensions={"sni_hostname": target.host},
            )
            response = await client.send(request, stream=True)
            await response.aclose()  # its body is of no interest, however long it is
            return response.status_code

    async def _ask_the_system(self, host: str, port: int) -> Sequence[str]:
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(
            self._lookups, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        )
        return [str(place[0]) for *_, place in found]


def _context(authority: Path | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if authority is not None:
        try:
            context.load_verify_locations(authority)
        except OSError:  # ssl.SSLError is one
            message = f"webhook_ca: {authority}: cannot be read as certificates"
            raise SettingsRefused(message) from None
    return context


def _failure_of(error: Exception) -> SendFailure:
    if isinstance(error, TimeoutError | httpx.TimeoutException):
        return SendFailure.TIMEOUT
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return SendFailure.UNTRUSTED
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.ProtocolError | httpx.DecodingError):
        return SendFailure.BROKEN
    return SendFailure.UNREACHABLE
