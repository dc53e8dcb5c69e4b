"""Submitting heads to a witness over HTTP (C2SP tlog-witness).

Must never follow a redirect, read more of a reply than one can have, wait longer than its time, or
take a cosignature that the witness's known key has not made over this very text.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import ssl
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx

from gateway.audit.tlog.checkpoints import LARGEST_SIZE
from gateway.audit.tlog.note_keys import NoteKey
from gateway.audit.tlog.notes import NotSigned, verified
from gateway.audit.tlog.refusal import NotInFormat
from gateway.audit.tlog.witness_messages import SIZE_MEDIA_TYPE, AddCheckpoint, read_cosignatures
from gateway.errors import SettingsRefused
from gateway.outbound.clients import make_witness_client
from gateway.ports.witnesses import Cosigned, StandsAt, WitnessFailure, WitnessReply

SECONDS: Final = 10.0
LARGEST_REPLY: Final = 16_384
_SIZE: Final = re.compile(rb"(0|[1-9][0-9]{0,18})\n")
_OF_STATUS: Final = {
    403: WitnessFailure.KEY_REFUSED,
    404: WitnessFailure.UNKNOWN_LOG,
    422: WitnessFailure.PROOF_REFUSED,
}


class HttpWitness:
    """Implements the Witness port."""

    def __init__(
        self,
        name: str,
        key: NoteKey,
        url: str,
        authority: Path | None = None,
        *,
        seconds: float = SECONDS,
    ) -> None:
        """`seconds` bound a submission. Raises SettingsRefused for a wrong address or authority."""
        self.name = name
        self.key = key
        self._address = f"{_checked(name, url)}/add-checkpoint"
        self._seconds = seconds
        self._client = make_witness_client(_context(name, authority, self._address))

    async def add_checkpoint(self, message: AddCheckpoint) -> WitnessReply:
        """See the port."""
        try:
            async with asyncio.timeout(self._seconds):
                return await self._exchange(message)
        except TimeoutError:
            return WitnessFailure.TIMEOUT
        except (httpx.HTTPError, OSError) as error:
            return _failure_of(error)

    async def close(self) -> None:
        """Let go of the connection."""
        await self._client.aclose()

    async def _exchange(self, message: AddCheckpoint) -> WitnessReply:
        headers = {"Content-Type": "text/plain; charset=utf-8"}
        request = self._client.build_request(
            "POST", self._address, content=message.encoded(), headers=headers
        )
        response = await self._client.send(request, stream=True)
        try:
            body = await _read(response)
        finally:
            await response.aclose()
        if body is None:
            return WitnessFailure.BROKEN
        media_type = response.headers.get("Content-Type", "")
        return self._understood(message, response.status_code, media_type, body)

    def _understood(
        self, message: AddCheckpoint, status: int, media_type: str, body: bytes
    ) -> WitnessReply:
        if status == 200:
            return self._verified(message, body)
        if status == 409:
            size = _SIZE.fullmatch(body)
            if media_type == SIZE_MEDIA_TYPE and size and int(size[1]) <= LARGEST_SIZE:
                return StandsAt(int(size[1]))
        return _OF_STATUS.get(status, WitnessFailure.BROKEN)

    def _verified(self, message: AddCheckpoint, body: bytes) -> WitnessReply:
        """The line of the witness's known key; others are passed over."""
        with suppress(NotInFormat, NotSigned):
            note = read_cosignatures(message.note.text, body)
            verified(note, [self.key])
            for line in note.signatures:
                if (line.name, line.key_id) == (self.key.name, self.key.key_id):
                    return Cosigned(line)
        return WitnessFailure.BROKEN


async def _read(response: httpx.Response) -> bytes | None:
    """The body, or None as soon as it is too large."""
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > LARGEST_REPLY:
            return None
    return bytes(body)


def _checked(name: str, url: str) -> str:
    """The address without a trailing slash: HTTPS, or HTTP on this machine."""
    where = f"witnesses.{name}.url"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        message = f"{where}: must begin with https:// and name a host"
        raise SettingsRefused(message)
    if parts.query or parts.fragment or "?" in url or "#" in url:
        message = f"{where}: must end with its path"
        raise SettingsRefused(message)
    if parts.scheme == "http" and not _is_loopback(host):
        message = f"{where}: must begin with https:// (without TLS only on this machine)"
        raise SettingsRefused(message)
    return url.rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _context(name: str, authority: Path | None, address: str) -> ssl.SSLContext:
    if address.startswith("http://"):
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody, and is not used
    try:
        context = ssl.create_default_context(cafile=authority)
    except OSError:  # ssl.SSLError is one
        message = f"witnesses.{name}.ca_file: {authority}: cannot be read as certificates"
        raise SettingsRefused(message) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _failure_of(error: Exception) -> WitnessFailure:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return WitnessFailure.UNTRUSTED
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.ProtocolError | httpx.DecodingError):
        return WitnessFailure.BROKEN
    return WitnessFailure.UNREACHABLE
