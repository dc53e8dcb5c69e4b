"""Reading a request's body: the right media type, never more bytes than allowed, in time.

Must never trust a declared length, keep more than the limit in memory, or decode an encoding.
"""

from __future__ import annotations

import asyncio
from typing import Final

from fastapi import Request

from gateway.api.problems.documents import ProblemRaised
from gateway.api.strict_json import parse
from gateway.domain.fact import JsonValue
from gateway.errors import ContentRefused, Problem
from gateway.settings import Settings

JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"
BODY_SECONDS: Final = 10.0
_CLOSE: Final = {"Connection": "close"}  # the rest of the body is not read


async def read_object(request: Request, settings: Settings) -> dict[str, JsonValue]:
    """The JSON object in the body.

    Raises ProblemRaised (400, 408, 413, 415), and ContentRefused if it is JSON but no object.
    """
    require_media_type(request, JSON)
    content = await read_bytes(request, settings.max_body_bytes)
    value = parse(content, settings.max_nesting)
    if not isinstance(value, dict):
        raise ContentRefused(Problem("", "wrong_type"))
    return value


def require_media_type(request: Request, expected: str) -> None:
    """Raise `media_type_unsupported` (415) for another type, another charset, or a coding."""
    declared, *parameters = request.headers.get("content-type", "").lower().split(";")
    charsets = {p.strip().replace('"', "") for p in parameters if p.strip()}
    codings = request.headers.get("content-encoding", "identity").strip().lower()
    if declared.strip() != expected or charsets - {"charset=utf-8"} or codings != "identity":
        headers = {"Accept-Post": expected, **_CLOSE}
        raise ProblemRaised("media_type_unsupported", headers=headers)


async def read_bytes(request: Request, limit: int) -> bytes:
    """The raw body. Raises `body_too_large` as soon as the limit is passed, `body_too_slow`."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and (len(declared) > len(str(limit)) or int(declared) > limit):
        raise ProblemRaised("body_too_large", headers=_CLOSE)
    content = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                content += chunk
                if len(content) > limit:
                    raise ProblemRaised("body_too_large", headers=_CLOSE)
    except TimeoutError:
        raise ProblemRaised("body_too_slow", headers=_CLOSE) from None
    return bytes(content)
