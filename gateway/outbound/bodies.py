"""Reading a reply's body within a limit, whatever its sender says about it.

Must never hold more than the limit in memory, compressed or not.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from gateway.domain.evidence import Cause
from gateway.ports.source import LinkFailed

if TYPE_CHECKING:
    import httpx

_GZIP = 16 + zlib.MAX_WBITS


async def read_body(response: httpx.Response, limit: int) -> bytes:
    """The decoded body. Raises LinkFailed: OVERSIZED, or MALFORMED for another coding than gzip.

    We ask for no compression at all; gzip is understood because proxies add it unasked.
    """
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding not in {"identity", "gzip"}:
        raise LinkFailed(Cause.MALFORMED)
    if _announced(response) > limit:
        raise LinkFailed(Cause.OVERSIZED)
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > limit:
            raise LinkFailed(Cause.OVERSIZED)
    return _inflate(bytes(body), limit) if coding == "gzip" else bytes(body)


def _announced(response: httpx.Response) -> int:
    text: str = response.headers.get("content-length", "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0


def _inflate(packed: bytes, limit: int) -> bytes:
    inflater = zlib.decompressobj(wbits=_GZIP)
    try:
        body = inflater.decompress(packed, limit + 1)
    except zlib.error:
        body = None
    if body is None:
        raise LinkFailed(Cause.MALFORMED)
    if len(body) > limit:
        raise LinkFailed(Cause.OVERSIZED)
    if not inflater.eof or inflater.unused_data:
        raise LinkFailed(Cause.MALFORMED)
    return body
